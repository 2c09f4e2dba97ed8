//! The catalogue of bad input, `tests/bad/`: what is said of each broken or hostile document; and
//! that what is generated of those that are legal after all compiles.
//!
//! A case is `NAME.yml`, maybe with `NAME.overlay.yml`, and `NAME.txt`: what the case is about, then
//! what becomes of it. `UPDATE_GOLDEN=1 cargo test -p connect-codegen --test bad` writes all but the
//! first line, and the index in README.md.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use connect_codegen::{Bindings, Diagnostics, Input, Outcome, Source, generate};
use support::{cargo, difference, package, read, said, workspace, write_if_changed};

/// How much stack a case gets: what threads have by default.
const STACK: usize = 2 * 1024 * 1024;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad")
}

/// The names of all cases.
fn cases() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).expect("the cases are there");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut cases: Vec<String> = names
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".yml")?.to_owned()))
        .filter(|name| !name.ends_with(".overlay"))
        .collect();
    cases.sort();
    cases
}

fn source(name: &str) -> Option<Outcome<Source>> {
    let bytes = std::fs::read(folder().join(name)).ok()?;
    Some(Source::from_bytes(name, bytes))
}

/// Generates from a case. Input that is not text is reported as such.
fn run(case: &str) -> (Option<Bindings>, Diagnostics) {
    let document = source(&format!("{case}.yml")).expect("the document is there");
    let overlay = source(&format!("{case}.overlay.yml"));
    let mut diagnostics = document.diagnostics;
    let mut overlays = Vec::new();
    if let Some(overlay) = overlay {
        diagnostics.append(overlay.diagnostics);
        overlays.extend(overlay.value);
    }
    let Some(document) = document.value.filter(|_| !diagnostics.has_errors()) else {
        return (None, diagnostics);
    };
    let input = Input {
        document,
        overlays,
        prefixes: Vec::new(),
        ..Input::default()
    };
    let outcome = generate(&input, &mut |_| {});
    (outcome.value, outcome.diagnostics)
}

/// A case as it turns out.
struct Told {
    about: String,
    text: String,
    files: Vec<(String, String)>,
}

/// What becomes of every case; they are run once for all tests of this file, on a small stack.
fn all() -> &'static BTreeMap<String, Told> {
    static ALL: OnceLock<BTreeMap<String, Told>> = OnceLock::new();
    ALL.get_or_init(|| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let told = || {
            let cases = cases().into_iter();
            cases.map(|case| (case.clone(), tell(&case))).collect()
        };
        thread
            .spawn(told)
            .expect("a thread")
            .join()
            .expect("no panic, no overflow")
    })
}

fn tell(case: &str) -> Told {
    let golden = std::fs::read_to_string(folder().join(format!("{case}.txt"))).unwrap_or_default();
    let about = golden
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("about: "));
    let about = about.unwrap_or_default().to_owned();
    let (bindings, diagnostics) = run(case);
    assert_eq!(bindings.is_none(), diagnostics.has_errors(), "{case}");
    let outcome = match &bindings {
        Some(bindings) => {
            let counts = bindings.counts;
            format!(
                "generated: {} operations, {} types, {} filters, {} skipped",
                counts.operations, counts.types, counts.filters, counts.skipped
            )
        }
        None => "refused".to_owned(),
    };
    let text = format!(
        "about: {about}\noutcome: {outcome}\n\n{}\n",
        visible(&said(&diagnostics))
    );
    let files = bindings.map(|bindings| {
        let files = bindings.files.iter();
        files
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .collect()
    });
    Told {
        about,
        text: visible(text.trim_end()) + "\n",
        files: files.unwrap_or_default(),
    }
}

/// Escapes characters that git would change, or that are invisible.
fn visible(text: &str) -> String {
    let written = |c: char| match c {
        '\n' => "\n".to_owned(),
        hidden if hidden.is_control() => hidden.escape_unicode().to_string(),
        other => other.to_string(),
    };
    text.chars().map(written).collect()
}

fn is_update() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| !value.is_empty())
}

fn compare(name: &str, text: &str, differences: &mut Vec<String>) {
    let path = folder().join(name);
    if is_update() {
        write_if_changed(&path, text);
    } else {
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        differences.extend(difference(name, &there, text));
    }
}

#[test]
fn what_is_said_of_bad_input_is_as_expected() {
    let mut differences = Vec::new();
    for (case, told) in all() {
        assert!(
            !told.about.is_empty(),
            "{case}.txt must begin with `about: `"
        );
        compare(&format!("{case}.txt"), &told.text, &mut differences);
    }
    compare("README.md", &index(), &mut differences);
    assert!(
        differences.is_empty(),
        "{}\nIf this is meant: UPDATE_GOLDEN=1 cargo test -p connect-codegen --test bad",
        differences.join("\n")
    );
}

