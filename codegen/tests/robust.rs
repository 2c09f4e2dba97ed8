//! Input that is no document, or is broken in any place; and what a run says as a whole.

mod support;

use connect_codegen::{Diagnostic, Diagnostics, Input, Outcome, Severity, Source, generate};
use support::{generate_from, responding, sound};

fn brief(diagnostic: &Diagnostic) -> String {
    let mut text = format!("{}[{}]", diagnostic.severity, diagnostic.code.as_str());
    if let Some(span) = &diagnostic.span {
        text.push_str(&format!(" {}:{}", span.line, span.column));
    }
    if let Some(pointer) = &diagnostic.pointer {
        text.push_str(&format!(" {pointer}"));
    }
    text
}

fn briefs(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics.iter().map(brief).collect()
}

fn from_bytes(bytes: &[u8]) -> Outcome<Source> {
    Source::from_bytes("spec.yml", bytes.to_vec())
}

#[test]
fn bytes_that_are_no_document() {
    let found = |bytes: &[u8]| briefs(&from_bytes(bytes).diagnostics);
    assert_eq!(found(b"openapi: 3.0.3\nab\xff\n"), ["error[not-utf8] 2:3"]);
    assert_eq!(found("ä\nöü\u{0}".as_bytes()), [""; 0]);
    assert_eq!(found(b"\xc3\xa4\xc3\xa4\xff"), ["error[not-utf8] 1:3"]);
    assert_eq!(found(b"\x1f\x8b\x08\x00"), ["error[compressed] 1:1"]);
    assert_eq!(found(b"<!DOCTYPE html><html></html>"), ["error[html] 1:1"]);
    assert_eq!(found(b"\n  <HTML lang=en>"), ["error[html] 1:1"]);
    assert_eq!(found(b"<html>"), ["error[html] 1:1"]);
    assert_eq!(found("<html>ä".as_bytes()), ["error[html] 1:1"]);
    assert_eq!(found("äääääää<html".as_bytes()), [""; 0]);
    assert_eq!(found(b""), [""; 0]);
}

#[test]
fn a_byte_order_mark_and_crlf_are_welcome() {
    let text = responding("{type: object, properties: {a: {type: string}}}");
    let plain = sound(generate_from(&text));
    let marked = [b"\xef\xbb\xbf", text.replace('\n', "\r\n").as_bytes()].concat();
    let input = Input {
        document: sound(from_bytes(&marked)),
        overlays: Vec::new(),
        prefixes: Vec::new(),
        ..Input::default()
    };
    let bindings = sound(generate(&input, &mut |_| {}));
    let same = plain.files.iter().zip(bindings.files.iter());
    for (a, b) in same {
        assert!(!b.1.contains('\r'), "{}", b.0);
        assert_eq!(a, b);
    }
    // Spans are the same as well.
    let wrong = responding("{type: widget}");
    let shown = |text: &str| briefs(&generate_from(text).diagnostics);
    assert_eq!(
        shown(&wrong),
        [
            "warning[unknown-type] 9:49 #/paths/~1a/get/responses/200/content/application~1json/schema"
        ]
    );
    assert_eq!(shown(&wrong.replace('\n', "\r\n")), shown(&wrong));
}

/// Whatever is removed from or added to a valid document, the generator does not panic.
#[test]
fn never_a_panic() {
    let text = support::read(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/filters/spec.yml"),
    );
    let lines: Vec<&str> = text.lines().collect();
    for at in 0..lines.len() {
        for instead in [
            "",
            "  - x",
            "x: {}",
            "  '': null",
            "      - {}",
            "    get: []",
        ] {
            let mut broken = lines.clone();
            broken[at] = instead;
            let outcome = generate_from(&broken.join("\n"));
            assert!(
                outcome.value.is_some() || outcome.diagnostics.has_errors(),
                "line {at} as {instead:?}"
            );
        }
    }
    for end in (0..text.len())
        .step_by(7)
        .filter(|end| text.is_char_boundary(*end))
    {
        let _ = generate_from(&text[..end]).diagnostics.has_errors();
    }
}

/// The catalogue of bad documents holds one with defects of each severity.
#[test]
fn all_findings_of_a_run_are_counted() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let text = support::read(&folder.join("everything-is-said-in-one-run.yml"));
    let outcome = generate_from(&text);
    assert_eq!(outcome.diagnostics.count(Severity::Error), 1);
    assert_eq!(outcome.diagnostics.count(Severity::Warning), 3);
    assert_eq!(outcome.diagnostics.count(Severity::Note), 1);
}

