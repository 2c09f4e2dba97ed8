//! Small pieces of Rust: identifiers, documentation, the names of setters.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;

use super::layout::LINE_BREAK;
use crate::ir::{Api, Ident, Operation, Type, TypeKind, TypeRef};

/// The identifier of a name, raw if it is.
pub fn ident(name: &Ident) -> proc_macro2::Ident {
    match name.0.starts_with("r#") {
        true => proc_macro2::Ident::new_raw(name.plain(), Span::call_site()),
        false => proc_macro2::Ident::new(name.plain(), Span::call_site()),
    }
}

/// The attribute that leads to the file of a module with letters that are not ASCII: Rust does not look for it itself.
pub fn file_path(folder: &str, module: &Ident) -> Option<TokenStream> {
    let path = format!("{folder}{module}.rs");
    (!module.0.is_ascii()).then(|| quote!(#[path = #path]))
}

/// An identifier from a string that is known to be one.
pub fn word(text: &str) -> proc_macro2::Ident {
    ident(&Ident(text.to_owned()))
}

/// The name of an operation's `static`. Other letters than those of ASCII stay, since two can have one upper case.
pub fn constant(operation: &Operation) -> proc_macro2::Ident {
    let function = operation.function.plain();
    word(&function.to_ascii_uppercase())
}

/// Documentation of the item that follows.
pub fn doc(text: &str) -> TokenStream {
    let text = lines(text);
    quote!(#[doc = #text])
}

/// Documentation of the file.
pub fn inner_doc(text: &str) -> TokenStream {
    let text = lines(text);
    quote!(#![doc = #text])
}

/// All lines in one attribute, since a token costs more than a line; the layout adds the line breaks.
pub fn lines(text: &str) -> Literal {
    let mut joined = String::with_capacity(text.len() + text.len() / 16);
    for (index, line) in text.trim_end().lines().enumerate() {
        if index > 0 {
            joined.push(LINE_BREAK);
        }
        wrap(line.trim_end(), &mut joined);
    }
    literal(&joined)
}

/// A string as a raw literal where it can be one: it is parsed faster than a literal with escapes, which is
/// read character by character.
fn literal(text: &str) -> Literal {
    let hashes = "#".repeat(
        text.split('"')
            .skip(1)
            .map(leading_hashes)
            .max()
            .map_or(0, |most| most + 1),
    );
    let raw = format!("r{hashes}\"{text}\"{hashes}");
    raw.parse().unwrap_or_else(|_| Literal::string(text))
}

fn leading_hashes(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'#').count()
}

/// Wraps a paragraph of prose; lines that Markdown reads by their start stay whole. A line that is not empty
/// begins with a space.
fn wrap(line: &str, joined: &mut String) {
    const WIDTH: usize = 96;
    if line.is_empty() {
        return;
    }
    let special = line.starts_with([' ', '|', '#', '`', '[', '-', '*', '>']) || line.len() <= WIDTH;
    if special {
        joined.push(' ');
        push(line, joined);
        return;
    }
    let mut length = 0;
    for word in line.split(' ') {
        if length > 0 && length + 1 + word.len() > WIDTH && !begins_block(word) {
            joined.push(LINE_BREAK);
            length = 0;
        }
        if length > 0 {
            length += 1;
        }
        if length > 0 || !word.is_empty() {
            joined.push(' ');
        }
        push(word, joined);
        length += word.len();
    }
}

/// Whether Markdown would read a line that begins with this word as another block.
fn begins_block(word: &str) -> bool {
    word.starts_with(['-', '+', '*', '#', '>', '|'])
        || word.ends_with(['.', ')']) && word.starts_with(|c: char| c.is_ascii_digit())
}

/// Adds a piece of documentation. The character that stands for a line break does not occur in it.
fn push(text: &str, joined: &mut String) {
    text.split(LINE_BREAK)
        .for_each(|part| joined.push_str(part));
}

/// Whether an argument has the type of the value itself, rather than `impl Into` of it.
pub fn is_given_as_it_is(ty: &TypeRef) -> bool {
    match ty {
        Type::Primitive(primitive) => primitive.row().is_exact,
        Type::Array(_) | Type::Map(_) | Type::Optional(_) => true,
        Type::Named(_) => false,
    }
}

/// Whether a type is an array that can be given as anything that holds its items. Items of other types are given as they
/// are.
pub fn is_collected(ty: &TypeRef) -> bool {
    match ty {
        Type::Array(item) => matches!(**item, Type::Primitive(_) | Type::Named(_)),
        _ => false,
    }
}

/// Whether a type is an enum of strings or integers.
pub fn is_enum(api: &Api, ty: &TypeRef) -> bool {
    match ty {
        Type::Named(id) => {
            matches!(
                api.type_def(*id).kind,
                TypeKind::OpenEnum(_) | TypeKind::OpenIntegerEnum(_)
            )
        }
        _ => false,
    }
}

/// The name of a field's setter: that of the field, unless every type has a method of that name or an
/// operator's trait has it.
pub fn setter_name(field: &Ident, fields: &[&Ident]) -> proc_macro2::Ident {
    const METHODS: [&str; 34] = [
        "new",
        "clone",
        "default",
        "eq",
        "ne",
        "fmt",
        "into",
        "serialize",
        "deserialize",
        "encode",
        "decode",
        "into_multipart",
        "add",
        "sub",
        "mul",
        "div",
        "rem",
        "neg",
        "not",
        "bitand",
        "bitor",
        "bitxor",
        "shl",
        "shr",
        "cmp",
        "partial_cmp",
        "hash",
        "index",
        "deref",
        "drop",
        "next",
        "borrow",
        "as_ref",
        "as_mut",
    ];
    let plain = field.plain();
    if !METHODS.contains(&plain) {
        return ident(field);
    }
    let mut name = format!("set_{plain}");
    while fields.iter().any(|other| other.0 == name) {
        name.push('_');
    }
    word(&name)
}
