//! `cargo xtask diff` and `changelog`, as a maintainer runs them: files, revisions, and what they
//! stand for when they are left out.

mod support;

use std::process::Command;

use support::{DOCUMENT, Root, Run};

/// Runs git in the workspace.
fn git(root: &Root, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(root.path())
        .args([
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@localhost",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", root.at("no-such-file"))
        .output()
        .expect("git starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Fetches a version of the document.
fn fetch(root: &Root, document: &str) {
    root.write("document.yml", document);
    root.start("usage", "/usage*", "document.yml").ends_with(0);
}

/// A workspace in a repository, with two versions of the slice: the second lost a call.
fn history() -> Root {
    let root = Root::empty();
    git(&root, &["init", "--quiet"]);
    root.write("Cargo.toml", "[workspace.package]\nversion = \"0.3.1\"\n");
    fetch(&root, DOCUMENT);
    git(&root, &["add", "specs", "Cargo.toml"]);
    git(&root, &["commit", "--quiet", "--message", "First"]);
    git(&root, &["tag", "v0.3.1"]);
    fetch(&root, &without_records());
    git(
        &root,
        &["commit", "--quiet", "--all", "--message", "Second"],
    );
    root.write("notes.txt", "");
    git(&root, &["add", "notes.txt"]);
    git(&root, &["commit", "--quiet", "--message", "Third"]);
    root
}

fn without_records() -> String {
    let (before, rest) = DOCUMENT.split_once("  /usage/records/{id}:\n").unwrap();
    let (_, behind) = rest.split_once("  /products/{id}:\n").unwrap();
    format!("{before}  /products/{{id}}:\n{behind}")
}

fn loses_the_record(run: Run) -> Run {
    run.ends_with(0).prints(&[
        "Breaking (1)",
        "operation-removed: operation `GET /usage/records/{id}`",
        "- records::get: fn(id: impl AsRef<str>) -> Call<Record>",
    ])
}

#[test]
fn what_is_there_is_compared_with_its_predecessor() {
    let root = history();
    // Nothing changed since the last commit: then the slice before its last change is meant, and not
    // that of the last commit.
    loses_the_record(root.run(&["diff"])).prints(&["0.3.1 becomes 0.4.0"]);
    // Something changed: then HEAD is meant.
    fetch(&root, DOCUMENT);
    root.run(&["diff"]).ends_with(0).prints(&[
        "HEAD:specs/usage/contract.yml",
        "operation-added",
        "0.3.1 becomes 0.3.2",
    ]);
}

#[test]
fn revisions_and_files_can_be_named() {
    let root = history();
    loses_the_record(root.run(&["diff", "v0.3.1"])).prints(&["v0.3.1:specs/usage/contract.yml:"]);
    loses_the_record(root.run(&["diff", "HEAD~2", "HEAD"]));
    root.run(&["diff", "HEAD", "HEAD~2"])
        .ends_with(0)
        .prints(&["Additions (1)"]);
    root.write("old.yml", DOCUMENT);
    root.write("new.yml", &without_records());
    // Of a whole document only the pinned paths are taken.
    let run = loses_the_record(root.run(&["diff", "old.yml", "new.yml"]));
    assert!(!run.stdout.contains("/products"), "{}", run.stdout);
    loses_the_record(root.run(&["diff", "old.yml", "HEAD"]));
    root.run(&["diff", "old.yml", "new.yml", "--prefix", "/products*"])
        .ends_with(0)
        .prints(&["nothing changed"]);
}

#[test]
fn a_revision_comes_with_its_own_overlays() {
    let root = history();
    let overlay = |name: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n- target: $.paths['/usage/files'].get\n  update: {{x-connect-function: 'files::{name}'}}\n"
        )
    };
    root.write("specs/usage/overlay/names.yml", &overlay("all"));
    git(&root, &["add", "specs"]);
    git(&root, &["commit", "--quiet", "--message", "Names"]);
    root.write("specs/usage/overlay/names.yml", &overlay("every"));
    root.run(&["diff"]).ends_with(0).prints(&[
        "function-renamed",
        "- files::all",
        "+ files::every",
    ]);
    root.run(&["diff", "HEAD", "--no-overlay"])
        .ends_with(0)
        .prints(&["nothing changed"]);
}

#[test]
fn an_overlay_that_does_not_fit_is_reported_without_an_error() {
    let root = history();
    root.write(
        "specs/usage/overlay/docs.yml",
        "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.paths['/usage/records/{id}'].get\n  update: {description: Reads.}\n",
    );
    root.write("old.yml", DOCUMENT);
    root.write("new.yml", &without_records());
    loses_the_record(root.run(&["diff", "old.yml", "new.yml"]))
        .prints(&["do not fit", "specs/usage/overlay/docs.yml:4:11 on new.yml"]);
}

#[test]
fn markdown_and_json_are_for_programs() {
    let root = history();
    let json = root.run(&["diff", "--format", "json"]).ends_with(0);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["advice"]["release"], "breaking");
    assert_eq!(json["advice"]["to"], "0.4.0");
    assert_eq!(json["changes"][0]["effects"][2]["item"], "records::get");
    let markdown = root.run(&["diff", "--format", "markdown"]).ends_with(0);
    assert!(
        markdown.stdout.starts_with("## The contract: "),
        "{}",
        markdown.stdout
    );
}

