//! What `scripts/generate-cost` counts: one piece of the generator's work, from a file, without a measurement of time.
//!
//! - `generate_cost parse FILE`: the least that any generator does, a parse by `serde_yaml`;
//! - `generate_cost until STAGE FILE [OVERLAY…]`: generates until the stage begins, or to the end if there is none of
//!   that name;
//! - `generate_cost scale FACTOR FILE TARGET`: writes a document of another size: with a factor below one, some of the
//!   paths and what they reach, as a slice; above one, copies of all paths and components under other names.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::process::ExitCode;

use connect_codegen::{Diagnostic, Input, Severity, Source, generate, select};
use serde_yaml::{Mapping, Value};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["parse", file] => parse(file),
        ["until", stage, document, overlays @ ..] => until(stage, document, overlays),
        ["scale", factor, file, target] => scale(factor, file, target),
        _ => Err("unknown arguments; see the documentation of this example".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse(file: &str) -> Result<()> {
    let tree: Value = serde_yaml::from_str(&fs::read_to_string(file)?)?;
    black_box(&tree);
    Ok(())
}

fn until(last: &str, document: &str, overlays: &[&str]) -> Result<()> {
    let source =
        |name: &&str| -> Result<Source> { Ok(Source::new(*name, fs::read_to_string(name)?)) };
    let input = Input {
        document: source(&document)?,
        overlays: overlays.iter().map(source).collect::<Result<_>>()?,
        prefixes: Vec::new(),
        ..Input::default()
    };
    let outcome = generate(&input, &mut |stage| {
        if stage == last {
            std::process::exit(0);
        }
    });
    if outcome.value.is_none() {
        let errors = |found: &&Diagnostic| found.severity == Severity::Error;
        let first = outcome
            .diagnostics
            .iter()
            .find(errors)
            .map(ToString::to_string);
        return Err(first.unwrap_or_default().into());
    }
    Ok(())
}

fn scale(factor: &str, file: &str, target: &str) -> Result<()> {
    let source = Source::new(file, fs::read_to_string(file)?);
    let text = match factor.split_once('/') {
        Some(("1", parts)) => part(&source, parts.parse()?)?,
        _ => copies(&source.text, factor.parse()?)?,
    };
    fs::write(target, text)?;
    Ok(())
}

/// A slice with each path of which one in `parts` is taken, and with what these reach.
fn part(source: &Source, parts: usize) -> Result<String> {
    let mut document: Value = serde_yaml::from_str(&source.text)?;
    let paths = document["paths"].as_mapping_mut().ok_or("no paths")?;
    let taken = std::mem::take(paths).into_iter().step_by(parts.max(1));
    paths.extend(taken);
    let smaller = Source::new(&source.name, serde_yaml::to_string(&document)?);
    let outcome = select(&smaller, &["*".to_owned()]);
    Ok(outcome
        .value
        .ok_or("the document cannot be selected from")?
        .text)
}

/// The document with its paths and components `times` times. Copies have other names, and refer to each other.
fn copies(text: &str, times: usize) -> Result<String> {
    let document: Value = serde_yaml::from_str(text)?;
    let mut whole = document.clone();
    for copy in 1..times {
        let renamed = renamed(&document, copy);
        add(&mut whole["paths"], &renamed["paths"], &|path| {
            format!("/copy{copy}{path}")
        });
        let kinds = renamed["components"]
            .as_mapping()
            .cloned()
            .unwrap_or_default();
        for (kind, components) in kinds {
            add(&mut whole["components"][kind], &components, &|name| {
                format!("{name}Copy{copy}")
            });
        }
    }
    Ok(serde_yaml::to_string(&whole)?)
}

/// Adds the members of one mapping to another under other names.
fn add(to: &mut Value, from: &Value, name: &dyn Fn(&str) -> String) {
    let (Some(to), Some(from)) = (to.as_mapping_mut(), from.as_mapping()) else {
        return;
    };
    for (key, value) in from {
        if let Some(key) = key.as_str() {
            to.insert(name(key).into(), value.clone());
        }
    }
}

/// A node whose references lead to the components of a copy.
fn renamed(node: &Value, copy: usize) -> Value {
    match node {
        Value::Mapping(map) => {
            let member = |(key, value): (&Value, &Value)| match value.as_str() {
                Some(text) if key == "$ref" && text.starts_with("#/components/") => {
                    (key.clone(), format!("{text}Copy{copy}").into())
                }
                _ => (key.clone(), renamed(value, copy)),
            };
            Value::Mapping(map.iter().map(member).collect::<Mapping>())
        }
        Value::Sequence(items) => {
            Value::Sequence(items.iter().map(|item| renamed(item, copy)).collect())
        }
        other => other.clone(),
    }
}
