//! Lowering: from syn's tree to the IR. The only code that knows Rust's surface.
//!
//! Before: a function that parses. After: every expression is flat, every variable has its own
//! name, and everything that is not understood has been refused at its span. Lowering does not
//! decide what is active: that is `analysis::activity`.

mod alternatives;
mod anonymous;
mod array;
mod assignment;
mod block;
mod bounds;
mod by_type;
mod call;
mod callable;
mod checked;
mod chosen;
mod chunk;
mod closure;
mod condition;
mod constant;
mod conversions;
mod data;
mod declared;
mod elementary;
mod exchanged;
mod expression;
mod fence;
mod filled;
mod flow;
mod foreign;
mod generics;
mod hoisted;
mod item;
mod iterator;
mod later;
mod library;
mod loops;
mod macros;
mod made;
mod maps;
mod marked;
mod matching;
mod method;
mod moving;
mod names;
mod opaque;
mod option;
mod order;
mod outcome;
mod own_iterators;
mod owned;
mod part;
mod parted;
mod passed;
mod pattern;
mod place;
mod queues;
mod ranges;
mod row;
mod selected;
mod sequence;
mod side;
mod signature;
mod spread;
mod targets;
mod tensor;
mod texts;
mod told;
mod unread;
mod unrolled;
mod variants;
mod view;
mod whole;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use proc_macro2::{Ident, Span, TokenStream};

use crate::errors::Errors;
use crate::hygiene::Names;
use crate::ir::{Block, Function, Kind, Operand, Projection, Rvalue, Statement, Var, Wrapper};
use crate::options::{Context, Options};
use crate::users::Makers;

pub use anonymous::name_types;
pub use callable::function_types;
pub use fence::ungroup;
pub use foreign::{MAP, makes_map};
pub use iterator::sum_of_user;
pub use opaque::{is_placeholder, placeholder, renumber, substitute};
pub use row::row_type;
pub use signature::{is_discrete, is_text, passing};
pub use tensor::{
    ARRAY_CONSTRUCTORS, element_of_array, is_array_of_known_axes, is_array_type, mentions_arrays, names_array,
    reads as reads_array,
};
pub use unread::lower_unread;

/// What a name of the user stands for.
#[derive(Clone)]
pub enum Binding {
    Variable(Var),
    View(view::View),
    /// A view with indices that assignments change.
    Moving(view::View),
    Item(item::Item),
}

type Scope = HashMap<String, Binding>;

