//! The objects of the directory: JSON, by kind and id.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::kind::Kind;
use super::members;

/// An object, as the platform keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub kind: Kind,
    pub id: String,
    /// The product of an item or of a parameter; empty for other objects.
    pub product: String,
    /// All that filters look at. Responses lack some of it.
    pub json: Value,
    pub oddities: Vec<Oddity>,
    /// Whether the platform terminates the asset that it processes, instead of activating it.
    pub fails: bool,
}

/// How the responses with an object differ from what the platform keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// They lack the member at this path.
    Without(String),
    /// They have the id in place of the object at this path.
    Bare(String),
}

impl Stored {
    /// An object that is not part of another one.
    pub fn new(kind: Kind, id: impl Into<String>, json: Value) -> Self {
        Self::part(kind, id, "", json)
    }

    /// An item or a parameter of a product.
    pub fn part(kind: Kind, id: impl Into<String>, product: &str, mut json: Value) -> Self {
        let id = id.into();
        members::set(&mut json, "id", &Value::from(id.as_str()));
        Self {
            kind,
            id,
            product: product.to_owned(),
            json,
            oddities: Vec::new(),
            fails: false,
        }
    }

    /// A string among its members.
    pub fn string(&self, path: &str) -> Option<&str> {
        members::string(&self.json, path)
    }

    /// The members of this object that other objects have of it.
    pub fn reference(&self, names: &[&str]) -> Value {
        let mut reference = json!({"id": self.id});
        for name in names {
            if let Some(value) = self.json.get(*name) {
                members::set(&mut reference, name, value);
            }
        }
        reference
    }
}

/// The objects of a platform, in the order of their ids.
#[derive(Debug)]
pub(crate) struct Directory {
    objects: BTreeMap<Key, Stored>,
    /// The schema of the usage of products of which a test says nothing else.
    pub schema: &'static str,
}

/// The kind, the product of an item or of a parameter, and the id.
type Key = (Kind, String, String);

impl Directory {
    /// A directory without objects.
    pub fn new(schema: &'static str) -> Self {
        Self {
            objects: BTreeMap::new(),
            schema,
        }
    }

    /// Adds an object, or replaces the one of the same kind and id. Other objects refer to it by its new name.
    pub fn insert(&mut self, object: Stored) {
        let key = (object.kind, object.product.clone(), object.id.clone());
        let id = object.id.clone();
        let name = object.json.get("name").cloned();
        let replaced = self.objects.insert(key, object);
        if let (Some(_), Some(name)) = (replaced, name) {
            self.refresh(&id, "name", &name);
        }
    }

    pub fn get(&self, kind: Kind, id: &str) -> Option<&Stored> {
        self.part(kind, "", id)
    }

    /// An object, which is an item or a parameter of this product.
    pub fn part(&self, kind: Kind, product: &str, id: &str) -> Option<&Stored> {
        self.objects.get(&(kind, product.to_owned(), id.to_owned()))
    }

    pub fn get_mut(&mut self, kind: Kind, id: &str) -> Option<&mut Stored> {
        self.objects.get_mut(&(kind, String::new(), id.to_owned()))
    }

    /// The object of this id that is not part of another one.
    pub fn find(&self, id: &str) -> Option<&Stored> {
        Kind::OWN.iter().find_map(|kind| self.get(*kind, id))
    }

    /// The objects of a kind; items and parameters are those of one product.
    pub fn all(&self, kind: Kind, product: &str) -> impl Iterator<Item = &Stored> {
        let first = (kind, product.to_owned(), String::new());
        let objects = self.objects.range(first..).map(|(_, it)| it);
        objects.take_while(move |it| it.kind == kind && it.product == product)
    }

    /// Removes the object of this id, whatever its kind is, and the items and parameters of a product.
    pub fn remove(&mut self, id: &str) {
        self.objects
            .retain(|(_, product, own), _| own != id && product != id);
    }

    /// Sets a member wherever an object refers to the one of this id and has that member of it.
    pub fn refresh(&mut self, id: &str, name: &str, value: &Value) {
        for object in self.objects.values_mut().filter(|it| it.id != id) {
            refresh(&mut object.json, id, name, value);
        }
    }
}

fn refresh(json: &mut Value, id: &str, name: &str, value: &Value) {
    match json {
        Value::Array(elements) => {
            for element in elements {
                refresh(element, id, name, value);
            }
        }
        Value::Object(members) => {
            let is_meant = members.get("id").and_then(Value::as_str) == Some(id);
            if let (true, Some(member)) = (is_meant, members.get_mut(name)) {
                member.clone_from(value);
            }
            for member in members.values_mut() {
                refresh(member, id, name, value);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Directory, Stored};
    use crate::platform::directory::kind::Kind;

    #[test]
    fn references_follow_the_name() {
        let mut directory = Directory::new("cr");
        directory.insert(Stored::new(Kind::Hub, "HB-1", json!({"name": "Old"})));
        let hub = directory.get(Kind::Hub, "HB-1").expect("a hub");
        let asset = json!({"connection": {"hub": hub.reference(&["name", "missing"])}});
        directory.insert(Stored::new(Kind::Asset, "AS-1", asset));
        directory.insert(Stored::new(Kind::Hub, "HB-1", json!({"name": "New"})));
        let asset = directory.find("AS-1").expect("an asset");
        let expected = json!({"id": "AS-1", "connection": {"hub": {"id": "HB-1", "name": "New"}}});
        assert_eq!(asset.json, expected);
    }

    #[test]
    fn items_are_those_of_a_product() {
        let mut directory = Directory::new("cr");
        directory.insert(Stored::new(Kind::Product, "PRD-1", json!({})));
        for product in ["PRD-1", "PRD-2"] {
            let id = format!("{product}-0001");
            directory.insert(Stored::part(Kind::Item, id, product, json!({})));
        }
        let ids = |directory: &Directory, product: &str| -> Vec<String> {
            let all = directory.all(Kind::Item, product);
            all.map(|it| it.id.clone()).collect()
        };
        assert_eq!(ids(&directory, "PRD-1"), ["PRD-1-0001"]);
        assert!(ids(&directory, "").is_empty());
        directory.remove("PRD-1");
        assert!(ids(&directory, "PRD-1").is_empty() && directory.find("PRD-1").is_none());
        assert_eq!(ids(&directory, "PRD-2"), ["PRD-2-0001"]);
    }
}
