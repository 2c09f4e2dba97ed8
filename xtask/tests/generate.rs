//! `cargo xtask generate`: what it writes, removes, and leaves alone.

mod support;

use connect_codegen::GENERATED_MARK;
use support::{DOCUMENT, Root, Run};

/// Generates a crate from [`DOCUMENT`] in the folder `out` of the workspace.
fn elsewhere(root: &Root, prefix: &str) -> Run {
    elsewhere_with(root, prefix, &[])
}

fn elsewhere_with(root: &Root, prefix: &str, more: &[&str]) -> Run {
    let (document, out) = (root.at("document.yml"), root.at("out"));
    let args = [
        "generate", "--spec", &document, "--prefix", prefix, "--out", &out,
    ];
    root.run(&[&args[..], more].concat())
}

#[test]
fn the_committed_bindings_are_regenerated() {
    let root = Root::fetched();
    root.run(&["generate"]).ends_with(0).prints(&[
        "wrote   generated/usage/src/lib.rs",
        "2 operations",
        "type",
        "filter",
        "0 removed",
    ]);
    let lib = root.read("generated/usage/src/lib.rs");
    assert!(lib.starts_with(GENERATED_MARK), "{lib}");
    assert_eq!(
        root.read("generated/usage/Cargo.toml"),
        "[package]\nname = \"connect-usage-api\"\n"
    );

    let before = root.snapshot("generated/usage");
    root.run(&["generate"])
        .ends_with(0)
        .prints(&["0 files written", "0 removed"]);
    assert_eq!(root.snapshot("generated/usage"), before);
}

#[test]
fn each_stage_can_be_timed() {
    let root = Root::fetched();
    let stages = [
        "read", "load", "select", "overlay", "lower", "check", "emit", "compare", "write",
    ];
    root.run(&["generate", "--timings"])
        .ends_with(0)
        .says(&[&stages[..], &["all ", " ms"]].concat());
    root.run(&["generate", "--timings", "--format", "json"])
        .ends_with(0)
        .says(&["{\"kind\":\"timings\",\"milliseconds\":{\"check\":"]);
    let quiet = root.run(&["generate"]).ends_with(0);
    assert!(!quiet.stderr.contains(" ms"), "{}", quiet.stderr);
}

#[test]
fn without_a_slice_it_says_how_to_get_one() {
    let root = Root::empty();
    root.run(&["generate"]).ends_with(2).says(&[
        "no slice in",
        "specs",
        "cargo xtask fetch --slice NAME --prefix GLOB",
    ]);
    root.write("specs/usage/lock.toml", "");
    root.run(&["generate"])
        .ends_with(2)
        .says(&["specs/usage/contract.yml", "cargo xtask fetch"]);
    assert!(!root.exists("generated/usage/src"));
}

#[test]
fn a_crate_of_its_own_is_complete() {
    let root = Root::fetched();
    elsewhere(&root, "/products*")
        .ends_with(0)
        .prints(&["Cargo.toml", "1 operation,"]);
    let manifest = root.read("out/Cargo.toml");
    assert!(
        manifest.contains("name = \"out\"") && manifest.contains("[workspace]"),
        "{manifest}"
    );
    assert!(manifest.contains("runtime"), "{manifest}");
    assert!(root.read("out/src/lib.rs").starts_with(GENERATED_MARK));
    assert!(
        !root.exists("generated/usage/src"),
        "generated/ is none of its business"
    );
}

#[test]
fn a_manifest_is_written_once_and_then_kept() {
    let root = Root::fetched();
    let manifest = "[package]\nname = \"mine\" # by hand\nversion = \"1.0.0\"\n\n[workspace]\n";
    root.write("out/Cargo.toml", manifest);
    elsewhere(&root, "/products*").ends_with(0);
    assert_eq!(root.read("out/Cargo.toml"), manifest);
}