pub struct Lowering<'a> {
    function: Function,
    names: &'a mut Names,
    errors: &'a mut Errors,
    scopes: Vec<Scope>,
    /// Names of the user that a variable has already been given.
    given: HashMap<String, usize>,
    statements: Vec<Statement>,
    /// Lengths of arrays, and bounds of loop indices, known at compile time.
    lengths: HashMap<Var, TokenStream>,
    bounds: HashMap<Var, crate::ir::Bound>,
    /// Lengths that are asked for the sake of bounds.
    checks: HashSet<Var>,
    /// Variables of unsigned integer types.
    unsigned: HashSet<Var>,
    /// Variables that are certainly of type `usize`.
    usizes: HashSet<Var>,
    /// Parameters to take apart at the start of the body.
    parameter_patterns: Vec<(Var, syn::Pat)>,
    /// Variables declared without a value.
    declared_later: Vec<(Var, Span)>,
    /// Variables of the user that may be assigned to.
    mutable: HashSet<Var>,
    /// Copies of what a pattern may have bound by reference: `*n` is `n`.
    perhaps_references: HashSet<Var>,
    /// Copies of parts of what may vary.
    copies_of_parts: HashSet<Var>,
    /// Those that may have been mutable references.
    perhaps_written: HashSet<Var>,
    /// Names in patterns with fields that are not of structs.
    variants: HashSet<String>,
    /// Names of const generics: of type `usize`, and of all types.
    lengths_in_types: Vec<String>,
    const_generics: Vec<String>,
    /// Those of unsigned types.
    unsigned_generics: Vec<String>,
    /// Local variables of the type of the block around.
    of_block: HashSet<Var>,
    /// Names of variables of other types of the user's.
    of_users: owned::OfUsers,
    /// Local variables of types with the derive.
    declared_of_users: HashSet<Var>,
    /// Names of types that are written without arguments.
    without_arguments: HashSet<String>,
    /// The names of maps and sets.
    maps: HashMap<String, maps::Map>,
    /// What is looked up in a map is kept as it is written.
    keeps_entries: bool,
    /// The names that are exchanged, be they of references or not.
    exchanged: Vec<String>,
    /// What methods are called on whose arguments are being lowered.
    lent: Vec<Var>,
    /// The types in the signature that are not generic parameters, and these parameters.
    spelled_types: HashSet<syn::Path>,
    generics: syn::Generics,
    /// The name of the function, and that of the crate `jac`.
    own_name: Ident,
    facade_name: String,
    /// The path of what generated code names.
    runtime: TokenStream,
    /// The type parameters that stand for functions, with what these take and give.
    functions: Vec<(Ident, callable::Signature)>,
    /// The order of the derivatives that are wanted.
    order: usize,
    /// The `impl` block that the function is of.
    block: Option<Rc<Context>>,
    /// Which parameters of other functions stand behind `&mut`.
    writing: Rc<HashMap<String, Vec<bool>>>,
    /// The names of functions that have been expanded, and whether items in the body may hide them.
    functions_seen: Rc<HashSet<String>>,
    has_items: bool,
    /// What is of the user's types.
    makers: Rc<Makers>,
    /// The type of the array that is made next, if it is known.
    expected: Option<syn::Type>,
    /// `Vec`s and arrays that nothing but their maker knows.
    fresh: HashSet<Var>,
    /// What goes through the elements of a field of data that `wrt` leaves out is a loop: the field must be a slice or the like.
    data_has_sequences: bool,
    /// Variables of `dyn Trait`, and of lists of these.
    trait_objects: HashSet<Var>,
    /// Names of variables that hold text.
    texts: texts::Texts,
    /// Paths are those of functions, where a name is bound to them that is called.
    names_functions: bool,
    /// Items of loops or chains are called.
    calls_items: bool,
    loops: usize,
    open_loops: Vec<loops::OpenLoop>,
    exit: Option<flow::Exit>,
    /// The flags that the statements lowered so far may have set.
    raised: BTreeSet<Var>,
    /// All flags that any statement may set.
    ever_raised: BTreeSet<Var>,
    /// Variables of type `Option` or `Result`, of something that may vary.
    outcomes: HashMap<Var, Option<Wrapper>>,
    /// Variables of type `Option`, of something that cannot vary.
    options_of_data: HashSet<Var>,
    /// How often a flag has been set.
    jumps: usize,
    /// Behind which of the statements the one that is being lowered may have been left.
    left: Vec<flow::Left>,
}

