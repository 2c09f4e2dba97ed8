//! Nodes as values of serde_yaml, from which openapiv3 reads.

use super::{Node, Value};

impl Node {
    /// Converts the node for serde_yaml, which passes it on to openapiv3.
    #[must_use]
    pub fn to_yaml(&self) -> serde_yaml::Value {
        use serde_yaml::Value as Yaml;
        match &self.value {
            Value::Null => Yaml::Null,
            Value::Bool(value) => Yaml::Bool(*value),
            Value::Number(text) => yaml_number(text),
            Value::String(text) => Yaml::String(text.clone()),
            Value::Array(items) => Yaml::Sequence(items.iter().map(Self::to_yaml).collect()),
            Value::Map(map) => Yaml::Mapping(
                map.entries()
                    .iter()
                    .map(|entry| (Yaml::String(entry.key.clone()), entry.node.to_yaml()))
                    .collect(),
            ),
        }
    }
}

fn yaml_number(text: &str) -> serde_yaml::Value {
    if let Ok(number) = text.parse::<u64>() {
        return number.into();
    }
    if let Ok(number) = text.parse::<i64>() {
        return number.into();
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => number.into(),
        _ => serde_yaml::Value::String(text.to_owned()),
    }
}
