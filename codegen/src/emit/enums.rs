//! Open enums: the known values, and a variant that keeps any other value.

use proc_macro2::Literal;
use syn::{Attribute, Item};

use super::tokens::{ident, word};
use super::{docs, nodes, states};
use crate::ir::{Api, IntegerVariant, TypeDef, Variant};
use crate::markdown::code;

/// The variant for unknown values; a known value of that name is renamed.
const FALLBACK: &str = "Unrecognized";

fn variant(name: &crate::ir::Ident) -> proc_macro2::Ident {
    if name.0 == FALLBACK {
        word("UnrecognizedValue")
    } else {
        ident(name)
    }
}

fn type_doc(def: &TypeDef, more: Option<String>) -> Attribute {
    let more = more.map(|it| format!("\n\n{it}")).unwrap_or_default();
    nodes::doc(&format!(
        "{}\n\nAn unknown value is kept in `{FALLBACK}`: it is compared, printed and sent as it was received.{more}",
        docs::type_def(def)
    ))
}

/// An enum of strings.
pub fn strings(api: &Api, def: &TypeDef, variants: &[Variant]) -> Item {
    let type_doc = type_doc(def, states::transitions(api, def));
    let values = variants.iter().map(|known| {
        let (name, value) = (variant(&known.rust), &known.wire.0);
        let ruled = || format!("The value {}.", code(value));
        let doc = nodes::doc(&known.doc.clone().unwrap_or_else(ruled));
        nodes::variant(doc, name, Literal::string(value))
    });
    declare("open_enum", def, type_doc, values)
}

/// An enum of integers.
pub fn integers(def: &TypeDef, variants: &[IntegerVariant]) -> Item {
    let values = variants.iter().map(|known| {
        let (name, value) = (variant(&known.rust), Literal::i64_unsuffixed(known.wire));
        let ruled = || format!("The value `{}`.", known.wire);
        let doc = nodes::doc(&known.doc.clone().unwrap_or_else(ruled));
        nodes::variant(doc, name, value)
    });
    declare("open_integer_enum", def, type_doc(def, None), values)
}

/// The declaration, which a macro of the runtime expands.
fn declare(
    macro_name: &str,
    def: &TypeDef,
    type_doc: Attribute,
    values: impl Iterator<Item = syn::Variant>,
) -> Item {
    let values = nodes::enumeration(vec![type_doc], ident(&def.name), values.collect());
    nodes::declaration(macro_name, vec![values])
}