/// The function in IR. Complete only if no error was reported.
pub fn lower(item: &syn::ItemFn, options: &Options, names: &mut Names, errors: &mut Errors) -> Function {
    let as_written = item;
    let given = &item.sig;
    let mut item = tensor::plain(item, options, errors);
    hoisted::hoist(&mut item);
    later::bind_where_given(&mut item);
    unrolled::unroll(&mut item);
    targets::name(&mut item);
    queues::refuse_moved(&item, errors);
    let of_queues = queues::as_lists(&mut item, &options.facade.runtime());
    let of_iterators = own_iterators::ask(&mut item, &options.makers, &options.facade.runtime());
    let item = &item;
    names.take(quote::quote!(#item));
    let mut lowering = Lowering::new(item, options, names, errors);
    for (written, meant) in of_queues {
        lowering.prove(&written, meant);
    }
    for proof in of_iterators {
        lowering.function.prove(proof);
    }
    lowering.prove_methods_of_slices(as_written);
    fence::fence(item, lowering.errors);
    lowering.signature(&item.sig, options);
    for (parameter, given) in lowering.function.parameters.iter_mut().zip(&given.inputs) {
        if let syn::FnArg::Typed(given) = given
            && tensor::is_view_parameter(&given.ty)
        {
            parameter.view = Some((*given.ty).clone());
        }
    }
    let mut block = (*item.block).clone();
    lowering.take_ranges_apart(&item.sig, options, &mut block);
    ranges::name_bounds(&mut block);
    told::mark(&mut block, &item.sig, &lowering.runtime);
    lowering.variants = variants::variants_in(&block);
    let result = lowering.function_body(&block, &item.sig.output);
    let unit = matches!(item.sig.output, syn::ReturnType::Default);
    lowering.function.result = if unit { None } else { result };
    for (var, span) in std::mem::take(&mut lowering.declared_later) {
        if lowering.kind(var) != Kind::Value {
            lowering.errors.span(span, "a variable that gets its value later can only be used as a whole; write `let x = if .. { .. } else { .. };`");
        }
    }
    lowering.function.jumps |= !lowering.ever_raised.is_empty();
    lowering.function.body = Block { statements: std::mem::take(&mut lowering.statements) };
    passed::settle_captures(&mut lowering.function, lowering.names);
    let mut body = std::mem::take(&mut lowering.function.body);
    lowering.settle_marked_fields(&mut body);
    lowering.set_memory_of_parts(&mut body);
    checked::drop_repeated(&mut body, &lowering.checks);
    lowering.function.body = body;
    lowering.function
}

impl<'a> Lowering<'a> {
    fn new(item: &syn::ItemFn, options: &Options, names: &'a mut Names, errors: &'a mut Errors) -> Self {
        Lowering {
            function: Function::default(),
            names,
            errors,
            scopes: vec![HashMap::new()],
            given: HashMap::new(),
            statements: Vec::new(),
            lengths: HashMap::new(),
            bounds: HashMap::new(),
            checks: HashSet::new(),
            unsigned: HashSet::new(),
            usizes: HashSet::new(),
            parameter_patterns: Vec::new(),
            declared_later: Vec::new(),
            mutable: HashSet::new(),
            perhaps_references: HashSet::new(),
            copies_of_parts: HashSet::new(),
            perhaps_written: HashSet::new(),
            variants: HashSet::new(),
            lengths_in_types: signature::const_generics(
                &item.sig,
                |ty| matches!(ty, syn::Type::Path(path) if path.path.is_ident("usize")),
            ),
            const_generics: signature::const_generics(&item.sig, |_| true),
            unsigned_generics: signature::const_generics(&item.sig, signature::is_unsigned),
            of_block: HashSet::new(),
            of_users: owned::of_users(item),
            declared_of_users: HashSet::new(),
            without_arguments: foreign::types_without_arguments(item),
            maps: maps::maps_in(item),
            keeps_entries: false,
            exchanged: exchanged::exchanged_in(&item.block),
            lent: Vec::new(),
            spelled_types: signature::spelled_types(&item.sig),
            generics: item.sig.generics.clone(),
            own_name: item.sig.ident.clone(),
            functions: Vec::new(),
            order: options.order,
            block: options.block.clone(),
            writing: Rc::clone(&options.writing),
            functions_seen: Rc::clone(&options.functions),
            has_items: call::has_items(&item.block),
            makers: Rc::clone(&options.makers),
            facade_name: options.facade.name(),
            runtime: options.facade.runtime(),
            expected: None,
            fresh: HashSet::new(),
            data_has_sequences: false,
            trait_objects: HashSet::new(),
            texts: texts::Texts::of(item),
            names_functions: false,
            calls_items: selected::calls_items(&item.block),
            loops: 0,
            open_loops: Vec::new(),
            exit: None,
            raised: BTreeSet::new(),
            ever_raised: BTreeSet::new(),
            outcomes: HashMap::new(),
            options_of_data: HashSet::new(),
            jumps: 0,
            left: Vec::new(),
        }
    }
}

impl Lowering<'_> {
    /// A variable of the user.
    fn declare(&mut self, ident: &Ident) -> Var {
        let name = ident.to_string();
        let count = self.given.entry(name.clone()).or_insert(0);
        *count += 1;
        let unique = if *count == 1 {
            // A name that a rewriting has added is none of the user's.
            self.names.take(quote::quote!(#ident));
            ident.clone()
        } else {
            self.names.fresh(&name, ident.span())
        };
        let var = self.function.new_variable(unique, Kind::Value, false);
        self.bind(&name, var);
        var
    }

    fn bind(&mut self, name: &str, var: Var) {
        self.scopes.last_mut().expect("a scope is open").insert(name.to_string(), Binding::Variable(var));
    }

    fn temporary(&mut self, stem: &str, span: Span) -> Var {
        let ident = self.names.fresh(stem, span);
        self.function.new_variable(ident, Kind::Value, true)
    }

    fn find(&self, name: &str) -> Option<&Binding> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    fn lookup(&self, name: &str) -> Option<Var> {
        match self.find(name)? {
            Binding::Variable(var) => Some(*var),
            Binding::View(_) | Binding::Moving(_) | Binding::Item(_) => None,
        }
    }

    /// The name is one of the user's own.
    fn is_bound(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn kind(&self, var: Var) -> Kind {
        self.function.variables[var.0].kind
    }

    fn set_memory(&mut self, var: Var) {
        let variable = &mut self.function.variables[var.0];
        if variable.kind == Kind::Value {
            variable.kind = Kind::Memory;
        }
    }

    /// A variable of which a part is read or written is memory, whichever way the lowering came to the part: by a reference, it may be made before
    /// it is known what becomes of that.
    fn set_memory_of_parts(&mut self, block: &mut Block) {
        for statement in &mut block.statements {
            match statement {
                Statement::If { then, otherwise, .. } => {
                    self.set_memory_of_parts(then);
                    self.set_memory_of_parts(otherwise);
                }
                Statement::For(for_loop) => self.set_memory_of_parts(&mut for_loop.body),
                statement => crate::paths::each_place(statement, &mut |place| {
                    let is_part = |projection: &Projection| {
                        matches!(projection, Projection::Field(_) | Projection::Index(_) | Projection::Slice { .. })
                    };
                    if place.projections.iter().any(is_part) {
                        self.set_memory(place.base);
                    }
                }),
            }
        }
    }

    /// The r-value as an operand, through a temporary unless it is one already.
    fn name(&mut self, value: Rvalue, stem: &str, span: Span) -> Operand {
        match value {
            Rvalue::Use(operand) => operand,
            value => {
                let var = self.temporary(stem, span);
                self.statements.push(Statement::Let { var, annotation: None, value });
                Operand::Var(var)
            }
        }
    }

    /// Puts statements in front of others.
    fn insert(&mut self, position: usize, statements: Vec<Statement>) {
        for left in self.left.iter_mut().filter(|left| left.position >= position) {
            left.position += statements.len();
        }
        self.statements.splice(position..position, statements);
    }

    /// Lowers `inside` into a block of its own.
    fn nested<R>(&mut self, inside: impl FnOnce(&mut Self) -> R) -> (Block, R) {
        let outer = std::mem::take(&mut self.statements);
        let left = std::mem::take(&mut self.left);
        self.scopes.push(HashMap::new());
        let result = inside(self);
        self.scopes.pop();
        self.left = left;
        let statements = std::mem::replace(&mut self.statements, outer);
        (Block { statements }, result)
    }
}
