//! Generated code as a module of the user's crate: it compiles where everything is forbidden that can be, included by a
//! build script or as a file, public or private; and its documentation has no broken link.

mod support;

use std::process::Command;

use connect_codegen::{Docs, Input, Output, Source, generate, is_generated};
use support::{cargo, ours, package, read, sound, strictest, workspace, write_if_changed};

fn module(input: Input) -> String {
    let input = Input {
        output: Output::Module,
        ..input
    };
    let files = sound(generate(&input, &mut |_| {})).files;
    assert_eq!(files.iter().count(), 1);
    files.get("api.rs").expect("the module").to_owned()
}

/// The documents, by the names of their modules.
fn inputs() -> Vec<(String, Input)> {
    let tests = workspace().join("codegen/tests/golden");
    let mut inputs = vec![("usage".to_owned(), ours())];
    let constructs = read(&workspace().join("tests/constructs/constructs.yml"));
    inputs.push((
        "constructs".to_owned(),
        Input {
            document: Source::new("constructs.yml", constructs),
            ..Input::default()
        },
    ));
    let cases = std::fs::read_dir(&tests).expect("the cases");
    let mut cases: Vec<String> = cases
        .map(|case| {
            case.expect("a case")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    cases.sort();
    assert!(cases.len() > 20, "where are the cases? {cases:?}");
    for name in cases {
        let source = |file: &str| Source::new(file, read(&tests.join(&name).join(file)));
        let overlay = tests.join(&name).join("overlay.yml").exists();
        let input = Input {
            document: source("spec.yml"),
            overlays: overlay.then(|| source("overlay.yml")).into_iter().collect(),
            docs: Docs::Document,
            ..Input::default()
        };
        inputs.push((format!("case_{name}"), input));
    }
    inputs
}

#[test]
fn a_module_is_items_that_name_no_crate_of_their_own() {
    for (name, input) in inputs() {
        let text = module(input.clone());
        assert!(is_generated(text.as_bytes()), "{name}");
        let mut lines = text.lines();
        let inner = lines.find(|line| line.starts_with("//!") || line.starts_with("#!"));
        assert_eq!(inner, None, "{name}: not at the start of what is included");
        let path = text.lines().find(|line| line.contains("crate::"));
        assert_eq!(path, None, "{name}");
        assert!(
            text.contains("/// Orchard works, version 1: typed models") || name != "constructs"
        );
        // The same items, but for the documentation of the root.
        let files = sound(generate(&input, &mut |_| {})).files;
        let names = |text: &str| -> Vec<String> {
            let lines = text.lines().map(str::trim_start);
            let items = lines.filter(|it| {
                ["pub fn ", "pub struct ", "pub enum "]
                    .iter()
                    .any(|start| it.starts_with(start))
            });
            let names = items.map(|it| it.split(['(', '<', '{', ';']).next().unwrap_or_default());
            let mut names: Vec<String> = names.map(|it| it.trim_end().to_owned()).collect();
            names.sort();
            names
        };
        let all: String = files.iter().map(|(_, text)| text).collect();
        let own = names(&text);
        assert!(!own.is_empty(), "{name}");
        assert_eq!(own, names(&all), "{name}");
    }
}

/// A package that forbids what a crate can forbid. Only the root of a crate can allow names in several scripts.
fn manifest() -> String {
    format!(
        "[package]\nname = \"module\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nconnect-runtime = {{ path = {:?} }}\n\n\
         [workspace]\n\n[lints.rust]\nwarnings = \"deny\"\nmissing_docs = \"deny\"\nunsafe_code = \"forbid\"\n\
         missing_debug_implementations = \"deny\"\nmissing_copy_implementations = \"deny\"\n\
         unreachable_pub = \"deny\"\nunnameable_types = \"deny\"\nunused_qualifications = \"deny\"\n\
         single_use_lifetimes = \"deny\"\ntrivial_casts = \"deny\"\ntrivial_numeric_casts = \"deny\"\n\
         unused_results = \"deny\"\nunused_lifetimes = \"deny\"\nelided_lifetimes_in_paths = \"deny\"\n\
         let_underscore_drop = \"deny\"\n\
         confusable_idents = \"allow\"\nmixed_script_confusables = \"allow\"\nuncommon_codepoints = \"allow\"\n\n\
         [lints.clippy]\nall = \"deny\"\npedantic = \"deny\"\nnursery = \"deny\"\n\
         unwrap_used = \"deny\"\nmissing_docs_in_private_items = \"deny\"\nallow_attributes = \"deny\"\n",
        workspace().join("runtime")
    )
}

#[test]
fn a_module_compiles_whatever_the_crate_forbids() {
    let folder = package("module");
    write_if_changed(&folder.join("Cargo.toml"), &manifest());
    let mut root = "//! Modules.\n".to_owned();
    for (name, input) in inputs() {
        let text = module(input);
        let public = if name.starts_with("case_") {
            ""
        } else {
            "pub "
        };
        // Two modules deep, so that a path that leads out of the module does not lead to the crate by accident.
        root.push_str(&format!(
            "/// Outer.\n{public}mod {name} {{\n    /// Included.\n    {public}mod api {{\n        \
             include!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/src/{name}.rs\"));\n    }}\n}}\n"
        ));
        write_if_changed(&folder.join(format!("src/{name}.rs")), &text);
    }
    // The same text as a file of its own.
    let checked_in = read(&folder.join("src/usage.rs"));
    write_if_changed(&folder.join("src/checked_in.rs"), &checked_in);
    root.push_str("/// A file.\npub mod checked_in;\n");
    write_if_changed(&folder.join("src/lib.rs"), &root);
    let format = Command::new("rustfmt")
        .args(["--check", "--edition", "2024"])
        .arg(folder.join("src/checked_in.rs"))
        .output();
    // Where it is not installed, nobody formats.
    if let Ok(output) = format {
        assert!(output.status.success(), "formatting would change it");
    }
    let command = strictest();
    if let Err(said) = cargo(&folder, &[command, "--quiet", "--offline"]) {
        panic!("cargo {command} of the modules:\n{said}");
    }
    let arguments = [
        "doc",
        "--quiet",
        "--offline",
        "--no-deps",
        "--document-private-items",
    ];
    if let Err(said) = cargo(&folder, &arguments) {
        panic!("cargo doc of the modules:\n{said}");
    }
    // Rustdoc does not report links that come out of a macro of another crate.
    let documented = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles/doc/module");
    let pages = support::files_below(&documented);
    let mut pages = pages.iter().filter(|page| page.ends_with(".html"));
    let broken = pages.find(|page| read(&documented.join(page)).contains("href=\"super::"));
    assert_eq!(broken, None);
}
