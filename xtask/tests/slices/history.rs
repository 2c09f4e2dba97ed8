//! Commands that compare with what git has: comparisons, the changelog, and updates.

use std::process::Command;

use crate::support::{DOCUMENT, Root};
use crate::{json, newer};

/// Runs git in the workspace.
fn git(root: &Root, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(root.path())
        .args(["-c", "user.name=Test", "-c", "user.email=test@localhost"])
        .args(["-c", "commit.gpgsign=false"])
        .args(args)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", root.at("no-such-file"))
        .output()
        .expect("git starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
}

fn commit(root: &Root, message: &str) {
    git(root, &["add", "--all"]);
    git(root, &["commit", "--quiet", "--message", message]);
}

/// A repository: first one slice, then two, then both changed.
fn history() -> Root {
    let root = Root::generated();
    root.write("Cargo.toml", "[workspace.package]\nversion = \"0.3.1\"\n");
    root.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n");
    git(&root, &["init", "--quiet"]);
    commit(&root, "First");
    git(&root, &["tag", "one"]);
    root.start("directory", "/products*", "document.yml")
        .ends_with(0);
    commit(&root, "Second");
    git(&root, &["tag", "two"]);
    root.write("document.yml", &newer(true));
    root.run(&["fetch", "--from", "document.yml"]).ends_with(0);
    root
}

#[test]
fn each_slice_is_compared_with_its_predecessor() {
    let root = history();
    root.run(&["diff"]).ends_with(0).prints(&[
        "slice directory\n",
        "HEAD:specs/directory/contract.yml",
        "`label`",
        "slice usage\n",
        "HEAD:specs/usage/contract.yml",
        "`size`",
    ]);
    let one = root.run(&["diff", "--slice", "directory"]).ends_with(0);
    assert!(!one.stdout.contains("size"), "{}", one.stdout);
    let result = json(&root.run(&["diff", "--format", "json"]).ends_with(0).stdout);
    assert_eq!(result["slices"]["usage"]["advice"]["release"], "addition");
    let markdown = root
        .run(&["diff", "--format", "markdown"])
        .ends_with(0)
        .stdout;
    assert!(
        markdown.starts_with("# Slice `directory`\n\n## The contract"),
        "{markdown}"
    );
    // A slice that is missing in the old revision is skipped.
    root.run(&["diff", "one"]).ends_with(0).prints(&[
        "skipped: the revision `one` has no specs/directory/contract.yml",
        "one:specs/usage/contract.yml",
    ]);
    root.fails(2, &["diff", "one", "--slice", "directory"])
        .says(&["has no specs/directory/contract.yml"]);
    // Of two complete documents, each slice compares its paths.
    root.write("old.yml", DOCUMENT);
    root.run(&["diff", "old.yml", "document.yml"])
        .ends_with(0)
        .prints(&["slice directory", "`label`", "slice usage", "`size`"]);
    let slice = "specs/usage/contract.yml";
    root.fails(2, &["diff", "two", slice])
        .says(&["holds a slice", "--slice NAME"]);
    root.run(&["diff", "two", slice, "--slice", "usage"])
        .ends_with(0);
}

#[test]
fn entries_of_the_changelog_name_their_package() {
    let root = history();
    root.write("src/lib.rs", "pub use connect_usage_api::*;\n");
    root.run(&["changelog"]).ends_with(0);
    let text = root.read("CHANGELOG.md");
    for part in [
        "Made from version `1.0` of the vendor's document.",
        "`connect-directory-api` is made from version `1.0` of the vendor's document.",
        "- `connect-directory-api`: Field `label`",
        "- Field `size`",
    ] {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
    // With --slice, only outdated entries of that slice are removed.
    root.write("document.yml", DOCUMENT);
    root.run(&["fetch", "--from", "document.yml"]).ends_with(0);
    root.run(&["changelog", "HEAD", "--slice", "usage"])
        .ends_with(0)
        .prints(&["outdated, removed: Field `size`"]);
    let text = root.read("CHANGELOG.md");
    assert!(
        !text.contains("`size`") && text.contains("`label`"),
        "{text}"
    );
    root.run(&["changelog", "HEAD"])
        .ends_with(0)
        .prints(&["outdated, removed: `connect-directory-api`: Field `label`"]);
}

#[test]
fn all_slices_are_updated_or_none() {
    let root = Root::with_two_slices();
    root.write("Cargo.toml", "[workspace.package]\nversion = \"0.3.1\"\n");
    root.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n");
    let update = |from: &str| root.run(&["update", "--no-compile", "--from", from]);
    update("document.yml").ends_with(0).prints(&["nothing new"]);
    // If one slice changed, the lock of the other is updated as well.
    root.write("document.yml", &newer(false));
    update("document.yml").ends_with(0).prints(&[
        "nothing new under /usage*: the document changed elsewhere",
        "wrote     CHANGELOG.md",
        "wrote     generated/directory/src/models/products.rs",
        "wrote     specs/directory/contract.yml",
        "wrote     specs/usage/lock.toml",
    ]);
    root.run(&["check"]).ends_with(0);
    // An overlay of one slice that does not fit: nothing is written.
    root.write(
        "specs/directory/overlay/docs.yml",
        "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.components.schemas.Product.properties.label\n  update: {description: The label.}\n",
    );
    root.write(
        "document.yml",
        &DOCUMENT.replace(
            "        name:\n",
            "        size:\n          type: integer\n        name:\n",
        ),
    );
    let before = root.snapshot(".");
    update("document.yml")
        .ends_with(2)
        .says(&["specs/directory/overlay/docs.yml:", "nothing was written"]);
    assert_eq!(root.snapshot("."), before);
    // The other slice can be updated alone.
    root.run(&[
        "update",
        "--no-compile",
        "--from",
        "document.yml",
        "--slice",
        "usage",
    ])
    .ends_with(0)
    .prints(&["wrote     specs/usage/contract.yml"]);
    assert!(root.read("specs/directory/contract.yml").contains("label"));
}
