//! Documents of the tests, and what is said of them.

use connect_codegen::{Bindings, Input, Source, generate};

/// The head of a document, up to its paths.
const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n";

/// What is generated from a document, and all diagnostics without their places.
pub fn read(text: &str, prefixes: &[&str]) -> (Bindings, Vec<String>) {
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
pub fn skipped(bindings: &Bindings) -> Vec<String> {
    let skipped = bindings.api.skipped.iter();
    skipped
        .map(|it| format!("{}: {}", it.pointer, it.reason))
        .collect()
}

/// The text of a generated file.
pub fn file<'a>(bindings: &'a Bindings, path: &str) -> &'a str {
    let mut files = bindings.files.iter();
    let (_, text) = files.find(|(it, _)| *it == path).expect("the file");
    text
}
