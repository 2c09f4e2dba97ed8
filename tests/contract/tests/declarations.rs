//! What the generated crates declare of their requests is what the contracts say.
#![allow(missing_docs)]

use connect_runtime::contract::{Capability, Declaration, DeclaredFilter, FilterValue};
use serde_yaml::Value;

fn contract(slice: &str) -> Value {
    let file = format!(
        "{}/../../specs/{slice}/contract.yml",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(file).expect("the contract");
    serde_yaml::from_str(&text).expect("YAML")
}

/// The node at a JSON pointer.
fn at<'a>(document: &'a Value, pointer: &str) -> &'a Value {
    let names = pointer.split('/').skip(1);
    names.fold(document, |node, name| {
        &node[name.replace("~1", "/").replace("~0", "~").as_str()]
    })
}

/// A parameter, of which components are referred to.
fn resolved<'a>(document: &'a Value, node: &'a Value) -> &'a Value {
    match node["$ref"].as_str() {
        Some(reference) => at(document, reference.trim_start_matches('#')),
        None => node,
    }
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_sequence().into_iter().flatten();
    items
        .map(|it| it.as_str().expect("a string").to_owned())
        .collect()
}

/// A filter in one line: its name, its lookups, search, ordering and choices.
fn line(name: &str, mut lookups: Vec<String>, flags: [bool; 2], choices: &[String]) -> String {
    lookups.sort_unstable();
    format!("{name} {lookups:?} {flags:?} {choices:?}")
}

/// The lookup as the contract writes it; `None` for what is no lookup.
fn lookup(capability: &Capability) -> Option<String> {
    let name = match capability {
        Capability::Equal => "eq",
        Capability::NotEqual => "ne",
        Capability::Less => "lt",
        Capability::LessOrEqual => "le",
        Capability::Greater => "gt",
        Capability::GreaterOrEqual => "ge",
        Capability::Matches => "like",
        Capability::MatchesIgnoringCase => "ilike",
        Capability::OneOf => "in",
        Capability::NoneOf => "out",
        Capability::IsNull => "null",
        _ => return None,
    };
    Some(name.to_owned())
}

fn ours(filter: &DeclaredFilter) -> String {
    let lookups = filter.offers.iter().filter_map(lookup);
    // An overlay can have them in an order of its own.
    let mut choices = filter.choices();
    choices.sort_unstable();
    assert_eq!(!choices.is_empty(), filter.value == FilterValue::Choice);
    let flags = [filter.is_searched(), filter.orders()];
    line(filter.name, lookups.collect(), flags, &choices)
}

/// The names of query parameters, and the lines of filters.
fn declared(document: &Value, pointer: &str) -> (Vec<String>, Vec<String>) {
    let parameters = at(document, pointer)["parameters"].as_sequence();
    let parameters = parameters.into_iter().flatten();
    let (mut names, mut filters) = (Vec::new(), Vec::new());
    for parameter in parameters.map(|it| resolved(document, it)) {
        let name = parameter["name"].as_str().expect("a name");
        let filter = &parameter["x-connect-filter"];
        match (filter.is_null(), parameter["in"].as_str()) {
            (false, _) => {
                let flag = |name: &str| filter[name].as_bool() == Some(true);
                let mut choices = strings(&parameter["schema"]["enum"]);
                choices.sort_unstable();
                let flags = [flag("search"), flag("ordering")];
                filters.push(line(name, strings(&filter["lookups"]), flags, &choices));
            }
            (true, Some("query")) => names.push(name.to_owned()),
            _ => {}
        }
    }
    names.sort_unstable();
    filters.sort_unstable();
    (names, filters)
}

/// The filters that an overlay changes, by operation and name: `tests/directory` tests these.
const CORRECTED: [(&str, &str); 7] = [
    ("assets::list", "product.id"),
    ("assets::list", "connection.type"),
    ("marketplaces::list", "currency"),
    ("marketplaces::list", "alt_currency_1"),
    ("marketplaces::list", "alt_currency_2"),
    ("product_items::list", "status"),
    ("products::list", "status"),
];

/// Compares all operations, and returns how many filters there are.
fn compare(slice: &str, operations: &[Declaration]) -> usize {
    let document = contract(slice);
    let mut count = 0;
    for declaration in operations {
        let operation = declaration.operation;
        let (names, mut filters) = declared(&document, operation.pointer);
        let mut query = declaration.query.to_vec();
        query.sort_unstable();
        assert_eq!(query, names, "{operation}");
        let mut own: Vec<_> = declaration.filters.iter().map(ours).collect();
        own.sort_unstable();
        count += own.len();
        for (_, corrected) in CORRECTED.iter().filter(|it| it.0 == operation.name) {
            let is_other = |it: &String| it.split(' ').next() != Some(corrected);
            own.retain(is_other);
            filters.retain(is_other);
        }
        assert_eq!(own, filters, "{operation}");
    }
    count
}

#[test]
fn filters_and_parameters_are_those_of_the_contract() {
    let usage = connect_usage_api::specification::OPERATIONS;
    assert_eq!(compare("usage", usage), 58);
    let directory = connect_directory_api::specification::OPERATIONS;
    assert_eq!(compare("directory", directory), 259);
}

#[test]
fn bodies_are_those_of_the_contract() {
    let document = contract("usage");
    let mut count = 0;
    for declaration in connect_usage_api::specification::OPERATIONS {
        let node = at(&document, declaration.operation.pointer);
        let content = node["requestBody"]["content"].as_mapping();
        let types = content.into_iter().flatten();
        let types: Vec<_> = types.filter_map(|(name, _)| name.as_str()).collect();
        let body = declaration.body.as_ref();
        assert_eq!(
            body.is_some(),
            !types.is_empty(),
            "{}",
            declaration.operation
        );
        if let Some(body) = body {
            assert!(
                types.contains(&body.media_type),
                "{}",
                declaration.operation
            );
            count += 1;
        }
    }
    assert_eq!(count, 12);
}
