//! The spans of diagnostics, their enclosing keys, and that every code is explained.

mod support;

use connect_codegen::diagnostics::Code;
use connect_codegen::{Diagnostic, Input, Severity, Source, Span, generate};

/// The text that a span covers.
fn taken(text: &str, span: &Span) -> String {
    let line = text.lines().nth(span.line - 1).expect("the line is there");
    let rest = line.chars().skip(span.column - 1);
    match span.length {
        0 => rest.collect(),
        length => rest.take(length).collect(),
    }
}

fn findings(text: &str, overlay: Option<&str>) -> Vec<Diagnostic> {
    let input = Input {
        document: Source::new("spec.yml", text),
        overlays: overlay
            .map(|text| Source::new("overlay.yml", text))
            .into_iter()
            .collect(),
        prefixes: Vec::new(),
        ..Input::default()
    };
    let outcome = generate(&input, &mut |_| {});
    outcome.diagnostics.iter().cloned().collect()
}

/// The first finding of a kind: what it marks, and what it shows around.
fn marked(text: &str, code: &str) -> (String, Vec<String>) {
    let findings = findings(text, None);
    let finding = findings
        .iter()
        .find(|finding| finding.code.as_str() == code)
        .unwrap_or_else(|| panic!("no `{code}` in {findings:?}"));
    let span = finding.span.as_ref().expect("it has a span");
    let around = finding.around.iter().map(|span| taken(text, span));
    (taken(text, span), around.collect())
}

const BLOCKS: &str = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a/{id}:
    get:
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                type: object
                properties:
                  made:
                    type: string
                    format: \"lunar\"
                  shape: {type: widget, nullable: true}
                  when:
                    $ref: '#/components/schemas/Nowhere'
  /a/{key}:
    get:
      parameters:
      - name: key
        in: path
        required: true
        schema: {type: string}
      - name: köchel
        in: header
        schema: {type: string}
      responses: {'204': {description: ''}}
";

#[test]
fn a_member_is_marked_with_key_and_value() {
    let (taken, around) = marked(BLOCKS, "format");
    assert_eq!(taken, "format: \"lunar\"");
    assert_eq!(around, ["/a/{id}", "get", "'200'", "made"]);
    assert_eq!(marked(BLOCKS, "unknown-type").0, "type: widget");
    let (taken, around) = marked(BLOCKS, "bad-reference");
    assert_eq!(taken, "$ref: '#/components/schemas/Nowhere'");
    assert_eq!(around, ["/a/{id}", "get", "'200'", "when"]);
}

#[test]
fn a_block_is_marked_by_its_key_and_an_element_by_its_first_line() {
    let (taken, around) = marked(BLOCKS, "path");
    assert_eq!(taken, "get");
    assert_eq!(around, ["/a/{id}"]);
    let (taken, around) = marked(BLOCKS, "parameter");
    assert_eq!(taken, "name");
    assert_eq!(around, ["/a/{key}", "get"]);
}

#[test]
fn braces_are_marked_as_far_as_they_reach() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a: {get: {responses: {'204': {description: ''}}, parameters: [{name: 'ü', in: header, schema: {}}]}}\n  /b: {get: {parameters: [{name: ä,\n    in: header, schema: {}}], responses: {'204': {description: ''}}}}\n";
    assert_eq!(
        marked(text, "parameter").0,
        "{name: 'ü', in: header, schema: {}}"
    );
    let all = findings(text, None);
    let last = all.last().and_then(|finding| finding.span.as_ref());
    assert_eq!(taken(text, last.expect("a span")), "{name: ä,");
}

