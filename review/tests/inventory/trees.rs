//! Access to trees of YAML and JSON.

use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

pub fn key(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

pub fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

pub fn lookup<'y>(root: &'y Yaml, pointer: &str) -> Option<&'y Yaml> {
    pointer
        .split('/')
        .skip(1)
        .try_fold(root, |node, segment| match node {
            Yaml::Sequence(items) => items.get(segment.parse::<usize>().ok()?),
            _ => node.get(unescape(segment).as_str()),
        })
}

pub fn lookup_mut<'y>(root: &'y mut Yaml, pointer: &str) -> Option<&'y mut Yaml> {
    pointer
        .split('/')
        .skip(1)
        .try_fold(root, |node, segment| match node {
            Yaml::Sequence(items) => items.get_mut(segment.parse::<usize>().ok()?),
            _ => node.get_mut(unescape(segment).as_str()),
        })
}

pub fn members(node: &Yaml) -> impl Iterator<Item = (&str, &Yaml)> {
    let map = node.as_mapping().into_iter().flatten();
    map.map(|(key, value)| (string(key), value))
}

pub fn list(node: &Yaml) -> &[Yaml] {
    node.as_sequence().map_or(&[], Vec::as_slice)
}

pub fn string(node: &Yaml) -> &str {
    node.as_str()
        .unwrap_or_else(|| panic!("{node:?} is no text"))
}

pub fn scalar(node: &Yaml) -> String {
    match node {
        Yaml::String(text) => text.clone(),
        Yaml::Number(number) => number.to_string(),
        other => panic!("{other:?} is no value of an enum"),
    }
}

pub fn array(value: &Json) -> &[Json] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub fn text(value: &Json) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}
