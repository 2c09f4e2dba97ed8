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

/// What neither the default transport nor the blocking client needs.
const UNWANTED: [&str; 11] = [
    "ureq*",
    "reqwest",
    "tower",
    "tower-http",
    "url",
    "idna*",
    "icu_*",
    "cookie*",
    "flate2",
    "h2",
    "serde",
];

#[test]
fn the_default_transport_is_small() {
    assert!(packages("transport").contains("hyper"));
    has_none_of("transport", &UNWANTED);
}

#[test]
fn both_clients_have_the_same_transport() {
    assert_eq!(packages("blocking"), packages("transport"));
}

#[test]
fn http2_adds_one_implementation_of_it() {
    let packages = packages("http2");
    assert!(packages.contains("h2"));
    has_none_of("http2", &["ureq*", "reqwest", "url", "serde"]);
}

#[test]
fn a_transport_of_reqwest_does_without_the_default_one() {
    assert!(packages("reqwest").contains("reqwest"));
    let own = dependencies("reqwest");
    assert!(!own.contains("hyper") && !own.contains("rustls"), "{own:?}");
}

#[test]
fn without_features_there_is_no_http_client() {
    has_none_of("", &ASYNC);
    has_none_of("", &["ureq*", "rustls*", "ring", "url", "libc", "serde"]);
}

#[test]
fn there_is_one_tls() {
    has_none_of("transport,blocking,http2,reqwest", &TLS);
    for features in ["transport", "blocking"] {
        let packages = packages(features);
        assert!(
            packages.contains("rustls") && packages.contains("ring"),
            "{features}"
        );
    }
}

#[test]
fn the_feature_tracing_adds_only_tracing() {
    for features in ["", "transport", "blocking", "reqwest"] {
        assert!(!dependencies(features).contains("tracing"), "{features}");
        let with_tracing = format!("{features},tracing");
        assert!(
            dependencies(&with_tracing).contains("tracing"),
            "{with_tracing}"
        );
        // Features such as `attributes` are for the application to enable.
        has_none_of(&with_tracing, &["tracing-attributes", "valuable"]);
    }
    // The default transport depends on it by hyper-util, so these are without it.
    has_none_of("", &["tracing*"]);
    has_none_of("tracing", &ASYNC);
    let more: Vec<_> = packages("tracing")
        .difference(&packages(""))
        .cloned()
        .collect();
    assert_eq!(more, ["pin-project-lite", "tracing", "tracing-core"]);
    assert_eq!(packages("transport,tracing"), packages("transport"));
}

#[test]
fn the_feature_gzip_adds_only_a_decoder_in_rust() {
    for features in ["", "reqwest", "blocking"] {
        has_none_of(features, &["flate2", "miniz_oxide"]);
    }
    let more: Vec<_> = packages("gzip")
        .difference(&packages(""))
        .cloned()
        .collect();
    let expected = [
        "adler2",
        "cfg-if",
        "crc32fast",
        "flate2",
        "miniz_oxide",
        "simd-adler32",
    ];
    assert_eq!(more, expected);
}

#[test]
fn the_feature_directory_adds_only_the_generated_crate() {
    for features in ["", "transport", "blocking", "tracing", "gzip,http2,reqwest"] {
        has_none_of(features, &["connect-directory-api"]);
        let more: Vec<_> = packages(&format!("{features},directory"))
            .difference(&packages(features))
            .cloned()
            .collect();
        assert_eq!(more, ["connect-directory-api"], "{features}");
    }
}
