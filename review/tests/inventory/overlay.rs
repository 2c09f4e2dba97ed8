//! Overlays, once more and by other means.

use serde_yaml::Value as Yaml;

use super::trees::{lookup_mut, unescape};

/// Applies an action to the nodes that it touched.
pub fn lay(document: &mut Yaml, action: &Yaml, mut touched: Vec<String>) {
    if action["remove"].as_bool() == Some(true) {
        // Later elements of a list first.
        touched.sort_by_key(|pointer| {
            let last = pointer.rsplit('/').next().unwrap_or_default();
            std::cmp::Reverse(last.parse::<usize>().unwrap_or_default())
        });
        for pointer in touched {
            let (parent, last) = pointer.rsplit_once('/').expect("not the root");
            match lookup_mut(document, parent).expect("the parent") {
                Yaml::Sequence(items) => drop(items.remove(last.parse().expect("an index"))),
                Yaml::Mapping(map) => drop(map.remove(unescape(last).as_str())),
                _ => panic!("{pointer} is in nothing"),
            }
        }
        return;
    }
    for pointer in touched {
        merge(
            lookup_mut(document, &pointer).expect("the place"),
            &action["update"],
        );
    }
}

fn merge(there: &mut Yaml, update: &Yaml) {
    match (there, update) {
        (Yaml::Mapping(map), Yaml::Mapping(more)) => {
            for (key, value) in more {
                match map.get_mut(key) {
                    Some(inner) => merge(inner, value),
                    None => drop(map.insert(key.clone(), value.clone())),
                }
            }
        }
        (Yaml::Sequence(items), Yaml::Sequence(more)) => items.extend(more.iter().cloned()),
        (Yaml::Sequence(items), other) => items.push(other.clone()),
        (there, other) => *there = other.clone(),
    }
}
