//! The dependencies of each set of features, by `cargo tree`.

use std::collections::BTreeSet;
use std::process::Command;

/// Returns the names of all packages that a program with these features compiles.
fn packages(features: &str) -> BTreeSet<String> {
    tree("connect-usage", features, &[])
}

/// Returns the names of the client's direct dependencies, and its own.
fn dependencies(features: &str) -> BTreeSet<String> {
    tree("connect-client", features, &["--depth", "1"])
}

fn tree(package: &str, features: &str, more: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--quiet", "--locked", "--package", package])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(["--no-default-features", "--features", features])
        .args(more)
        .output()
        .expect("cargo");
    let (text, errors) = (output.stdout, output.stderr);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&errors)
    );
    let text = String::from_utf8(text).expect("UTF-8");
    let name = |line: &str| line.split(' ').next().map(str::to_owned);
    let packages: BTreeSet<_> = text.lines().filter_map(name).collect();
    assert!(packages.contains("connect-runtime"), "{packages:?}");
    packages
}

fn has_none_of(features: &str, unwanted: &[&str]) {
    let packages = packages(features);
    let is_unwanted = |it: &&String| {
        unwanted.iter().any(|name| match name.strip_suffix('*') {
            Some(start) => it.starts_with(start),
            None => it == name,
        })
    };
    let found: Vec<_> = packages.iter().filter(is_unwanted).collect();
    assert!(
        found.is_empty(),
        "with the features `{features}`: {found:?}"
    );
}

const ASYNC: [&str; 8] = [
    "tokio*",
    "hyper*",
    "reqwest",
    "async-*",
    "futures-util",
    "futures-executor",
    "smol",
    "tower*",
];
const TLS: [&str; 6] = [
    "aws-lc*",
    "openssl",
    "openssl-sys",
    "native-tls",
    "webpki-roots",
    "schannel",
];

#[test]
fn the_blocking_client_needs_no_async_runtime() {
    assert!(packages("blocking").contains("ureq"));
    has_none_of("blocking", &ASYNC);
    has_none_of(
        "blocking",
        &["url", "idna*", "icu_*", "cookie*", "flate2", "serde"],
    );
}

#[test]
fn the_asynchronous_client_needs_no_blocking_one() {
    assert!(packages("reqwest").contains("hyper"));
    has_none_of("reqwest", &["ureq*", "serde"]);
}

#[test]
fn without_features_there_is_no_http_client() {
    has_none_of("", &ASYNC);
    has_none_of("", &["ureq*", "rustls*", "ring", "url", "libc", "serde"]);
}

#[test]
fn there_is_one_tls() {
    has_none_of("reqwest,blocking", &TLS);
    for features in ["reqwest", "blocking"] {
        let packages = packages(features);
        assert!(
            packages.contains("rustls") && packages.contains("ring"),
            "{features}"
        );
    }
}

#[test]
fn the_feature_tracing_adds_only_tracing() {
    for features in ["", "reqwest", "blocking", "reqwest,blocking"] {
        assert!(!dependencies(features).contains("tracing"), "{features}");
        let with_tracing = format!("{features},tracing");
        assert!(
            dependencies(&with_tracing).contains("tracing"),
            "{with_tracing}"
        );
        // Features such as `attributes` are for the application to enable.
        has_none_of(&with_tracing, &["tracing-attributes", "valuable"]);
    }
    // reqwest depends on it by hyper-util, so these are without reqwest.
    has_none_of("", &["tracing*"]);
    has_none_of("blocking", &["tracing*"]);

    has_none_of("tracing", &ASYNC);
    has_none_of("blocking,tracing", &ASYNC);
    let more: Vec<_> = packages("blocking,tracing")
        .difference(&packages("blocking"))
        .cloned()
        .collect();
    assert_eq!(more, ["pin-project-lite", "tracing", "tracing-core"]);
}
