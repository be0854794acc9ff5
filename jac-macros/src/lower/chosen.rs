//! References that are chosen among several variables: `let r = if up { &mut a } else { &mut b };`.
//!
//! Before: such a `let`, and the statements behind it. After: the same choice, in each way of which stands what uses the name, so that there it is
//! a name for one place, as that of any view is.

use quote::ToTokens;
use syn::{Expr, Ident, Pat, Stmt, parse_quote};

use super::Lowering;
use super::expression::unparenthesised;
use super::macros::diverges;
use super::names::names_in;
use crate::hygiene::identifiers;
use crate::ir::{Place, Projection, Var};

/// How often the statements behind a choice are written, at most, over all choices around each other.
const MOST_WAYS: usize = 32;

/// One way of a choice: the reference, or what jumps away.
struct Way<'a> {
    value: &'a Expr,
    /// What is referred to, whatever the indices.
    places: Vec<(Var, String)>,
    /// How the indices are written, if these are names of references: one half of a list is no place of the kind of the other.
    shapes: Option<Vec<String>>,
}

impl Lowering<'_> {
    /// The `let` and the statements behind it with these in each way of the choice, if the `let` chooses between variables.
    pub fn with_chosen_reference(&mut self, statement: &Stmt, rest: &[Stmt]) -> Option<Vec<Stmt>> {
        let Stmt::Local(local) = statement else { return None };
        let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
        let names = names_of(&local.pat)?;
        if rest.is_empty() {
            return None;
        }
        let (mut ways, mut bound) = (Vec::new(), Vec::new());
        self.ways(&init.expr, &mut ways, &mut bound)?;
        let references = ways.iter().filter(|way| !jumps(way.value));
        let first = references.clone().next()?;
        let of_another_shape = |way: &Way| match (&way.shapes, &first.shapes) {
            (Some(shapes), Some(first)) => shapes != first,
            _ => false,
        };
        let is_chosen = references.clone().any(|way| way.places != first.places || of_another_shape(way));
        if !is_chosen {
            return None;
        }
        // The statements up to the last that names the reference; all of them, if one of these declares something.
        let mentions = |statement: &Stmt, names: &[Ident]| {
            let tokens = statement.to_token_stream();
            let (text, mentioned) = (tokens.to_string(), identifiers(tokens));
            // In a format, too.
            names.iter().any(|name| mentioned.contains(&name.to_string()) || text.contains(&format!("{{{name}")))
        };
        let last = rest.iter().rposition(|statement| mentions(statement, &names))?;
        let declares = rest[..=last].iter().any(|statement| matches!(statement, Stmt::Local(_)));
        let (inside, behind) = rest.split_at(if declares { rest.len() } else { last + 1 });
        // What the choice gives names to is visible there.
        if inside.iter().any(|statement| mentions(statement, &bound)) {
            return None;
        }
        let more = inside.iter().filter_map(|statement| match statement {
            Stmt::Local(local) => local.init.as_ref().map(|init| count(&init.expr)),
            _ => None,
        });
        if more.fold(ways.len(), usize::saturating_mul) > MOST_WAYS {
            return None;
        }
        let chosen = within(&init.expr, &|value| {
            if jumps(value) {
                return parse_quote!({ #value; });
            }
            let mut local = local.clone();
            *local.init.as_mut().expect("it has a value").expr = value.clone();
            parse_quote!({ #local #(#inside)* })
        });
        let is_tail = behind.is_empty() && matches!(inside.last(), Some(Stmt::Expr(_, None)));
        let chosen = Stmt::Expr(chosen, (!is_tail).then(Default::default));
        Some([chosen].into_iter().chain(behind.iter().cloned()).collect())
    }

    /// The ways of a choice, and the names that it binds; `None` if one of them is no reference.
    fn ways<'a>(&self, expression: &'a Expr, ways: &mut Vec<Way<'a>>, bound: &mut Vec<Ident>) -> Option<()> {
        match unparenthesised(expression) {
            Expr::If(branch) => {
                let_names(&branch.cond, bound);
                self.ways(tail_of(&branch.then_branch)?, ways, bound)?;
                self.ways(&branch.else_branch.as_ref()?.1, ways, bound)
            }
            Expr::Match(choice) => {
                for arm in &choice.arms {
                    bound.extend(names_in(&arm.pat));
                    self.ways(&arm.body, ways, bound)?;
                }
                Some(())
            }
            Expr::Block(block) if block.label.is_none() => self.ways(tail_of(&block.block)?, ways, bound),
            value => {
                let mut way = Way { value, places: Vec::new(), shapes: Some(Vec::new()) };
                let parts = match value {
                    value if jumps(value) => Vec::new(),
                    Expr::Tuple(tuple) => tuple.elems.iter().collect(),
                    value => vec![value],
                };
                for part in parts {
                    way.places.push(self.referred_to(part)?);
                    way.shapes = way.shapes.zip(self.shape(part)).map(|(mut shapes, shape)| {
                        shapes.push(shape);
                        shapes
                    });
                }
                ways.push(way);
                Some(())
            }
        }
    }

    /// The place that a reference is to, without its indices.
    fn referred_to(&self, value: &Expr) -> Option<(Var, String)> {
        match unparenthesised(value) {
            Expr::Reference(reference) => self.skeleton(&reference.expr),
            value => self.named_view(value).map(|view| skeleton_of(&view.place)),
        }
    }

    /// How the place is made that a name is for.
    fn shape(&self, value: &Expr) -> Option<String> {
        let Expr::Path(_) = unparenthesised(value) else { return None };
        let view = self.named_view(value)?;
        let parts = view.place.projections.iter().map(|projection| match projection {
            Projection::Slice { low, high, inclusive } => {
                format!("[{}..{}{inclusive}]", low.is_some(), high.is_some())
            }
            Projection::Index(_) => "[]".to_owned(),
            Projection::Field(member) => format!(".{}", member.to_token_stream()),
            Projection::Deref => "*".to_owned(),
            Projection::Array(_) => "@".to_owned(),
            Projection::Inside => "?".to_owned(),
            Projection::Held(held) => format!("?{}", held.field().to_token_stream()),
        });
        Some(parts.collect())
    }

    pub fn skeleton(&self, place: &Expr) -> Option<(Var, String)> {
        let part = |whole: &Expr, part: &str| self.skeleton(whole).map(|(base, parts)| (base, parts + part));
        match unparenthesised(place) {
            Expr::Field(field) => part(&field.base, &format!(".{}", field.member.to_token_stream())),
            Expr::Index(index) => part(&index.expr, "[]"),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.skeleton(&unary.expr),
            Expr::Path(path) => {
                let name = path.path.get_ident()?.to_string();
                let view = self.lookup_view(&name).map(|view| skeleton_of(&view.place));
                view.or_else(|| self.lookup(&name).map(|var| (var, String::new())))
            }
            _ => None,
        }
    }
}

pub fn skeleton_of(place: &Place) -> (Var, String) {
    let parts = place.projections.iter().map(|projection| match projection {
        Projection::Field(member) => format!(".{}", member.to_token_stream()),
        Projection::Index(_) | Projection::Slice { .. } => "[]".to_owned(),
        Projection::Deref | Projection::Array(_) => String::new(),
        Projection::Inside => "?".to_owned(),
        Projection::Held(held) => format!("?{}", held.field().to_token_stream()),
    });
    (place.base, parts.collect())
}

/// The names in a pattern of names that are not assigned to.
fn names_of(pattern: &Pat) -> Option<Vec<Ident>> {
    match pattern {
        Pat::Ident(name) if name.mutability.is_none() && name.by_ref.is_none() && name.subpat.is_none() => {
            Some(vec![name.ident.clone()])
        }
        Pat::Type(typed) => names_of(&typed.pat),
        Pat::Tuple(tuple) => {
            let names: Option<Vec<Vec<Ident>>> = tuple.elems.iter().map(names_of).collect();
            Some(names?.concat())
        }
        Pat::Wild(_) => Some(Vec::new()),
        _ => None,
    }
}

/// In how many ways a choice may end.
fn count(expression: &Expr) -> usize {
    match unparenthesised(expression) {
        Expr::If(branch) => {
            let otherwise = branch.else_branch.as_ref().map_or(1, |(_, otherwise)| count(otherwise));
            tail_of(&branch.then_branch).map_or(1, count) + otherwise
        }
        Expr::Match(choice) => choice.arms.iter().map(|arm| count(&arm.body)).sum(),
        Expr::Block(block) => tail_of(&block.block).map_or(1, count),
        _ => 1,
    }
}

/// The choice with something else in each of its ways.
fn within(expression: &Expr, change: &dyn Fn(&Expr) -> Expr) -> Expr {
    match expression {
        Expr::Paren(paren) => within(&paren.expr, change),
        Expr::Group(group) => within(&group.expr, change),
        Expr::If(branch) => {
            let mut branch = branch.clone();
            let then = within(tail_of(&branch.then_branch).expect("a way"), change);
            branch.then_branch = parse_quote!({ #then });
            if let Some((_, otherwise)) = &mut branch.else_branch {
                let chosen = within(otherwise, change);
                **otherwise =
                    if matches!(chosen, Expr::If(_) | Expr::Block(_)) { chosen } else { parse_quote!({ #chosen }) };
            }
            Expr::If(branch)
        }
        Expr::Match(choice) => {
            let mut choice = choice.clone();
            for arm in &mut choice.arms {
                *arm.body = within(&arm.body, change);
                arm.comma = Some(Default::default());
            }
            Expr::Match(choice)
        }
        Expr::Block(block) if block.label.is_none() => within(tail_of(&block.block).expect("a way"), change),
        value => change(value),
    }
}

/// The only expression of a block.
fn tail_of(block: &syn::Block) -> Option<&Expr> {
    match block.stmts.as_slice() {
        [Stmt::Expr(tail, _)] => Some(tail),
        _ => None,
    }
}

fn jumps(value: &Expr) -> bool {
    matches!(value, Expr::Return(_) | Expr::Break(_) | Expr::Continue(_)) || diverges(value)
}

/// The names that conditions bind.
fn let_names(condition: &Expr, bound: &mut Vec<Ident>) {
    match unparenthesised(condition) {
        Expr::Let(condition) => bound.extend(names_in(&condition.pat)),
        Expr::Binary(binary) => {
            let_names(&binary.left, bound);
            let_names(&binary.right, bound);
        }
        _ => {}
    }
}
