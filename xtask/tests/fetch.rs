//! `cargo xtask fetch` from files, and what it leaves behind.

mod support;

use support::{DOCUMENT, Root};

#[test]
fn a_file_becomes_slice_and_lock() {
    let root = Root::empty();
    root.write("deep/document.yml", DOCUMENT);
    root.start("usage", "/usage*", &root.at("deep/document.yml"))
        .ends_with(0)
        .prints(&[
            "2 paths",
            "2 operations",
            "wrote     specs/usage/contract.yml",
            "cargo xtask generate",
        ]);

    let slice = root.read("specs/usage/contract.yml");
    assert!(
        slice.contains("/usage/files") && !slice.contains("/products"),
        "{slice}"
    );
    assert!(!slice.contains("Prose"), "{slice}");

    let lock = root.read("specs/usage/lock.toml");
    assert!(
        lock.starts_with("# Written by `cargo xtask fetch`"),
        "{lock}"
    );
    assert!(lock.contains("source = \"file:document.yml\""), "{lock}");
    assert!(
        !lock.contains(root.path().to_str().unwrap()),
        "the lock names no folder of this machine: {lock}"
    );
    for line in [
        "api_version = \"1.0\"",
        &format!("size = {}", DOCUMENT.len()),
        "prefixes = [\"/usage*\"]",
        "[counts]",
        "paths = 2",
        "operations = 2",
    ] {
        assert!(lock.contains(line), "`{line}` is not in:\n{lock}");
    }
    assert!(!lock.contains("etag"), "{lock}");
}

#[test]
fn fetching_again_changes_nothing() {
    let root = Root::fetched();
    let before = root.snapshot("specs");
    root.run(&["fetch", "--from", &root.at("document.yml")])
        .ends_with(0)
        .prints(&[
            "unchanged specs/usage/contract.yml",
            "unchanged specs/usage/lock.toml",
        ]);
    assert_eq!(
        root.snapshot("specs"),
        before,
        "there is a clock in what is written, or a temporary file was left"
    );
}

#[test]
fn several_prefixes_can_be_given() {
    let root = Root::fetched();
    root.run(&[
        "fetch",
        "--from",
        &root.at("document.yml"),
        "--prefix",
        "/usage/files*",
        "--prefix",
        "/products/{id}",
    ])
    .ends_with(0)
    .prints(&["2 paths"]);
    let slice = root.read("specs/usage/contract.yml");
    assert!(
        slice.contains("/products/{id}") && !slice.contains("/usage/records"),
        "{slice}"
    );
}

