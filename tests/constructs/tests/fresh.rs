//! The committed code is what the generator makes of `constructs.yml`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p constructs --test fresh` writes what is made now, to be read before it is committed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use connect_codegen::{FileSet, Input, Program, Source, generate};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// What is generated, and what is said of the document: without places, which move with every line.
fn generated() -> (FileSet, Vec<String>) {
    let text = fs::read_to_string(folder().join("constructs.yml")).expect("the document");
    let input = Input {
        document: Source::new("constructs.yml", text),
        overlays: Vec::new(),
        program: Program::Xtask,
        ..Input::default()
    };
    let outcome = generate(&input, &mut |_| {});
    let said = outcome.diagnostics.iter();
    let said = said
        .map(|it| format!("{}[{}] {}", it.severity, it.code.as_str(), it.message))
        .collect();
    match outcome.value {
        Some(bindings) => (bindings.files, said),
        None => panic!("nothing is generated:\n{}", said.join("\n")),
    }
}

/// The files below a folder, by their path in the package.
fn files_below(at: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder().join(at)).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = format!("{at}/{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => files_below(&path, found),
            false => drop(found.insert(path)),
        }
    }
}

fn update(files: &FileSet) {
    fs::remove_dir_all(folder().join("src")).expect("the code can be removed");
    for (path, text) in files.iter() {
        let path = folder().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("the file can be written");
    }
}

#[test]
fn the_committed_code_is_what_is_generated() {
    let (files, _) = generated();
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| !it.is_empty()) {
        update(&files);
    }
    let mut differences = Vec::new();
    let mut there = BTreeSet::new();
    files_below("src", &mut there);
    for (path, text) in files.iter() {
        there.remove(path);
        let old = fs::read_to_string(folder().join(path)).unwrap_or_default();
        if old != text {
            let diff = similar::TextDiff::from_lines(old.as_str(), text);
            let mut diff = diff.unified_diff();
            differences.push(diff.context_radius(3).header(path, "generated").to_string());
        }
    }
    differences.extend(there.iter().map(|it| format!("{it} is no longer made")));
    assert!(
        differences.is_empty(),
        "{}\nIf this is meant: UPDATE_GOLDEN=1 cargo test -p constructs --test fresh",
        differences.join("\n")
    );
}

#[test]
fn what_is_left_out_is_said() {
    let (_, said) = generated();
    let expected = [
        "note[parameter] OpenAPI leaves open how `spaceDelimited` writes with `explode`; written as `form` with it",
        "note[parameter] OpenAPI leaves open how `deepObject` writes arrays and objects within others; they are sent in further brackets, such as `name[member][inner]=…`",
        "note[parameter] OpenAPI leaves open how cookies are written with `explode`; each item or member is a cookie of its own",
        "note[parameter] OpenAPI leaves open how `form` writes arrays and objects within others; they are sent as JSON",
        "note[alternatives] a form of one of several objects: which parts go together is checked by the server only",
        "note[alternatives] a form of one of several objects: which parts go together is checked by the server only",
        "note[form] a part that is a file or a string is sent as a file",
        "note[media-types] a part of `application/xml` is not written from its schema; sent as a file",
        "note[form] parts without a schema are sent as strings or JSON; files need a schema of their own",
        "note[alternatives] a form of one of several objects: which parts go together is checked by the server only",
        "warning[media-types] several media types; only `application/json` is sent, not `application/xml`",
        "warning[media-types] several media types; only `application/json` is requested, not `text/plain`",
        "note[media-types] `application/xml` is not read by its schema; the response is bytes",
        "note[unsupported] the header `X-Rows` is declared with different types; read as a string",
        "note[unsupported] the header `X-Until` is declared with different types; read as a string",
        "note[unsupported] the header `X-Level` is declared with different types; read as a string",
        "note[unsupported] headers of errors are not generated; they are read from the response that an error holds",
        "note[not-openapi] `required` has no effect beside `$ref`; ignored",
        "note[alternatives] a member of `oneOf` allows any value; any JSON is accepted",
        "note[alternatives] `oneOf` beside properties: which go together is checked by the server only",
        "warning[discriminator] no member of the union declares the property `sort` of the discriminator; it is read and written all the same",
        "note[security] the security scheme `seal` is a certificate of the caller; it is given to the client's transport",
        "note[alternatives] a part of `allOf` is one of several objects; which members go together is checked by the server only",
        "note[alternatives] `oneOf` beside `anyOf`: which go together is checked by the server only",
        "note[alternatives] `anyOf` beside `oneOf`: which go together is checked by the server only",
        "note[alternatives] `anyOf` beside `oneOf` is checked by the server only",
        "note[alternatives] the alternatives give `weight` different types; a value is read as one of them",
        "note[alternatives] `oneOf` beside properties: which go together is checked by the server only",
        "note[alternatives] `oneOf` beside properties: which go together is checked by the server only",
        "note[alternatives] `anyOf` beside properties: which go together is checked by the server only",
        "warning[all-of] `Bow` and this schema are made of each other by `allOf`; its members are left out here",
        "warning[discriminator] the value `SignedRelease` of the discriminator is not an integer or a boolean, as its property is in this member; ignored",
        "note[enum] only strings, and integers of 64 bits, are enums; any value of the type is accepted",
        "note[enum] only strings, and integers of 64 bits, are enums; any value of the type is accepted",
        "note[enum] only strings, and integers of 64 bits, are enums; any value of the type is accepted",
        "note[alternatives] a value of several members of `anyOf` is read as one of them, without the members of the others",
        "note[limits] integers up to `18446744073709551616` do not fit into 64 bits; any JSON is accepted, with all its digits",
    ];
    assert_eq!(said, expected);
}
