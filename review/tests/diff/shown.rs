//! How a comparison is shown.

use super::edits::{compared, edited, input};

#[test]
fn json_has_the_documented_shape() {
    let comparison = edited(&[("enum: [draft, ready]", "enum: [draft]")]);
    let json = comparison.to_json(Some("0.1.0"));
    assert_eq!(
        json["advice"],
        serde_json::json!({"release": "breaking", "from": "0.1.0", "to": "0.2.0"})
    );
    assert_eq!(
        json["counts"],
        serde_json::json!({"breaking": 1, "wire": 0, "addition": 0, "none": 0})
    );
    assert_eq!(json["old"]["operations"], 3);
    let change = &json["changes"][0];
    assert_eq!(change["code"], "value-removed");
    assert_eq!(change["class"], "breaking");
    assert_eq!(change["new"], serde_json::Value::Null);
    assert_eq!(
        change["old"]["pointer"],
        "/components/schemas/file.Status/enum/1"
    );
    assert_eq!(change["old"]["file"], "spec.yml");
    assert!(change["old"]["line"].is_u64() && change["old"]["column"].is_u64());
    assert_eq!(
        change["effects"],
        serde_json::json!([{"item": "models::FileStatus::Ready", "how": "removed", "class": "breaking", "old": "variant", "new": null, "parts": 0}])
    );
}

#[test]
fn markdown_and_lines_begin_with_the_advice_and_hold_every_change() {
    let comparison = edited(&[
        ("enum: [draft, ready]", "enum: [draft, closed]"),
        ("maxLength: 20", "maxLength: 10"),
    ]);
    assert_eq!(comparison.changes.len(), 3);
    let markdown = comparison.to_markdown(Some("0.1.0"));
    let lines: Vec<String> = comparison
        .to_lines(Some("0.1.0"))
        .into_iter()
        .map(|line| line.text)
        .collect();
    let text = lines.join("\n");
    for change in &comparison.changes {
        assert!(
            markdown.contains(&change.subject) && text.contains(&change.subject),
            "{}",
            change.subject
        );
        assert!(
            markdown.contains(&change.wire) && text.contains(&change.wire),
            "{}",
            change.wire
        );
    }
    for shown in [&markdown, &text] {
        assert!(
            shown.contains("spec.yml:") && shown.contains("models::FileStatus::Ready"),
            "{shown}"
        );
    }
    assert!(markdown.contains("0.1.0 becomes 0.2.0."), "{markdown}");
    assert_eq!(
        &lines[1..6],
        [
            "Breaking release: code that compiled may no longer compile, or may mean something else. 0.1.0 becomes 0.2.0.",
            "    1 breaking: value-removed 1",
            "    1 wire: limits 1",
            "    1 addition: value-added 1",
            "",
        ]
    );
}

#[test]
fn a_changelog_says_what_users_notice() {
    let comparison = edited(&[
        ("enum: [draft, ready]", "enum: [draft, closed]"),
        ("maxLength: 20", "maxLength: 10"),
        (
            "{name: dry, in: query, schema: {type: boolean}}",
            "{name: dry, in: query, schema: {type: integer}}",
        ),
    ]);
    let sections: Vec<(&str, Vec<String>)> = comparison
        .to_changelog()
        .into_iter()
        .map(|it| (it.heading, it.entries))
        .collect();
    let headings: Vec<&str> = sections.iter().map(|(heading, _)| *heading).collect();
    assert_eq!(headings, ["Added", "Changed", "Removed"], "{sections:?}");
    assert_eq!(
        sections[1].1[1],
        "On the wire: field `name` of `NewFile`: Other values are valid: `maxLength` is 10, was 20."
    );
    assert_eq!(
        sections[0].1,
        ["Value `closed` of `FileStatus`: `models::FileStatus::Closed`."]
    );
    assert_eq!(
        sections[2].1,
        ["Value `ready` of `FileStatus`: `models::FileStatus::Ready`."]
    );
}

/// A document of OpenAPI 3.1 whose schemas are rewritten before they are read, one property a line.
const NEWER: &str = "
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /lamps:
    get:
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Lamp'}}}}}
components:
  schemas:
    Lamp:
      type: object
      properties:
        parts:
          type: [array, object, string]
          items: {type: object, properties: {hue: {type: string, enum: [red, blue]}}}
          properties: {size: {type: [integer, boolean]}}
        pair:
          prefixItems: [{type: object, properties: {wick: {type: string}}}, {type: integer}]
        rest:
          patternProperties: {a: {type: object, properties: {depth: {type: integer}}}, b: {type: string}}
";

#[test]
fn what_is_rewritten_is_cited_where_the_document_has_it() {
    for (from, to, line, pointer) in [
        (
            "[red, blue]",
            "[red]",
            15,
            "parts/items/properties/hue/enum/1",
        ),
        (
            "{hue: {type: string",
            "{hue: {type: integer",
            15,
            "parts/items/properties/hue",
        ),
        (
            "[integer, boolean]",
            "[integer, string]",
            16,
            "parts/properties/size",
        ),
        (
            "{wick: {type: string}}",
            "{wax: {type: string}}",
            18,
            "pair/prefixItems/0/properties/wick",
        ),
        (
            "{depth: {type: integer}}",
            "{depth: {type: string}}",
            20,
            "rest/patternProperties/a/properties/depth",
        ),
    ] {
        let comparison = compared(&input(NEWER, ""), &input(&NEWER.replacen(from, to, 1), ""));
        let spots = comparison.changes.iter().filter_map(|it| it.old.as_ref());
        let spots: Vec<_> = spots
            .map(|it| (it.pointer.as_str(), it.span.as_ref().map(|span| span.line)))
            .collect();
        let pointer = format!("/components/schemas/Lamp/properties/{pointer}");
        assert!(
            spots.contains(&(pointer.as_str(), Some(line))),
            "{to}: {spots:#?}"
        );
    }
}
