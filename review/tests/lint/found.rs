//! What is found, and where.

use connect_codegen::Severity;
use connect_review::{lint, overlay_of};

use super::defects::{DOCUMENT, briefs, findings, input, subject};

#[test]
fn defects_are_found_where_they_stand() {
    let expected = [
        "note[unstable-operation-id] 6 #/paths/~1shelves/get",
        "note[header-as-parameter] 8 #/paths/~1shelves/get/parameters/0",
        "note[wrong-kind-of-reference] 11 #/paths/~1shelves/get/parameters/0/schema",
        "warning[wrong-kind-of-reference] 15 #/paths/~1shelves/get/parameters/1/schema",
        "note[colliding-names] 19 #/paths/~1shelves/get/parameters/3",
        "note[unstable-operation-id] 34 #/paths/~1shelves/post",
        "note[optional-body] 35 #/paths/~1shelves/post/requestBody",
        "note[status-as-number] 41 #/paths/~1shelves/post/responses/201",
        "note[unstable-operation-id] 48 #/paths/~1shelves~1{it's}/delete",
        "note[undeclared-errors] 51 #/paths/~1shelves~1{it's}/delete",
        "note[format] 68 #/components/schemas/library.Shelf/properties/made",
        "note[format] 69 #/components/schemas/library.Shelf/properties/colour",
        "note[repeated-in-place] 70 #/components/schemas/library.Shelf/properties/place",
        "note[colliding-names] 72 #/components/schemas/library.Shelf/properties/shelf_no",
        "note[colliding-names] 73 #/components/schemas/library.Shelf/properties/zone/enum/1",
        "note[colliding-names] 76 #/components/schemas/store.Shelf",
        "note[unused-component] 84 #/components/schemas/Forgotten",
        "note[format] 88 #/components/schemas/Forgotten/properties/when",
        "note[unused-component] 89 #/components/schemas/AlsoForgotten",
    ];
    let found = findings(DOCUMENT, &[]);
    assert_eq!(briefs(&found), expected);
    let without: Vec<&str> = found
        .iter()
        .filter(|finding| finding.action.is_none())
        .map(|finding| finding.diagnostic.code.as_str())
        .collect();
    assert_eq!(without, ["status-as-number", "format"]);
}

/// Names and documentation are only asked for where an overlay says any.
#[test]
fn what_the_overlay_is_silent_about_is_found() {
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.paths['/shelves'].get\n  update: {x-connect-function: 'shelves::list', description: Lists them.}\n- target: $.components.schemas['store.Shelf']\n  update: {x-connect-name: NewShelf, description: A shelf to be.}\n";
    let left = findings(DOCUMENT, &[overlay]);
    let about = |code: &str| -> Vec<String> {
        let about = left
            .iter()
            .filter(|finding| finding.diagnostic.code.as_str() == code);
        about.map(|finding| subject(finding).1).collect()
    };
    let unpinned = about("unpinned");
    assert_eq!(unpinned, about("undocumented"));
    let expected = [
        "#/paths/~1shelves/post",
        "#/paths/~1shelves~1{it's}/delete",
        "#/components/responses/wrong/content/application~1json/schema",
        "#/components/schemas/library.Shelf",
        "#/components/schemas/library.Shelf/properties/place",
        "#/components/schemas/library.Shelf/properties/zone",
    ];
    for pointer in expected {
        assert!(
            unpinned.iter().any(|there| there == pointer),
            "{pointer} in {unpinned:?}"
        );
    }
    assert!(
        !unpinned
            .iter()
            .any(|there| there == "#/paths/~1shelves/get")
    );
    assert!(
        !unpinned
            .iter()
            .any(|there| there == "#/components/schemas/store.Shelf")
    );
    // Names can be pinned by rule; what an item is, nobody but us can say.
    let pins = left
        .iter()
        .filter(|finding| finding.diagnostic.code.as_str() == "unpinned");
    let pins = overlay_of(pins.filter_map(|finding| finding.action.as_ref()));
    let pinned = findings(DOCUMENT, &[overlay, &pins]);
    let unpinned = pinned
        .iter()
        .filter(|finding| finding.diagnostic.code.as_str() == "unpinned");
    assert_eq!(unpinned.map(subject).collect::<Vec<_>>(), []);
    let mute = left
        .iter()
        .filter(|finding| finding.diagnostic.code.as_str() == "undocumented");
    assert!(mute.clone().count() > 0 && mute.clone().all(|finding| finding.action.is_none()));
}

/// An overlay that cannot be applied ends it, as everywhere.
#[test]
fn a_dead_action_is_no_defect_of_the_document() {
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.nowhere\n  remove: true\n";
    let outcome = lint(&input(DOCUMENT, &[overlay]));
    assert!(outcome.value.is_none() && outcome.diagnostics.has_errors());
    let outcome = lint(&input("swagger: '2.0'\n", &[]));
    assert!(outcome.value.is_none());
}

/// Operations with defects are not generated, but can be looked at.
#[test]
fn operations_that_are_skipped_are_findings() {
    let broken = DOCUMENT.replace("name: it's, in: path", "name: its, in: path");
    let found = findings(&broken, &[]);
    let skipped = found.iter().filter(|finding| {
        finding
            .diagnostic
            .message
            .contains("the operation is skipped")
    });
    let skipped: Vec<(Severity, &str)> = skipped
        .map(|finding| {
            (
                finding.diagnostic.severity,
                finding.diagnostic.code.as_str(),
            )
        })
        .collect();
    assert_eq!(skipped, [(Severity::Warning, "path")]);
}
