//! Generates the module `api` from `api.yml`.

use std::path::PathBuf;
use std::{env, error, fs};

use connect_codegen::{Docs, Input, Output, Severity, Source, generate};

const DOCUMENT: &str = "api.yml";

fn main() -> Result<(), Box<dyn error::Error>> {
    println!("cargo::rerun-if-changed={DOCUMENT}");
    let input = Input {
        document: Source::new(DOCUMENT, fs::read_to_string(DOCUMENT)?),
        docs: Docs::Document,
        output: Output::Module,
        ..Input::default()
    };
    let outcome = generate(&input, &mut |_stage| {});
    // Notes say what needs no action.
    let found = outcome.diagnostics.iter();
    for diagnostic in found.filter(|it| it.severity != Severity::Note) {
        let line = diagnostic.to_string().replace('\n', " ");
        println!("cargo::warning={line}");
    }
    let bindings = outcome.value.ok_or("the document has errors")?;
    let module = bindings.files.get("api.rs").ok_or("there is no module")?;
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(folder.join("api.rs"), module)?;
    Ok(())
}
