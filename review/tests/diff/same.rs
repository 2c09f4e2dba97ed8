//! What is no change at all, and what breaks nobody.

use connect_review::diff::{Advice, Class};

use super::edits::{edited, edited_under, kinds};

#[test]
fn names_orders_and_versions_that_nobody_sees_are_no_change() {
    for replacement in [
        ("version: '1'", "version: '2'"),
        ("operationId: files_list", "operationId: part_files_list"),
        ("enum: [draft, ready]", "enum: [ready, draft]"),
        ("lookups: [eq, in]", "lookups: [in, eq]"),
        (
            "        id: {type: string}\n        status",
            "        status",
        ),
    ] {
        let replacements: &[(&str, &str)] = match replacement {
            // The order of members: taken out here, put in there.
            (from, to) if from.contains("id: {type") => &[
                (from, to),
                (
                    "size: {type: integer}\n    file.Status",
                    "size: {type: integer}\n        id: {type: string}\n    file.Status",
                ),
            ],
            plain => &[plain],
        };
        let comparison = edited(replacements);
        assert_eq!(comparison.changes, [], "{replacement:?}");
        assert_eq!(comparison.advice(), Advice::Nothing);
    }
}

#[test]
fn a_component_under_another_key_is_no_change_and_overlays_follow_it() {
    let overlay = "  - target: $.components.schemas['file.File']\n    update: {x-connect-name: Report, properties: {id: {description: The id.}}}\n";
    let comparison = edited_under(overlay, &[("file.File", "report.Document")]);
    assert_eq!(comparison.changes, []);
    assert_eq!(
        comparison.followed,
        [("file.File".to_owned(), "report.Document".to_owned())]
    );
    assert_eq!(comparison.unfit, []);
    // The last two parts of a key are the name in Rust, where no overlay gives one: that is another matter.
    let unpinned = edited(&[("file.File", "report.Document")]);
    let renamed = unpinned
        .changes
        .iter()
        .find(|it| it.kind.as_str() == "type-renamed")
        .expect("a change");
    assert_eq!(
        (renamed.class, renamed.wire.as_str()),
        (Class::Breaking, "Nothing.")
    );
    assert_eq!(
        unpinned.changes.len(),
        1,
        "all follows from the name: {:#?}",
        unpinned.changes
    );
    assert_eq!(edited(&[("file.File", "our.file.File")]).changes, []);
}

#[test]
fn a_path_parameter_of_another_name_breaks_nobody() {
    let comparison = edited(&[
        ("/files/{id}/close", "/files/{key}/close"),
        ("{name: id, in: path", "{name: key, in: path"),
    ]);
    assert_eq!(
        kinds(&comparison),
        (
            Class::None,
            vec!["path-parameter-renamed", "parameter-renamed"]
        )
    );
}
