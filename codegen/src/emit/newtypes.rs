//! Arrays and maps that contain themselves.

use syn::Item;

use super::tokens::ident;
use super::{docs, nodes, types};
use crate::ir::{Api, TypeDef, TypeRef};

/// A type around an array or a map.
pub fn emit(api: &Api, def: &TypeDef, inner: &TypeRef) -> Item {
    let doc = nodes::doc(&docs::type_def(def));
    let item = nodes::tuple(vec![doc], ident(&def.name), types::of(api, inner));
    nodes::declaration("newtype", vec![item])
}
