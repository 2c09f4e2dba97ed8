//! The first optional thing of an operation breaks no caller, whatever the operation sends and returns.

use connect_codegen::{Input, Source};
use connect_review::diff::{self, Class};
use semver_tests::edits::{Kind, kinds};
use serde_yaml::Value;

use crate::contracts::{contracts, source};

/// The edits that add the first optional thing of an operation.
fn first_kinds() -> Vec<Kind> {
    let mut first = kinds();
    first.retain(|kind| kind.name.starts_with("first-"));
    first
}

/// Whether an overlay of a contract declares that every body is required, also one that is new.
pub fn is_required_by_overlay(kind: &str, input: &Input) -> bool {
    kind == "first-optional-body" && !input.overlays.is_empty()
}

/// The contracts, and the document that has all constructs.
fn inputs() -> Vec<Input> {
    let constructs = source("tests/constructs/constructs.yml");
    // The edits read YAML without integers of this size.
    let text = constructs.text.replace("18446744073709551616", "1");
    let constructs = Input {
        document: Source::new("constructs.yml", text),
        ..Input::default()
    };
    let contracts = contracts().map(|it| it.input);
    contracts.into_iter().chain([constructs]).collect()
}

/// All changes at once, in all places of a contract, by their classes.
fn classes(input: &Input, kind: &Kind) -> (usize, Vec<(String, Class)>) {
    let mut document: Value = serde_yaml::from_str(&input.document.text).expect("YAML");
    let places = (kind.places)(&document);
    for place in &places {
        (kind.make)(&mut document, place);
    }
    let text = serde_yaml::to_string(&document).expect("YAML");
    let edited = Input {
        document: Source::new("edited.yml", text),
        ..input.clone()
    };
    let emitted = diff::emit(input, &edited).value.expect("both are sound");
    let changes = emitted.comparison.changes.into_iter();
    // The same change in several places is one with several places.
    let each = changes.flat_map(|it| {
        let change = (format!("{it:?}"), it.class);
        std::iter::repeat_n(change, it.places.len())
    });
    (places.len(), each.collect())
}

#[test]
fn the_first_optional_thing_of_any_operation_is_an_addition() {
    let kinds = first_kinds();
    assert_eq!(kinds.len(), 5, "a kind of edits is missing");
    for kind in kinds {
        let mut count = 0;
        let inputs = inputs().into_iter();
        for input in inputs.filter(|it| !is_required_by_overlay(kind.name, it)) {
            let (places, changes) = classes(&input, &kind);
            let other: Vec<_> = changes
                .iter()
                .filter(|(_, class)| *class != Class::Addition)
                .collect();
            assert!(other.is_empty(), "{}: {other:#?}", kind.name);
            // Operations can share an item of paths.
            assert!(changes.len() >= places, "{}: {changes:#?}", kind.name);
            count += places;
        }
        assert!(count > 10, "{}: {count} operations", kind.name);
    }
}
