//! Runs the generator on a case, and checks its guarantees.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use connect_codegen::diagnostics::Code;
use connect_codegen::{Bindings, Diagnostics, Input, Outcome, Severity, Source, generate, select};

use crate::case::Case;

/// The maximum bytes of Rust per byte of input, in addition to a hundred thousand in any case.
const MOST_PER_BYTE: usize = 2_000;

/// The outcome of a case, as far as it distinguishes cases: the last stage, and the diagnostic codes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signature {
    /// The last stage.
    pub stage: &'static str,
    /// Whether bindings were generated.
    pub generated: bool,
    /// The diagnostic codes.
    pub codes: BTreeSet<(Severity, Code)>,
}

/// A violated guarantee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub String);

/// Runs a case. The expensive checks are only done for one in eight, chosen by its length.
///
/// # Errors
/// If the generator panicked, contradicted itself, or generated invalid Rust.
pub fn judge(case: &Case) -> Result<Signature, Fault> {
    catch_unwind(AssertUnwindSafe(|| run(case))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(Fault(format!("panicked: {}", text.unwrap_or("?"))))
    })
}

fn run(case: &Case) -> Result<Signature, Fault> {
    let document = Source::from_bytes("document.yml", case.document.clone());
    consistent("reading", &document)?;
    let Some(text) = document.value else {
        return Ok(signature("read", false, &document.diagnostics));
    };
    let thorough = case.document.len().is_multiple_of(8);
    if thorough {
        selected(&text)?;
    }
    let mut input = Input {
        document: text,
        overlays: Vec::new(),
        prefixes: Vec::new(),
        reserved: None,
    };
    if let Some(bytes) = &case.overlay {
        let overlay = Source::from_bytes("overlay.yml", bytes.clone());
        consistent("reading", &overlay)?;
        match overlay.value {
            Some(overlay) => input.overlays.push(overlay),
            None => return Ok(signature("read", false, &overlay.diagnostics)),
        }
    }
    let mut stage = "";
    let outcome = generate(&input, &mut |name| stage = name);
    consistent("generating", &outcome)?;
    if let Some(bindings) = &outcome.value {
        let size = case.document.len() + case.overlay.as_ref().map_or(0, Vec::len);
        sound(bindings, size)?;
        if !thorough {
            return Ok(signature(stage, true, &outcome.diagnostics));
        }
        // Hash maps have a different order each time: a dependency on that order shows here.
        let again = generate(&input, &mut |_| {});
        let files = again.value.map(|bindings| bindings.files);
        if files.as_ref() != Some(&bindings.files) || again.diagnostics != outcome.diagnostics {
            return Err(Fault("the same input gave a different result".to_owned()));
        }
    }
    Ok(signature(
        stage,
        outcome.value.is_some(),
        &outcome.diagnostics,
    ))
}

/// A slice must be a document, and the slice of a slice the slice.
fn selected(document: &Source) -> Result<(), Fault> {
    let outcome = select(document, &["*".to_owned()]);
    consistent("selecting", &outcome)?;
    let Some(slice) = outcome.value else {
        return Ok(());
    };
    let again = select(
        &Source::new("slice.yml", slice.text.clone()),
        &["*".to_owned()],
    );
    match again.value {
        Some(second) if second.text == slice.text => Ok(()),
        Some(second) => Err(Fault(difference(&slice.text, &second.text))),
        None => Err(Fault(format!(
            "the slice is not a document: {:?}",
            again.diagnostics.iter().next()
        ))),
    }
}

fn difference(one: &str, two: &str) -> String {
    let mut lines = one.lines().zip(two.lines()).enumerate();
    match lines.find(|(_, (one, two))| one != two) {
        Some((index, (one, two))) => {
            let line = index + 1;
            format!("the slice of a slice differs, in line {line}: `{one}` and `{two}`")
        }
        None => "the slice of a slice is longer or shorter".to_owned(),
    }
}

/// There is a result exactly if there is no error, and every diagnostic can be rendered.
fn consistent<T>(what: &str, outcome: &Outcome<T>) -> Result<(), Fault> {
    if outcome.value.is_some() == outcome.diagnostics.has_errors() {
        return Err(Fault(format!(
            "{what}: a result despite errors, or neither"
        )));
    }
    for diagnostic in outcome.diagnostics.iter() {
        if diagnostic.to_string().is_empty() || diagnostic.code == Code::Emit {
            return Err(Fault(format!("{what}: {diagnostic}")));
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
            return Err(Fault(format!("{path} does not parse: {error}\n{text}")));
        }
    }
    if total > 100_000 + size * MOST_PER_BYTE {
        return Err(Fault(format!(
            "{size} bytes of input gave {total} of output"
        )));
    }
    Ok(())
}

fn signature(stage: &'static str, generated: bool, diagnostics: &Diagnostics) -> Signature {
    let codes = diagnostics.iter().map(|found| (found.severity, found.code));
    Signature {
        stage,
        generated,
        codes: codes.collect(),
    }
}
