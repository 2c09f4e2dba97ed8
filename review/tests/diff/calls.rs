//! Changes of calls: operations, parameters and filters.

use connect_review::diff::{Class, Comparison, How};

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
    assert_eq!(comparison.class(), Class::Wire);
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
            (Class::Wire, "limits"),
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
    // The first one that need not be given adds a function.
    let comparison = compared(&input(&SPEC.replace(dry, ""), ""), &input(SPEC, ""));
    assert_eq!(
        kinds(&comparison),
        (Class::Addition, vec!["parameter-added"])
    );
}

/// The operation without anything optional, with more.
fn closing_with(more: &str) -> Comparison {
    let done = "      responses: {'204': {description: ''}}\n";
    edited(&[(done, &format!("{more}{done}"))])
}

/// The items that differ.
fn items(comparison: &Comparison) -> Vec<&str> {
    let effects = &only(comparison).effects;
    effects.iter().map(|it| it.item.as_str()).collect()
}

#[test]
fn the_first_optional_thing_adds_a_function() {
    let added = ["files::CloseParameters", "files::close_with"];
    let body = "      requestBody: {content: {application/json: {schema: {type: boolean}}}}\n";
    let comparison = closing_with(body);
    assert_eq!(kinds(&comparison), (Class::Addition, vec!["request-added"]));
    assert_eq!(items(&comparison), added);
    let id = "{name: id, in: path, required: true, schema: {type: string}}";
    for location in ["query", "header", "cookie"] {
        let first = format!("{id}, {{name: first, in: {location}, schema: {{type: string}}}}");
        let comparison = edited(&[(&format!("[{id}]"), &format!("[{first}]"))]);
        let expected = (Class::Addition, vec!["parameter-added"]);
        assert_eq!(kinds(&comparison), expected, "{location}");
        assert_eq!(items(&comparison), added, "{location}");
    }
}

#[test]
fn a_body_that_is_required_or_no_longer() {
    let content = "      requestBody:\n        content:\n";
    let required = "      requestBody:\n        required: true\n        content:\n";
    let tighter = edited(&[(content, required)]);
    assert_eq!(kinds(&tighter), (Class::Breaking, vec!["request-required"]));
    assert_eq!(
        items(&tighter),
        [
            "files::CreateParameters.body",
            "files::CreateParameters: From<NewFile>",
            "files::CreateParameters::body",
            "files::create",
            "files::create_with",
        ]
    );
}

#[test]
fn headers_of_responses() {
    let done = "{'204': {description: ''}}";
    let with = |headers: &str| format!("{{'204': {{description: '', headers: {{{headers}}}}}}}");
    let (size, tag) = (
        "X-Size: {schema: {type: integer}}",
        "ETag: {schema: {type: string}}",
    );
    let one = with(size);
    let first = edited(&[(done, &one)]);
    assert_eq!(kinds(&first), (Class::Addition, vec!["header-added"]));
    assert_eq!(items(&first), ["files::CloseHeaders"]);
    let before = SPEC.replace(done, &one);
    for (after, expected, item) in [
        (
            with(&format!("{size}, {tag}")),
            (Class::Addition, vec!["header-added"]),
            "files::CloseHeaders.e_tag",
        ),
        (
            with(&size.replace("integer", "boolean")),
            (Class::Breaking, vec!["header-type"]),
            "files::CloseHeaders.x_size",
        ),
        (
            done.to_owned(),
            (Class::Breaking, vec!["header-removed"]),
            "files::CloseHeaders",
        ),
    ] {
        let comparison = compared(
            &input(&before, ""),
            &input(&before.replace(&one, &after), ""),
        );
        assert_eq!(kinds(&comparison), expected, "{after}");
        assert_eq!(items(&comparison), [item], "{after}");
    }
    // The case of letters is that of the document; the field is the same.
    let lower = before.replace("X-Size", "x-size");
    let comparison = compared(&input(&before, ""), &input(&lower, ""));
    assert_eq!(kinds(&comparison), (Class::None, Vec::new()));
}

#[test]
fn the_enum_of_several_successes_belongs_to_its_operation() {
    let done = "{'204': {description: ''}}";
    let text = "content: {text/plain: {schema: {type: string}}}";
    let json = "content: {application/json: {schema: {type: integer}}}";
    let two = format!("{{'200': {{description: '', {text}}}, '201': {{description: '', {json}}}}}");
    let several = SPEC.replace(done, &two);
    let comparison = compared(&input(SPEC, ""), &input(&several, ""));
    let breaking = comparison
        .changes
        .iter()
        .filter(|it| it.class == Class::Breaking);
    let breaking: Vec<_> = breaking.collect();
    assert_eq!(breaking.len(), 1);
    let items: Vec<&str> = breaking[0]
        .effects
        .iter()
        .map(|it| it.item.as_str())
        .collect();
    assert_eq!(items, ["files::CloseResponse", "files::close"]);

    let closing = "  /files/{id}/close:\n    post:\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n";
    let without = several.replace(&format!("{closing}      responses: {two}\n"), "");
    assert_ne!(without, several);
    let come = compared(&input(&without, ""), &input(&several, ""));
    assert_eq!(kinds(&come), (Class::Addition, vec!["operation-added"]));
    assert!(self::items(&come).contains(&"files::CloseResponse"));
}

#[test]
fn a_path_is_told_by_all_that_is_fixed_in_it() {
    let item =
        |path: &str| format!("  {path}:\n    get: {{responses: {{'204': {{description: ''}}}}}}\n");
    let paths = [
        item("/tallies/{sheet}.{ext}"),
        item("/tallies/{a}-{b}.{ext}"),
    ]
    .concat();
    let text = SPEC.replace("components:\n", &format!("{paths}components:\n"));
    let comparison = compared(&input(&text, ""), &input(&text, ""));
    assert_eq!(kinds(&comparison), (Class::None, Vec::new()));
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
            "ordering: true",
            "ordering: true, select: hidden",
            Class::Addition,
            "filter-select",
        ),
        (
            "search: false",
            "search: true",
            Class::Wire,
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
