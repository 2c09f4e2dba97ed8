//! Resources with the names of façade items, which hide their modules in the glob re-export.

mod support;

use serde_json::Value;
use support::Root;

/// A façade in the style of the published one.
const FACADE: &str = "\
//! A façade.
mod hidden;
pub mod blocking {}
pub use connect_usage_api::*;
pub use connect_client::{Client, retry, transport};
pub use connect_runtime as runtime;
pub use connect_runtime::filter::{self, Filter};
/// The version.
pub fn api_version() -> &'static str { \"1\" }
";

/// A document with an operation under each path.
fn document(paths: &[&str]) -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n".to_owned();
    for path in paths {
        text.push_str(&format!(
            "  {path}:\n    get:\n      responses: {{'204': {{description: ''}}}}\n"
        ));
    }
    text
}

const PATHS: [&str; 7] = [
    "/usage/transport",
    "/usage/filter",
    "/usage/client",
    "/usage/runtime",
    "/usage/hidden",
    "/usage/models",
    "/other/transport",
];

fn workspace() -> Root {
    let root = Root::empty();
    root.write("src/lib.rs", FACADE);
    root.write(
        "Cargo.toml",
        "[package]\nname = \"the-facade\"\n[workspace]\n",
    );
    root.write("document.yml", &document(&PATHS));
    root.start("usage", "/usage*", "document.yml").ends_with(0);
    root
}

const MESSAGES: [&str; 4] = [
    "module `transport` is hidden by an item of `the-facade` with the same name",
    "module `filter` is hidden by an item",
    "module `runtime` is hidden by an item",
    "module `hidden` is hidden by an item",
];

#[test]
fn a_hidden_module_is_an_error_with_its_span_and_a_fix() {
    let root = workspace();
    for command in ["generate", "check"] {
        let run = root.run(&[command]).ends_with(2).says(&MESSAGES).says(&[
            "error[reserved-name]: ",
            "--> specs/usage/contract.yml:",
            "`x-connect-function: transport_resource::…`",
            "4 errors",
        ]);
        assert!(!run.stderr.contains("`client`"), "{}", run.stderr);
        assert!(!run.stderr.contains("models_resource`"), "{}", run.stderr);
    }
    assert!(!root.exists("generated/usage/src"));
    let lint = root.run(&["lint", "--format", "json"]).ends_with(1);
    let result: Value = serde_json::from_str(&lint.stdout).unwrap();
    assert_eq!(result["counts"]["reserved-name"], 4);
    // Commands that only read succeed.
    root.run(&["inventory"]).ends_with(0);
    root.run(&["explain", "transport::get"]).ends_with(0);
}

#[test]
fn the_overlay_renames_the_module() {
    let root = workspace();
    let mut overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n".to_owned();
    for name in ["transport", "filter", "runtime", "hidden"] {
        overlay.push_str(&format!(
            "- target: $.paths['/usage/{name}'].get\n  update: {{x-connect-function: '{name}_resource::get'}}\n"
        ));
    }
    root.write("specs/usage/overlay/names.yml", &overlay);
    root.run(&["generate"]).ends_with(0);
    let lib = root.read("generated/usage/src/lib.rs");
    for module in [
        "transport_resource",
        "filter_resource",
        "client",
        "models_resource",
    ] {
        assert!(lib.contains(&format!("pub mod {module};")), "{lib}");
    }
    root.run(&["check"]).ends_with(0);
}

#[test]
fn a_slice_that_the_facade_does_not_re_export_can_have_any_name() {
    let root = workspace();
    root.start("other", "/other*", "document.yml").ends_with(0);
    root.run(&["generate", "--slice", "other"]).ends_with(0);
    assert!(root.exists("generated/other/src/transport.rs"));
    root.run(&["generate"]).ends_with(2).says(&MESSAGES);
    // Without the glob nothing is hidden.
    root.write(
        "src/lib.rs",
        &FACADE.replace("pub use connect_usage_api::*;", ""),
    );
    root.run(&["generate"]).ends_with(0);
}

#[test]
fn a_separate_crate_with_paths_of_the_facade_gets_warnings() {
    let root = workspace();
    let out = |prefix: &str, folder: &str| {
        root.run(&[
            "generate",
            "--spec",
            "document.yml",
            "--prefix",
            prefix,
            "--out",
            folder,
        ])
        .ends_with(0)
    };
    out("/usage*", "same").says(&[
        "warning[reserved-name]: ",
        "module `transport` would be hidden by an item of `the-facade`",
        "4 warnings",
    ]);
    assert!(root.exists("same/src/transport.rs"));
    let other = out("/other*", "other");
    assert!(!other.stderr.contains("reserved-name"), "{}", other.stderr);
}

#[test]
fn an_invalid_facade_is_an_error() {
    let root = workspace();
    root.write("src/lib.rs", "pub use {;\n");
    root.run(&["generate"])
        .ends_with(2)
        .says(&["cannot parse src/lib.rs"]);
    assert!(!root.exists("generated/usage/src"));
}

/// Otherwise `update` would write files that `check` rejects.
#[test]
fn update_fails_for_a_hidden_module() {
    let root = workspace();
    root.write("document.yml", &document(&PATHS[2..3]));
    // It has one path in place of seven.
    root.run(&["fetch", "--from", "document.yml", "--accept-losses"])
        .ends_with(0);
    root.run(&["generate"]).ends_with(0);
    root.write("document.yml", &document(&PATHS[1..3]));
    root.run(&["update", "--no-compile", "--from", "document.yml"])
        .ends_with(2)
        .says(&[
            "error[reserved-name]",
            "document.yml:",
            "nothing was written",
        ]);
}
