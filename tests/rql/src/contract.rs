//! The filters of the contract.

use std::path::Path;

use connect_codegen::{Input, Source, generate};
use serde_json::Value;

/// A filter of the contract.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Filter {
    /// The path in Rust, such as `files::filter::STATUS`.
    pub rust: String,
    /// The name on the wire.
    pub wire: String,
    /// What the filter offers, in alphabetical order: lookups as in the contract, `ordering`, and
    /// `include` or `exclude`.
    pub offers: Vec<String>,
}

/// All filters of both contracts, by the inventory of `cargo xtask inventory`.
///
/// # Panics
/// If a specification cannot be read or is not valid.
#[must_use]
pub fn filters() -> Vec<Filter> {
    let mut filters = Vec::new();
    for slice in ["usage", "directory"] {
        let bindings = generate(&input(slice), &mut |_| {}).value.expect("sound");
        let inventory = connect_review::inventory(&bindings.api);
        let operations = list(&inventory["operations"]);
        let of_operations = operations.flat_map(|operation| list(&operation["filters"]));
        filters.extend(of_operations.map(filter));
    }
    filters.sort();
    filters
}

fn filter(item: &Value) -> Filter {
    let text = |name: &str| item[name].as_str().expect("a string").to_owned();
    let mut offers: Vec<String> = list(&item["lookups"])
        .map(|it| it.as_str().expect("a string").to_owned())
        .collect();
    if item["ordering"] == true {
        offers.push("ordering".to_owned());
    }
    offers.extend(match item["select"].as_str() {
        Some("hidden") => Some("include".to_owned()),
        Some(_) => Some("exclude".to_owned()),
        None => None,
    });
    offers.sort();
    Filter {
        rust: text("rust"),
        wire: text("name"),
        offers,
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("a list").iter()
}

fn input(slice: &str) -> Input {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../specs")
        .join(slice);
    let source = |name: &str| {
        let path = specs.join(name);
        let text = std::fs::read_to_string(&path);
        Source::new(
            name,
            text.unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        )
    };
    Input {
        document: source("contract.yml"),
        overlays: ["corrections", "names", "behaviour", "docs"]
            .map(|it| source(&format!("overlay/{it}.yml")))
            .into(),
        // The contract has the slice alone.
        prefixes: vec!["*".to_owned()],
        ..Input::default()
    }
}
