//! Commands in a workspace with two slices, on one of them and on both.

mod history;
#[path = "../support/mod.rs"]
mod support;

use serde_json::Value;
use support::{DOCUMENT, Root};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The document with another property for products, and one for files if `both`.
fn newer(both: bool) -> String {
    let text = DOCUMENT.replace(
        "    Product:\n      type: object\n      properties:\n",
        "    Product:\n      type: object\n      properties:\n        label:\n          type: string\n",
    );
    match both {
        true => text.replace(
            "        name:\n",
            "        size:\n          type: integer\n        name:\n",
        ),
        false => text,
    }
}

#[test]
fn a_slice_is_started_by_fetch_and_generate() {
    let root = Root::generated();
    root.write("LICENSE-MIT", "The text.\n");
    root.write("Cargo.toml", "[workspace.package]\nversion = \"0.3.1\"\n");
    root.write(
        "runtime/Cargo.toml",
        "[package]\nname = \"connect-runtime\"\nversion.workspace = true\n",
    );
    let before = root.snapshot("generated/usage");
    root.start("directory", "/products*", "document.yml")
        .ends_with(0)
        .prints(&[
            "wrote     specs/directory/contract.yml",
            "wrote     specs/directory/lock.toml",
        ]);
    let lock: toml::Table = root.read("specs/directory/lock.toml").parse().unwrap();
    assert_eq!(lock["prefixes"].as_array().unwrap().len(), 1);
    root.run(&["check", "--slice", "directory"])
        .ends_with(1)
        .prints(&[
            "+++ b/generated/directory/Cargo.toml",
            "fix it with: cargo xtask generate --slice directory\n",
        ]);
    root.run(&["generate", "--slice", "directory"])
        .ends_with(0)
        .prints(&["wrote   generated/directory/src/lib.rs"]);
    let manifest: toml::Table = root.read("generated/directory/Cargo.toml").parse().unwrap();
    assert_eq!(
        manifest["package"]["name"].as_str(),
        Some("connect-directory-api")
    );
    // The API is called as its document calls it.
    assert_eq!(
        manifest["package"]["description"].as_str(),
        Some("Typed models and operation functions of Small, its part `directory`, generated")
    );
    let runtime = &manifest["dependencies"]["connect-runtime"];
    assert_eq!(runtime["path"].as_str(), Some("../../runtime"));
    assert_eq!(runtime["version"].as_str(), Some("0.3.1"));
    let readme = root.read("generated/directory/README.md");
    assert!(readme.starts_with("# connect-directory-api\n"), "{readme}");
    assert!(
        readme.contains(" filters of Small, its part `directory`, generated"),
        "{readme}"
    );
    assert_eq!(root.read("generated/directory/LICENSE-MIT"), "The text.\n");
    assert_eq!(root.snapshot("generated/usage"), before);
    // After that, these files are not written again.
    root.write("generated/directory/Cargo.toml", "# By hand.\n");
    std::fs::remove_file(root.path().join("generated/directory/README.md")).unwrap();
    root.run(&["generate"]).ends_with(0);
    assert_eq!(root.read("generated/directory/Cargo.toml"), "# By hand.\n");
    root.run(&["check"])
        .ends_with(0)
        .prints(&["slice directory", "slice usage"]);
}

#[test]
fn an_unknown_slice_is_an_error_that_lists_the_slices() {
    let root = Root::with_two_slices();
    for command in [
        &["update"][..],
        &["fetch", "--from", "document.yml"],
        &["diff"],
        &["lint"],
        &["explain", "files::get"],
        &["generate"],
        &["check"],
        &["changelog"],
        &["inventory"],
    ] {
        root.fails(2, &[command, &["--slice", "directry"]].concat())
            .says(&[
                "no slice `directry`",
                "`directory`, `usage`",
                "--prefix GLOB",
            ]);
    }
    root.fails(2, &["generate", "--slice", "../usage"])
        .says(&["invalid slice name `../usage`"]);
    // Upper-case letters are rejected: the package name would be the same.
    root.fails(
        2,
        &["fetch", "--slice", "Directory", "--prefix", "/products*"],
    )
    .says(&["lower-case"]);
}

#[test]
fn options_for_one_contract_require_one_slice() {
    let root = Root::with_two_slices();
    root.write("names.yml", "overlay: 1.0.0\n");
    for (option, args) in [
        ("--prefix", &["lint", "--prefix", "/usage/files*"][..]),
        ("--overlay", &["inventory", "--overlay", "names.yml"]),
        ("--out", &["generate", "--out", "out"]),
        ("--actions", &["lint", "--actions"]),
        (
            "--prefix",
            &["fetch", "--from", "document.yml", "--prefix", "/usage*"],
        ),
        ("--prefix", &["diff", "--prefix", "/usage*"]),
    ] {
        root.fails(2, args)
            .says(&[option, "`directory`, `usage`", "--slice NAME"]);
    }
    root.run(&["generate", "--out", "out", "--slice", "directory"])
        .ends_with(0)
        .prints(&["1 operation,"]);
    root.run(&["lint", "--actions", "--slice", "usage"])
        .ends_with(0);
}

#[test]
fn all_slices_are_fetched_from_one_document_with_their_own_prefixes() {
    let root = Root::with_two_slices();
    root.write("document.yml", &newer(true));
    root.run(&["fetch", "--from", "document.yml"])
        .ends_with(0)
        .prints(&[
            "slice directory\n",
            "under /products*",
            "wrote     specs/directory/contract.yml",
            "slice usage\n",
            "under /usage*",
            "wrote     specs/usage/contract.yml",
        ]);
    let run = root.run(&["fetch", "--from", "document.yml", "--format", "json"]);
    let result = json(&run.ends_with(0).stdout);
    assert_eq!(result["slices"]["usage"]["prefixes"][0], "/usage*");
    assert_eq!(result["slices"]["directory"]["prefixes"][0], "/products*");
    // With --slice the result is the same as with a single slice.
    let run = root.run(&[
        "fetch",
        "--from",
        "document.yml",
        "--slice",
        "usage",
        "--format",
        "json",
    ]);
    assert_eq!(json(&run.ends_with(0).stdout), result["slices"]["usage"]);
}

