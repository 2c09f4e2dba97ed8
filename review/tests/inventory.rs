//! Nothing of the slice is missing: each fact of it, found by a walk that knows nothing of the
//! generator, is in the inventory, or is listed there as left out, with a reason.

mod support;

use std::collections::BTreeSet;

use connect_codegen::{Input, Source, generate};
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;
use support::{ours, sound};

/// The functions that are promised.
const FUNCTIONS: [(&str, &[&str]); 6] = [
    ("aggregates", &["list"]),
    (
        "chunks",
        &["list", "get", "update", "close", "download", "regenerate"],
    ),
    (
        "files",
        &[
            "list",
            "create",
            "get",
            "update",
            "accept",
            "approve_all",
            "close",
            "delete",
            "upload_reconciliation",
            "reject",
            "reprocess",
            "submit",
            "upload",
            "list_categories",
        ],
    ),
    ("products", &["template"]),
    (
        "reconciliations",
        &["list", "create", "get", "processed_file", "uploaded_file"],
    ),
    ("records", &["list", "close_many", "get", "update", "close"]),
];

#[test]
fn nothing_of_the_slice_is_missing() {
    let mut input = ours();
    input.overlays.clear();
    let inventory = connect_review::inventory(&sound(generate(&input, &mut |_| {})).api);
    let slice = serde_yaml::from_str(&input.document.text).expect("the slice is YAML");
    let found = Walk::over(&slice, &inventory);
    assert_eq!(found.counts(), (32, 58));
    found.is_complete();
}

#[test]
fn nothing_of_the_corrected_slice_is_missing() {
    let input = ours();
    let bindings = sound(generate(&input, &mut |_| {}));
    let mut slice = serde_yaml::from_str(&input.document.text).expect("the slice is YAML");
    let mut applied = bindings.applied.iter();
    for overlay in &input.overlays {
        let overlay: Yaml = serde_yaml::from_str(&overlay.text).expect("an overlay is YAML");
        for action in list(&overlay["actions"]) {
            let applied = applied.next().expect("every action is applied");
            assert_eq!(action["target"].as_str(), Some(applied.target.as_str()));
            let touched = applied
                .touched
                .iter()
                .map(|pointer| pointer.as_str().to_owned());
            lay(&mut slice, action, touched.collect());
        }
    }
    assert!(applied.next().is_none());
    let inventory = connect_review::inventory(&bindings.api);
    let found = Walk::over(&slice, &inventory);
    assert_eq!(found.counts(), (32, 58));
    found.is_complete();
}

#[test]
fn the_functions_are_those_promised() {
    let inventory = connect_review::inventory(&sound(generate(&ours(), &mut |_| {})).api);
    let promised: BTreeSet<String> = FUNCTIONS
        .iter()
        .flat_map(|(module, names)| names.iter().map(move |name| format!("{module}::{name}")))
        .collect();
    let made: BTreeSet<String> = array(&inventory["operations"])
        .iter()
        .map(|operation| text(&operation["function"]).to_owned())
        .collect();
    assert_eq!(made, promised);
    assert_eq!(made.len(), 32);
}

/// Names follow from method and path; the overlay only pins what the rules find.
#[test]
fn most_names_need_no_overlay() {
    let mut input = ours();
    input.overlays.clear();
    let inventory = connect_review::inventory(&sound(generate(&input, &mut |_| {})).api);
    let promised = |name: &str| {
        FUNCTIONS.iter().any(|(module, names)| {
            names
                .iter()
                .any(|known| format!("{module}::{known}") == name)
        })
    };
    let other: Vec<&str> = array(&inventory["operations"])
        .iter()
        .map(|operation| text(&operation["function"]))
        .filter(|name| !promised(name))
        .collect();
    assert!(other.len() <= 8, "{other:?}");
}

