//! Nodes of functions: their arguments, and the statements in them.

use proc_macro2::Ident;
use syn::{
    AssocType, Attribute, Block, Expr, FnArg, GenericArgument, Generics, Item, ItemFn, Local,
    LocalInit, Pat, PatIdent, PatType, ReturnType, Signature, Stmt, TraitBound, Type,
    TypeImplTrait, TypeParamBound,
};

use super::nodes::{public, segment};
use super::tokens::word;

/// A public function.
pub fn function(
    attrs: Vec<Attribute>,
    ident: Ident,
    arguments: Vec<PatType>,
    returns: Type,
    statements: Vec<Stmt>,
) -> Item {
    Item::Fn(ItemFn {
        attrs,
        vis: public(),
        modifiers: Default::default(),
        sig: Signature {
            constness: None,
            asyncness: None,
            safety: Default::default(),
            abi: None,
            fn_token: Default::default(),
            ident,
            generics: Generics::default(),
            paren_token: Default::default(),
            inputs: arguments.into_iter().map(FnArg::Typed).collect(),
            variadic: None,
            output: ReturnType::Type(Default::default(), Box::new(returns)),
        },
        block: Box::new(Block {
            brace_token: Default::default(),
            stmts: statements,
        }),
    })
}

/// A name with its type, as an argument or a variable: `name: Type`.
pub fn typed(name: &Ident, ty: Type) -> PatType {
    PatType {
        attrs: Vec::new(),
        pat: Box::new(pattern(name.clone())),
        colon_token: Default::default(),
        ty: Box::new(ty),
    }
}

/// A pattern that is a name.
pub fn pattern(name: Ident) -> Pat {
    Pat::Ident(PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: None,
        ident: name,
        subpat: None,
    })
}

/// The statement `let name: Type = value;`.
pub fn binding(variable: PatType, value: Expr) -> Stmt {
    Stmt::Local(Local {
        attrs: Vec::new(),
        let_token: Default::default(),
        modifiers: Default::default(),
        pat: Pat::Type(variable),
        init: Some(LocalInit {
            eq_token: Default::default(),
            expr: Box::new(value),
            diverge: None,
        }),
        semi_token: Default::default(),
    })
}

/// The type `impl Into<Type>`.
pub fn into(ty: Type) -> Type {
    implements("Into", GenericArgument::Type(ty))
}

/// A type that implements a generic trait: `impl Trait<Argument>`.
pub fn implements(name: &str, argument: GenericArgument) -> Type {
    let bound = TypeParamBound::Trait(TraitBound {
        paren_token: None,
        lifetimes: None,
        modifiers: Default::default(),
        maybe: None,
        path: segment(name, [argument]).into(),
    });
    Type::ImplTrait(TypeImplTrait {
        attrs: Vec::new(),
        impl_token: Default::default(),
        bounds: std::iter::once(bound).collect(),
    })
}

/// An argument of a generic trait that names one of its types: `Item = Type`.
pub fn associated(name: &str, ty: Type) -> GenericArgument {
    GenericArgument::AssocType(AssocType {
        ident: word(name),
        generics: None,
        eq_token: Default::default(),
        ty,
    })
}
