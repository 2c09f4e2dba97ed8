//! Nodes of expressions.

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::{
    AngleBracketedGenericArguments, Expr, ExprArray, ExprCall, ExprClosure, ExprField, ExprLit,
    ExprMethodCall, ExprPath, ExprReference, ExprTuple, GenericArgument, Lit, LitStr, Member, Path,
    ReturnType, Token, Type,
};

use super::functions::pattern;
use super::nodes;
use super::tokens::word;

/// A path from a string that is known to be one: `codegen::Style::Form`.
pub fn path(text: &str) -> Expr {
    of_path(nodes::path(text))
}

/// A variable.
pub fn variable(name: &Ident) -> Expr {
    of_path(name.clone().into())
}

fn of_path(path: Path) -> Expr {
    Expr::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path,
    })
}

/// A string.
pub fn text(text: &str) -> Expr {
    Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit: Lit::Str(LitStr::new(text, Span::call_site())),
    })
}

/// `&value`
pub fn reference(value: Expr) -> Expr {
    Expr::Reference(ExprReference {
        attrs: Vec::new(),
        and_token: Default::default(),
        mutability: None,
        expr: Box::new(value),
    })
}

/// `&[item, item]`
pub fn slice(items: impl IntoIterator<Item = Expr>) -> Expr {
    reference(Expr::Array(ExprArray {
        attrs: Vec::new(),
        bracket_token: Default::default(),
        elems: items.into_iter().collect(),
    }))
}

/// `(first, second)`
pub fn pair(first: Expr, second: Expr) -> Expr {
    Expr::Tuple(ExprTuple {
        attrs: Vec::new(),
        paren_token: Default::default(),
        elems: [first, second].into_iter().collect(),
    })
}

/// `value.name`
pub fn field(value: Expr, name: Ident) -> Expr {
    Expr::Field(ExprField {
        attrs: Vec::new(),
        base: Box::new(value),
        dot_token: Default::default(),
        member: Member::Named(name),
    })
}

/// `function(argument, argument)`, of a path.
pub fn call<const N: usize>(function: &str, arguments: [Expr; N]) -> Expr {
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(path(function)),
        paren_token: Default::default(),
        args: arguments.into_iter().collect(),
    })
}

/// `|argument, argument| value`
pub fn closure<const N: usize>(arguments: [&str; N], value: Expr) -> Expr {
    Expr::Closure(ExprClosure {
        attrs: Vec::new(),
        lifetimes: None,
        modifiers: Default::default(),
        constness: None,
        asyncness: None,
        capture: None,
        inputs_begin: Default::default(),
        inputs: arguments.map(word).map(pattern).into_iter().collect(),
        inputs_end: Default::default(),
        output: ReturnType::Default,
        body: Box::new(value),
    })
}

/// A call of a method, without the value on which it is called: `.name(argument, argument)`.
pub struct Method {
    name: Ident,
    turbofish: Option<AngleBracketedGenericArguments>,
    arguments: Punctuated<Expr, Token![,]>,
}

impl Method {
    /// The same call with a type: `.name::<Type>(argument)`.
    pub fn of(self, ty: Type) -> Self {
        let arguments = [GenericArgument::Type(ty)];
        Self {
            turbofish: Some(nodes::angled(Some(Default::default()), arguments)),
            ..self
        }
    }
}

/// A call of a method, without the value on which it is called.
pub fn method<const N: usize>(name: &str, arguments: [Expr; N]) -> Method {
    Method {
        name: word(name),
        turbofish: None,
        arguments: arguments.into_iter().collect(),
    }
}

/// Calls one method after the other: `value.first().second()`.
pub fn chain(value: Expr, methods: impl IntoIterator<Item = Method>) -> Expr {
    methods.into_iter().fold(value, |receiver, method| {
        Expr::MethodCall(ExprMethodCall {
            attrs: Vec::new(),
            receiver: Box::new(receiver),
            dot_token: Default::default(),
            method: method.name,
            turbofish: method.turbofish,
            paren_token: Default::default(),
            args: method.arguments,
        })
    })
}