#[test]
fn what_is_left_out_is_listed() {
    let text = responding("{type: string}").replace(
        "      responses:",
        "      servers: [{url: '/v2'}]\n      callbacks: {}\n      responses:",
    );
    let bindings = sound(generate_from(&text));
    let skipped: Vec<String> = bindings
        .api
        .skipped
        .iter()
        .map(|item| item.pointer.to_string())
        .collect();
    for left_out in ["#/paths/~1a/get/servers/0", "#/paths/~1a/get/callbacks"] {
        assert!(skipped.iter().any(|it| it == left_out), "{skipped:?}");
    }
}

#[test]
fn components_that_are_other_schemas_are_not_left_out() {
    let text = responding("{$ref: '#/components/schemas/A'}");
    let text = format!(
        "{text}components:
  schemas:
    A: {{type: object, properties: {{b: {{$ref: '#/components/schemas/B'}}, d: {{$ref: '#/components/schemas/D'}}}}}}
    B: {{allOf: [{{$ref: '#/components/schemas/C'}}]}}
    C: {{allOf: [{{type: object, properties: {{c: {{type: string}}}}}}]}}
    D: {{allOf: [{{$ref: '#/components/schemas/D'}}], additionalProperties: {{type: string}}}}
"
    );
    let bindings = sound(generate_from(&text));
    assert!(
        bindings.api.skipped.is_empty(),
        "{:?}",
        bindings.api.skipped
    );
}

/// What other operations use is not left out as a whole.
#[test]
fn a_parameter_that_one_operation_cannot_use_is_listed_there() {
    let text = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a/{id}:
    parameters: [{$ref: '#/components/parameters/Id'}]
    get: {responses: {'204': {description: ''}}}
    post:
      parameters: [{$ref: '#/components/parameters/Range'}]
      responses: {'204': {description: ''}}
  /b:
    get:
      parameters: [{$ref: '#/components/parameters/Id'}, {$ref: '#/components/parameters/Range'}]
      responses: {'204': {description: ''}}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string}}
    Range: {name: Content-Range, in: header, schema: {type: string}}
";
    let bindings = sound(generate_from(text));
    let skipped = bindings.api.skipped.iter();
    let skipped: Vec<String> = skipped.map(|it| it.pointer.to_string()).collect();
    let left_out = [0, 1].map(|it| format!("#/paths/~1b/get/parameters/{it}"));
    assert_eq!(skipped, left_out);
}

/// A part of a document leaves out what the other part uses, which is what was asked for.
#[test]
fn components_that_no_operation_reaches_are_listed() {
    let text = responding("{$ref: '#/components/schemas/A'}");
    let text = format!(
        "{text}components:
  schemas: {{A: {{type: object}}, B: {{type: object}}}}
  parameters: {{C: {{name: c, in: query, schema: {{$ref: '#/components/schemas/B'}}}}}}
  securitySchemes: {{D: {{type: http, scheme: bearer}}, E: {{type: http, scheme: basic}}}}
security: [{{E: []}}]
"
    );
    let skipped = |prefixes: &[String]| {
        let input = Input {
            document: Source::new("spec.yml", text.as_str()),
            prefixes: prefixes.to_vec(),
            ..Input::default()
        };
        let skipped = sound(generate(&input, &mut |_| {})).api.skipped;
        let listed = skipped
            .iter()
            .map(|it| format!("{} {}", it.pointer, it.reason));
        let unreached = listed.filter(|it| it.contains(" no operation "));
        unreached.collect::<Vec<_>>()
    };
    let expected = [
        "#/components/parameters/C no operation reaches it",
        "#/components/schemas/B no operation reaches it",
        "#/components/securitySchemes/D no operation requires it",
    ];
    assert_eq!(skipped(&[]), expected);
    assert!(skipped(&["/a*".to_owned()]).is_empty());
}

#[test]
fn prefixes_that_select_nothing_are_errors() {
    let input = |prefixes: &[&str]| Input {
        document: Source::new("spec.yml", responding("{type: object}")),
        overlays: Vec::new(),
        prefixes: prefixes.iter().map(|&prefix| prefix.to_owned()).collect(),
        ..Input::default()
    };
    let outcome = generate(&input(&["/b*", "/a*", "/c"]), &mut |_| {});
    assert_eq!(
        briefs(&outcome.diagnostics),
        [
            "error[empty-prefix] 3:1 #/paths",
            "error[empty-prefix] 3:1 #/paths"
        ]
    );
    assert!(generate(&input(&["/a*"]), &mut |_| {}).value.is_some());
}
