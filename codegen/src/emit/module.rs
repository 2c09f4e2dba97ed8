//! The text of a module: the modules that would be files of a crate, inside of one text.

use quote::quote;
use syn::{Attribute, Item, Visibility};

use super::nodes;
use super::tokens::{ident, word};
use crate::ir::Ident;

/// A public module that stands in the text on its own. What users' crates may warn about or forbid is allowed in it:
/// they cannot change it, and use only some of it. A formatter leaves it alone, so that it stays what was generated.
pub fn public(doc: &str, name: &Ident, items: Vec<Item>) -> Item {
    let skipped = nodes::flag(nodes::path("rustfmt::skip"));
    let attributes = vec![nodes::doc(doc), allowed(), skipped];
    nodes::module(attributes, nodes::public(), ident(name), items)
}

/// A module inside of another.
pub fn private(name: &Ident, items: Vec<Item>) -> Item {
    nodes::module(Vec::new(), Visibility::Inherited, ident(name), items)
}

fn allowed() -> Attribute {
    let lints = quote!(
        dead_code,
        nonstandard_style,
        unreachable_pub,
        unused_imports,
        clippy::all,
        clippy::nursery,
        clippy::pedantic,
        clippy::restriction,
        reason = "generated code"
    );
    nodes::list(word("allow"), lints)
}