/// Every finding says where, or is about something that stands nowhere.
#[test]
fn every_error_says_where() {
    for case in cases() {
        let (_, diagnostics) = run(&case);
        for diagnostic in diagnostics.iter() {
            let nowhere =
                diagnostic.code.as_str() == "empty" && diagnostic.message.contains("no operation");
            assert!(diagnostic.span.is_some() || nowhere, "{case}: {diagnostic}");
        }
    }
}

/// The index of the catalogue.
fn index() -> String {
    let mut text = String::from(
        "# Bad input\n\n\
         Every document here is broken or hostile in one way, or looks as if it were; `NAME.txt` says what\n\
         becomes of `NAME.yml`. This index is written by the test, from the first lines of those files.\n\n\
         | case | about | outcome |\n|---|---|---|\n",
    );
    for (case, told) in all() {
        let outcome = if told.files.is_empty() {
            "refused"
        } else {
            "generated"
        };
        text.push_str(&format!("| `{case}` | {} | {outcome} |\n", told.about));
    }
    text
}

/// The cases of which something is generated.
fn generated() -> impl Iterator<Item = (&'static String, &'static Told)> {
    all().iter().filter(|(_, told)| !told.files.is_empty())
}

/// Writes the generated code of a case below a folder, and gives its library's path.
fn write_code(folder: &Path, case: &str, told: &Told) -> PathBuf {
    for (path, text) in &told.files {
        write_if_changed(&folder.join(case).join(path), text);
    }
    folder.join(case).join("src/lib.rs")
}

/// Each is an example of one package: a crate of its own, but one run of cargo for all.
#[test]
fn what_is_generated_compiles_without_a_warning() {
    let folder = package("bad");
    let mut manifest = format!(
        "[package]\nname = \"bad\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nconnect-runtime = {{ path = {:?} }}\n\n\
         [workspace]\n\n[lints.rust]\nwarnings = \"deny\"\nmissing_docs = \"deny\"\n\n[lints.clippy]\nall = {{ level = \"deny\", priority = -1 }}\n\
         # Lists in lists in lists are what the document says.\n\
         type_complexity = \"allow\"\n",
        workspace().join("runtime")
    );
    for (case, told) in generated() {
        let library = write_code(&folder, case, told);
        manifest.push_str(&format!(
            "\n[[example]]\nname = {case:?}\ncrate-type = [\"lib\"]\npath = {library:?}\n"
        ));
    }
    write_if_changed(&folder.join("Cargo.toml"), &manifest);
    write_if_changed(&folder.join("src/lib.rs"), "//! Nothing.\n");
    let command = support::strictest();
    let arguments = [
        command,
        "--quiet",
        "--offline",
        "--examples",
        "--keep-going",
    ];
    if let Err(said) = cargo(&folder, &arguments) {
        panic!("cargo {command} of what is generated from bad input:\n{said}");
    }
}

/// Of the cases with hostile prose and names, rustdoc finds nothing to run, and no broken link.
#[test]
fn documentation_runs_nothing() {
    let folder = package("bad-prose");
    let mut members = Vec::new();
    for (case, told) in generated() {
        if !case.starts_with("prose-") && !case.starts_with("inject-") && *case != "path-line-feed"
        {
            continue;
        }
        let library = write_code(&folder, case, told);
        let name = case.replace('.', "_");
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [lib]\npath = {library:?}\n\n[dependencies]\nconnect-runtime = {{ path = {:?} }}\n",
            workspace().join("runtime")
        );
        write_if_changed(&folder.join(case).join("Cargo.toml"), &manifest);
        members.push(case.as_str());
    }
    assert!(members.len() > 5, "{members:?}");
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    write_if_changed(&folder.join("Cargo.toml"), &manifest);
    for arguments in [
        &["test", "--quiet", "--offline", "--workspace", "--doc"][..],
        &["doc", "--quiet", "--offline", "--workspace", "--no-deps"][..],
    ] {
        if let Err(said) = cargo(&folder, arguments) {
            panic!("cargo {} of hostile prose:\n{said}", arguments[0]);
        }
    }
}

/// The catalogue must be as it was written: git must not normalize line ends.
#[test]
fn the_files_are_as_they_were_written() {
    let bytes = |name: &str| std::fs::read(folder().join(name)).expect("the case is there");
    assert!(
        bytes("text-crlf.yml")
            .windows(2)
            .any(|pair| pair == b"\r\n")
    );
    assert!(bytes("text-gzip.yml").starts_with(&[0x1f, 0x8b]));
    assert!(read(&workspace().join(".gitattributes")).contains("codegen/tests/bad/*.yml -text"));
}
