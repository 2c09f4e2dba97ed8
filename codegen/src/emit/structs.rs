//! Structs: one declaration each, which a macro of the runtime expands.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Item};

use super::tokens::{ident, is_collected, is_enum, is_given_as_it_is, setter_name, word};
use super::{docs, nodes, types};
use crate::ir::{
    Api, BodyKind, Direction, Field, Holds, Ident, Part, Primitive, Type, TypeDef, TypeRef,
};

/// What a struct is used for, which selects the macro that expands it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Response,
    Request,
    Both,
    Form,
}

impl Use {
    /// The macro of the runtime.
    fn macro_name(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Request => "request",
            Self::Both => "both",
            Self::Form => "form",
        }
    }

    fn is_read(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }
}

/// Adds a struct that is sent or received as JSON. One that is both sent and received has setters, as those of
/// requests have.
pub fn emit(api: &Api, def: &TypeDef, fields: &[Field], items: &mut Vec<Item>) -> syn::Result<()> {
    let used = match def.direction {
        Direction::Response => Use::Response,
        Direction::Request => Use::Request,
        Direction::Both => Use::Both,
    };
    items.push(declare(api, def, fields, used));
    let more = conversion(def, fields).into_iter().chain(days(def, fields));
    nodes::parse_into(items, more.collect())
}

/// Adds a form: it is sent as parts of `multipart/form-data`.
pub fn form(api: &Api, def: &TypeDef, fields: &[Field], items: &mut Vec<Item>) -> syn::Result<()> {
    items.push(declare(api, def, fields, Use::Form));
    nodes::parse_into(items, form_conversion(def, fields).unwrap_or_default())
}

