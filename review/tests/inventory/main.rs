//! Nothing of the slice is missing: each fact of it, found by a walk that knows nothing of the
//! generator, is in the inventory, or is listed there as left out, with a reason.

#[path = "../support/mod.rs"]
mod support;

mod overlay;
mod trees;
mod walk;

use std::collections::BTreeSet;

use connect_codegen::{Input, Source, generate};
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use overlay::lay;
use support::{ours, sound};
use trees::{array, list, text};
use walk::Walk;

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
        ..Input::default()
    };
    let inventory = connect_review::inventory(&sound(generate(&input, &mut |_| {})).api);
    let slice = serde_yaml::from_str(&slice.text).expect("the slice is YAML");
    let found = Walk::over(&slice, &inventory);
    assert_eq!(found.counts(), (35, 57));
    found.is_complete();
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
