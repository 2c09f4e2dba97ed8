//! Changes of calls: operations, parameters and filters.

use connect_review::diff::{Class, How};

use super::edits::{SPEC, compared, edited, input, kinds, only};

#[test]
fn an_operation_comes_and_goes() {
    let closing = "  /files/{id}/close:\n    post:\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      responses: {'204': {description: ''}}\n";
    let text = SPEC.replace(closing, "");
    let gone = compared(&input(SPEC, ""), &input(&text, ""));
    let change = only(&gone);
    assert_eq!(
        (change.kind.as_str(), change.class),
        ("operation-removed", Class::Breaking)
    );
    let old = change.old.as_ref().expect("it stood somewhere");
    assert_eq!(old.pointer.as_str(), "/paths/~1files~1{id}~1close/post");
    assert_eq!(old.span.as_ref().expect("in a file").line, 36);
    assert!(change.new.is_none());
    let effect = &change.effects[0];
    assert_eq!(
        (effect.item.as_str(), effect.how),
        ("files::close", How::Removed)
    );
    assert_eq!(
        effect.old.as_deref(),
        Some("fn(id: impl AsRef<str>) -> Call<()>")
    );

    let come = compared(&input(&text, ""), &input(SPEC, ""));
    assert_eq!(kinds(&come), (Class::Addition, vec!["operation-added"]));
}

#[test]
fn a_method_that_changes_under_the_same_name_breaks_nobody() {
    let comparison = edited(&[(
        "  /files/{id}/close:\n    post",
        "  /files/{id}/close:\n    put",
    )]);
    assert_eq!(comparison.class(), Class::None);
    let gone = comparison
        .changes
        .iter()
        .find(|it| it.kind.as_str() == "operation-removed")
        .expect("a change");
    assert_eq!(
        gone.rust,
        "`files::close` remains, but now sends `PUT /files/{id}/close`."
    );
}

#[test]
fn parameters() {
    let dry = "- {name: dry, in: query, schema: {type: boolean}}";
    for (replacement, expected) in [
        (
            (
                dry,
                "- {name: dry, in: query, required: true, schema: {type: boolean}}",
            ),
            (Class::Breaking, "parameter-required"),
        ),
        (
            (dry, "- {name: dry, in: query, schema: {type: integer}}"),
            (Class::Breaking, "parameter-type"),
        ),
        (
            (
                dry,
                "- {name: dry, in: query, schema: {type: boolean, default: true}}",
            ),
            (Class::None, "limits"),
        ),
        (
            (
                dry,
                "- {name: dry, in: query, schema: {type: boolean}}\n        - {name: wet, in: query, schema: {type: boolean}}",
            ),
            (Class::Addition, "parameter-added"),
        ),
        (
            (
                "- {name: from, in: query, required: true, schema: {type: string}}\n        ",
                "",
            ),
            (Class::Breaking, "parameter-removed"),
        ),
    ] {
        let comparison = edited(&[replacement]);
        let change = only(&comparison);
        assert_eq!(
            (change.class, change.kind.as_str()),
            expected,
            "{replacement:?}"
        );
    }
    // The first one that need not be given is an argument more.
    let comparison = compared(&input(&SPEC.replace(dry, ""), ""), &input(SPEC, ""));
    assert_eq!(
        kinds(&comparison),
        (Class::Breaking, vec!["parameter-added"])
    );
}

#[test]
fn an_argument_that_replaces_another_one_misleads_callers_that_compile() {
    let comparison = edited(&[(
        "{name: from, in: query, required",
        "{name: origin, in: query, required",
    )]);
    assert_eq!(
        kinds(&comparison),
        (
            Class::Breaking,
            vec!["parameter-removed", "parameter-added"]
        )
    );
}

#[test]
fn members_that_change_places_are_no_change() {
    let swapped = edited(&[(
        "                name: {type: string, maxLength: 20}\n                note: {type: string}\n",
        "                note: {type: string}\n                name: {type: string, maxLength: 20}\n",
    )]);
    assert_eq!(kinds(&swapped), (Class::None, Vec::new()));
}

#[test]
fn filters() {
    for (from, to, class, kind) in [
        (
            "lookups: [eq, in]",
            "lookups: [eq]",
            Class::Breaking,
            "lookup-removed",
        ),
        (
            "lookups: [eq, in]",
            "lookups: [eq, in, ne]",
            Class::Addition,
            "lookup-added",
        ),
        (
            "ordering: true",
            "ordering: false",
            Class::Breaking,
            "filter-ordering",
        ),
        (
            "search: false",
            "search: true",
            Class::None,
            "filter-search",
        ),
    ] {
        let comparison = edited(&[(from, to)]);
        let change = comparison
            .changes
            .iter()
            .find(|it| it.kind.as_str() == kind)
            .expect(kind);
        assert_eq!((change.class, comparison.class()), (class, class), "{to}");
    }
}
