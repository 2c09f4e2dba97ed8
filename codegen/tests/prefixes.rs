//! Other parts of the vendor's document: `/usage*` is no special case.
//!
//! The document lies beside some checkouts only; without it these tests say so and are passed over.

mod support;

use connect_codegen::{Bindings, Input, Runtime, Source, generate, manifest, select};
use support::{cargo, package, sound, vendor, workspace, write_if_changed};

fn generated(document: &Source, prefix: &str) -> Bindings {
    let input = Input {
        document: document.clone(),
        overlays: Vec::new(),
        prefixes: vec![prefix.to_owned()],
        ..Input::default()
    };
    sound(generate(&input, &mut |_| {}))
}

/// Operations, filters: what is in is out, or is listed as skipped.
fn count_in_count_out(document: &Source, prefix: &str) -> Bindings {
    let counts = sound(select(document, &[prefix.to_owned()])).counts;
    let bindings = generated(document, prefix);
    let inventory = connect_review::inventory(&bindings.api);
    let skipped = |is_it: &dyn Fn(&str) -> bool| {
        let all = inventory["skipped"].as_array().expect("a list");
        let pointers = all.iter().filter_map(|skipped| skipped["pointer"].as_str());
        pointers.filter(|pointer| is_it(pointer)).count()
    };
    let is_operation =
        |pointer: &str| pointer.starts_with("/paths/") && pointer.split('/').count() == 4;
    assert!(counts.operations > 0);
    assert_eq!(
        counts.operations,
        bindings.counts.operations + skipped(&is_operation),
        "operations of {prefix}"
    );
    let listed = inventory["operations"].as_array().expect("a list").len();
    assert_eq!(listed, bindings.counts.operations);
    // A filter of a list that is not paged is a plain parameter; one that is left out is listed.
    let parameters = inventory["operations"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|operation| {
            operation["parameters"].as_array().expect("a list").len()
                + operation["filters"].as_array().expect("a list").len()
        });
    let is_parameter = |pointer: &str| pointer.contains("/parameters/");
    let parameters: usize = parameters.sum();
    assert!(
        counts.filters <= parameters + skipped(&is_parameter),
        "filters of {prefix}"
    );
    bindings
}

#[test]
fn parts_of_the_document() {
    let Some(document) = vendor("connect-openapi30-v37.yml") else {
        return;
    };
    for (prefix, operations) in [
        ("/pim*", 40),
        ("/products/{product_id}/taxonomies*", 8),
        ("/subscriptions*", 6),
        ("/tier*", 28),
        ("/products*", 105),
        ("/usage*", 32),
    ] {
        let bindings = count_in_count_out(&document, prefix);
        assert_eq!(bindings.counts.operations, operations, "{prefix}");
        assert!(bindings.counts.types > 0, "{prefix}");
        assert!(bindings.counts.filters > 0, "{prefix}");
    }
}

#[test]
fn the_older_document() {
    let Some(document) = vendor("connect-openapi30-v22.yml") else {
        return;
    };
    let bindings = count_in_count_out(&document, "/usage*");
    assert_eq!(bindings.counts.operations, 35);
    assert_eq!(bindings.counts.filters, 57);
    count_in_count_out(&document, "/*");
}

/// Writes bindings as a package, and runs cargo on it.
fn compile(name: &str, bindings: &Bindings, commands: &[&[&str]]) {
    let folder = package(name);
    let runtime = workspace().join("runtime");
    let manifest = manifest(
        name,
        &Runtime {
            path: Some(runtime.to_string_lossy().into_owned()),
            ..Runtime::default()
        },
    );
    write_if_changed(&folder.join("Cargo.toml"), &manifest);
    let files: Vec<(&str, &str)> = bindings.files.iter().collect();
    for path in support::files_below(&folder.join("src")) {
        if !files
            .iter()
            .any(|(name, _)| name.strip_prefix("src/") == Some(path.as_str()))
        {
            std::fs::remove_file(folder.join("src").join(path)).expect("it can be removed");
        }
    }
    for (path, text) in files {
        write_if_changed(&folder.join(path), text);
    }
    for command in commands {
        if let Err(said) = cargo(&folder, &[*command, &["--quiet", "--offline"]].concat()) {
            let start: String = said.chars().take(20_000).collect();
            panic!("cargo {}:\n{start}", command.join(" "));
        }
    }
}

/// All 861 operations; that takes some seconds.
#[test]
fn the_whole_document_compiles() {
    let Some(document) = vendor("connect-openapi30-v37.yml") else {
        return;
    };
    let bindings = count_in_count_out(&document, "/*");
    assert_eq!(bindings.counts.operations, 861);
    compile("whole", &bindings, &[&["check"]]);
}

/// Clippy and rustdoc would take long for all of it, so they are asked about a part.
#[test]
fn a_large_part_satisfies_clippy_and_rustdoc() {
    let Some(document) = vendor("connect-openapi30-v37.yml") else {
        return;
    };
    let bindings = generated(&document, "/products*");
    compile(
        "products",
        &bindings,
        &[&[support::strictest()], &["doc", "--no-deps"]],
    );
}
