//! `cargo xtask check`: what it shows, and what it ends with.

mod support;

use connect_codegen::GENERATED_MARK;
use support::Root;

#[test]
fn what_is_up_to_date_passes() {
    let root = Root::generated();
    let before = root.snapshot(".");
    root.run(&["check"]).ends_with(0).prints(&["up to date"]);
    assert_eq!(root.snapshot("."), before, "a check writes nothing");
}

#[test]
fn stale_missing_and_superfluous_files_are_shown() {
    let root = Root::generated();
    let lib = root.read("generated/usage/src/lib.rs");
    root.write(
        "generated/usage/src/lib.rs",
        &format!("{lib}// one line more\n"),
    );
    root.write(
        "generated/usage/src/left.rs",
        &format!("{GENERATED_MARK}cargo xtask generate` once\n"),
    );
    let missing = root
        .snapshot("generated/usage/src")
        .into_keys()
        .map(|path| path.to_str().unwrap().to_owned())
        .find(|path| path != "lib.rs" && path != "left.rs")
        .unwrap();
    std::fs::remove_file(root.path().join("generated/usage/src").join(&missing)).unwrap();
    let before = root.snapshot(".");
    root.run(&["check"]).ends_with(1).prints(&[
        "--- a/generated/usage/src/lib.rs",
        "+++ b/generated/usage/src/lib.rs",
        "\n-// one line more\n",
        "--- a/generated/usage/src/left.rs\n+++ /dev/null",
        &format!("--- /dev/null\n+++ b/generated/usage/src/{missing}"),
        "3 of",
        "fix it with: cargo xtask generate\n",
    ]);
    assert_eq!(root.snapshot("."), before, "a check writes nothing");
    root.run(&["generate"]).ends_with(0);
    root.run(&["check"]).ends_with(0);
}

#[test]
fn nothing_is_coloured_when_it_is_piped() {
    let root = Root::fetched();
    let run = root.run(&["check"]).ends_with(1);
    assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'));
}

#[test]
fn the_lock_has_to_speak_of_the_slice() {
    let root = Root::generated();
    let lock = "specs/usage/lock.toml";
    let good = root.read(lock);

    let (before, digest) = good.split_once("slice_sha256 = \"").unwrap();
    let other = if digest.starts_with('0') { '1' } else { '0' };
    root.write(
        lock,
        &format!("{before}slice_sha256 = \"{other}{}", &digest[1..]),
    );
    root.run(&["check"])
        .ends_with(1)
        .prints(&["slice_sha256", "fix it with: cargo xtask fetch"]);

    std::fs::remove_file(root.path().join(lock)).unwrap();
    root.run(&["check"])
        .ends_with(1)
        .prints(&["missing", "cargo xtask fetch"]);

    root.write(lock, "size = \"large\"\n");
    root.run(&["check"])
        .ends_with(2)
        .says(&["usage/lock.toml", "line 1", "cargo xtask fetch"]);

    root.write(lock, &good);
    root.run(&["check"]).ends_with(0);
}

#[test]
fn a_slice_checked_out_with_other_line_ends_is_the_same() {
    let root = Root::generated();
    root.write(
        "specs/usage/contract.yml",
        &root.read("specs/usage/contract.yml").replace('\n', "\r\n"),
    );
    root.run(&["check"]).ends_with(0);
}

#[test]
fn a_crate_of_its_own_can_be_checked() {
    let root = Root::fetched();
    let options = [
        "--spec",
        "document.yml",
        "--prefix",
        "/products*",
        "--out",
        "out",
    ];
    let with = |command| [&[command], &options[..]].concat();
    root.run(&with("check")).ends_with(1).prints(&[
        "+++ b/out/Cargo.toml",
        "fix it with: cargo xtask generate --spec document.yml --prefix '/products*' --out out\n",
    ]);
    assert!(!root.exists("out"));
    root.run(&with("generate")).ends_with(0);
    root.run(&with("check")).ends_with(0);
}

#[test]
fn a_hand_written_file_at_a_generated_path_is_invalid_input() {
    let root = Root::generated();
    root.write("generated/usage/src/lib.rs", "//! By hand.\n");
    root.run(&["check"])
        .ends_with(2)
        .says(&["generated/usage/src/lib.rs"]);
}
