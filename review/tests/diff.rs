//! What changed between two contracts: each kind of change with what it means, what is no change at
//! all, and how a comparison is shown.

mod support;

use connect_codegen::{Input, Source};
use connect_review::diff::{Advice, Change, Class, Comparison, How, compare};
use support::{ours, said};

const SPEC: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /files:
    get:
      operationId: files_list
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: offset, in: query, schema: {type: integer}}
        - {name: status, in: query, schema: {$ref: '#/components/schemas/file.Status'}, x-connect-filter: {lookups: [eq, in], search: false, ordering: true}}
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/file.File'}}}}
    post:
      parameters:
        - {name: from, in: query, required: true, schema: {type: string}}
        - {name: dry, in: query, schema: {type: boolean}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [name, note]
              properties:
                name: {type: string, maxLength: 20}
                note: {type: string}
                size: {type: integer}
      responses:
        '201':
          description: ''
          content: {application/json: {schema: {$ref: '#/components/schemas/file.File'}}}
  /files/{id}/close:
    post:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: ''}}
components:
  schemas:
    file.File:
      type: object
      properties:
        id: {type: string}
        status: {$ref: '#/components/schemas/file.Status'}
        size: {type: integer}
    file.Status:
      type: string
      enum: [draft, ready]
";

fn input(text: &str, overlay: &str) -> Input {
    let overlays = (!overlay.is_empty()).then(|| {
        let text = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{overlay}");
        Source::new("names.yml", text)
    });
    Input {
        document: Source::new("spec.yml", text),
        overlays: overlays.into_iter().collect(),
        prefixes: Vec::new(),
        reserved: None,
    }
}

/// Compares the document with itself after texts in it were replaced.
#[track_caller]
fn edited(replacements: &[(&str, &str)]) -> Comparison {
    edited_under("", replacements)
}

#[track_caller]
fn edited_under(overlay: &str, replacements: &[(&str, &str)]) -> Comparison {
    let mut text = SPEC.to_owned();
    for (from, to) in replacements {
        assert!(text.contains(from), "`{from}` is not in the document");
        text = text.replace(from, to);
    }
    compared(&input(SPEC, overlay), &input(&text, overlay))
}

#[track_caller]
fn compared(old: &Input, new: &Input) -> Comparison {
    let outcome = compare(old, new);
    let said = said(&outcome.diagnostics);
    outcome
        .value
        .unwrap_or_else(|| panic!("both should be sound:\n{said}"))
}

/// The only change.
#[track_caller]
fn only(comparison: &Comparison) -> &Change {
    match comparison.changes.as_slice() {
        [only] => only,
        all => panic!("{all:#?}"),
    }
}

/// The class and the kinds of all changes.
fn kinds(comparison: &Comparison) -> (Class, Vec<&str>) {
    (
        comparison.class(),
        comparison.changes.iter().map(|it| it.code).collect(),
    )
}

// What is no change

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
    // The last part of a key is the name in Rust, where no overlay gives one: that is another matter.
    let unpinned = edited(&[("file.File", "report.Document")]);
    let renamed = unpinned
        .changes
        .iter()
        .find(|it| it.code == "type-renamed")
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
    assert_eq!(edited(&[("file.File", "other.File")]).changes, []);
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

// Calls

#[test]
fn an_operation_comes_and_goes() {
    let closing = "  /files/{id}/close:\n    post:\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      responses: {'204': {description: ''}}\n";
    let text = SPEC.replace(closing, "");
    let gone = compared(&input(SPEC, ""), &input(&text, ""));
    let change = only(&gone);
    assert_eq!(
        (change.code, change.class),
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
        .find(|it| it.code == "operation-removed")
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
        assert_eq!((change.class, change.code), expected, "{replacement:?}");
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
            .find(|it| it.code == kind)
            .expect(kind);
        assert_eq!((change.class, comparison.class()), (class, class), "{to}");
    }
}

// Types

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
            Class::None,
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
            Class::None,
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
        assert_eq!((change.class, change.code), (class, kind), "{to}");
    }
}

