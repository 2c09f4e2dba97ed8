//! Structs: one declaration each, which a macro of the runtime expands.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::tokens::{
    declaration, doc, field_tokens, ident, is_enum, is_given_as_it_is, setter_name, word,
};
use crate::ir::{Api, Direction, Field, Holds, Ident, Part, Primitive, Type, TypeDef, TypeRef};

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

/// A struct that is sent or received as JSON. One that is both sent and received has setters, as those of
/// requests have.
pub fn emit(api: &Api, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let used = match def.direction {
        Direction::Response => Use::Response,
        Direction::Request => Use::Request,
        Direction::Both => Use::Both,
    };
    let declaration = declare(api, def, fields, used);
    let conversion = conversion(def, fields);
    let days = days(def, fields);
    quote!(#declaration #conversion #days)
}

/// A form: it is sent as parts of `multipart/form-data`.
pub fn form(api: &Api, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let declaration = declare(api, def, fields, Use::Form);
    let conversion = form_conversion(def, fields);
    quote!(#declaration #conversion)
}

/// The declaration. Its attributes are described in the runtime, in `codegen/structs.rs`.
fn declare(api: &Api, def: &TypeDef, fields: &[Field], used: Use) -> TokenStream {
    let name = ident(&def.name);
    let type_doc = doc(&docs::type_def(def));
    let default = fields
        .iter()
        .all(|field| field.holds != Holds::Value)
        .then(|| quote!(, Default));
    let names: Vec<&Ident> = fields.iter().map(|field| &field.rust).collect();
    let members = fields.iter().map(|field| {
        let field_doc = doc(&docs::field(field, def.direction));
        let (rust, ty) = (ident(&field.rust), field_tokens(api, field));
        let wire = wire(field);
        let from = (used.is_read() && def.bare_string.as_ref() == Some(&field.wire))
            .then(|| quote!(#[from(string)]));
        let part = (used == Use::Form).then(|| part(api, field));
        let new = new(field);
        let setters = (used != Use::Response).then(|| {
            let is_required = field.holds == Holds::Value;
            let set = set(&field.rust, &field.ty, is_required, &names);
            let clear = clear(field, &names);
            quote!(#set #clear)
        });
        quote!(#field_doc #wire #from #part #new #setters pub #rust: #ty)
    });
    declaration(
        used.macro_name(),
        &quote! {
            #type_doc
            #[derive(Debug, Clone, PartialEq #default)]
            pub struct #name { #(#members),* }
        },
    )
}

/// The name on the wire, where it is not the field's.
fn wire(field: &Field) -> Option<TokenStream> {
    let wire = &field.wire.0;
    (field.rust.0 != *wire).then(|| quote!(#[wire(#wire)]))
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
fn new(field: &Field) -> Option<TokenStream> {
    match field.holds {
        Holds::Value => {
            let how = how(&field.ty);
            Some(quote!(#[new(#how)]))
        }
        Holds::NullOption => Some(quote!(#[new(null)])),
        Holds::Option | Holds::Nullable => None,
    }
}

/// The attribute of a field's setter, where it differs from what follows from `new`.
pub fn set(rust: &Ident, ty: &TypeRef, is_required: bool, names: &[&Ident]) -> Option<TokenStream> {
    let (how, name) = (how(ty), setter_name(rust, names));
    if name != ident(rust) {
        Some(quote!(#[set(#how, #name)]))
    } else {
        (how == "exact" && !is_required).then(|| quote!(#[set(#how)]))
    }
}

/// The method that clears a nullable field, unless a field has its name.
fn clear(field: &Field, names: &[&Ident]) -> Option<TokenStream> {
    let plain = field.rust.0.trim_start_matches("r#");
    let name = format_ident!("clear_{plain}");
    let is_free = names.iter().all(|other| name != other.0.as_str());
    (field.holds == Holds::Nullable && is_free).then(|| quote!(#[clear(#name)]))
}

/// How a field of a form is sent.
fn part(api: &Api, field: &Field) -> TokenStream {
    let part = match &field.ty {
        Type::Primitive(primitive) => primitive.row().part,
        Type::Array(inner) if inner.is(Primitive::Upload) => Part::Files,
        ty if is_enum(api, ty) => Part::Value,
        _ => Part::Json,
    };
    let kind = word(part.as_str());
    quote!(#[part(#kind)])
}

/// An object whose only field is a required string, such as an id, can be made from the string alone.
fn conversion(def: &TypeDef, fields: &[Field]) -> Option<TokenStream> {
    let [field] = fields else {
        return None;
    };
    let is_one_string = def.direction == Direction::Request
        && field.holds == Holds::Value
        && field.ty.is(Primitive::String);
    let name = ident(&def.name);
    is_one_string.then(|| quote!(connect_runtime::codegen::from_string!(#name);))
}

/// A request that consists of two optional dates can be made from both at once, also from text.
fn days(def: &TypeDef, fields: &[Field]) -> Option<TokenStream> {
    let [first, second] = fields else {
        return None;
    };
    let is_date = |it: &Field| it.ty.is(Primitive::Date) && it.holds == Holds::Option;
    let is_pair = def.direction == Direction::Request && is_date(first) && is_date(second);
    // A setter can have the name.
    let is_free = fields.iter().all(|it| it.rust.0 != "days");
    let (name, first, second) = (ident(&def.name), ident(&first.rust), ident(&second.rust));
    (is_pair && is_free)
        .then(|| quote!(connect_runtime::codegen::days!(#name { #first, #second });))
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
