//! Edits of filters.

use serde_yaml::Value;

use super::Kind;
use crate::tree::{Step, Way, at, at_mut, below, nodes, parent, remove, set, yaml};

pub fn kinds() -> Vec<Kind> {
    [of_filters(), of_lookups()].into_iter().flatten().collect()
}

fn of_filters() -> Vec<Kind> {
    vec![
        Kind {
            name: "remove-filter",
            places: filters,
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "add-filter",
            places: filters,
            make: |doc, at| {
                let (list, _) = parent(at);
                let list = at_mut(doc, list).as_sequence_mut().expect("a list");
                list.push(yaml("{name: brand.new, in: query, schema: {type: string}, x-connect-filter: {lookups: [eq, in], search: false, ordering: false}}"));
            },
        },
        Kind {
            name: "rename-filter",
            places: filters,
            make: |doc, at| set(doc, at, "name", Value::from("renamed")),
        },
        Kind {
            name: "retype-filter",
            places: filters,
            make: |doc, at| set(doc, at, "schema", yaml("{type: boolean}")),
        },
    ]
}

fn of_lookups() -> Vec<Kind> {
    vec![
        Kind {
            name: "remove-lookup",
            places: lookups,
            make: |doc, at| remove(doc, at),
        },
        Kind {
            name: "add-lookup",
            places: |doc| {
                filters(doc)
                    .into_iter()
                    .filter(|way| !has(doc, way, "ge"))
                    .collect()
            },
            make: |doc, at| {
                let list = below(&below(at, "x-connect-filter"), "lookups");
                at_mut(doc, &list)
                    .as_sequence_mut()
                    .expect("a list")
                    .push(Value::from("ge"));
            },
        },
        Kind {
            name: "reorder-lookups",
            places: |doc| {
                filters(doc)
                    .into_iter()
                    .filter(|way| has(doc, way, "in"))
                    .collect()
            },
            make: |doc, at| {
                let list = below(&below(at, "x-connect-filter"), "lookups");
                at_mut(doc, &list)
                    .as_sequence_mut()
                    .expect("a list")
                    .reverse();
            },
        },
        Kind {
            name: "toggle-ordering",
            places: filters,
            make: |doc, at| toggle(doc, at, "ordering"),
        },
        Kind {
            name: "toggle-search",
            places: filters,
            make: |doc, at| toggle(doc, at, "search"),
        },
    ]
}

fn filters(doc: &Value) -> Vec<Way> {
    nodes(doc)
        .into_iter()
        .filter(|(_, node)| node.get("x-connect-filter").is_some())
        .map(|(way, _)| way)
        .collect()
}

fn lookups(doc: &Value) -> Vec<Way> {
    nodes(doc)
        .into_iter()
        .map(|(way, _)| way)
        .filter(|way| matches!(way.as_slice(), [.., Step::Key(key), Step::Index(_)] if key == "lookups"))
        .collect()
}

fn has(doc: &Value, filter: &Way, lookup: &str) -> bool {
    let list = at(doc, &below(&below(filter, "x-connect-filter"), "lookups"));
    list.and_then(Value::as_sequence)
        .is_some_and(|list| list.contains(&Value::from(lookup)))
}

fn toggle(doc: &mut Value, filter: &Way, flag: &str) {
    let facts = below(filter, "x-connect-filter");
    let was = at(doc, &below(&facts, flag))
        .and_then(Value::as_bool)
        .unwrap_or(false);
    set(doc, &facts, flag, Value::from(!was));
}
