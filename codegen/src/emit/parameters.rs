//! Required parameters: the arguments of operation functions, and how each value gets into the request.

use syn::{Expr, GenericArgument, PatType};

use super::expressions::{Method, call, chain, method, path, reference, text, variable};
use super::functions::{associated, implements, into, typed};
use super::nodes::{generic, named};
use super::tokens::{ident, is_collected, word};
use super::types;
use crate::ir::{Api, Location, Operation, Parameter, Primitive, Style, Type};

/// A required parameter as an argument.
pub fn argument(api: &Api, parameter: &Parameter) -> PatType {
    let ty = match &parameter.ty {
        Type::Primitive(Primitive::String) => {
            implements("AsRef", GenericArgument::Type(named(word("str"))))
        }
        Type::Array(item) if is_collected(&parameter.ty) => implements(
            "IntoIterator",
            associated("Item", into(types::of(api, item))),
        ),
        ty => types::of(api, ty),
    };
    typed(&ident(&parameter.rust), ty)
}

/// Sets a required parameter.
pub fn set_required(api: &Api, parameter: &Parameter) -> Method {
    let (wire, value) = (text(&parameter.wire.0), required_value(api, parameter));
    let some = |value| call("Some", [value]);
    match (parameter.location, parameter.style) {
        (Location::Path, Style::Plain) => method("path", [wire, value]),
        (Location::Query, Style::Plain) => method("query", [wire, value]),
        (Location::Header, Style::Plain) => method("header", [wire, value]),
        (Location::Path, _) => method("path_styled", [wire, style(parameter), value]),
        (Location::Query, _) => method("query_styled", [wire, style(parameter), some(value)]),
        (Location::Header, _) => method("header_styled", [wire, style(parameter), some(value)]),
        (Location::Cookie, _) => method("cookie", [wire, style(parameter), some(value)]),
    }
}

/// A reference to the value of a required parameter.
pub fn required_value(api: &Api, parameter: &Parameter) -> Expr {
    let value = variable(&ident(&parameter.rust));
    match &parameter.ty {
        Type::Primitive(Primitive::String) => chain(value, [method("as_ref", [])]),
        Type::Array(item) if is_collected(&parameter.ty) => {
            let collected = generic("Vec", [types::of(api, item)]);
            reference(chain(
                value,
                [
                    method("into_iter", []),
                    method("map", [path("Into::into")]),
                    method("collect", []).of(collected),
                ],
            ))
        }
        _ => reference(value),
    }
}

/// The style of a parameter.
pub fn style(parameter: &Parameter) -> Expr {
    let style = match (parameter.location, parameter.style) {
        // A cookie always has a style.
        (Location::Cookie, Style::Plain) => Style::Form,
        (_, style) => style,
    };
    named_style(style)
}

/// A style by its name in the runtime.
pub fn named_style(style: Style) -> Expr {
    path(&format!("codegen::Style::{}", style.as_str()))
}

/// Members of the response that are filled in from path parameters where they are absent.
pub fn filled(api: &Api, operation: &Operation) -> Vec<Method> {
    let filled = operation.filled.iter().filter_map(|filled| {
        let mut parameters = operation.required();
        let parameter = parameters.find(|it| it.wire == filled.parameter)?;
        let member = text(&filled.member.0);
        Some(method("fills", [member, required_value(api, parameter)]))
    });
    filled.collect()
}