#[test]
fn what_cannot_be_compared_is_invalid_input() {
    let root = history();
    root.fails(2, &["diff", "no-such-thing"])
        .says(&["neither a file nor a git revision"]);
    root.fails(2, &["diff", "--", "--help"])
        .says(&["neither a file nor a git revision"]);
    root.write("page.yml", "<!DOCTYPE html>");
    root.fails(2, &["diff", "page.yml"]).says(&["HTML page"]);
    git(&root, &["rm", "--quiet", "-r", "--cached", "specs"]);
    git(&root, &["commit", "--quiet", "--message", "Without"]);
    root.fails(2, &["diff", "HEAD"])
        .says(&["has no specs/usage/contract.yml"]);
    let outside = Root::fetched();
    outside
        .fails(2, &["diff"])
        .says(&["git failed", "two files"]);
    let first = Root::fetched();
    git(&first, &["init", "--quiet"]);
    git(&first, &["add", "specs"]);
    git(&first, &["commit", "--quiet", "--message", "First"]);
    first
        .fails(2, &["diff"])
        .says(&["no predecessor", "shallow"]);
}

#[test]
fn the_changelog_gets_what_users_notice_once() {
    let root = history();
    let before =
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- By hand.\n\n## [0.3.1]\n\nFirst.\n";
    root.write("CHANGELOG.md", before);
    root.run(&["changelog"])
        .ends_with(0)
        .prints(&["wrote     CHANGELOG.md"]);
    let text = root.read("CHANGELOG.md");
    assert_eq!(
        text,
        "# Changelog\n\n## [Unreleased]\n\nMade from version `1.0` of the vendor's document.\n\n### Added\n\n- By hand.\n\n\
         ### Removed\n\n- Operation `GET /usage/records/{id}`: `records::get`, `models::Record`, `records`.\n\n\
         ## [0.3.1]\n\nFirst.\n"
    );
    root.run(&["changelog"])
        .ends_with(0)
        .prints(&["unchanged CHANGELOG.md"]);
    assert_eq!(root.read("CHANGELOG.md"), text);
    root.write("CHANGELOG.md", "# Changelog\n");
    root.fails(2, &["changelog"]).says(&["[Unreleased]"]);
    // What this command wrote since the last commit goes when it no longer holds; a hand's work and what
    // is committed stay.
    let hand = before.replace("By hand.", "By hand.\n- Type `Gone`: `models::Gone`.");
    root.write("CHANGELOG.md", &hand);
    git(&root, &["add", "CHANGELOG.md"]);
    git(&root, &["commit", "--quiet", "--message", "Written"]);
    let stale = hand.replace(
        "- By hand.",
        "- By hand.\n- Type `Old`: `models::Old`.\n- Type `Own`: see `Old`.",
    );
    root.write("CHANGELOG.md", &stale);
    root.run(&["changelog"])
        .ends_with(0)
        .prints(&["outdated, removed: Type `Old`: `models::Old`."]);
    let text = root.read("CHANGELOG.md");
    assert!(!text.contains("models::Old"), "{text}");
    for kept in [
        "By hand.",
        "models::Gone",
        "- Type `Own`: see `Old`.",
        "models::Record",
    ] {
        assert!(text.contains(kept), "{text}");
    }
}
