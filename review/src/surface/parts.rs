//! Parts of items: signatures, attributes, and tokens as text.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Attribute, FnArg, ReturnType, Signature, Type};

/// Returns the names of a function's arguments, in order.
pub fn arguments(signature: &Signature) -> Vec<String> {
    let names = signature
        .inputs
        .iter()
        .filter_map(|argument| match argument {
            FnArg::Typed(typed) => Some(compact(&typed.pat.to_token_stream())),
            FnArg::Receiver(_) => None,
        });
    names.collect()
}

/// Returns the part of a function's signature that callers depend on, without the names of
/// arguments.
pub fn plain(signature: &Signature) -> String {
    written(signature, false)
}

/// Returns the signature as it is shown.
pub fn shown(signature: &Signature) -> String {
    written(signature, true)
}

fn written(signature: &Signature, named: bool) -> String {
    let arguments: Vec<String> = signature
        .inputs
        .iter()
        .map(|argument| match argument {
            // `mut self` is irrelevant to callers.
            FnArg::Receiver(receiver) => {
                let text = compact(&receiver.to_token_stream());
                text.strip_prefix("mut ")
                    .map_or(text.clone(), str::to_owned)
            }
            FnArg::Typed(typed) if named => {
                format!(
                    "{}: {}",
                    compact(&typed.pat.to_token_stream()),
                    compact(&typed.ty.to_token_stream())
                )
            }
            FnArg::Typed(typed) => compact(&typed.ty.to_token_stream()),
        })
        .collect();
    let generics = compact(&signature.generics.to_token_stream());
    let returns = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", compact(&ty.to_token_stream())),
    };
    let constant = if signature.constness.is_some() {
        "const "
    } else {
        ""
    };
    format!("{constant}fn{generics}({}){returns}", arguments.join(", "))
}

/// Returns the name of the type that a block is for.
pub fn self_name(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string())
            .unwrap_or_default(),
        other => compact(&other.to_token_stream()),
    }
}

/// Formats tokens with spaces where a person would set them.
pub fn compact(tokens: &TokenStream) -> String {
    let mut text = String::new();
    let is_word = |c: char| c.is_alphanumeric() || "_'#)".contains(c);
    for token in tokens.to_string().split_whitespace() {
        let before = text.chars().next_back();
        let first = token.chars().next();
        let words = before.is_some_and(is_word)
            && first.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '\'');
        let list = before == Some(',');
        if words || list {
            text.push(' ');
        }
        text.push_str(token);
    }
    text.replace(",)", ")")
}

/// Returns the traits that attributes derive.
pub fn derives(attributes: &[Attribute]) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|it| it.path().is_ident("derive")) {
        let _ = attribute.parse_nested_meta(|meta| {
            found.push(compact(&meta.path.to_token_stream()));
            Ok(())
        });
    }
    found
}

/// Returns whether parts can be added without breaking callers.
pub fn is_non_exhaustive(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|it| it.path().is_ident("non_exhaustive"))
}

/// Returns whether an item is deprecated.
pub fn is_deprecated(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| it.path().is_ident("deprecated"))
}