#[test]
fn types_have_good_names() {
    for with_overlays in [true, false] {
        let mut input = ours();
        if !with_overlays {
            input.overlays.clear();
        }
        let inventory = connect_review::inventory(&sound(generate(&input, &mut |_| {})).api);
        let mut names = BTreeSet::new();
        for def in array(&inventory["types"]) {
            let name = text(&def["name"]);
            assert!(
                !name.ends_with(|last: char| last.is_ascii_digit()),
                "{name}"
            );
            for dull in ["Inline", "Unnamed", "Anonymous"] {
                assert!(!name.contains(dull), "{name}");
            }
            assert!(name != "Value" && !name.ends_with("Value"), "{name}");
            assert!(names.insert(name), "{name} is there twice");
        }
        if with_overlays {
            for promised in [
                "UsageFile",
                "UsageFileSummary",
                "UsageRecord",
                "Chunk",
                "Reconciliation",
                "UsageFileStatus",
            ] {
                assert!(names.contains(promised), "{promised} is not there");
            }
        }
    }
}

/// The status of a file is one type, in list, detail and filter.
#[test]
fn equal_types_are_one() {
    let inventory = connect_review::inventory(&sound(generate(&ours(), &mut |_| {})).api);
    let def = array(&inventory["types"])
        .iter()
        .find(|def| def["name"] == "UsageFileStatus")
        .expect("the type");
    let pointers: Vec<&str> = array(&def["pointers"]).iter().map(text).collect();
    for schema in ["usage.UsageFileList", "usage.UsageFileDetail"] {
        let pointer = format!("/components/schemas/{schema}/properties/status");
        assert!(pointers.contains(&pointer.as_str()), "{pointers:?}");
    }
    let files = array(&inventory["operations"])
        .iter()
        .find(|operation| operation["function"] == "files::list")
        .expect("the operation");
    let status = array(&files["filters"])
        .iter()
        .find(|filter| filter["name"] == "status")
        .expect("the filter");
    assert_eq!(status["type"], "UsageFileStatus");
    assert_eq!(status["rust"], "files::filter::STATUS");
}

#[test]
fn the_inventory_is_the_same_each_time() {
    let once = serde_json::to_string_pretty(&connect_review::inventory(
        &sound(generate(&ours(), &mut |_| {})).api,
    ));
    let again = serde_json::to_string_pretty(&connect_review::inventory(
        &sound(generate(&ours(), &mut |_| {})).api,
    ));
    assert_eq!(once.unwrap(), again.unwrap());
}

/// Every skipped item says why, and its pointer leads to something of the slice or of an overlay.
#[test]
fn what_is_left_out_has_a_reason() {
    for with_overlays in [true, false] {
        let mut input = ours();
        if !with_overlays {
            input.overlays.clear();
        }
        let inventory = connect_review::inventory(&sound(generate(&input, &mut |_| {})).api);
        for skipped in array(&inventory["skipped"]) {
            assert!(text(&skipped["reason"]).len() > 10, "{skipped}");
        }
    }
}

/// What the walk finds is really looked for: with anything taken away, it misses it.
#[test]
fn the_walk_misses_what_is_taken_away() {
    let mut input = ours();
    input.overlays.clear();
    let inventory = connect_review::inventory(&sound(generate(&input, &mut |_| {})).api);
    let slice: Yaml = serde_yaml::from_str(&input.document.text).expect("the slice is YAML");
    let missed = |change: &dyn Fn(&mut Json)| {
        let mut changed = inventory.clone();
        change(&mut changed);
        Walk::over(&slice, &changed).missing.len()
    };
    assert_eq!(missed(&|_| {}), 0);
    let shorter = |value: &mut Json| value.as_array_mut().expect("a list").truncate(0);
    assert!(missed(&|all| shorter(&mut all["operations"])) > 0);
    assert!(missed(&|all| shorter(&mut all["skipped"])) > 0);
    for (index, operation) in array(&inventory["operations"]).iter().enumerate() {
        for key in ["parameters", "filters", "responses"] {
            let there = array(&operation[key]).len();
            let count = missed(&|all| shorter(&mut all["operations"][index][key]));
            assert!(count >= there.min(1), "{key} of {}", operation["function"]);
        }
        if !operation["request"].is_null() {
            assert!(missed(&|all| all["operations"][index]["request"] = Json::Null) > 0);
        }
    }
    for (index, def) in array(&inventory["types"]).iter().enumerate() {
        for key in ["fields", "values", "pointers"] {
            if def[key].is_array() {
                assert!(
                    missed(&|all| shorter(&mut all["types"][index][key])) > 0,
                    "{key} of {}",
                    def["name"]
                );
            }
        }
    }
}

