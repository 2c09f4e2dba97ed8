//! Operation functions: each builds a call and does no I/O.

use quote::{format_ident, quote};
use syn::{Expr, Item, PatType, Stmt, Type};

use super::expressions::{Method, call, chain, method, path, reference, text, variable};
use super::functions::{binding, function, into, typed};
use super::nodes::{generic, named};
use super::output::Output;
use super::responses::{headers, several};
use super::tokens::{constant, ident, word};
use super::{bodies, descriptions, docs, filters, nodes, optional, parameters, states, types};
use crate::ir::{Api, Ident, Operation, Success};

/// The file of a resource.
///
/// # Errors
/// If it does not parse, which would be a bug in the generator.
pub fn module(api: &Api, operations: &[&Operation], output: Output) -> syn::Result<Vec<Item>> {
    let mut items = Vec::new();
    let each = || operations.iter();
    items.extend(each().flat_map(|operation| functions(api, operation)));
    items.extend(each().filter_map(|operation| optional::definition(api, operation)));
    nodes::parse_into(
        &mut items,
        each()
            .filter_map(|operation| optional::conversion(api, operation))
            .collect(),
    )?;
    nodes::parse_into(
        &mut items,
        each().map(|operation| several(api, operation)).collect(),
    )?;
    items.extend(each().filter_map(|operation| headers(api, operation)));
    items.extend(each().filter_map(|operation| filters::module(api, operation, output)));
    items.push(descriptions::module(api, operations, output)?);
    Ok(items)
}

/// The function, and the one that also takes what is optional, if anything is.
fn functions(api: &Api, operation: &Operation) -> Vec<Item> {
    let (name, text) = (&operation.function, plain_text(api, operation));
    let (returns, build) = returned(api, operation, Vec::new());
    let body = vec![Stmt::Expr(build, None)];
    let plain = item(
        operation,
        name,
        &text,
        arguments(api, operation),
        returns,
        body,
    );
    if !operation.has_optional() {
        return vec![plain];
    }
    let (name, text) = (&operation.local.with, with_text(operation));
    let given = free_name(operation, "parameters");
    let ty = || named(ident(&operation.local.parameters));
    let mut arguments = arguments(api, operation);
    arguments.push(typed(&given, into(ty())));
    let converted = chain(variable(&given), [method("into", [])]);
    let (returns, build) = returned(api, operation, optional::set(operation, &given));
    let body = vec![
        binding(typed(&given, ty()), converted),
        Stmt::Expr(build, None),
    ];
    vec![
        plain,
        item(operation, name, &text, arguments, returns, body),
    ]
}

