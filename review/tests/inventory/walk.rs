//! A walk over a document that looks for each of its facts in an inventory.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use super::trees::{array, key, list, lookup, members, scalar, string, text};

/// What a document holds, and what of it an inventory lacks.
pub struct Walk<'d> {
    document: &'d Yaml,
    inventory: &'d Json,
    skipped: Vec<&'d str>,
    seen: BTreeSet<String>,
    operations: usize,
    filters: usize,
    /// What the inventory should hold, and does not.
    pub missing: Vec<String>,
}

impl<'d> Walk<'d> {
    pub fn over(document: &'d Yaml, inventory: &'d Json) -> Self {
        let skipped = array(&inventory["skipped"]).iter();
        let mut walk = Self {
            document,
            inventory,
            skipped: skipped.map(|skipped| text(&skipped["pointer"])).collect(),
            seen: BTreeSet::new(),
            operations: 0,
            filters: 0,
            missing: Vec::new(),
        };
        for (path, item) in members(&document["paths"]) {
            let at = key("/paths", path);
            for (method, operation) in members(item) {
                if [
                    "get", "put", "post", "delete", "options", "head", "patch", "trace",
                ]
                .contains(&method)
                {
                    walk.operation(path, method, item, operation, &key(&at, method));
                }
            }
        }
        for (name, _) in members(&document["components"]["schemas"]) {
            let pointer = key("/components/schemas", name);
            if !walk.seen.contains(&pointer) && !walk.is_skipped(&pointer) {
                walk.missing.push(format!(
                    "{pointer}: nothing reaches it, and it is not skipped"
                ));
            }
        }
        walk
    }

    pub fn counts(&self) -> (usize, usize) {
        (self.operations, self.filters)
    }

    pub fn is_complete(&self) {
        assert!(
            self.missing.is_empty(),
            "missing:\n{}",
            self.missing.join("\n")
        );
        assert_eq!(
            array(&self.inventory["operations"]).len(),
            self.operations,
            "and no more"
        );
        let filters = array(&self.inventory["operations"])
            .iter()
            .map(|o| array(&o["filters"]).len());
        assert_eq!(filters.sum::<usize>(), self.filters, "and no more");
    }