/// The older document has operations that the newer one has not; all of them are there.
#[test]
fn nothing_of_the_older_document_is_missing() {
    let Some(document) = support::vendor("connect-openapi30-v22.yml") else {
        return;
    };
    let prefixes = vec!["/usage*".to_owned()];
    let slice = sound(connect_codegen::select(&document, &prefixes));
    let input = Input {
        document: Source::new("slice.yml", slice.text.clone()),
        overlays: Vec::new(),
        prefixes: Vec::new(),
        reserved: None,
    };
    let inventory = connect_review::inventory(&sound(generate(&input, &mut |_| {})).api);
    let slice = serde_yaml::from_str(&slice.text).expect("the slice is YAML");
    let found = Walk::over(&slice, &inventory);
    assert_eq!(found.counts(), (35, 57));
    found.is_complete();
}

// The walk

struct Walk<'d> {
    document: &'d Yaml,
    inventory: &'d Json,
    skipped: Vec<&'d str>,
    seen: BTreeSet<String>,
    operations: usize,
    filters: usize,
    missing: Vec<String>,
}

impl<'d> Walk<'d> {
    fn over(document: &'d Yaml, inventory: &'d Json) -> Self {
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

    fn counts(&self) -> (usize, usize) {
        (self.operations, self.filters)
    }

    fn is_complete(&self) {
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

// Overlays, once more and by other means

/// Applies an action to the nodes that it touched.
fn lay(document: &mut Yaml, action: &Yaml, mut touched: Vec<String>) {
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

// Trees

fn key(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

fn lookup<'y>(root: &'y Yaml, pointer: &str) -> Option<&'y Yaml> {
    pointer
        .split('/')
        .skip(1)
        .try_fold(root, |node, segment| match node {
            Yaml::Sequence(items) => items.get(segment.parse::<usize>().ok()?),
            _ => node.get(unescape(segment).as_str()),
        })
}

fn lookup_mut<'y>(root: &'y mut Yaml, pointer: &str) -> Option<&'y mut Yaml> {
    pointer
        .split('/')
        .skip(1)
        .try_fold(root, |node, segment| match node {
            Yaml::Sequence(items) => items.get_mut(segment.parse::<usize>().ok()?),
            _ => node.get_mut(unescape(segment).as_str()),
        })
}

fn members(node: &Yaml) -> impl Iterator<Item = (&str, &Yaml)> {
    let map = node.as_mapping().into_iter().flatten();
    map.map(|(key, value)| (string(key), value))
}

fn list(node: &Yaml) -> &[Yaml] {
    node.as_sequence().map_or(&[], Vec::as_slice)
}

fn string(node: &Yaml) -> &str {
    node.as_str()
        .unwrap_or_else(|| panic!("{node:?} is no text"))
}

fn scalar(node: &Yaml) -> String {
    match node {
        Yaml::String(text) => text.clone(),
        Yaml::Number(number) => number.to_string(),
        other => panic!("{other:?} is no value of an enum"),
    }
}

fn array(value: &Json) -> &[Json] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Json) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}

/// Only reports have a field that they can be ordered by and that no two of them share.
#[test]
fn the_lists_with_a_stable_order() {
    let inventory = connect_review::inventory(&sound(generate(&ours(), &mut |_| {})).api);
    let operations = inventory["operations"].as_array().expect("operations");
    let stable: Vec<_> = operations
        .iter()
        .filter(|it| it["stable_order"] != serde_json::json!([]))
        .map(|it| (&it["function"], &it["stable_order"]))
        .collect();
    assert_eq!(
        stable,
        [(
            &serde_json::json!("files::list"),
            &serde_json::json!(["id"])
        )]
    );
}
