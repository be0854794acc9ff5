//! Patterns that may not match: `match`, `if let`, `while let`, `let .. else`, `matches!`.
//!
//! A pattern is a test, which is a condition, and names, which are bound where the test has succeeded. What the lowering
//! knows the parts of (tuples, options, references) is tested and bound part by part. Of anything else the compiler tests
//! the pattern as written; a name in it is bound to a copy of what the compiler finds there, which must not vary.

use quote::quote;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprMatch, Member, Pat, Stmt};

use super::Lowering;
use super::call::is_slice_of;
use super::expression::unparenthesised;
use super::item::Item;
use super::names::{
    always_matches, binds, constants_in, is_lent_mutably, is_mutable, is_outcome_variant, last_of_path, lends,
    lends_mutably, names_a_variant, names_in, only_name, unguarded, without_names,
};
use super::option::Optional;
use super::side::Side;
use super::variants::{name_of_fields, variants_of};
use super::view::View;
use crate::ir::*;

impl Lowering<'_> {
    pub fn match_expression(&mut self, expression: &ExprMatch, wanted: bool) -> Option<Item> {
        let patterns: Vec<&Pat> = expression.arms.iter().map(|arm| unguarded(&arm.pat).0).collect();
        let item = self.matched(&expression.expr, &patterns);
        self.note_matched(&patterns, &item);
        self.arms(&item, &expression.arms, wanted)
    }

    /// What is matched, with the value that it has now.
    fn matched(&mut self, expression: &Expr, patterns: &[&Pat]) -> Item {
        let expression = unparenthesised(expression);
        // `*row`, of which the patterns take elements: what has no size stays where it is.
        if let Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. }) = expression
            && patterns.iter().all(|pattern| matches!(pattern, Pat::Slice(_) | Pat::Wild(_)))
            && let Some(view) = self.named_view(expr)
        {
            return Item::Place(View { place: self.fixed(view.place), ..view });
        }
        // `x[..n]`, in the same way.
        if is_slice_of(expression)
            && patterns.iter().all(|pattern| matches!(pattern, Pat::Slice(_) | Pat::Wild(_)))
            && let Some(view) = self.view(&syn::parse_quote_spanned!(expression.span()=> &#expression))
        {
            return Item::Place(View { place: self.fixed(view.place), ..view });
        }
        if matches!(expression, Expr::MethodCall(_))
            && self.makes_view(expression)
            && let Some(view) = self.view(expression)
        {
            let view = View { place: self.fixed(view.place), ..view };
            return Item::View(view.part(Projection::Slice { low: None, high: None, inclusive: false }));
        }
        if let Some(item) = self.structured(expression) {
            return self.detached_item(item);
        }
        let binds = patterns.iter().any(|pattern| !names_in(pattern).is_empty());
        if let Expr::Path(path) = expression
            && let Some(var) = path.path.get_ident().and_then(|ident| self.lookup(&ident.to_string()))
            && !binds
        {
            // Nothing is assigned between here and the comparisons.
            return Item::Value(Operand::Var(var));
        }
        // What may not be `Copy` stays where it is, and so does what is lent.
        let lent = patterns.iter().any(|pattern| lends(pattern));
        let stays = !matches!(expression, Expr::Path(_)) && patterns.iter().any(|pattern| names_a_variant(pattern));
        let is_written = patterns.iter().any(|pattern| lends_mutably(pattern));
        if (stays || lent)
            && self.is_place(expression)
            && let Some(view) = self.receiver_view(expression, is_written)
        {
            return Item::Place(view);
        }
        let value = self.rvalue(expression);
        let var = self.temporary("scrutinee", expression.span());
        self.function.variables[var.0].temporary = false;
        self.statements.push(Statement::Let { var, annotation: None, value });
        Item::Value(Operand::Var(var))
    }

    fn arms(&mut self, item: &Item, arms: &[syn::Arm], wanted: bool) -> Option<Item> {
        let (arm, rest) = arms.split_first()?;
        let (pattern, guard) = unguarded(&arm.pat);
        let inside = |this: &mut Self| {
            this.bind_matched(pattern, item);
            this.arm_value(&arm.body, wanted)
        };
        // The last arm takes what is left: `match` is exhaustive.
        let condition = match guard {
            None if rest.is_empty() => None,
            None => self.test(pattern, item),
            Some(guard) => Some(self.guarded_test(pattern, guard, item)),
        };
        let Some(condition) = condition else {
            self.scopes.push(Default::default());
            let value = inside(self);
            self.scopes.pop();
            return value;
        };
        let then = self.side(inside);
        let otherwise = self.side(|this| this.arms(item, rest, wanted));
        self.choose(condition, then, otherwise, wanted.then(|| arm.pat.span()))
    }

    /// The pattern matches, and the guard behind it holds.
    fn guarded_test(&mut self, pattern: &Pat, guard: &Expr, item: &Item) -> Operand {
        let Some(condition) = self.test(pattern, item) else {
            self.scopes.push(Default::default());
            self.bind_matched(pattern, item);
            let condition = self.condition(guard);
            self.scopes.pop();
            return condition;
        };
        self.and(condition, |this| {
            this.bind_matched(pattern, item);
            this.condition(guard)
        })
    }

    fn arm_value(&mut self, body: &Expr, wanted: bool) -> Option<Item> {
        match unparenthesised(body) {
            Expr::Block(block) if block.label.is_none() => self.block_statements(&block.block.stmts, wanted),
            body => self.block_statements(&[Stmt::Expr(body.clone(), None)], wanted),
        }
    }

    /// `if` as a statement or a value: the item is its value, if a branch has one.
    pub fn branch(&mut self, branch: &syn::ExprIf, wanted: bool) -> Option<Item> {
        let conjuncts = conjuncts(&branch.cond);
        let found = self.conjunction(&conjuncts);
        let then = self.side(|this| {
            this.bind_found(&conjuncts, &found);
            this.block_statements(&branch.then_branch.stmts, wanted)
        });
        let otherwise = match &branch.else_branch {
            Some((_, otherwise)) => self.side(|this| match &**otherwise {
                Expr::Block(block) => this.block_statements(&block.block.stmts, wanted),
                Expr::If(branch) => this.branch(branch, wanted),
                _ => None,
            }),
            None => Side::default(),
        };
        self.choose(found.condition, then, otherwise, wanted.then_some(branch.if_token.span))
    }

    /// `a && let P = b && c`: what is matched, if all of it holds.
    pub fn conjunction(&mut self, conjuncts: &[&Expr]) -> Found {
        let Some((first, rest)) = conjuncts.split_first() else {
            return Found { condition: Operand::Constant(quote!(true)), items: Vec::new() };
        };
        let (condition, matched) = match first {
            Expr::Let(first) => {
                let item = self.matched(&first.expr, &[&first.pat]);
                let condition = self.test(&first.pat, &item);
                (condition.unwrap_or_else(|| Operand::Constant(quote!(true))), Some((&*first.pat, item)))
            }
            first => (self.condition(first), None),
        };
        if rest.is_empty() {
            return Found { condition, items: matched.map(|(_, item)| item).into_iter().collect() };
        }
        if let (Some((pattern, Item::Place(view))), Expr::Let(first)) = (&matched, first)
            && (view.mutable || self.mutable.contains(&view.place.base))
            && !names_in(pattern).is_empty()
        {
            // The names are copies of what is there now, and are bound where all of it holds.
            self.errors.at(&first.expr, "what is taken apart here may be changed by a condition behind it; write an `if let` of its own for that condition");
        }
        let then = self.side(|this| {
            if let Some((pattern, item)) = &matched {
                this.bind_matched(pattern, item);
            }
            let Found { condition, mut items } = this.conjunction(rest);
            items.splice(0..0, matched.as_ref().map(|(_, item)| item.clone()));
            Some(Item::Optional(Optional { present: condition, item: Some(Box::new(Item::Tuple(items))) }))
        });
        match self.choose(condition, then, Side::of(Item::Optional(Optional::none())), Some(first.span())) {
            Some(Item::Optional(Optional { present, item: Some(item) })) => match *item {
                Item::Tuple(items) => Found { condition: present, items },
                _ => unreachable!("both ways have a tuple"),
            },
            _ => unreachable!("both ways have an option"),
        }
    }

    /// Binds the names of the patterns in a condition that holds.
    pub fn bind_found(&mut self, conjuncts: &[&Expr], found: &Found) {
        let patterns = conjuncts.iter().filter_map(|conjunct| match conjunct {
            Expr::Let(conjunct) => Some(&*conjunct.pat),
            _ => None,
        });
        for (pattern, item) in patterns.zip(&found.items) {
            self.bind_matched(pattern, item);
        }
    }

    /// `let P = e else { .. };` and what comes behind it.
    pub fn let_else(&mut self, pattern: &Pat, init: (&Expr, &Expr), rest: &[Stmt], wanted: bool) -> Option<Item> {
        let (value, otherwise) = init;
        let (pattern, annotation) = match pattern {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pattern => (pattern, None),
        };
        if let Some(ty) = annotation {
            self.errors.at(ty, "a type is not supported here; leave it out, or match behind an ordinary `let`");
        }
        let item = self.matched(value, &[pattern]);
        let condition = self.test(pattern, &item).unwrap_or_else(|| Operand::Constant(quote!(true)));
        let then = self.side(|this| {
            this.bind_matched(pattern, &item);
            this.block_statements(rest, wanted)
        });
        let otherwise = self.side(|this| {
            this.block_statements(&[Stmt::Expr(otherwise.clone(), None)], false);
            None
        });
        self.choose(condition, then, otherwise, wanted.then(|| pattern.span()))
    }

    /// `matches!(e, P if guard)`
    pub fn matches_macro(&mut self, call: &syn::Macro) -> Rvalue {
        let parser = |input: syn::parse::ParseStream| {
            let expression: Expr = input.parse()?;
            input.parse::<syn::Token![,]>()?;
            let pattern = Pat::parse_multi_with_leading_vert(input)?;
            let guard =
                if input.parse::<Option<syn::Token![if]>>()?.is_some() { Some(input.parse::<Expr>()?) } else { None };
            input.parse::<Option<syn::Token![,]>>()?;
            Ok((expression, pattern, guard))
        };
        let Ok((mut expression, pattern, guard)) = syn::parse::Parser::parse2(parser, call.tokens.clone()) else {
            return self.refuse(&call.path, "`matches!` takes an expression and a pattern here");
        };
        super::fence::ungroup_expression(&mut expression);
        let (pattern, inner) = unguarded(&pattern);
        let guard = guard.as_ref().or(inner);
        self.variants.extend(variants_of(pattern));
        let item = self.matched(&expression, &[pattern]);
        Rvalue::Use(match guard {
            Some(guard) => self.guarded_test(pattern, guard, &item),
            None => self.test(pattern, &item).unwrap_or_else(|| Operand::Constant(quote!(true))),
        })
    }

    /// Whether the pattern matches, unless it always does.
    pub fn test(&mut self, pattern: &Pat, item: &Item) -> Option<Operand> {
        match (pattern, item) {
            (Pat::Paren(paren), item) => self.test(&paren.pat, item),
            (Pat::Wild(_) | Pat::Rest(_), _) => None,
            (Pat::Ident(ident), item) if binds(ident) => match &ident.subpat {
                Some((_, inside)) => self.test(inside, item),
                None => None,
            },
            (Pat::Tuple(pattern), Item::Tuple(items)) => {
                let pairs = self.paired(&pattern.elems, items);
                self.test_all(&pairs)
            }
            (Pat::Reference(pattern), Item::Reference(item)) => self.test(&pattern.pat, item),
            (Pat::Tuple(_) | Pat::TupleStruct(_) | Pat::Ident(_) | Pat::Path(_), Item::Reference(item))
                if matches!(**item, Item::Tuple(_) | Item::Optional(_)) =>
            {
                self.test(pattern, item)
            }
            (Pat::Or(or), Item::Tuple(_) | Item::Optional(_) | Item::Reference(_)) => {
                let cases: Vec<&Pat> = or.cases.iter().collect();
                self.test_any(&cases, item)
            }
            (pattern, Item::Optional(optional)) => self.test_option(pattern, optional),
            (pattern, _) if always_matches(pattern) => None,
            (pattern, item) => {
                let mut reads = Vec::new();
                let matched = self.item_expression(item, &mut reads, pattern.span());
                let mut pattern = without_names(pattern);
                // The test only looks: `&mut P` of what is lent there by `&`.
                if let (Pat::Reference(reference), Item::View(_)) = (&mut pattern, item) {
                    reference.mutability = None;
                }
                let expression = syn::parse_quote!(match #matched { #pattern => true, _ => false });
                let opaque = Opaque { expression, reads, if_varied: IfVaried::Constant };
                Some(self.name(Rvalue::Opaque(opaque), "matches", pattern.span()))
            }
        }
    }

    fn test_all(&mut self, pairs: &[(Pat, Item)]) -> Option<Operand> {
        let ((pattern, item), rest) = pairs.split_first()?;
        match self.test(pattern, item) {
            None => self.test_all(rest),
            Some(condition) if rest.iter().all(|(pattern, _)| always_matches(pattern)) => Some(condition),
            Some(condition) => {
                Some(self.and(condition, |this| this.test_all(rest).unwrap_or_else(|| Operand::Constant(quote!(true)))))
            }
        }
    }

    fn test_any(&mut self, cases: &[&Pat], item: &Item) -> Option<Operand> {
        let (case, rest) = cases.split_first()?;
        let condition = self.test(case, item)?;
        if rest.is_empty() {
            return Some(condition);
        }
        let otherwise = self.side(|this| {
            let condition = this.test_any(rest, item);
            Some(Item::Value(condition.unwrap_or_else(|| Operand::Constant(quote!(true)))))
        });
        let then = Side::of(Item::Value(Operand::Constant(quote!(true))));
        self.choose(condition, then, otherwise, Some(case.span())).map(|item| self.item_operand(item, case))
    }

    fn test_option(&mut self, pattern: &Pat, optional: &Optional) -> Option<Operand> {
        match (pattern, last_of_path(pattern).as_deref()) {
            (Pat::TupleStruct(some), Some("Some")) if some.elems.len() == 1 => {
                let inside = &some.elems[0];
                match &optional.item {
                    Some(item) if !always_matches(inside) => Some(self.and(optional.present.clone(), |this| {
                        this.test(inside, item).unwrap_or_else(|| Operand::Constant(quote!(true)))
                    })),
                    _ => Some(optional.present.clone()),
                }
            }
            (_, Some("None")) => Some(self.negated(optional.present.clone())),
            _ => {
                self.errors.at(pattern, "this pattern is not supported on an `Option`; write `Some(..)` or `None`");
                None
            }
        }
    }

    /// The patterns in a tuple, each with its item. `..` stands for any number.
    pub fn paired(&mut self, patterns: &Punctuated<Pat, syn::Token![,]>, items: &[Item]) -> Vec<(Pat, Item)> {
        let rest = patterns.iter().position(|pattern| matches!(pattern, Pat::Rest(_)));
        let before = rest.unwrap_or(patterns.len());
        let after = patterns.len() - rest.map_or(patterns.len(), |rest| rest + 1);
        if (rest.is_none() && patterns.len() != items.len()) || before + after > items.len() {
            return Vec::new(); // the compiler refuses it
        }
        let front = patterns.iter().take(before).zip(items);
        let back = patterns.iter().skip(patterns.len() - after).zip(&items[items.len() - after..]);
        front.chain(back).map(|(pattern, item)| (pattern.clone(), item.clone())).collect()
    }

    /// Binds the names in a pattern that has matched.
    pub fn bind_matched(&mut self, pattern: &Pat, item: &Item) {
        // No constant has the name of a variable that is within reach: this would be a name for what is matched.
        if let Some(name) = constants_in(pattern).iter().find(|name| self.is_bound(&name.to_string())) {
            self.errors.at(name, "in a pattern, a name that starts with a capital is taken for a constant, and a variable has this one; let it start with a small letter");
            return;
        }
        if names_in(pattern).is_empty() {
            return;
        }
        match (pattern, item) {
            (Pat::Paren(paren), item) => self.bind_matched(&paren.pat, item),
            (Pat::Ident(ident), Item::Place(view)) if ident.by_ref.is_some() && ident.subpat.is_none() => {
                let lent = View { mutable: ident.mutability.is_some(), ..view.clone() };
                let name = syn::PatIdent { by_ref: None, mutability: None, ..ident.clone() };
                self.bind_item(&Pat::Ident(name), None, Item::View(lent));
            }
            (Pat::Ident(ident), Item::Place(view)) => {
                let value = self.load(view.place.clone());
                let value = self.name(value, "part", pattern.span());
                self.bind_matched(pattern, &Item::Value(value));
                let copy = self.lookup(&ident.ident.to_string());
                self.copies_of_parts.extend(copy.filter(|_| self.may_be_varying_part(&view.place)));
            }
            (Pat::Ident(ident), item) => {
                if ident.by_ref.is_some() {
                    self.refused_pattern(pattern);
                    return;
                }
                let whole = syn::PatIdent { subpat: None, ..ident.clone() };
                self.bind_item(&Pat::Ident(whole), None, item.clone());
                if let Item::Value(Operand::Var(of)) = item
                    && let Some(wrapper) = self.outcomes.get(of).copied()
                    && let Some(var) = self.lookup(&ident.ident.to_string())
                {
                    self.outcomes.insert(var, wrapper);
                }
                if let Some((_, inside)) = &ident.subpat {
                    self.bind_matched(inside, item);
                }
            }
            (Pat::Tuple(pattern), Item::Tuple(items)) => {
                for (pattern, item) in self.paired(&pattern.elems, items) {
                    self.bind_matched(&pattern, &item);
                }
            }
            (Pat::Tuple(_), Item::Reference(inside)) if matches!(**inside, Item::Tuple(_)) => {
                let Item::Tuple(items) = &**inside else { unreachable!("just seen") };
                let items = items.iter().map(|item| self.referenced(item.clone())).collect();
                self.bind_matched(pattern, &Item::Tuple(items));
            }
            (Pat::Reference(pattern), Item::Reference(item)) => self.bind_matched(&pattern.pat, item),
            // A slice has no size, and what has variants or fields need not be `Copy`: the parts are read where they are.
            (Pat::Reference(pattern), Item::View(view))
                if matches!(
                    *pattern.pat,
                    Pat::Slice(_) | Pat::Struct(_) | Pat::TupleStruct(_) | Pat::Tuple(_) | Pat::Paren(_)
                ) =>
            {
                self.bind_matched(&pattern.pat, &Item::Place(view.clone()));
            }
            (Pat::Reference(pattern), Item::View(view) | Item::Place(view)) => {
                let value = self.load(view.place.clone());
                let value = self.name(value, "value", pattern.span());
                self.bind_matched(&pattern.pat, &Item::Value(value));
            }
            (Pat::TupleStruct(some), Item::Optional(Optional { item: Some(item), .. })) if some.elems.len() == 1 => {
                self.bind_matched(&some.elems[0], item);
            }
            (Pat::TupleStruct(some), Item::Reference(inside)) if matches!(**inside, Item::Optional(_)) => {
                let Item::Optional(Optional { item: Some(item), .. }) = &**inside else { return };
                let item = match &**item {
                    lent @ Item::View(_) => lent.clone(),
                    // Nothing changes while it is borrowed.
                    Item::Value(Operand::Var(var)) => {
                        self.set_memory(*var);
                        Item::View(View { place: Place::whole(*var), mutable: false })
                    }
                    item => self.referenced(item.clone()),
                };
                self.bind_matched(&some.elems[0], &item);
            }
            // `None` in front of `unwrap` and the like: there is nothing to bind.
            (Pat::TupleStruct(_), Item::Optional(Optional { item: None, .. })) => {
                for name in names_in(pattern) {
                    let var = self.declare(&name);
                    self.perhaps_references.insert(var);
                    let value = Rvalue::Use(super::flow::not_reached());
                    self.statements.push(Statement::Let { var, annotation: None, value });
                }
            }
            (Pat::Tuple(pattern), Item::Value(operand)) => {
                let base = self.memory(None, Rvalue::Use(operand.clone()), &Pat::Tuple(pattern.clone()));
                for (index, element) in pattern.elems.iter().enumerate() {
                    self.check_rest(element, index, pattern.elems.len());
                    if !names_in(element).is_empty() {
                        let projections = vec![Projection::Field(Member::Unnamed(index.into()))];
                        let value = self.name(Rvalue::Load(Place { base, projections }), "part", element.span());
                        self.bind_matched(element, &Item::Value(value));
                    }
                }
            }
            (Pat::Tuple(pattern), Item::View(view) | Item::Place(view)) => {
                for (index, element) in pattern.elems.iter().enumerate() {
                    self.check_rest(element, index, pattern.elems.len());
                    let part = view.part(Projection::Field(Member::Unnamed(index.into())));
                    self.bind_matched(element, &like(item, part));
                }
            }
            (Pat::Slice(slice), Item::View(view) | Item::Place(view)) => {
                for (element, projection) in self.slice_parts(slice, &view.place) {
                    match (item, &projection) {
                        (Item::Place(_), Projection::Slice { .. }) if !lends(&element) => self.refused_rest(&element),
                        _ => self.bind_matched(&element, &like(item, view.part(projection))),
                    }
                }
            }
            (Pat::Slice(slice), Item::Value(operand)) => {
                let base = self.memory(None, Rvalue::Use(operand.clone()), pattern);
                for (element, projection) in self.slice_parts(slice, &Place::whole(base)) {
                    if let Projection::Slice { .. } = projection {
                        self.refused_rest(&element);
                    } else if !names_in(&element).is_empty() {
                        let value = Rvalue::Load(Place { base, projections: vec![projection] });
                        let value = self.name(value, "part", element.span());
                        self.bind_matched(&element, &Item::Value(value));
                    }
                }
            }
            (Pat::Or(or), item) => {
                let cases: Vec<&Pat> = or.cases.iter().collect();
                self.bind_alternatives(&cases, item);
            }
            (Pat::TupleStruct(variant), Item::Value(_) | Item::View(_) | Item::Place(_))
                if variant.elems.len() == 1 && is_outcome_variant(pattern) =>
            {
                match (last_of_path(pattern).as_deref(), item) {
                    (Some("Err"), item) => self.bind_error(pattern, item),
                    // Of data, what is inside may be of any type: it is lent as what other variants hold.
                    (_, Item::View(view)) if self.is_left_out(view.place.base) => {
                        self.function.jumps = true;
                        let held = Held { path: variant.path.clone(), member: Member::Unnamed(0.into()) };
                        self.bind_matched(&variant.elems[0], &Item::View(view.part(Projection::Held(held))));
                    }
                    // The compiler looks behind a reference that is in a value.
                    (_, Item::Value(_)) if matches!(variant.elems[0], Pat::Reference(_)) => {
                        self.bind_found_by_compiler(pattern, item);
                    }
                    (_, item) => self.bind_inside(&variant.elems[0], item),
                }
            }
            (Pat::Struct(fields), Item::View(view) | Item::Place(view)) if self.is_of_struct(fields, view) => {
                for field in &fields.fields {
                    let part = view.part(Projection::Field(field.member.clone()));
                    self.bind_matched(&field.pat, &like(item, part));
                }
            }
            (Pat::Struct(fields), Item::Value(operand)) if self.is_named_as_struct(fields) => {
                let base = self.memory(None, Rvalue::Use(operand.clone()), pattern);
                self.bind_matched(pattern, &Item::Place(View { place: Place::whole(base), mutable: false }));
            }
            (Pat::TupleStruct(_) | Pat::Struct(_), Item::Value(_) | Item::View(_) | Item::Place(_))
                if self.holds_places(item) && held_by(pattern).is_some() =>
            {
                self.bind_held(pattern, item);
            }
            (Pat::TupleStruct(_) | Pat::Struct(_), Item::Value(_) | Item::View(_) | Item::Place(_)) => {
                self.bind_found_by_compiler(pattern, item);
            }
            (pattern, _) => self.refused_pattern(pattern),
        }
    }

    /// Binds what is in an `Option` or a `Result`, which is there.
    fn bind_inside(&mut self, pattern: &Pat, item: &Item) {
        if names_in(pattern).is_empty() {
            return;
        }
        let inside = match item {
            Item::Value(operand) => Item::Value(self.inside(operand, pattern.span())),
            Item::View(view) | Item::Place(view) => {
                self.function.jumps = true;
                like(item, view.part(Projection::Inside))
            }
            _ => unreachable!("a value or a place"),
        };
        self.bind_matched(pattern, &inside);
    }

    /// What a variant holds is a place: it may vary, or lies where it stays, as in data.
    fn holds_places(&self, item: &Item) -> bool {
        match item {
            Item::View(_) | Item::Place(_) => true,
            Item::Value(Operand::Var(var)) => !self.is_left_out(*var) && !self.function.variables[var.0].discrete,
            _ => false,
        }
    }

    /// Binds what the variant of an `enum` holds, part by part.
    fn bind_held(&mut self, pattern: &Pat, item: &Item) {
        let (path, parts) = held_by(pattern).unwrap_or_else(|| unreachable!("asked before"));
        // Another variant has no such parts.
        self.function.jumps = true;
        let (view, is_lent) = match item {
            Item::View(view) => (view.clone(), true),
            Item::Place(view) => (view.clone(), false),
            item => {
                let operand = self.item_operand(item.clone(), pattern);
                let base = self.memory(None, Rvalue::Use(operand), pattern);
                (View { place: Place::whole(base), mutable: false }, false)
            }
        };
        for (member, part) in parts {
            let held = view.part(Projection::Held(Held { path: path.clone(), member }));
            self.bind_matched(part, &if is_lent { Item::View(held) } else { Item::Place(held) });
        }
    }

    fn is_named_as_struct(&self, fields: &syn::PatStruct) -> bool {
        name_of_fields(fields).is_some_and(|name| !self.variants.contains(&name))
    }

    fn is_of_struct(&self, fields: &syn::PatStruct, view: &View) -> bool {
        self.is_named_as_struct(fields) && !self.is_left_out(view.place.base)
    }

    /// A parameter that `wrt` leaves out: data.
    pub fn is_left_out(&self, base: Var) -> bool {
        self.function.parameters.iter().any(|parameter| parameter.var == base && !parameter.differentiable)
    }

    /// How many parts a tuple has is not known here.
    pub fn check_rest(&mut self, pattern: &Pat, index: usize, count: usize) {
        if matches!(pattern, Pat::Rest(_)) && index + 1 < count {
            self.errors.at(pattern, "`..` is supported at the end of this pattern only; write `_` for each part");
        }
    }

    /// Copies of what the compiler finds under the names of a pattern.
    fn bind_found_by_compiler(&mut self, pattern: &Pat, item: &Item) {
        for name in names_in(pattern) {
            let mut reads = Vec::new();
            let mut matched = self.item_expression(item, &mut reads, pattern.span());
            if let Item::Value(_) = item {
                matched = syn::parse_quote!(#matched.clone());
            }
            let only = only_name(pattern, &name);
            let expression = syn::parse_quote!(match #matched { #only => #name.clone(), _ => ::core::unreachable!() });
            let opaque = Opaque { expression, reads, if_varied: IfVaried::Part };
            let var = self.declare(&name);
            if matches!(item, Item::View(view) if view.mutable) || is_lent_mutably(pattern, &name) {
                self.perhaps_written.insert(var);
            }
            self.perhaps_references.insert(var);
            if is_mutable(pattern, &name) {
                self.mutable.insert(var);
            }
            self.statements.push(Statement::Let { var, annotation: None, value: Rvalue::Opaque(opaque) });
        }
    }

    /// `condition && inside`
    fn and(&mut self, condition: Operand, inside: impl FnOnce(&mut Self) -> Operand) -> Operand {
        let then = self.side(|this| Some(Item::Value(inside(this))));
        let otherwise = Side::of(Item::Value(Operand::Constant(quote!(false))));
        match self.choose(condition, then, otherwise, Some(proc_macro2::Span::call_site())) {
            Some(Item::Value(operand)) => operand,
            _ => unreachable!("both ways have a value"),
        }
    }
}

/// What the patterns of a condition have matched.
pub struct Found {
    pub condition: Operand,
    items: Vec<Item>,
}

/// The parts of a condition with `let` in it. One without is its own only part.
pub fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    fn contains_let(condition: &Expr) -> bool {
        match condition {
            Expr::Let(_) => true,
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                contains_let(&binary.left) || contains_let(&binary.right)
            }
            _ => false,
        }
    }
    match condition {
        Expr::Binary(binary) if contains_let(condition) => {
            let mut parts = conjuncts(&binary.left);
            parts.extend(conjuncts(&binary.right));
            parts
        }
        condition => vec![condition],
    }
}

/// The parts that a pattern takes of a variant, if it names the variant with its `enum` in front.
fn held_by(pattern: &Pat) -> Option<(&syn::Path, Vec<(Member, &Pat)>)> {
    let (path, parts): (_, Vec<(Member, &Pat)>) = match pattern {
        Pat::TupleStruct(tuple) => {
            let members = (0..tuple.elems.len()).map(|index| Member::Unnamed(index.into()));
            (&tuple.path, members.zip(&tuple.elems).collect())
        }
        Pat::Struct(fields) => {
            let parts = fields.fields.iter().map(|field| (field.member.clone(), &*field.pat));
            (&fields.path, parts.collect())
        }
        _ => return None,
    };
    let last = parts.len().saturating_sub(1);
    let is_counted = !parts.iter().take(last).any(|(_, part)| matches!(part, Pat::Rest(_)));
    (is_of_variant(path) && is_counted).then_some((path, parts))
}

/// A part of what is matched, as that is.
fn like(whole: &Item, part: View) -> Item {
    match whole {
        Item::Place(_) => Item::Place(part),
        _ => Item::View(part),
    }
}