#[test]
fn a_slice_can_be_some_operations_of_its_paths() {
    let root = Root::fetched();
    let document = root.at("document.yml");
    let with_put = root.read("document.yml").replace(
        "  /products/{id}:\n",
        "  /products/{id}:\n    put: {responses: {'204': {description: ''}}}\n",
    );
    root.write("document.yml", &with_put);
    let chosen = ["--prefix", "/products/{id}", "--only", "method:get"];
    root.run(&[&["fetch", "--from", &document], &chosen[..]].concat())
        .ends_with(0)
        .prints(&["1 path", "1 operation"]);
    let slice = root.read("specs/usage/contract.yml");
    assert!(slice.contains("get:") && !slice.contains("put:"), "{slice}");
    let lock = root.read("specs/usage/lock.toml");
    assert!(lock.contains(r#"only = ["method:get"]"#), "{lock}");
    // The lock says so from then on.
    root.run(&["fetch", "--from", &document])
        .ends_with(0)
        .prints(&["unchanged specs/usage/contract.yml"]);
    root.run(&["update", "--from", &document])
        .ends_with(0)
        .prints(&["nothing new"]);
    root.fails(2, &["fetch", "--from", &document, "--only", "method:get"])
        .says(&["--prefix"]);
}

#[test]
fn a_prefix_that_selects_nothing_lists_near_misses() {
    let root = Root::fetched();
    root.fails(
        2,
        &[
            "fetch",
            "--from",
            &root.at("document.yml"),
            "--prefix",
            "/usge*",
        ],
    )
    .says(&["/usge*", "/usage", "1 error"]);
}

#[test]
fn invalid_input_is_distinguished_from_failures() {
    let root = Root::fetched();
    root.write(
        "page.yml",
        "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n",
    );
    root.write("list.yml", "- 1\n- 2\n");
    root.write("broken.yml", "openapi: 3.0.2\npaths: [\n");
    root.write(
        "large.yml",
        &DOCUMENT.replace("Prose", &"x".repeat(2 * 1024 * 1024)),
    );
    for (from, words) in [
        ("missing.yml", ["not found", "check the path"]),
        ("specs", ["folder", "file"]),
        ("page.yml", ["HTML", "page.yml:1:1"]),
        ("list.yml", ["error", "list.yml:1:1"]),
        ("broken.yml", ["error", "broken.yml:"]),
        ("ftp://127.0.0.1/x", ["ftp://", "http"]),
        ("http://", ["URL", "http"]),
        (
            "http://me:secret@127.0.0.1/x",
            ["password", "user name or password"],
        ),
    ] {
        root.fails(2, &["fetch", "--from", from]).says(&words);
    }
    root.fails(2, &["fetch", "--from", "large.yml", "--max-size", "1"])
        .says(&["1.0 MiB", "--max-size"]);
    root.run(&["fetch", "--from", "large.yml"]).ends_with(0);
}

#[test]
fn a_disk_that_fails_leaves_both_files_alone() {
    let root = Root::fetched();
    // The lock cannot be replaced: a folder is in its place. The slice, though writable, has to
    // stay.
    std::fs::remove_file(root.path().join("specs/usage/lock.toml")).unwrap();
    root.write("specs/usage/lock.toml/in-the-way", "");
    root.fails(
        3,
        &[
            "fetch",
            "--from",
            &root.at("document.yml"),
            "--prefix",
            "/products*",
        ],
    )
    .says(&["usage/lock.toml", "nothing was changed"]);
}

/// A document with filters, operations and components.
fn catalogue(operations: usize, lookups: &str) -> String {
    let mut text = "openapi: 3.0.2\ninfo: {title: t, version: '1.0'}\npaths:\n".to_owned();
    for index in 0..operations {
        text.push_str(&format!(
            "  /usage/lamps{index}:\n    get:\n      parameters:\n      - {{name: limit, in: query, schema: {{type: integer}}}}\n      - {{name: offset, in: query, schema: {{type: integer}}}}\n      - {{name: hue, in: query, description: '{lookups} eq', schema: {{type: string}}}}\n      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{type: array, items: {{$ref: '#/components/schemas/Lamp{index}'}}}}}}}}}}}}\n"
        ));
    }
    text.push_str("components:\n  schemas:\n");
    for index in 0..operations {
        text.push_str(&format!(
            "    Lamp{index}: {{type: object, properties: {{id: {{type: string}}}}}}\n"
        ));
    }
    text
}

#[test]
fn a_slice_that_lost_much_is_refused_unless_accepted() {
    let root = Root::empty();
    root.write("document.yml", &catalogue(10, "**lookups:**"));
    root.start("usage", "/usage*", "document.yml").ends_with(0);
    let before = root.snapshot("specs");
    for (document, lost) in [
        (catalogue(10, "*Lookups*:"), "10 of 10 filters"),
        (
            catalogue(7, "**lookups:**"),
            "3 of 10 operations and 3 of 10 components and 3 of 10 filters",
        ),
    ] {
        root.write("document.yml", &document);
        root.fails(2, &["fetch", "--from", "document.yml"]).says(&[
            lost,
            "more than 20 %",
            "--accept-losses",
        ]);
        assert_eq!(root.snapshot("specs"), before, "nothing is written");
        root.fails(2, &["update", "--from", "document.yml", "--no-compile"])
            .says(&[lost]);
        assert_eq!(root.snapshot("specs"), before, "nothing is written");
    }
    // A fifth is no reason, and another part of the document is another slice.
    root.write("document.yml", &catalogue(8, "**lookups:**"));
    root.run(&["fetch", "--from", "document.yml"]).ends_with(0);
    root.write("document.yml", &catalogue(3, "**lookups:**"));
    root.run(&["fetch", "--from", "document.yml", "--accept-losses"])
        .ends_with(0);
    root.run(&[
        "fetch",
        "--from",
        "document.yml",
        "--prefix",
        "/usage/lamps0",
    ])
    .ends_with(0);
}

#[test]
fn a_document_that_was_cut_off_is_refused() {
    let root = Root::empty();
    let whole = catalogue(4, "**lookups:**");
    // Between two components, where what is left is YAML.
    let (cut, _) = whole.split_once("    Lamp2: ").unwrap();
    let (start, _) = whole.split_once("components:\n").unwrap();
    for cut in [cut, start] {
        root.write("document.yml", cut);
        let start = ["fetch", "--from", "document.yml", "--slice", "usage"];
        root.fails(2, &[&start[..], &["--prefix", "/usage*"]].concat())
            .says(&["error[bad-reference]", "Lamp2", "cut off"]);
        assert!(
            !root.exists("specs/usage/contract.yml"),
            "nothing is written"
        );
    }
    // An overlay can fix a reference.
    root.write(
        "specs/usage/overlay/corrections.yml",
        "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.components.schemas\n  update: {Lamp2: {type: object}, Lamp3: {type: object}}\n",
    );
    root.write("document.yml", cut);
    root.start("usage", "/usage*", "document.yml").ends_with(0);
}
