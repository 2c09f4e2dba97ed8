//! The dependency on the runtime in the manifest of a crate made with `generate --out`.

mod support;

use std::path::Path;
use std::process::Command;

use support::{Root, Run};

/// A workspace with a runtime that has a version.
fn workspace() -> Root {
    let root = Root::fetched();
    root.write("Cargo.toml", "[workspace.package]\nversion = \"0.3.1\"\n");
    root.write(
        "runtime/Cargo.toml",
        "[package]\nname = \"connect-runtime\"\nversion.workspace = true\n",
    );
    root
}

fn generate(root: &Root, options: &[&str]) -> Run {
    root.run(&[&["generate", "--out", "some/out"], options].concat())
}

/// Returns the dependency of the crate on the runtime.
fn dependency(root: &Root) -> toml::Value {
    let manifest: toml::Table = root.read("some/out/Cargo.toml").parse().unwrap();
    manifest["dependencies"]["connect-runtime"].clone()
}

#[test]
fn the_options_determine_the_dependency() {
    for (options, expected) in [
        (&[][..], "{ version = '0.3.1', path = '../../runtime' }"),
        (&["--runtime-version", "0.3"], "'0.3'"),
        (&["--runtime-path", "runtime"], "{ path = '../../runtime' }"),
        (
            &["--runtime-path", "./runtime", "--runtime-version", "=0.3.1"],
            "{ version = '=0.3.1', path = '../../runtime' }",
        ),
        (
            &["--runtime-git", "https://git.example/a%22b.git"],
            "{ git = 'https://git.example/a%22b.git' }",
        ),
        (
            &[
                "--runtime-git",
                "ssh://git@git.example/x",
                "--runtime-rev",
                "v0.3.1",
            ],
            "{ git = 'ssh://git@git.example/x', rev = 'v0.3.1' }",
        ),
    ] {
        let root = workspace();
        generate(&root, options).ends_with(0);
        let expected: toml::Table = format!("it = {expected}").parse().unwrap();
        assert_eq!(dependency(&root), expected["it"], "{options:?}");
        let text = root.read("some/out/Cargo.toml");
        assert!(!text.contains(root.path().to_str().unwrap()), "{text}");
        assert!(!text.contains("publish = false"), "{text}");
    }
}

/// A quote in a value must not end the string in the manifest.
#[test]
fn values_are_escaped() {
    let root = workspace();
    let rev = "a\"}#\\";
    let git = "https://git.example/x";
    generate(&root, &["--runtime-git", git, "--runtime-rev", rev]).ends_with(0);
    assert_eq!(dependency(&root)["rev"].as_str(), Some(rev));
}

#[test]
fn values_that_cargo_would_reject_are_invalid_input() {
    let root = workspace();
    root.write("other/Cargo.toml", "[package]\nname = \"other\"\n");
    for (options, words) in [
        (
            &["--runtime-version", "soon"][..],
            &["--runtime-version", "`soon`"][..],
        ),
        (&["--runtime-path", "nowhere"], &["nowhere", "not found"]),
        (
            &["--runtime-path", "other"],
            &["not the package `connect-runtime`"],
        ),
        (&["--runtime-git", "x y"], &["--runtime-git", "not a URL"]),
        (
            &["--runtime-git", "https://a:b@git.example/"],
            &["password"],
        ),
        (
            &[
                "--runtime-git",
                "https://git.example/",
                "--runtime-rev",
                "a b",
            ],
            &["--runtime-rev"],
        ),
        (&["--runtime-rev", "main"], &["--runtime-git"]),
        (
            &[
                "--runtime-git",
                "https://git.example/",
                "--runtime-path",
                "runtime",
            ],
            &["cannot be used with"],
        ),
    ] {
        generate(&root, options).ends_with(2).says(words);
        assert!(!root.exists("some"), "{options:?}");
    }
    root.run(&["generate", "--runtime-version", "0.3"])
        .ends_with(2)
        .says(&["--out"]);
}

#[test]
fn a_kept_manifest_is_reported_if_the_options_ask_for_another() {
    let root = workspace();
    let version = ["--runtime-version", "0.3"];
    let run = generate(&root, &version).ends_with(0);
    assert!(!run.stdout.contains("kept"), "{}", run.stdout);
    let before = root.read("some/out/Cargo.toml");
    let run = generate(&root, &[]).ends_with(0);
    assert!(!run.stdout.contains("kept"), "{}", run.stdout);
    generate(&root, &["--runtime-path", "runtime"])
        .ends_with(0)
        .prints(&["kept    some/out/Cargo.toml: "]);
    assert_eq!(root.read("some/out/Cargo.toml"), before);
}

/// A crate that was moved together with the runtime compiles.
#[test]
fn a_relative_path_survives_a_move() {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let root = Root::fetched();
    let (old, new) = (root.path().join("old"), root.path().join("new"));
    copy(&real.join("runtime"), &old.join("runtime"));
    for name in ["Cargo.lock", "old/crate/Cargo.lock"] {
        let to = root.path().join(name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(real.join("Cargo.lock"), to).unwrap();
    }
    // The settings that the runtime inherits.
    let manifest = std::fs::read_to_string(real.join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let mut workspace = toml::Table::new();
    workspace.insert("members".to_owned(), toml::Value::from(vec!["runtime"]));
    for name in ["resolver", "package", "lints"] {
        if let Some(value) = manifest["workspace"].get(name) {
            workspace.insert(name.to_owned(), value.clone());
        }
    }
    let text = toml::to_string(&toml::Table::from_iter([(
        "workspace".to_owned(),
        toml::Value::Table(workspace),
    )]));
    root.write("old/Cargo.toml", &text.unwrap());
    root.run(&[
        "generate",
        "--out",
        "old/crate",
        "--runtime-path",
        "old/runtime",
    ])
    .ends_with(0);
    std::fs::rename(old, &new).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(new.join("crate"))
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("moved"),
        )
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
}

/// Copies a folder recursively.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => std::fs::copy(entry.path(), to).map(drop).unwrap(),
        }
    }
}
