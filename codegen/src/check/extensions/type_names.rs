//! Names of the types that requests and forms have beside those of responses: there must be such a type.

use crate::extensions::{Extension, Problem};
use crate::ir::{Api, Direction, TypeDef, TypeKind};
use crate::node::{Entry, Node};
use crate::pointer::Pointer;

/// Checks the name of a type for forms.
///
/// # Errors
/// If no form is made of the schema.
pub fn form(api: &Api, entry: &Entry, schema: &Pointer) -> Result<(), Problem> {
    if api.is_part || made_of(api, schema).any(is_form) {
        return Ok(());
    }
    let wanted = "forms have no type of their own of this schema";
    Err(ignored(api, entry, schema, wanted))
}

/// Checks the name of a type for requests.
///
/// # Errors
/// If requests have no type of the schema, or one that has another name because responses have it as well.
pub fn request(api: &Api, owner: &Node, entry: &Entry, schema: &Pointer) -> Result<(), Problem> {
    let is_named = Extension::Name.get(owner).is_some();
    let takes_name = |def: &TypeDef| match def.direction {
        _ if is_form(def) => false,
        Direction::Request => true,
        Direction::Both => !is_named,
        Direction::Response => false,
    };
    if api.is_part || made_of(api, schema).any(takes_name) {
        return Ok(());
    }
    let wanted = "requests have no type of their own of this schema";
    Err(ignored(api, entry, schema, wanted))
}

/// The types that are named at a schema. If only a part of the document is generated, there may be others.
fn made_of<'a>(api: &'a Api, schema: &'a Pointer) -> impl Iterator<Item = &'a TypeDef> {
    let types = api.types.iter();
    types.filter(move |it| it.named_at.contains(schema))
}

fn is_form(def: &TypeDef) -> bool {
    matches!(def.kind, TypeKind::Form(_))
}

fn ignored(api: &Api, entry: &Entry, schema: &Pointer, why: &str) -> Problem {
    let message = format!("`{}` is ignored here: {why}", entry.key);
    let mut made: Vec<&str> = made_of(api, schema).map(|it| it.name.0.as_str()).collect();
    made.sort_unstable();
    let help = match made.as_slice() {
        [] => "remove it: no type is made of this schema".to_owned(),
        made => format!(
            "remove it, or use the extension for the type that is made, `{}`",
            made.join("`, `")
        ),
    };
    Problem::new(entry.span, message, help)
}