#[test]
fn stale_files_are_removed_and_hand_written_ones_kept() {
    let root = Root::fetched();
    let generated = format!("{GENERATED_MARK}cargo xtask generate` once\n");
    elsewhere(&root, "/*").ends_with(0);
    root.write("out/src/stale.rs", &generated);
    root.write("out/src/old/deep/stale.rs", &generated);
    root.write("out/src/old/notes.txt", "kept\n");
    root.write("out/src/hand.rs", "//! By hand.\n");
    root.write("out/src/quoting.rs", &format!("//! By hand.\n{generated}"));
    root.write("out/tests/stale.rs", &generated);
    let before = root.snapshot("out");
    elsewhere(&root, "/usage*").ends_with(0).prints(&[
        "removed",
        "src/stale.rs",
        "src/old/deep/stale.rs",
    ]);

    let after = root.snapshot("out");
    let gone: Vec<String> = before
        .keys()
        .filter(|path| !after.contains_key(*path))
        .map(|path| path.display().to_string())
        .collect();
    assert!(
        gone.contains(&"src/stale.rs".to_owned())
            && gone.contains(&"src/old/deep/stale.rs".to_owned())
    );
    assert!(gone.iter().any(|path| path.contains("product")), "{gone:?}");
    for kept in [
        "src/old/notes.txt",
        "src/hand.rs",
        "src/quoting.rs",
        "tests/stale.rs",
        "Cargo.toml",
    ] {
        assert_eq!(
            before.get(kept.as_ref() as &std::path::Path),
            after.get(kept.as_ref() as &std::path::Path),
            "{kept}"
        );
    }
    assert!(
        !root.exists("out/src/old/deep"),
        "a folder that only held generated files goes with them"
    );
}

#[test]
fn a_hand_written_file_in_the_way_stops_everything() {
    let root = Root::fetched();
    root.write("out/src/lib.rs", "//! By hand.\n");
    root.write(
        "out/src/stale.rs",
        &format!("{GENERATED_MARK}cargo xtask generate` once\n"),
    );
    let before = root.snapshot("out");
    elsewhere(&root, "/usage*").ends_with(2).says(&[
        "out/src/lib.rs",
        GENERATED_MARK,
        "nothing was written",
    ]);
    assert_eq!(root.snapshot("out"), before);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let root = Root::generated();
    let generated = format!("{GENERATED_MARK}cargo xtask generate` elsewhere\n");
    root.write("other/stale.rs", &generated);
    std::os::unix::fs::symlink(
        root.path().join("other"),
        root.path().join("generated/usage/src/linked"),
    )
    .unwrap();
    root.run(&["generate"]).ends_with(0).prints(&["0 removed"]);
    assert_eq!(root.read("other/stale.rs"), generated);

    std::fs::remove_file(root.path().join("generated/usage/src/lib.rs")).unwrap();
    std::os::unix::fs::symlink(
        root.path().join("other/stale.rs"),
        root.path().join("generated/usage/src/lib.rs"),
    )
    .unwrap();
    root.run(&["generate"])
        .ends_with(2)
        .says(&["generated/usage/src/lib.rs"]);
    assert_eq!(root.read("other/stale.rs"), generated);
}

#[test]
fn other_inputs_than_specs_require_out() {
    let root = Root::generated();
    let before = root.snapshot("generated/usage");
    root.write("overlay.yml", "overlay: 1.0.0\n");
    for options in [
        vec!["--spec", "document.yml"],
        vec!["--prefix", "/usage*"],
        vec!["--overlay", "overlay.yml"],
        vec!["--no-overlay"],
    ] {
        let mut args = vec!["generate"];
        args.extend_from_slice(&options);
        root.run(&args)
            .ends_with(2)
            .says(&[options[0], "--out DIR"]);
    }
    root.run(&[
        "generate",
        "--spec",
        "document.yml",
        "--out",
        "generated/usage",
    ])
    .ends_with(2)
    .says(&["is the folder of committed bindings"]);
    root.run(&[
        "generate",
        "--no-overlay",
        "--overlay",
        "overlay.yml",
        "--out",
        "out",
    ])
    .ends_with(2)
    .says(&["--overlay"]);
    assert_eq!(root.snapshot("generated/usage"), before);
    assert!(!root.exists("out"));
}