#[test]
fn values_of_an_enum() {
    let more = edited(&[("enum: [draft, ready]", "enum: [draft, ready, closed]")]);
    let change = only(&more);
    assert_eq!(
        (change.code, change.class),
        ("value-added", Class::Addition)
    );
    assert_eq!(change.effects[0].item, "models::Status::Closed");
    let span = change.new.as_ref().expect("it stands somewhere");
    assert_eq!(
        span.pointer.as_str(),
        "/components/schemas/file.Status/enum/2"
    );
    assert!(span.span.is_some());
    let less = edited(&[("enum: [draft, ready]", "enum: [draft]")]);
    assert_eq!(kinds(&less), (Class::Breaking, vec!["value-removed"]));
    // Another text under the same variant: callers see nothing.
    let louder = edited(&[("enum: [draft, ready]", "enum: [draft, READY]")]);
    assert_eq!(
        kinds(&louder),
        (Class::None, vec!["value-removed", "value-added"])
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
    let has = |kind: &str| comparison.changes.iter().any(|it| it.code == kind);
    assert!(
        has("access") && has("type-added"),
        "{:#?}",
        comparison.changes
    );
    // The argument of the function is the other type now.
    let effects: Vec<&str> = comparison
        .changes
        .iter()
        .flat_map(|it| &it.effects)
        .map(|it| it.item.as_str())
        .collect();
    assert!(effects.contains(&"files::close"), "{effects:?}");
}

// Overlays, and the whole

#[test]
fn overlays_of_each_side_count() {
    let named = "  - target: $.paths['/files/{id}/close'].post\n    update: {x-connect-function: 'files::finish'}\n";
    let comparison = compared(&input(SPEC, ""), &input(SPEC, named));
    let change = only(&comparison);
    assert_eq!(
        (change.code, change.class),
        ("function-renamed", Class::Breaking)
    );
    let documented =
        "  - target: $.paths['/files/{id}/close'].post\n    update: {description: Closes.}\n";
    let comparison = compared(&input(SPEC, ""), &input(SPEC, documented));
    assert_eq!(kinds(&comparison), (Class::None, vec!["documentation"]));
    assert_eq!(comparison.advice(), Advice::Patch);
}

#[test]
fn an_extension_that_types_do_not_show_is_reported() {
    let states = |to: &str| {
        format!(
            "  - target: $.components.schemas['file.Status']\n    update: {{x-connect-of-tomorrow: [{to}]}}\n"
        )
    };
    let comparison = compared(&input(SPEC, &states("a")), &input(SPEC, &states("b")));
    let change = only(&comparison);
    assert_eq!((change.code, change.class), ("extension", Class::None));
    assert_eq!(change.subject, "`x-connect-of-tomorrow` of type `Status`");
}

#[test]
fn what_does_not_fit_is_reported_and_invents_nothing() {
    let overlay = "  - target: $.components.schemas['file.File']\n    update: {properties: {gone: {description: Gone.}}}\n  - target: $.paths['/nowhere'].get\n    update: {description: Nothing.}\n";
    let comparison = compared(&input(SPEC, overlay), &input(SPEC, overlay));
    assert_eq!(comparison.changes, []);
    let lines: Vec<usize> = comparison
        .unfit
        .iter()
        .filter_map(|it| it.span.as_ref())
        .map(|it| it.line)
        .collect();
    assert_eq!(lines, [5, 6, 5, 6], "{:?}", comparison.unfit);
    assert!(comparison.unfit[0].reason.contains("`gone`"));
}

#[test]
fn what_is_wrong_by_itself_is_an_error() {
    let broken = SPEC.replace(
        "$ref: '#/components/schemas/file.Status'}, x-connect",
        "$ref: '#/nowhere'}, x-connect",
    );
    let outcome = compare(&input(SPEC, ""), &input(&broken, ""));
    assert!(outcome.value.is_none());
    assert!(
        said(&outcome.diagnostics).contains("bad-reference"),
        "{}",
        said(&outcome.diagnostics)
    );
    let outcome = compare(
        &input(SPEC, "  - target: '$['\n    update: {}\n"),
        &input(SPEC, ""),
    );
    assert!(
        said(&outcome.diagnostics).contains("overlay-target"),
        "{}",
        said(&outcome.diagnostics)
    );
}

#[test]
fn servers_and_skipped_items_are_reported() {
    let comparison = edited(&[(
        "paths:\n",
        "servers: [{url: 'https://a.example'}]\npaths:\n",
    )]);
    assert_eq!(kinds(&comparison), (Class::None, vec!["servers"]));
    let json =
        "application/json: {schema: {$ref: '#/components/schemas/file.File'}}}\n  /files/{id}";
    let both = json.replace("'}}}", "'}}, text/csv: {}}");
    let comparison = edited(&[(json, &both)]);
    assert_eq!(kinds(&comparison), (Class::None, vec!["left-out"]));
}

#[test]
fn the_committed_contract_is_the_same_as_itself() {
    let comparison = compared(&ours(), &ours());
    assert_eq!(
        (comparison.changes, comparison.unfit),
        (Vec::new(), Vec::new())
    );
}

// How it is shown

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
        serde_json::json!({"breaking": 1, "addition": 0, "none": 0})
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
        serde_json::json!([{"item": "models::Status::Ready", "how": "removed", "class": "breaking", "old": "variant", "new": null, "parts": 0}])
    );
}

#[test]
fn markdown_and_lines_hold_every_change_and_end_with_the_advice() {
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
            shown.contains("spec.yml:") && shown.contains("models::Status::Ready"),
            "{shown}"
        );
    }
    assert!(markdown.contains("0.1.0 becomes 0.2.0."), "{markdown}");
    assert!(
        lines
            .last()
            .expect("a line")
            .ends_with("0.1.0 becomes 0.2.0.")
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
        sections[0].1,
        ["Value `closed` of `Status`: `models::Status::Closed`."]
    );
    assert_eq!(
        sections[2].1,
        ["Value `ready` of `Status`: `models::Status::Ready`."]
    );
}