/// One function.
fn item(
    operation: &Operation,
    name: &Ident,
    text: &str,
    arguments: Vec<PatType>,
    returns: Type,
    body: Vec<Stmt>,
) -> Item {
    let mut attributes = vec![nodes::doc(text)];
    if operation.deprecated {
        attributes.push(nodes::flag(word("deprecated")));
    }
    if arguments.len() > 7 {
        let reason = "the contract requires all of these";
        let lint = quote!(clippy::too_many_arguments, reason = #reason);
        attributes.push(nodes::list(word("allow"), lint));
    }
    function(attributes, ident(name), arguments, returns, body)
}

/// What a function returns, and the expression for it. `optional` sets what is optional.
fn returned(api: &Api, operation: &Operation, optional: Vec<Method>) -> (Type, Expr) {
    let can_be_empty = bodies::can_be_empty(api, operation);
    let request = request(api, operation, optional, can_be_empty);
    let replaced = operation.request.as_ref().filter(|_| can_be_empty);
    let replaced = replaced.map(|body| bodies::replaced(api, body));
    match (result(api, operation), replaced) {
        (Returns::Call(value, read), Some((body, set))) => {
            let returns = generic("OptionalBody", [value, body]);
            (returns, chain(request, read.into_iter().chain([set])))
        }
        (Returns::Call(value, read), None) => (generic("Call", [value]), chain(request, read)),
        (Returns::Stream(read), Some((body, set))) => {
            let returns = generic("OptionalBodyStream", [body]);
            (
                returns,
                chain(request, [method("returns_empty", []), set, read]),
            )
        }
        (Returns::Stream(read), None) => (named(word("StreamCall")), chain(request, [read])),
        (Returns::List(list), _) => (list, call("List::new", [request])),
    }
}

/// The documentation of a function.
fn plain_text(api: &Api, operation: &Operation) -> String {
    let mut text = docs::operation(api, operation);
    if let Some(notes) = states::notes(api, operation) {
        text.push_str(&format!("\n\n{notes}"));
    }
    if bodies::can_be_empty(api, operation) {
        let ty = match operation.success {
            Success::Stream => "OptionalBodyStream",
            _ => "OptionalBody",
        };
        text.push_str(&format!(
            "\n\nThe body can be left out; [`body`](connect_runtime::{ty}::body) sets it."
        ));
    }
    if operation.has_optional() {
        let (with, what) = (&operation.local.with, optional::in_words(operation));
        text.push_str(&format!("\n\n[`{with}`] also takes {what}."));
    }
    text
}

/// The documentation of the function that also takes what is optional.
fn with_text(operation: &Operation) -> String {
    let function = operation.function.plain();
    let what = optional::in_words(operation);
    let from = match operation.optional_body() {
        Some(_) => ", or a body alone",
        None => "",
    };
    format!(
        "Does what [`{function}`] does, with {what}.\n\nTakes [`{}`]{from}.",
        operation.local.parameters
    )
}

/// The arguments of a function: the required parameters, and the body.
fn arguments(api: &Api, operation: &Operation) -> Vec<PatType> {
    let parameters = operation.required();
    let mut arguments: Vec<PatType> = parameters
        .map(|parameter| parameters::argument(api, parameter))
        .collect();
    let body = operation.request.as_ref().filter(|it| it.required);
    if let Some(request) = body.filter(|_| !bodies::can_be_empty(api, operation)) {
        let name = free_name(operation, "body");
        arguments.push(typed(&name, bodies::argument(api, request)));
    }
    arguments
}

/// The request with its parameters, what is optional, and its body.
fn request(api: &Api, operation: &Operation, optional: Vec<Method>, can_be_empty: bool) -> Expr {
    let description = path(&format!("operation::{}", constant(operation)));
    let fixed = operation.path.query.iter();
    let fixed = fixed.map(|(name, value)| method("query", [text(&name.0), text(value)]));
    let required = operation.required();
    let required = required.map(|parameter| parameters::set_required(api, parameter));
    let body = operation.request.as_ref().filter(|it| it.required);
    let body = body.map(|request| match can_be_empty {
        true => bodies::set_empty(api, request),
        false => bodies::set(request, &free_name(operation, "body")),
    });
    chain(
        call("Request::new", [reference(description)]),
        fixed.chain(required).chain(optional).chain(body),
    )
}

/// An argument's name that no parameter has.
fn free_name(operation: &Operation, wanted: &str) -> proc_macro2::Ident {
    let taken = |name: &str| {
        operation
            .parameters
            .iter()
            .any(|parameter| parameter.rust.0 == name)
    };
    let mut name = wanted.to_owned();
    while taken(&name) {
        name.push('_');
    }
    format_ident!("{}", name)
}

/// What a function returns, and the methods that make it of the request.
enum Returns {
    /// A call that gives a value of this type.
    Call(Type, Vec<Method>),
    /// This list.
    List(Type),
    /// A call whose response is read while it comes.
    Stream(Method),
}

impl Returns {
    fn call(value: Type, name: &str) -> Self {
        Self::Call(value, vec![method(name, [])])
    }
}

/// What a function returns.
fn result(api: &Api, operation: &Operation) -> Returns {
    match &operation.success {
        Success::Empty => Returns::call(nodes::unit(), "returns_empty"),
        Success::Text => Returns::call(named(word("String")), "returns_text"),
        Success::Binary => Returns::call(named(word("Binary")), "returns_binary"),
        Success::Redirect => Returns::call(named(word("Redirect")), "returns_redirect"),
        Success::Stream => Returns::Stream(method("returns_stream", [])),
        Success::Several(_) => {
            Returns::call(named(ident(&operation.local.response)), "returns_by_status")
        }
        Success::OptionalJson(ty) => {
            let ty = generic("Option", [types::of(api, ty)]);
            Returns::call(ty, "returns_json_optional")
        }
        Success::Json(ty) => {
            let mut read = parameters::filled(api, operation);
            read.push(match read.is_empty() {
                true => method("returns_json", []),
                false => method("returns_json_filled", []),
            });
            Returns::Call(types::of(api, ty), read)
        }
        Success::Page(row) => {
            let module = operation.filter_module.iter().map(ident);
            let scope = nodes::joined(module.chain([word("Scope")]));
            Returns::List(generic("List", [named(scope), types::of(api, row)]))
        }
    }
}