    /// Whether a pointer, or one above it, is listed as left out.
    fn is_skipped(&self, pointer: &str) -> bool {
        self.skipped.iter().any(|skipped| {
            pointer
                .strip_prefix(skipped)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    fn miss(&mut self, pointer: &str, what: impl std::fmt::Display) {
        if !self.is_skipped(pointer) {
            self.missing.push(format!("{pointer}: {what}"));
        }
    }

    /// The node itself, or what it refers to.
    fn follow(&self, node: &'d Yaml, pointer: &str) -> (&'d Yaml, String) {
        let Some(reference) = node.get("$ref").and_then(Yaml::as_str) else {
            return (node, pointer.to_owned());
        };
        let target = reference
            .strip_prefix('#')
            .expect("references stay in the document");
        let node =
            lookup(self.document, target).unwrap_or_else(|| panic!("{reference} leads nowhere"));
        self.follow(node, target)
    }

    fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: &'d Yaml,
        operation: &'d Yaml,
        at: &str,
    ) {
        self.operations += 1;
        let made = array(&self.inventory["operations"]).iter().find(|made| {
            made["path"] == path
                && text(&made["method"]) == method.to_uppercase()
                && made["pointer"] == at
        });
        let Some(made) = made else {
            return self.miss(at, "the operation");
        };
        let above = at.rsplit_once('/').expect("a pointer").0;
        for (owner, at) in [(item, above), (operation, at)] {
            for (index, parameter) in list(&owner["parameters"]).iter().enumerate() {
                self.parameter(
                    parameter,
                    &key(&key(at, "parameters"), &index.to_string()),
                    made,
                );
            }
        }
        if let Some(body) = operation.get("requestBody") {
            let (body, at) = self.follow(body, &key(at, "requestBody"));
            for (media, content) in members(&body["content"]) {
                let at = key(&key(&at, "content"), media);
                let request = &made["request"];
                if request["media_type"] != media || request["type"].is_null() {
                    self.miss(&at, "the request body");
                }
                self.schema(&content["schema"], &key(&at, "schema"));
            }
        }
        for (status, response) in members(&operation["responses"]) {
            let (response, at) = self.follow(response, &key(&key(at, "responses"), status));
            self.response(status, response, &at, made);
        }
    }

    fn parameter(&mut self, parameter: &'d Yaml, at: &str, made: &Json) {
        let (parameter, at) = self.follow(parameter, at);
        let name = string(&parameter["name"]);
        if let Some(declared) = parameter.get("x-connect-filter") {
            self.filters += 1;
            let filter = array(&made["filters"])
                .iter()
                .find(|filter| filter["name"] == name);
            let same = filter.is_some_and(|filter| {
                let lookups: Vec<&str> = list(&declared["lookups"]).iter().map(string).collect();
                array(&filter["lookups"]).iter().map(text).eq(lookups)
                    && filter["search"].as_bool() == declared["search"].as_bool()
                    && filter["ordering"].as_bool() == declared["ordering"].as_bool()
            });
            if !same {
                self.miss(&at, format!("the filter {name}"));
            }
        } else {
            let same = array(&made["parameters"]).iter().any(|made| {
                made["name"] == name
                    && made["in"] == string(&parameter["in"])
                    && made["required"].as_bool()
                        == Some(parameter["required"].as_bool() == Some(true))
            });
            if !same {
                self.miss(&at, format!("the parameter {name}"));
            }
        }
        if !self.is_skipped(&at) {
            self.schema(&parameter["schema"], &key(&at, "schema"));
        }
    }

    fn response(&mut self, status: &str, response: &'d Yaml, at: &str, made: &Json) {
        let declared: Vec<(&str, &Yaml)> = members(&response["content"]).collect();
        let of_status = array(&made["responses"])
            .iter()
            .find(|made| made["status"] == status);
        let Some(made) = of_status else {
            return self.miss(at, format!("the response {status}"));
        };
        if declared.is_empty() && !(made["media_type"].is_null() && made["type"].is_null()) {
            self.miss(at, format!("the response {status} is empty"));
        }
        for (media, content) in declared {
            let at = key(&key(at, "content"), media);
            if made["media_type"] != media || made["type"].is_null() {
                self.miss(&at, format!("{media} of the response {status}"));
            }
            let is_binary = content["schema"]["format"].as_str() == Some("binary");
            if is_binary && made["type"] != "Binary" {
                self.miss(&at, "the bytes");
            }
            self.schema(&content["schema"], &key(&at, "schema"));
        }
    }

    fn schema(&mut self, schema: &'d Yaml, at: &str) {
        let (schema, at) = self.follow(schema, at);
        if self.is_skipped(&at) || !self.seen.insert(at.clone()) {
            return;
        }
        for unknown in ["oneOf", "anyOf", "allOf", "not"] {
            assert!(
                schema.get(unknown).is_none(),
                "{at}: the walk does not know `{unknown}`"
            );
        }
        if schema.get("enum").is_some() {
            self.enumeration(schema, &at);
        }
        if members(&schema["properties"]).next().is_some() {
            self.object(schema, &at);
        }
        for inner in ["items", "additionalProperties"] {
            if schema.get(inner).is_some_and(Yaml::is_mapping) {
                self.schema(&schema[inner], &key(&at, inner));
            }
        }
    }

    /// The types that stand for a schema: one, or one for each direction.
    fn types(&self, at: &str) -> Vec<&'d Json> {
        let all = array(&self.inventory["types"]).iter();
        all.filter(|def| array(&def["pointers"]).iter().any(|pointer| pointer == at))
            .collect()
    }

    fn enumeration(&mut self, schema: &'d Yaml, at: &str) {
        let types = self.types(at);
        let values: BTreeSet<String> = list(&schema["enum"])
            .iter()
            .filter(|v| !v.is_null())
            .map(scalar)
            .collect();
        let same =
            types.iter().any(|def| {
                let made = def["values"].as_array().into_iter().flatten().map(
                    |value| match &value["wire"] {
                        Json::String(text) => text.clone(),
                        other => other.to_string(),
                    },
                );
                made.collect::<BTreeSet<String>>() == values
            });
        if !same {
            self.miss(at, format!("the values {values:?}"));
        }
    }

    fn object(&mut self, schema: &'d Yaml, at: &str) {
        let types = self.types(at);
        if types.is_empty() {
            return self.miss(at, "the type");
        }
        let required: Vec<&str> = list(&schema["required"]).iter().map(string).collect();
        for (name, property) in members(&schema["properties"]) {
            let pointer = key(&key(at, "properties"), name);
            let wanted = Field::declared(self, name, property, required.contains(&name));
            let found: Vec<&Json> = types
                .iter()
                .flat_map(|def| def["fields"].as_array().into_iter().flatten())
                .filter(|field| field["wire"] == name)
                .collect();
            if found.is_empty() {
                self.miss(&pointer, "the property");
            }
            for field in found {
                if let Some(differs) = wanted.differs_from(field) {
                    self.miss(&pointer, differs);
                }
            }
            self.schema(property, &pointer);
        }
    }
}

/// What the document says of a property.
struct Field {
    presence: &'static str,
    access: &'static str,
    /// What the Rust type must mention.
    mentions: &'static str,
}

impl Field {
    fn declared(walk: &Walk<'_>, name: &str, property: &Yaml, required: bool) -> Self {
        let flag = |name: &str| property.get(name).and_then(Yaml::as_bool) == Some(true);
        // Beside a reference nothing counts, but the vendor means it.
        let reference = property.get("$ref").and_then(Yaml::as_str);
        let target =
            reference.and_then(|reference| lookup(walk.document, reference.strip_prefix('#')?));
        let of_target = |name: &str| {
            target
                .and_then(|target| target.get(name))
                .and_then(Yaml::as_bool)
                == Some(true)
        };
        let schema = target.unwrap_or(property);
        let kind = schema
            .get("type")
            .and_then(Yaml::as_str)
            .unwrap_or_default();
        let format = schema
            .get("format")
            .and_then(Yaml::as_str)
            .unwrap_or_default();
        let is_named = schema.get("enum").is_some() || schema.get("properties").is_some();
        let mentions = match (kind, format) {
            _ if is_named => "",
            ("string", "date") => "Date",
            ("string", "date-time" | "datetime") => "DateTime",
            ("string", "date-or-date-time") => "DateOrDateTime",
            ("string", "presigned-url") => "PresignedUrl",
            ("string", "binary") => "Upload",
            ("string", _) => "String",
            ("integer", _) => "i64",
            ("number", _) => "Decimal",
            ("boolean", _) => "bool",
            ("array", _) => "Vec<",
            ("object" | "", _) => "Json",
            _ => panic!("{name}: the walk does not know the type `{kind}`"),
        };
        Self {
            presence: match (required, flag("nullable") || of_target("nullable")) {
                (true, false) => "required",
                (true, true) => "required_nullable",
                (false, false) => "optional",
                (false, true) => "optional_nullable",
            },
            access: match (flag("readOnly"), flag("writeOnly")) {
                (true, false) => "read_only",
                (false, true) => "write_only",
                _ => "read_write",
            },
            mentions,
        }
    }

    fn differs_from(&self, field: &Json) -> Option<String> {
        let same = field["presence"] == self.presence
            && field["access"] == self.access
            && text(&field["type"]).contains(self.mentions);
        (!same).then(|| {
            format!(
                "{} {} {} is not {field}",
                self.presence, self.access, self.mentions
            )
        })
    }
}