#[test]
fn a_slice_that_cannot_be_fetched_leaves_all_slices_unchanged() {
    let root = Root::with_two_slices();
    root.write(
        "document.yml",
        &newer(true).replace("/products/", "/product/"),
    );
    root.fails(2, &["fetch", "--from", "document.yml"])
        .says(&["/products*"]);
    // The first slice is not written if writing the second one fails.
    root.write("document.yml", &newer(true));
    std::fs::remove_file(root.path().join("specs/usage/lock.toml")).unwrap();
    root.write("specs/usage/lock.toml/in-the-way", "");
    root.fails(3, &["fetch", "--from", "document.yml"])
        .says(&["usage/lock.toml", "nothing was changed"]);
}

#[test]
fn without_a_lock_the_prefixes_come_from_the_contract() {
    let root = Root::with_two_slices();
    let lock = root.read("specs/directory/lock.toml");
    for broken in [None, Some("size = \"large\"\n")] {
        let path = root.path().join("specs/directory/lock.toml");
        match broken {
            Some(text) => std::fs::write(path, text).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
        root.run(&["fetch", "--from", "document.yml"]).ends_with(0);
        assert_eq!(root.read("specs/directory/lock.toml"), lock);
    }
    std::fs::remove_file(root.path().join("specs/directory/lock.toml")).unwrap();
    root.write("specs/directory/contract.yml", "openapi: 3.0.3\n");
    root.fails(2, &["fetch", "--from", "document.yml"]).says(&[
        "the prefixes of slice `directory` are unknown",
        "--slice directory --prefix GLOB",
    ]);
}

#[test]
fn all_slices_are_generated_or_none() {
    let root = Root::with_two_slices();
    root.write("document.yml", &newer(true));
    root.run(&["fetch", "--from", "document.yml"]).ends_with(0);
    root.run(&["generate", "--slice", "directory"])
        .ends_with(0)
        .prints(&["wrote   generated/directory/src/models/products.rs"]);
    root.run(&["check", "--slice", "directory"]).ends_with(0);
    let run = root.run(&["check"]).ends_with(1);
    let run = run.prints(&[
        "slice usage",
        "--- a/generated/usage/src",
        "generate --slice usage\n",
    ]);
    assert!(
        !run.stdout.contains("a/generated/directory"),
        "{}",
        run.stdout
    );
    // Overlays that do not fit: nothing is written, and the errors of both slices are shown.
    for slice in ["directory", "usage"] {
        root.write(
            &format!("specs/{slice}/overlay/docs.yml"),
            "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.paths['/gone'].get\n  update: {description: Gone.}\n",
        );
    }
    let before = root.snapshot("generated");
    root.run(&["generate"]).ends_with(2).says(&[
        "specs/directory/overlay/docs.yml:",
        "specs/usage/overlay/docs.yml:",
    ]);
    std::fs::remove_file(root.path().join("specs/directory/overlay/docs.yml")).unwrap();
    root.run(&["generate"]).ends_with(2);
    assert_eq!(root.snapshot("generated"), before);
    std::fs::remove_file(root.path().join("specs/usage/overlay/docs.yml")).unwrap();
    let result = json(
        &root
            .run(&["generate", "--format", "json"])
            .ends_with(0)
            .stdout,
    );
    assert_eq!(result["slices"]["usage"]["removed"], json("[]"));
    assert_ne!(result["slices"]["usage"]["written"], json("[]"));
    assert_eq!(result["slices"]["directory"]["written"], json("[]"));
}

#[test]
fn a_lock_is_checked_with_its_slice() {
    let root = Root::with_two_slices();
    std::fs::remove_file(root.path().join("specs/directory/lock.toml")).unwrap();
    root.run(&["check"]).ends_with(1).prints(&[
        "specs/directory/lock.toml is missing",
        "fix it with: cargo xtask fetch --slice directory\n",
    ]);
    root.run(&["check", "--slice", "usage"]).ends_with(0);
}

#[test]
fn results_are_grouped_by_slice() {
    let root = Root::with_two_slices();
    let result = json(&root.run(&["inventory"]).ends_with(0).stdout);
    let one = json(
        &root
            .run(&["inventory", "--slice", "usage"])
            .ends_with(0)
            .stdout,
    );
    assert_eq!(result["slices"]["usage"], one);
    assert_eq!(
        result["slices"]["directory"]["operations"][0]["path"],
        "/products/{id}"
    );
    let findings = json(&root.run(&["lint", "--format", "json"]).ends_with(0).stdout);
    assert!(findings["slices"]["directory"]["findings"].is_array());
    root.run(&["lint"])
        .ends_with(0)
        .prints(&["slice directory", "slice usage"]);
    // Items are found in all slices.
    root.run(&["explain", "products::get"])
        .ends_with(0)
        .prints(&["specs/directory/contract.yml"]);
    let both = root.run(&["explain", "id"]).ends_with(0);
    both.prints(&["Product::id (field)", "File::id (field)"]);
    root.run(&["explain", "products::get", "--slice", "usage"])
        .ends_with(2)
        .says(&["unknown-name"]);
    root.run(&["explain", "nothing::at_all"])
        .ends_with(2)
        .says(&["unknown-name"]);
}
