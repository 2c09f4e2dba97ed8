//! Structs: the type, its constructor and setters, how it is read and written.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::tokens::{argument, doc, field_tokens, ident, is_given_as_it_is, setter_name};
use crate::ir::{Api, Direction, Field, Holds, Ident, TypeDef, TypeRef};

/// A struct with all that belongs to it.
pub fn emit(api: &Api, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let definition = definition(api, def, fields, true);
    let constructor = constructor(api, def, fields);
    let conversion = conversion(def, fields);
    let reading = (def.direction != Direction::Request).then(|| reading(def, fields));
    let writing = writing(def, fields);
    quote!(#definition #constructor #conversion #reading #writing)
}

/// The type itself.
pub fn definition(api: &Api, def: &TypeDef, fields: &[Field], comparable: bool) -> TokenStream {
    let name = ident(&def.name);
    let type_doc = doc(&docs::type_def(def));
    let members = fields.iter().map(|field| {
        let (field_doc, rust, ty) = (
            doc(&docs::field(field, def.direction)),
            ident(&field.rust),
            field_tokens(api, field),
        );
        quote!(#field_doc pub #rust: #ty)
    });
    let default = fields
        .iter()
        .all(|field| field.holds != Holds::Value)
        .then(|| quote!(, Default));
    let equal = comparable.then(|| quote!(, PartialEq));
    quote! {
        #type_doc
        #[derive(Debug, Clone #equal #default)]
        #[non_exhaustive]
        pub struct #name { #(#members),* }
    }
}

/// `new`, with what must be given, and a setter for each field that may be.
pub fn constructor(api: &Api, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let name = ident(&def.name);
    let needed = |field: &&Field| matches!(field.holds, Holds::Value | Holds::NullOption);
    let arguments: Vec<TokenStream> = fields
        .iter()
        .filter(needed)
        .map(|field| {
            let rust = ident(&field.rust);
            let (ty, _) = field_argument(api, field);
            quote!(#rust: #ty)
        })
        .collect();
    let values = fields.iter().map(|field| {
        let rust = ident(&field.rust);
        if needed(&field) {
            let (_, value) = field_argument(api, field);
            let is_same =
                field.holds == Holds::NullOption || !field.boxed && is_given_as_it_is(&field.ty);
            if is_same {
                quote!(#rust)
            } else {
                quote!(#rust: #value)
            }
        } else {
            let absent = absent(field);
            quote!(#rust: #absent)
        }
    });
    let many = (arguments.len() > 7)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the contract requires all of these")]));
    let new_doc = doc(&new_doc(def, fields));
    let setters = fields.iter().map(|field| setter(api, field, fields));
    quote! {
        impl #name {
            #new_doc
            #many
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
            #(#setters)*
        }
    }
}

fn new_doc(def: &TypeDef, fields: &[Field]) -> String {
    let any = fields
        .iter()
        .any(|field| matches!(field.holds, Holds::Value | Holds::NullOption));
    match (def.direction, any) {
        (Direction::Response, true) => {
            "An answer with what every answer has; for tests.".to_owned()
        }
        (Direction::Response, false) => "An empty answer; for tests.".to_owned(),
        (_, true) => "A value with what the contract requires.".to_owned(),
        (_, false) => "A value in which nothing is set.".to_owned(),
    }
}

/// The argument of a field in `new`, and how it becomes the field.
fn field_argument(api: &Api, field: &Field) -> (TokenStream, TokenStream) {
    let rust = ident(&field.rust);
    if field.holds == Holds::NullOption {
        return (field_tokens(api, field), quote!(#rust));
    }
    let (ty, value) = argument(api, &field.ty, &rust);
    if field.boxed {
        (ty, quote!(Box::new(#value)))
    } else {
        (ty, value)
    }
}

fn setter(api: &Api, field: &Field, fields: &[Field]) -> TokenStream {
    let rust = ident(&field.rust);
    let plain = field.rust.0.trim_start_matches("r#");
    let others: Vec<&Ident> = fields.iter().map(|other| &other.rust).collect();
    let method = setter_name(&field.rust, &others);
    let (ty, value) = argument(api, &field.ty, &rust);
    let value = if field.boxed {
        quote!(Box::new(#value))
    } else {
        value
    };
    let value = match field.holds {
        Holds::Value => value,
        Holds::Option | Holds::NullOption => quote!(Some(#value)),
        Holds::Nullable => quote!(Nullable::Set(#value)),
    };
    let set_doc = doc(&format!("Sets [`{plain}`](Self::{plain})."));
    let set = quote! {
        #set_doc
        #[must_use]
        pub fn #method(mut self, #rust: #ty) -> Self {
            self.#rust = #value;
            self
        }
    };
    let clear_name = format!("clear_{plain}");
    if field.holds != Holds::Nullable || fields.iter().any(|other| other.rust.0 == clear_name) {
        return set;
    }
    let (clear, clear_doc) = (
        format_ident!("{}", clear_name),
        doc(&format!("Clears [`{plain}`](Self::{plain}): sends null.")),
    );
    quote! {
        #set
        #clear_doc
        #[must_use]
        pub fn #clear(mut self) -> Self {
            self.#rust = Nullable::Clear;
            self
        }
    }
}

/// An object with a single required text, such as an id, can be made from the text alone.
fn conversion(def: &TypeDef, fields: &[Field]) -> Option<TokenStream> {
    let [field] = fields else {
        return None;
    };
    if def.direction != Direction::Request
        || field.holds != Holds::Value
        || field.ty != TypeRef::String
    {
        return None;
    }
    let name = ident(&def.name);
    Some(quote! {
        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
        impl From<String> for #name {
            fn from(text: String) -> Self {
                Self::new(text)
            }
        }
        impl From<&String> for #name {
            fn from(text: &String) -> Self {
                Self::new(text.as_str())
            }
        }
    })
}

fn reading(def: &TypeDef, fields: &[Field]) -> TokenStream {
    let (name, text) = (ident(&def.name), &def.name.0);
    let slots: Vec<_> = fields.iter().map(slot).collect();
    let declared = fields
        .iter()
        .zip(&slots)
        .map(|(field, slot)| match field.holds {
            Holds::Nullable => quote!(let mut #slot = Nullable::Leave;),
            _ => quote!(let mut #slot = None;),
        });
    let arms = fields.iter().zip(&slots).map(|(field, slot)| {
        let wire = &field.wire.0;
        match field.holds {
            Holds::Nullable => quote!(#wire => fields.read_nullable(&mut #slot)?),
            _ => quote!(#wire => fields.read(&mut #slot)?),
        }
    });
    let members = fields.iter().zip(&slots).map(|(field, slot)| {
        let (wire, rust) = (&field.wire.0, ident(&field.rust));
        match field.holds {
            Holds::Value => quote!(#rust: fields.always(#wire, #slot)?),
            _ if rust == *slot => quote!(#rust),
            _ => quote!(#rust: #slot),
        }
    });
    let from_text = from_text(def, fields);
    let read = if fields.is_empty() {
        quote!(fields.skip(&key)?;)
    } else {
        quote! {
            match &*key {
                #(#arms,)*
                _ => fields.skip(&key)?,
            }
        }
    };
    quote! {
        impl<'de> decode::Object<'de> for #name {
            const NAME: &'static str = #text;
            #from_text

            fn read<A: MapAccess<'de>>(mut fields: decode::Fields<'de, A>) -> Result<Self, A::Error> {
                #(#declared)*
                while let Some(key) = fields.next_key()? {
                    #read
                }
                Ok(Self { #(#members),* })
            }
        }
        connect_runtime::serde_model!(object #name);
    }
}

/// What a field holds that is not there.
fn absent(field: &Field) -> TokenStream {
    match field.holds {
        Holds::Option | Holds::NullOption => quote!(None),
        Holds::Value | Holds::Nullable => quote!(Default::default()),
    }
}

/// How a bare text becomes the object, where it may come as one.
fn from_text(def: &TypeDef, fields: &[Field]) -> Option<TokenStream> {
    let text = def.bare_string.as_ref()?;
    let members = fields.iter().map(|field| {
        let rust = ident(&field.rust);
        match field.holds {
            Holds::Value if field.wire == *text => quote!(#rust: text),
            _ if field.wire == *text => quote!(#rust: Some(text)),
            _ => {
                let absent = absent(field);
                quote!(#rust: #absent)
            }
        }
    });
    Some(quote! {
        const FROM_TEXT: Option<fn(String) -> Self> = Some(|text| Self { #(#members),* });
    })
}

/// The local variable of a field that is being read, beside the reader's own two.
fn slot(field: &Field) -> proc_macro2::Ident {
    match field.rust.0.as_str() {
        taken @ ("key" | "fields") => format_ident!("{}_", taken),
        _ => ident(&field.rust),
    }
}

fn writing(def: &TypeDef, fields: &[Field]) -> TokenStream {
    let name = ident(&def.name);
    let members = fields.iter().map(|field| {
        let (wire, rust) = (&field.wire.0, ident(&field.rust));
        match field.holds {
            Holds::Value | Holds::NullOption => quote!(object.field(#wire, &self.#rust)?;),
            Holds::Option => quote!(object.optional(#wire, self.#rust.as_ref())?;),
            Holds::Nullable => quote!(object.nullable(#wire, &self.#rust)?;),
        }
    });
    let mutable = (!fields.is_empty()).then(|| quote!(mut));
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let #mutable object = encode::object(serializer)?;
                #(#members)*
                object.end()
            }
        }
        connect_runtime::serde_model!(encode #name);
    }
}
