//! Slices of the vendor's documents, and the one that is committed.

use connect_codegen::{Counts, select};

use super::document::slice_of;
use super::support::{difference, read, sound, vendor, workspace};

#[test]
fn the_committed_slice_is_the_vendors() {
    let Some(document) = vendor("connect-openapi30-v37.yml") else {
        return;
    };
    let slice = sound(select(&document, &["/usage*".to_owned()]));
    assert_eq!(
        slice.counts,
        Counts {
            paths: 27,
            operations: 32,
            components: 26,
            schemas: 22,
            filters: 58
        }
    );
    assert_eq!(slice.api_version, "37.0");
    let committed = read(&workspace().join("specs/usage/contract.yml"));
    if let Some(difference) = difference("specs/usage/contract.yml", &committed, &slice.text) {
        panic!("{difference}");
    }
}

#[test]
fn the_vendors_older_document_has_the_other_markup() {
    let Some(document) = vendor("connect-openapi30-v22.yml") else {
        return;
    };
    let slice = sound(select(&document, &["/usage*".to_owned()]));
    assert_eq!((slice.counts.paths, slice.counts.operations), (27, 35));
    assert_eq!(slice.counts.filters, 57, "one filter came later");
}

/// The slice that is committed has been selected from, and is itself again.
#[test]
fn selecting_from_our_slice_changes_nothing() {
    let text = read(&workspace().join("specs/usage/contract.yml"));
    for prefixes in [&["/usage*"][..], &[]] {
        let again = slice_of(&text, prefixes);
        assert_eq!(difference("slice", &text, &again.text), None);
    }
    for prose in [
        "description: '",
        "summary:",
        "title:",
        "example:",
        "externalDocs:",
        "tags:",
    ] {
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| line.trim().starts_with(prose))
            .collect();
        let allowed = ["description: ''", "title: CloudBlue Connect API"];
        assert!(
            lines.iter().all(|line| allowed.contains(&line.trim())),
            "{lines:?}"
        );
    }
}