/// A diagnostic with a related span.
#[test]
fn related_spans_are_reported() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a: {get: {}, get: {}}\n";
    let all = findings(text, None);
    let [finding] = all.as_slice() else {
        panic!("{all:?}")
    };
    let [first] = finding.related.as_slice() else {
        panic!("{finding:?}")
    };
    assert_eq!((first.span.line, first.span.column), (4, 8));
    assert_eq!(taken(text, &first.span), "get");
    let shown = finding.to_string();
    assert!(
        shown.contains("::: spec.yml:4:8: first defined here"),
        "{shown}"
    );

    let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a/b-c:\n    get: {x-connect-function: 'a::get', responses: {'204': {description: ''}}}\n  /a/b_c:\n    get: {x-connect-function: 'a::get', responses: {'204': {description: ''}}}\n";
    let all = findings(text, None);
    let finding = all.iter().find(|finding| finding.code.as_str() == "name");
    let finding = finding.unwrap_or_else(|| panic!("{all:?}"));
    let spans = [
        finding.span.as_ref(),
        finding.related.first().map(|l| &l.span),
    ];
    let lines = spans.map(|span| span.map(|span| span.line));
    assert_eq!(lines, [Some(7), Some(5)]);
}

/// A node from an overlay has its span in the overlay, without enclosing keys of the document.
#[test]
fn what_an_overlay_brought_is_marked_there() {
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.paths['/a/{key}'].get\n  update:\n    x-connect-functoin: a::get\n";
    let document = BLOCKS.replace("schemas/Nowhere'", "schemas/There'")
        + "components: {schemas: {There: {type: string}}}\n";
    let all = findings(&document, Some(overlay));
    let finding = all
        .iter()
        .find(|finding| finding.code.as_str() == "extension");
    let finding = finding.unwrap_or_else(|| panic!("{all:?}"));
    let span = finding.span.as_ref().expect("it has a span");
    assert_eq!(span.to_string(), "overlay.yml:6:5");
    assert_eq!(taken(overlay, span), "x-connect-functoin");
    assert!(finding.around.is_empty(), "{finding:?}");
}

/// A dead action says how far its target matches, and what exists in place of the missing name.
#[test]
fn dead_actions_say_what_is_missing() {
    let label = |target: &str| {
        let overlay = format!(
            "overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n- target: {target}\n  update: {{x: 1}}\n"
        );
        let all = findings(BLOCKS, Some(&overlay));
        let finding = all
            .iter()
            .find(|finding| finding.code.as_str() == "dead-action");
        let finding = finding.unwrap_or_else(|| panic!("{all:?}"));
        assert_eq!(
            finding.message,
            "the action matches nothing in the document"
        );
        let span = finding.span.as_ref().expect("it has a span");
        assert_eq!(taken(&overlay, span), target);
        finding.label.clone().expect("a label")
    };
    assert_eq!(
        label("$.paths['/a/{ib}'].get"),
        "`#/paths` has no `/a/{ib}`; did you mean `/a/{id}`?"
    );
    assert_eq!(
        label("$.paths['/a/{id}'].put"),
        "`#/paths/~1a~1{id}` has no `put`; expected `get`"
    );
    assert_eq!(
        label("$.paths.*.post"),
        "`#/paths/~1a~1{id}` and 1 more have no `post`; expected `get`"
    );
    assert_eq!(
        label("$.paths['/a/{key}'].get.parameters[?@.name=='kay']"),
        "no element of `#/paths/~1a~1{key}/get/parameters` has `name: kay`; did you mean `key`?"
    );
    assert_eq!(
        label("$.components"),
        "the document has no `components`; expected one of `openapi`, `info`, `paths`"
    );
}

#[test]
fn codes_are_sorted_by_name_and_found_by_it() {
    assert!(Code::ALL.is_sorted_by(|a, b| a.as_str() < b.as_str()));
    for code in Code::ALL {
        assert_eq!(Code::find(code.as_str()), Some(*code));
        assert!(!code.why().is_empty() && !code.help().is_empty(), "{code}");
    }
    assert_eq!(Code::find("yam"), None);
}

#[test]
fn the_help_of_a_diagnostic_precedes_that_of_its_code() {
    let finding = Diagnostic::new(Severity::Note, Code::Yaml, "m");
    assert_eq!(finding.advice(), Code::Yaml.help());
    assert_eq!(finding.help("h").advice(), "h");
}
