//! Changes of types.

use connect_review::diff::Class;

use super::edits::{SPEC, compared, edited, input, kinds, only};

#[test]
fn fields() {
    let size = "        size: {type: integer}\n    file.Status";
    for (from, to, class, kind) in [
        (size, "    file.Status", Class::Breaking, "field-removed"),
        (
            size,
            "        size: {type: number}\n    file.Status",
            Class::Breaking,
            "field-type",
        ),
        (
            size,
            "        size: {type: integer, maximum: 9}\n    file.Status",
            Class::Wire,
            "limits",
        ),
        (
            size,
            "        size: {type: integer}\n        more: {type: string}\n    file.Status",
            Class::Addition,
            "field-added",
        ),
        // A response may lack any field.
        (
            size,
            "        size: {type: integer, nullable: true}\n    file.Status",
            Class::Wire,
            "presence",
        ),
        // In a request it is an argument of the constructor.
        (
            "required: [name, note]",
            "required: [name, note, size]",
            Class::Breaking,
            "presence",
        ),
        (
            "required: [name, note]",
            "required: [name]",
            Class::Breaking,
            "presence",
        ),
        (
            "note: {type: string}",
            "note: {type: string}\n                more: {type: string}",
            Class::Addition,
            "field-added",
        ),
    ] {
        let comparison = edited(&[(from, to)]);
        let change = only(&comparison);
        assert_eq!((change.class, change.kind.as_str()), (class, kind), "{to}");
    }
}

#[test]
fn values_of_an_enum() {
    let more = edited(&[("enum: [draft, ready]", "enum: [draft, ready, closed]")]);
    let change = only(&more);
    assert_eq!(
        (change.kind.as_str(), change.class),
        ("value-added", Class::Addition)
    );
    assert_eq!(change.effects[0].item, "models::FileStatus::Closed");
    let span = change.new.as_ref().expect("it stands somewhere");
    assert_eq!(
        span.pointer.as_str(),
        "/components/schemas/file.Status/enum/2"
    );
    assert!(span.span.is_some());
    let less = edited(&[("enum: [draft, ready]", "enum: [draft]")]);
    assert_eq!(kinds(&less), (Class::Breaking, vec!["value-removed"]));
    // Another text under the same variant: callers see nothing, and send something else.
    let louder = edited(&[("enum: [draft, ready]", "enum: [draft, READY]")]);
    assert_eq!(
        kinds(&louder),
        (Class::Wire, vec!["value-removed", "value-added"])
    );
}

#[test]
fn what_travels_both_ways_and_differs_becomes_two_types() {
    let both = "      requestBody:\n        content: {application/json: {schema: {$ref: '#/components/schemas/file.File'}}}\n";
    let text = SPEC.replace("close:\n    post:\n", &format!("close:\n    post:\n{both}"));
    let strict = text.replace(
        "        id: {type: string}\n",
        "        id: {type: string, readOnly: true}\n",
    );
    let comparison = compared(&input(&text, ""), &input(&strict, ""));
    assert_eq!(comparison.class(), Class::Breaking);
    let has = |kind: &str| comparison.changes.iter().any(|it| it.kind.as_str() == kind);
    assert!(
        has("access") && has("request-type") && !has("type-added"),
        "{:#?}",
        comparison.changes
    );
    // The body of the function is the other type now, which is told with it.
    let effects: Vec<&str> = comparison
        .changes
        .iter()
        .flat_map(|it| &it.effects)
        .map(|it| it.item.as_str())
        .collect();
    assert!(
        effects.contains(&"files::CloseParameters.body") && effects.contains(&"models::FileInput"),
        "{effects:?}"
    );
}
