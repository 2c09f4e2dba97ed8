//! The workspace of a command: around the current folder, or from `--root`.

mod support;

use support::Root;

/// A workspace with a manifest.
fn workspace() -> Root {
    let root = Root::fetched();
    root.write("Cargo.toml", "[workspace]\nmembers = []\n");
    root
}

#[test]
fn the_workspace_is_the_one_around_the_current_folder() {
    let (first, second) = (workspace(), workspace());
    first.write("deep/down/notes.txt", "");
    let other = second.snapshot(".");
    for (folder, path) in [
        ("", "generated/usage/src/lib.rs"),
        ("deep/down", "generated/usage/src/lib.rs"),
        ("specs/usage", "generated/usage/src/lib.rs"),
    ] {
        let _ = std::fs::remove_dir_all(first.path().join("generated/usage/src"));
        first
            .run_in(&first.path().join(folder), &["generate"])
            .ends_with(0)
            .prints(&["wrote   generated/usage/src/lib.rs"]);
        assert!(first.exists(path), "from `{folder}`");
    }
    assert_eq!(second.snapshot("."), other, "another workspace was changed");
    // The workspace in which the program was built is not used either.
    first.run_in(first.path(), &["check"]).ends_with(0);
}

#[test]
fn inside_a_generated_crate_the_workspace_is_the_one_around_it() {
    let root = workspace();
    root.run_in(
        root.path(),
        &[
            "generate",
            "--prefix",
            "/usage/files*",
            "--out",
            "target/out",
        ],
    )
    .ends_with(0);
    assert!(root.read("target/out/Cargo.toml").contains("[workspace]"));
    root.run_in(&root.path().join("target/out/src"), &["generate"])
        .ends_with(0)
        .prints(&["wrote   generated/usage/src/lib.rs"]);
}

#[test]
fn the_option_takes_precedence_over_the_current_folder() {
    let (first, second) = (workspace(), workspace());
    let here = first.snapshot(".");
    let there = second.at("");
    first
        .run_in(first.path(), &["generate", "--root", &there])
        .ends_with(0);
    assert_eq!(first.snapshot("."), here);
    assert!(second.exists("generated/usage/src/lib.rs"));
}

#[test]
fn without_a_workspace_the_error_says_what_was_expected() {
    let root = Root::fetched();
    let before = root.snapshot(".");
    root.run_in(root.path(), &["generate"]).ends_with(2).says(&[
        root.path().file_name().unwrap().to_str().unwrap(),
        "Cargo.toml with `[workspace]`",
        "`specs`",
        "--root DIR",
    ]);
    assert_eq!(root.snapshot("."), before);
}
