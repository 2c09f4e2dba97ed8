//! What users of the client compile, by `cargo tree`: nothing of `/usage`, whatever the features.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Sets of features: each alone, pairs, and all.
const FEATURES: [&str; 9] = [
    "",
    "transport",
    "blocking",
    "http2",
    "reqwest",
    "tracing",
    "blocking,tracing",
    "blocking,reqwest",
    "transport,blocking,http2,reqwest,tracing",
];

/// What belongs to `/usage`: the façade, its generated crate, and whatever is named like them.
const USAGE: &str = "connect-usage";

/// The names of all packages that a user of a package compiles, build scripts included.
fn tree(folder: &Path, arguments: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(folder)
        .args(["tree", "--quiet", "--offline"])
        .args([
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .args(arguments)
        .output()
        .expect("cargo starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let text = String::from_utf8(output.stdout).expect("the tree is UTF-8");
    let names = text.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

/// Checks that the tree is that of the client with these features, and that nothing of `/usage` is in it.
#[track_caller]
fn holds_nothing_of_usage(features: &str, packages: &BTreeSet<String>) {
    let has_transport = ["transport", "blocking", "http2"]
        .iter()
        .any(|it| features.contains(it));
    let expected = [
        ("connect-client", true),
        ("connect-runtime", true),
        ("reqwest", features.contains("reqwest")),
        ("rustls", has_transport || features.contains("reqwest")),
        ("h2", features.contains("http2")),
        ("ureq", false),
    ];
    for (name, is_there) in expected {
        let found = packages.contains(name);
        assert_eq!(
            found, is_there,
            "`{name}` with the features `{features}`: {packages:?}"
        );
    }
    let usage: Vec<_> = packages.iter().filter(|it| it.starts_with(USAGE)).collect();
    assert!(
        usage.is_empty(),
        "with the features `{features}`: {usage:?}"
    );
}

#[test]
fn the_client_brings_nothing_of_usage() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for features in FEATURES {
        let arguments = [
            "--locked",
            "--package",
            "connect-client",
            "--no-default-features",
            "--features",
            features,
        ];
        holds_nothing_of_usage(features, &tree(folder, &arguments));
    }
    // And with those that the list above does not know yet.
    let all = tree(
        folder,
        &["--locked", "--package", "connect-client", "--all-features"],
    );
    holds_nothing_of_usage(FEATURES[FEATURES.len() - 1], &all);
}

/// Features of this workspace's other packages cannot hide or add anything there.
#[test]
fn nor_does_it_in_a_package_outside_of_the_workspace() {
    let client = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("client-alone");
    std::fs::create_dir_all(folder.join("src")).expect("the folder can be made");
    let manifest = format!(
        "[package]\nname = \"client-alone\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [features]\ntransport = [\"connect-client/transport\"]\nblocking = [\"connect-client/blocking\"]\n\
         http2 = [\"connect-client/http2\"]\nreqwest = [\"connect-client/reqwest\"]\n\
         tracing = [\"connect-client/tracing\"]\n\n\
         [dependencies]\nconnect-client = {{ path = {client:?}, default-features = false }}\n"
    );
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest can be written");
    std::fs::write(folder.join("src/lib.rs"), "").expect("the source can be written");
    // The versions that this workspace was built with are at hand.
    std::fs::copy(client.join("../Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the versions can be copied");
    for features in FEATURES {
        holds_nothing_of_usage(features, &tree(&folder, &["--features", features]));
    }
}
