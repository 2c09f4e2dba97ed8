//! Reads enums: strings and integers with known values.

use std::collections::BTreeSet;

use super::Schemas;
use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::lower::schema::{Body, Known, Shape};
use crate::markdown::prose;
use crate::names;
use crate::node::{At, Node, Value};

impl<'a> Schemas<'a> {
    /// Reads an enum of strings or integers; `None` for any other, which is read by its type alone.
    pub(super) fn known_values(&mut self, at: &At<'a>) -> Option<Shape> {
        let values = at.node.get("enum").map(Node::items).unwrap_or_default();
        let values = self.context.in_order(values);
        let values = || values.iter().copied().filter(|it| it.value != Value::Null);
        values().next()?;
        match self.kind(at) {
            Some("string") => {
                self.report_converted(at, values());
                self.strings(at, values().filter_map(text))
            }
            Some("integer") => self.integers(at, values().map(integer).collect::<Option<_>>()?),
            Some(_) => None,
            None => {
                let strings: Option<Vec<&str>> = values().map(Node::as_str).collect();
                match strings {
                    Some(strings) => self.strings(at, strings.into_iter().map(str::to_owned)),
                    None => self.integers(at, values().map(integer).collect::<Option<_>>()?),
                }
            }
        }
    }

    fn report_converted<'n>(&self, at: &At<'a>, mut values: impl Iterator<Item = &'n Node>) {
        if let Some(other) = values.find(|it| it.as_str().is_none()) {
            let message = format!(
                "expected the values of a string enum to be strings, found {}; read as the text that is written",
                other.kind()
            );
            self.report_member(Diagnostic::note(Code::Enum, message), at, "enum");
        }
    }

    fn strings(&mut self, at: &At<'a>, values: impl Iterator<Item = String>) -> Option<Shape> {
        let known = values.map(|value| Known {
            doc: value_doc(at, &value),
            name: self.variant_name(at, &value),
            value,
        });
        let known = unique(known, |known| known.value.clone());
        (!known.is_empty()).then(|| self.define(at, Body::Strings(known)))
    }

    fn integers(&mut self, at: &At<'a>, values: Vec<i64>) -> Option<Shape> {
        let known = values.into_iter().map(|value| Known {
            doc: value_doc(at, &value.to_string()),
            name: self.variant_name(at, &value.to_string()),
            value,
        });
        let known = unique(known, |known| known.value);
        Some(self.define(at, Body::Integers(known)))
    }

    /// Returns the variant name that the overlay gives to an enum value.
    fn variant_name(&self, at: &At<'a>, value: &str) -> Option<String> {
        let name = Extension::Variants.string_of(at.node, value)?;
        let variants = at.get(Extension::Variants.key())?;
        self.proper(&variants, value, name, names::pascal)
    }
}

/// Returns a scalar as text.
fn text(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Map(_) => None,
    }
}

fn integer(node: &Node) -> Option<i64> {
    node.as_number()?.parse().ok()
}

/// Returns the overlay's documentation of an enum value.
fn value_doc(at: &At<'_>, value: &str) -> Option<String> {
    Extension::Values.string_of(at.node, value).map(prose)
}

fn unique<T, K: Ord>(values: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut keys = BTreeSet::new();
    values.filter(|value| keys.insert(key(value))).collect()
}