#[test]
fn an_error_in_the_document_writes_nothing() {
    let root = Root::fetched();
    root.write(
        "document.yml",
        &DOCUMENT.replace("schemas/File'", "schemas/Nowhere'"),
    );
    elsewhere_with(&root, "/usage*", &["--strict"])
        .ends_with(2)
        .says(&["document.yml:", "error", "Nowhere"]);
    assert!(!root.exists("out"));
    elsewhere(&root, "/usage*")
        .ends_with(0)
        .says(&["document.yml:", "warning", "Nowhere"]);
    std::fs::remove_dir_all(root.at("out")).expect("what was generated");
    root.write("document.yml", DOCUMENT);
    elsewhere(&root, "/usge*")
        .ends_with(2)
        .says(&["/usge*", "/usage"]);
    assert!(!root.exists("out"));
}

#[test]
fn overlays_are_applied_and_dead_ones_are_errors() {
    let root = Root::fetched();
    let overlay = |target: &str| {
        format!(
            "overlay: 1.0.0\ninfo:\n  title: T\n  version: '1'\nactions:\n- target: {target}\n  update:\n    x-connect-name: Report\n"
        )
    };
    root.write("overlays/names.yml", &overlay("$.components.schemas.File"));
    let with = |root: &Root, path: &str| {
        root.run(&[
            "inventory",
            "--spec",
            "document.yml",
            "--overlay",
            path,
            "--prefix",
            "/usage*",
        ])
    };
    for path in ["overlays/names.yml", "overlays"] {
        with(&root, path).ends_with(0).prints(&["\"Report\""]);
    }
    root.write(
        "overlays/extra.yml",
        &overlay("$.components.schemas.Nowhere"),
    );
    with(&root, "overlays")
        .ends_with(2)
        .says(&["overlays/extra.yml:"]);

    root.write(
        "specs/usage/overlay/names.yml",
        &overlay("$.components.schemas.File"),
    );
    root.run(&["inventory"])
        .ends_with(0)
        .prints(&["\"Report\""]);
    let without = root.run(&["inventory", "--no-overlay"]).ends_with(0);
    assert!(!without.stdout.contains("\"Report\""));
}

#[test]
fn operations_are_chosen_by_path_tag_id_and_method() {
    let root = Root::fetched();
    let document = DOCUMENT
        .replace("    get:\n      description: Prose", "    get:\n      tags: [reports]\n      operationId: listFiles\n      description: Prose")
        .replace("  /products/{id}:\n    get:", "  /products/{id}:\n    delete:");
    root.write("document.yml", &document);
    for (args, generated) in [
        (&["--only", "tag:reports"][..], &["usage_files"][..]),
        (&["--only", "id:listFiles"], &["usage_files"]),
        (&["--only", "method:delete"], &["products"]),
        (&["--skip", "/usage*"], &["products"]),
        (
            &["--only", "GET *", "--skip", "tag:reports"],
            &["usage_records"],
        ),
    ] {
        let run = elsewhere_with(&root, "*", args).ends_with(0);
        let folder = root.at("out/src");
        let modules: Vec<String> = std::fs::read_dir(folder)
            .expect("the crate")
            .map(|it| {
                it.expect("a file")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|it| {
                !["lib.rs", "models.rs", "specification.rs", "models"].contains(&it.as_str())
            })
            .collect();
        let wanted: Vec<String> = generated.iter().map(|it| format!("{it}.rs")).collect();
        assert_eq!(modules, wanted, "{args:?}: {}", run.stderr);
        std::fs::remove_dir_all(root.at("out")).expect("what was generated");
    }
    elsewhere_with(&root, "*", &["--only", "tag:nothing"])
        .ends_with(2)
        .says(&["`tag:nothing` matches no operation"]);
    elsewhere_with(&root, "*", &["--only", "reports"])
        .ends_with(2)
        .says(&["tag:NAME"]);
}

#[test]
fn files_below_the_folder_of_the_document_are_read() {
    let root = Root::fetched();
    let document = DOCUMENT.replace(
        "$ref: '#/components/schemas/Record'",
        "$ref: 'parts/record.yml#/Record'",
    );
    root.write("document.yml", &document);
    root.write(
        "parts/record.yml",
        "Record: {type: object, properties: {amount: {$ref: '../amount.yml'}}}\n",
    );
    root.write("amount.yml", "{type: number}\n");
    elsewhere_with(&root, "/usage*", &["--strict"]).ends_with(0);
    let models = std::fs::read_to_string(root.at("out/src/models/records.rs")).expect("the models");
    assert!(models.contains("pub amount: Option<Decimal>"), "{models}");
}
