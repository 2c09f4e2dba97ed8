//! Names the items that belong to one operation, beside its function.

use hashbrown::HashSet;

use crate::ir::{Ident, LocalNames};
use crate::names::functions::{Name, with};
use crate::names::{FunctionNames, Naming, escape, pascal};

/// Names the function with what is optional, and the types. No model has their names.
pub fn names(function: &Ident, models: &HashSet<&Ident>) -> LocalNames {
    let stem = pascal(function.plain()).unwrap_or_default();
    let named = |suffix: &str| {
        let mut name = Ident(format!("{stem}{suffix}"));
        while models.contains(&name) {
            name.0.push_str("OfCall");
        }
        name
    };
    LocalNames {
        with: with(function),
        parameters: named("Parameters"),
        response: named("Response"),
        headers: named("Headers"),
    }
}

/// Returns the name of a filter module: `list` has `filter`, `list_categories` has `categories_filter`. Where a list
/// `categories` can stand beside it, after operationIds or by the overlay, it has `list_categories_filter`.
pub fn filter_module(name: &Name, naming: Naming, lists: &HashSet<Name>) -> Ident {
    let function = name.function.plain();
    let is_free = |what: &str| {
        let other = Name {
            module: name.module.clone(),
            function: escape(what),
        };
        naming.functions == FunctionNames::Route && !lists.contains(&other)
    };
    match function.strip_prefix("list_") {
        _ if function == "list" => Ident("filter".to_owned()),
        Some(what) if is_free(what) => Ident(format!("{what}_filter")),
        _ => Ident(format!("{function}_filter")),
    }
}
