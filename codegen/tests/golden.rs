//! What is made of small documents, one construct each, byte for byte; and that it compiles.
//!
//! `UPDATE_GOLDEN=1 cargo test -p connect-codegen --test golden` writes what is made now, to be
//! read before it is committed.

mod support;

use std::path::{Path, PathBuf};
use std::sync::Once;

use connect_codegen::{Docs, FunctionNames, Input, ModuleNames, Naming, Program, Source, generate};
use support::{cargo, difference, files_below, package, read, said, workspace, write_if_changed};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn cases() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the cases are there")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// How operations are named: the cases of other names are called after what is named.
fn naming(case: &Path) -> Naming {
    Naming {
        functions: match case.ends_with("operation_ids") {
            true => FunctionNames::OperationId,
            false => FunctionNames::Route,
        },
        modules: match case.ends_with("tags") {
            true => ModuleNames::Tag,
            false => ModuleNames::Path,
        },
    }
}

/// The generated files of a case, and what was said, by their path below `expected/`.
fn make(case: &Path) -> Result<Vec<(String, String)>, String> {
    let source = |name: &str| Source::new(name, read(&case.join(name)));
    let overlay = case.join("overlay.yml").exists();
    let input = Input {
        document: source("spec.yml"),
        overlays: overlay.then(|| source("overlay.yml")).into_iter().collect(),
        // One case has the prose of its document.
        docs: match case.ends_with("documented") {
            true => Docs::Document,
            false => Docs::Overlay,
        },
        naming: naming(case),
        program: Program::Xtask,
        ..Input::default()
    };
    let outcome = generate(&input, &mut |_| {});
    let said = said(&outcome.diagnostics);
    let Some(bindings) = outcome.value else {
        return Err(format!("{}: nothing is generated\n{said}", case.display()));
    };
    let mut made: Vec<(String, String)> = bindings
        .files
        .iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    if !said.is_empty() {
        made.push(("diagnostics.txt".to_owned(), said + "\n"));
    }
    made.sort();
    Ok(made)
}

/// With `UPDATE_GOLDEN`, writes what is made now; once, and before any test reads it.
fn update() {
    static UPDATE: Once = Once::new();
    UPDATE.call_once(|| {
        if std::env::var_os("UPDATE_GOLDEN").is_none_or(|value| value.is_empty()) {
            return;
        }
        for name in cases() {
            let expected = folder().join(&name).join("expected");
            if let Ok(made) = make(&folder().join(&name)) {
                let _ = std::fs::remove_dir_all(&expected);
                for (path, text) in &made {
                    write_if_changed(&expected.join(path), text);
                }
            }
        }
    });
}

/// Compares what is made with what is expected; what differs is shown.
fn compare(name: &str, expected: &Path, made: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in made {
        let there = std::fs::read_to_string(expected.join(path)).unwrap_or_default();
        found.extend(difference(&format!("{name}/expected/{path}"), &there, text));
    }
    for path in files_below(expected) {
        if !made.iter().any(|(name, _)| *name == path) {
            found.push(format!("{name}/expected/{path} is no longer made\n"));
        }
    }
    found
}

#[test]
fn generated_code_is_as_expected() {
    update();
    let mut differences = Vec::new();
    let cases = cases();
    assert!(cases.len() > 20, "where are the cases? {cases:?}");
    for name in cases {
        let case = folder().join(&name);
        match make(&case) {
            Ok(made) => {
                let again = make(&case);
                assert_eq!(
                    Ok(&made),
                    again.as_ref(),
                    "{name}: not the same bytes twice"
                );
                differences.extend(compare(&name, &case.join("expected"), &made));
            }
            Err(said) => differences.push(said),
        }
    }
    assert!(
        differences.is_empty(),
        "{}\nIf this is meant: UPDATE_GOLDEN=1 cargo test -p connect-codegen --test golden",
        differences.join("\n")
    );
}

/// Every case is an example of one package: a crate of its own, but one run of cargo for all.
#[test]
fn expected_code_compiles_without_a_warning() {
    update();
    let folder_of_package = package("golden");
    let mut manifest = format!(
        "[package]\nname = \"golden\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nconnect-runtime = {{ path = {:?} }}\n\n\
         [workspace]\n\n[lints.rust]\nwarnings = \"deny\"\nmissing_docs = \"deny\"\n\n[lints.clippy]\nall = \"deny\"\n",
        workspace().join("runtime")
    );
    for name in cases() {
        assert!(
            folder().join(&name).join("expected/src").is_dir(),
            "{name} has no expected code"
        );
        let library = folder().join(&name).join("expected/src/lib.rs");
        manifest.push_str(&format!(
            "\n[[example]]\nname = \"{name}\"\ncrate-type = [\"lib\"]\npath = {library:?}\n"
        ));
    }
    write_if_changed(&folder_of_package.join("Cargo.toml"), &manifest);
    write_if_changed(&folder_of_package.join("src/lib.rs"), "//! Nothing.\n");
    let command = support::strictest();
    let arguments = [
        command,
        "--quiet",
        "--offline",
        "--examples",
        "--keep-going",
    ];
    if let Err(said) = cargo(&folder_of_package, &arguments) {
        panic!("cargo {command} of the expected code:\n{said}");
    }
    // Rustdoc takes a second for each, so it is asked about those whose names end up in links.
    for name in ["documented", "keywords", "limits"] {
        let arguments = [
            "doc",
            "--quiet",
            "--offline",
            "--no-deps",
            "--example",
            name,
        ];
        if let Err(said) = cargo(&folder_of_package, &arguments) {
            panic!("cargo doc of {name}:\n{said}");
        }
    }
}
