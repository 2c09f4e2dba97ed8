//! What is said of operations that are read in part, or not at all.

mod support;

use connect_codegen::{Bindings, Input, Source, generate};

/// The head of a document, up to its paths.
const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n";

/// What is generated from a document, and all diagnostics without their places.
fn read(text: &str, prefixes: &[&str]) -> (Bindings, Vec<String>) {
    let input = Input {
        document: Source::new("spec.yml", format!("{HEAD}{text}")),
        prefixes: prefixes.iter().map(|it| (*it).to_owned()).collect(),
        ..Input::default()
    };
    let outcome = generate(&input, &mut |_| {});
    let found = outcome.diagnostics.iter();
    let said = found.map(|it| format!("{}[{}] {}", it.severity, it.code, it.message));
    (
        outcome.value.expect("the document can be generated"),
        said.collect(),
    )
}

/// What is skipped, each with its reason.
fn skipped(bindings: &Bindings) -> Vec<String> {
    let skipped = bindings.api.skipped.iter();
    skipped
        .map(|it| format!("{}: {}", it.pointer, it.reason))
        .collect()
}

fn file<'a>(bindings: &'a Bindings, path: &str) -> &'a str {
    let mut files = bindings.files.iter();
    let (_, text) = files.find(|(it, _)| *it == path).expect("the file");
    text
}

const SECURED: &str = "security: [{gate: []}]
paths:
  /bells: {get: {responses: {'204': {description: ''}}}}
  /kites: {get: {security: [{pass: []}], responses: {'204': {description: ''}}}}
  /lamps: {get: {security: [], responses: {'204': {description: ''}}}}
components:
  securitySchemes:
    gate: {type: apiKey, in: header, name: X-Gate-Key}
    pass: {type: http}
    idle: {type: http, scheme: basic}
";

#[test]
fn schemes_that_a_selection_does_not_need_are_no_loss() {
    let (whole, said) = read(SECURED, &[]);
    let unusable = "the security scheme `pass`: expected `scheme` to be a string, found nothing; no credential serves it";
    let pass = format!("#/components/securitySchemes/pass: {unusable}");
    let idle = "#/components/securitySchemes/idle: no operation requires it".to_owned();
    assert_eq!(skipped(&whole), [idle, pass.clone()]);
    assert_eq!(said, [format!("warning[security] {unusable}")]);
    let (part, said) = read(SECURED, &["/bells"]);
    assert_eq!((skipped(&part), said), (vec![], vec![]));
    // What the selection needs and cannot use is named all the same.
    let (part, said) = read(SECURED, &["/kites"]);
    assert_eq!(skipped(&part), [pass]);
    assert_eq!(said, [format!("warning[security] {unusable}")]);
}

#[test]
fn the_crate_says_what_authorizes_its_calls() {
    let sentence = "//! Calls are authorized by `gate` (an API key in the header `X-Gate-Key`), unless their function\n//! says otherwise.";
    let library = |prefixes: &[&str]| file(&read(SECURED, prefixes).0, "src/lib.rs").to_owned();
    assert!(library(&[]).contains(sentence), "{}", library(&[]));
    let sentence = "//! Calls are authorized by `gate` (an API key in the header `X-Gate-Key`).\n";
    assert!(library(&["/bells"]).contains(sentence));
    // Nothing inherits it here.
    for prefix in ["/kites", "/lamps"] {
        assert!(!library(&[prefix]).contains("authorized"), "{prefix}");
    }
}