/// The declaration. Its attributes are described in the runtime, in `codegen/structs.rs`.
fn declare(api: &Api, def: &TypeDef, fields: &[Field], used: Use) -> Item {
    let default = fields
        .iter()
        .all(|field| field.holds != Holds::Value)
        .then(|| quote!(, Default));
    let mut attributes = vec![
        nodes::doc(&docs::type_def(def)),
        nodes::list(word("derive"), quote!(Debug, Clone, PartialEq #default)),
    ];
    attributes.extend(rest(api, def, used));
    let names: Vec<&Ident> = fields.iter().map(|field| &field.rust).collect();
    let is_form = is_form(api, def, used);
    let members = fields.iter().map(|field| {
        let mut attributes = vec![nodes::doc(&docs::field(field, def.direction))];
        attributes.extend(wire(field));
        if used.is_read() && def.bare_string.as_ref() == Some(&field.wire) {
            attributes.push(nodes::list(word("from"), quote!(string)));
        }
        attributes.extend((used == Use::Form).then(|| part(api, field)));
        attributes.extend(given(field, used, is_form, &names));
        nodes::field(attributes, ident(&field.rust), types::of_field(api, field))
    });
    let item = nodes::structure(attributes, ident(&def.name), members.collect());
    nodes::declaration(used.macro_name(), vec![item])
}

/// The field for members that are not declared.
fn rest(api: &Api, def: &TypeDef, used: Use) -> Option<Attribute> {
    let rest = def.rest.as_ref()?;
    let (name, ty) = (ident(&rest.rust), types::of(api, &rest.ty));
    let kind = (used == Use::Form).then(|| match part_of(api, &rest.ty) {
        // What has no schema is a text or JSON, as the value is.
        Part::Json => Part::Object,
        kind => kind,
    });
    let kind = kind.map(|it| word(it.as_str())).into_iter();
    Some(nodes::list(
        word("rest"),
        quote!(#name: BTreeMap<String, #ty> #(, #kind)*),
    ))
}

/// The name on the wire, where it is not the field's.
fn wire(field: &Field) -> Option<Attribute> {
    let wire = &field.wire.0;
    let name = || Literal::string(wire).into_token_stream();
    (field.rust.0 != *wire).then(|| nodes::list(word("wire"), name()))
}

/// Whether a struct is the body of a form, whose arrays are taken from anything that holds such items: one with files, or
/// a URL-encoded one.
fn is_form(api: &Api, def: &TypeDef, used: Use) -> bool {
    let mut bodies = api.operations.iter().filter_map(|it| it.request.as_ref());
    used == Use::Form
        || bodies.any(|it| match &it.ty {
            Type::Named(id) => {
                it.kind == BodyKind::UrlEncoded && api.type_def(*id).name == def.name
            }
            _ => false,
        })
}

/// How the field gets its value: as an argument of `new`, by its setter, or not at all. `is_form` says whether it is one
/// of the body of a form.
fn given(field: &Field, used: Use, is_form: bool, names: &[&Ident]) -> Vec<Attribute> {
    let is_required = field.holds == Holds::Value;
    let mut attributes = Vec::new();
    let is_list = matches!(field.holds, Holds::Value | Holds::Option);
    if is_form && is_list && is_collected(&field.ty) {
        attributes.extend(is_required.then(|| nodes::list(word("new"), quote!(collect))));
        attributes.push(set_as("collect", &field.rust, names));
        return attributes;
    }
    attributes.extend(new(field));
    if used != Use::Response {
        attributes.extend(set(&field.rust, &field.ty, is_required, names));
        attributes.extend(clear(field, names));
    }
    attributes
}

/// How an argument becomes the field's value: as it is, or by `Into`.
fn how(ty: &TypeRef) -> proc_macro2::Ident {
    word(if is_given_as_it_is(ty) {
        "exact"
    } else {
        "into"
    })
}

/// The field as an argument of `new`, if it is required.
fn new(field: &Field) -> Option<Attribute> {
    match field.holds {
        Holds::Value => {
            let how = how(&field.ty);
            Some(nodes::list(word("new"), how.into_token_stream()))
        }
        Holds::NullOption => Some(nodes::list(word("new"), quote!(null))),
        Holds::Option | Holds::Nullable => None,
    }
}

/// The attribute of a field's setter, where it differs from what follows from `new`.
pub fn set(rust: &Ident, ty: &TypeRef, is_required: bool, names: &[&Ident]) -> Option<Attribute> {
    let (how, name) = (how(ty), setter_name(rust, names));
    if name != ident(rust) {
        Some(nodes::list(word("set"), quote!(#how, #name)))
    } else {
        (how == "exact" && !is_required).then(|| nodes::list(word("set"), how.into_token_stream()))
    }
}

/// The attribute of a setter that takes its value in this way.
pub fn set_as(how: &str, rust: &Ident, names: &[&Ident]) -> Attribute {
    let (how, name) = (word(how), setter_name(rust, names));
    let arguments = match name == ident(rust) {
        true => how.into_token_stream(),
        false => quote!(#how, #name),
    };
    nodes::list(word("set"), arguments)
}

/// The method that clears a nullable field, unless a field has its name.
fn clear(field: &Field, names: &[&Ident]) -> Option<Attribute> {
    let plain = field.rust.plain();
    let name = format_ident!("clear_{plain}");
    let is_free = names.iter().all(|other| name != other.0.as_str());
    (field.holds == Holds::Nullable && is_free)
        .then(|| nodes::list(word("clear"), name.into_token_stream()))
}

/// The media type of files of which nothing else is known.
const ANY_BYTES: &str = "application/octet-stream";

/// How a field of a form is sent.
fn part(api: &Api, field: &Field) -> Attribute {
    let kind = word(part_of(api, &field.ty).as_str());
    let arguments = match (&field.media_type, &field.file_name) {
        (media_type, Some(file_name)) => {
            let media_type = media_type.as_deref().unwrap_or(ANY_BYTES);
            quote!(#kind, #media_type, #file_name)
        }
        (Some(media_type), None) => quote!(#kind, #media_type),
        (None, None) => kind.into_token_stream(),
    };
    nodes::list(word("part"), arguments)
}

fn part_of(api: &Api, ty: &TypeRef) -> Part {
    match ty {
        Type::Primitive(primitive) => primitive.row().part,
        Type::Array(item) => match part_of(api, item) {
            Part::File => Part::Files,
            Part::Text => Part::Texts,
            Part::Value => Part::Values,
            _ => Part::Objects,
        },
        ty if is_enum(api, ty) => Part::Value,
        Type::Named(_) | Type::Map(_) | Type::Optional(_) => Part::Object,
    }
}

/// An object whose only field is a required string, such as an id, can be made from the string alone.
fn conversion(def: &TypeDef, fields: &[Field]) -> Option<TokenStream> {
    let ([field], None) = (fields, &def.rest) else {
        return None;
    };
    let is_one_string = def.direction == Direction::Request
        && field.holds == Holds::Value
        && field.ty.is(Primitive::String);
    let name = ident(&def.name);
    is_one_string.then(|| quote!(connect_runtime::codegen::from_string!(#name);))
}

/// A request that consists of the optional dates `from` and `to` can be made from both at once, also from text. Other
/// names do not say which date comes first.
fn days(def: &TypeDef, fields: &[Field]) -> Option<TokenStream> {
    let is_date = |wanted: &str| {
        let mut named = fields.iter().filter(|it| it.rust.0 == wanted);
        named.any(|it| it.ty.is(Primitive::Date) && it.holds == Holds::Option)
    };
    let is_period = fields.len() == 2 && is_date("from") && is_date("to");
    let name = ident(&def.name);
    (def.direction == Direction::Request && is_period)
        .then(|| quote!(connect_runtime::codegen::days!(#name);))
}

/// A form whose only required part is a file can be made from the file alone.
fn form_conversion(def: &TypeDef, fields: &[Field]) -> Option<TokenStream> {
    let mut required = fields.iter().filter(|field| field.holds == Holds::Value);
    let (Some(only), None) = (required.next(), required.next()) else {
        return None;
    };
    if !only.ty.is(Primitive::Upload) || fields.iter().any(|field| field.holds == Holds::NullOption)
    {
        return None;
    }
    let name = ident(&def.name);
    Some(quote!(connect_runtime::codegen::from_upload!(#name);))
}
