//! Runs the generator on a case, and checks its guarantees.

use std::collections::BTreeSet;

use connect_codegen::diagnostics::Code;
use connect_codegen::{
    Bindings, Diagnostics, FileSet, Input, Outcome, Severity, Source, generate, select,
};

use crate::case::{Case, input};
use crate::fault::{Fault, catching};
use crate::order;

/// The maximum bytes of Rust per byte of input, in addition to a hundred thousand in any case.
const MOST_PER_BYTE: usize = 2_000;

/// How much is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checks {
    /// One run of the generator.
    Once,
    /// In addition: selecting, generating twice, and generating with all members reversed.
    All,
}

/// The outcome of a case without a fault.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The last stage.
    pub stage: &'static str,
    /// The diagnostic codes.
    pub codes: BTreeSet<(Severity, Code)>,
    /// The generated files.
    pub files: Option<FileSet>,
}

/// Runs a case.
///
/// # Errors
/// If the generator panicked, contradicted itself, or generated invalid Rust.
pub fn judge(case: &Case, checks: Checks) -> Result<Verdict, Fault> {
    catching(|| run(case, checks))
}

fn run(case: &Case, checks: Checks) -> Result<Verdict, Fault> {
    let mut sources = Vec::new();
    for (name, text) in case.named() {
        let source = Source::from_bytes(&name, text.clone());
        consistent("reading", &source)?;
        match source.value {
            Some(source) => sources.push(source),
            None => return Ok(verdict("read", &source.diagnostics, None)),
        }
    }
    let Some(input) = input(sources) else {
        return Err(Fault::new("a case without a document", ""));
    };
    let mut stage = "";
    let outcome = generate(&input, &mut |name| stage = name);
    consistent("generating", &outcome)?;
    if let Some(bindings) = &outcome.value {
        sound(bindings, case.size())?;
    }
    if checks == Checks::All {
        selected(&input.document)?;
        repeatable(&input, &outcome)?;
        order::check(case)?;
    }
    let files = outcome.value.map(|bindings| bindings.files);
    Ok(verdict(stage, &outcome.diagnostics, files))
}

/// Hash maps have a different order each time: a dependency on that order shows here.
fn repeatable(input: &Input, outcome: &Outcome<Bindings>) -> Result<(), Fault> {
    let again = generate(input, &mut |_| {});
    let files = |outcome: &Outcome<Bindings>| outcome.value.as_ref().map(|it| it.files.clone());
    if files(&again) != files(outcome) || again.diagnostics != outcome.diagnostics {
        return Err(Fault::new("the same input gave a different result", ""));
    }
    Ok(())
}

/// A slice must be a document, and the slice of a slice the slice.
fn selected(document: &Source) -> Result<(), Fault> {
    let everything = ["*".to_owned()];
    let outcome = select(document, &everything);
    consistent("selecting", &outcome)?;
    let Some(slice) = outcome.value else {
        return Ok(());
    };
    let again = select(&Source::new("slice.yml", slice.text.clone()), &everything);
    match again.value {
        Some(second) if second.text == slice.text => Ok(()),
        Some(second) => {
            let mut lines = slice.text.lines().zip(second.text.lines());
            let line = lines.find(|(one, two)| one != two);
            Err(Fault::new(
                "the slice of a slice differs",
                &format!("{line:?}"),
            ))
        }
        None => {
            let first = format!("{:?}", again.diagnostics.iter().next());
            Err(Fault::new("the slice is not a document", &first))
        }
    }
}

/// There is a result exactly if there is no error, and every diagnostic can be rendered.
fn consistent<T>(what: &str, outcome: &Outcome<T>) -> Result<(), Fault> {
    if outcome.value.is_some() == outcome.diagnostics.has_errors() {
        return Err(Fault::new(
            format!("{what}: a result despite errors, or neither"),
            "",
        ));
    }
    for diagnostic in outcome.diagnostics.iter() {
        if diagnostic.to_string().is_empty() || diagnostic.code == Code::Emit {
            return Err(Fault::new(
                format!("{what}: bad diagnostic"),
                &diagnostic.to_string(),
            ));
        }
    }
    Ok(())
}

/// The generated code is valid Rust, and its size is proportionate.
fn sound(bindings: &Bindings, size: usize) -> Result<(), Fault> {
    let mut total = 0;
    for (path, text) in bindings.files.iter() {
        total += text.len();
        if let Err(error) = syn::parse_file(text) {
            return Err(Fault::new(
                "a file does not parse",
                &format!("{path}: {error}\n{text}"),
            ));
        }
    }
    if total > 100_000 + size * MOST_PER_BYTE {
        let details = format!("{size} bytes of input gave {total} of output");
        return Err(Fault::new("too much output", &details));
    }
    Ok(())
}

fn verdict(stage: &'static str, diagnostics: &Diagnostics, files: Option<FileSet>) -> Verdict {
    let codes = diagnostics.iter().map(|found| (found.severity, found.code));
    Verdict {
        stage,
        codes: codes.collect(),
        files,
    }
}
