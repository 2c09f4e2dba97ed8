//! Resource modules must not have the names of items of the crate that re-exports them.

mod support;

use std::fmt::Write as _;

use connect_codegen::{Input, Reserved, Severity, Source, generate};
use connect_review::lint;

const NAMES: [&str; 4] = ["transport", "filter", "runtime", "Client"];

/// A document with an operation under each path.
fn document(paths: &[&str]) -> Source {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n".to_owned();
    for path in paths {
        let _ = writeln!(
            text,
            "  {path}:\n    get:\n      responses: {{'204': {{description: ''}}}}"
        );
    }
    Source::new("spec.yml", text)
}

fn input(paths: &[&str], overlays: &[&str], severity: Severity, globs: &[&str]) -> Input {
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    Input {
        document: document(paths),
        overlays: overlays
            .iter()
            .map(|actions| {
                let head = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n";
                Source::new("names.yml", format!("{head}{actions}"))
            })
            .collect(),
        prefixes: vec!["/usage*".to_owned()],
        reserved: Some(Reserved {
            names: NAMES.map(str::to_owned).into(),
            owner: "facade".to_owned(),
            severity,
            paths: texts(globs),
        }),
        ..Input::default()
    }
}

/// The diagnostics, as `severity line pointer`.
fn found(input: &Input) -> Vec<String> {
    let diagnostics = generate(input, &mut |_| {}).diagnostics;
    let reserved = diagnostics
        .iter()
        .filter(|it| it.code.as_str() == "reserved-name");
    reserved
        .map(|it| {
            let line = it.span.as_ref().map_or(0, |span| span.line);
            let pointer = it.pointer.as_ref().map(ToString::to_string);
            format!("{} {line} {}", it.severity, pointer.unwrap_or_default())
        })
        .collect()
}

const PATHS: [&str; 5] = [
    "/usage/transport",
    "/usage/filter",
    "/usage/client",
    "/usage/runtime",
    "/usage/files",
];

#[test]
fn a_module_with_a_reserved_name_is_an_error_at_its_operation() {
    let input = input(&PATHS, &[], Severity::Error, &[]);
    assert_eq!(
        found(&input),
        [
            "error 5 #/paths/~1usage~1transport/get",
            "error 8 #/paths/~1usage~1filter/get",
            "error 14 #/paths/~1usage~1runtime/get",
        ]
    );
    let outcome = generate(&input, &mut |_| {});
    assert!(outcome.value.is_none());
    let first = outcome.diagnostics.iter().next().unwrap();
    assert!(
        first
            .message
            .contains("module `transport` is hidden by an item of `facade`"),
        "{first}"
    );
    let help = first.advice();
    assert!(
        help.contains("`x-connect-function: transport_resource::…`"),
        "{help}"
    );
    let linted = lint(&input).value.unwrap();
    let codes = linted.iter().map(|it| it.diagnostic.code.as_str());
    assert_eq!(codes.filter(|code| *code == "reserved-name").count(), 3);
}

/// Following the help removes the error; an error for a pin points at the pin.
#[test]
fn the_overlay_decides_the_module() {
    let pin = |path: &str, name: &str| {
        format!("- target: $.paths['{path}'].get\n  update: {{x-connect-function: '{name}'}}\n")
    };
    let paths = ["/usage/transport", "/usage/files"];
    let good = pin("/usage/transport", "transport_resource::get");
    let input_of = |overlay: &str| input(&paths, &[overlay], Severity::Error, &[]);
    assert_eq!(found(&input_of(&good)), Vec::<String>::new());
    let bad = good + &pin("/usage/files", "filter::get");
    let outcome = generate(&input_of(&bad), &mut |_| {});
    let spans: Vec<String> = outcome
        .diagnostics
        .iter()
        .filter_map(|it| it.span.as_ref().map(ToString::to_string))
        .collect();
    assert_eq!(spans, ["names.yml:7:12"]);
}

/// A crate that no other crate re-exports is generated with warnings.
#[test]
fn a_warning_is_about_the_paths_that_are_named() {
    let all = input(&PATHS, &[], Severity::Warning, &["/usage/t*"]);
    assert_eq!(found(&all), ["warning 5 #/paths/~1usage~1transport/get"]);
    assert!(generate(&all, &mut |_| {}).value.is_some());
    let others = input(&PATHS, &[], Severity::Warning, &["/products*"]);
    assert_eq!(found(&others), Vec::<String>::new());
}
