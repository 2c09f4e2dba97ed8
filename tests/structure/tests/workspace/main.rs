//! The shape of this workspace: its rules as tables. Exceptions stand in `known.rs`.

mod known;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use structure::circles::circles;
use structure::known::{unexpected, unexpected_circles};
use structure::layers::{Rule, dependencies, forbidden};
use structure::sizes::{long_files, long_functions};
use structure::stages::{Order, out_of_order};
use structure::{Tree, imports};

/// The maximum number of lines of a file.
const LONGEST_FILE: usize = 450;

/// The maximum number of lines of a function, unless it is a table.
const LONGEST_FUNCTION: usize = 60;

/// Folders without code that is written by hand and compiled in place.
const SKIPPED: &[&str] = &[
    "tests/constructs/src",
    "target",
    "generated",
    // What the generator's tests compare its output with.
    "codegen/tests/golden",
    // Programs that other tests compile with what they generate, or that must not compile.
    "tests/contract/tests/documents",
    "tests/contract/tests/downstream/documents",
    "tests/contract/tests/second_slice/documents",
    "tests/ui/tests/fail",
    "tests/ui/tests/pass",
];

/// The stages of the generator in their order, between what all of them use and what uses them.
const STAGES: Order<'static> = Order {
    sources: "codegen/src/",
    layers: &[
        &[
            "diagnostics",
            "extensions",
            "findings",
            "ir",
            "keywords",
            "markdown",
            "moves",
            "names",
            "near",
            "node",
            "order",
            "parallel",
            "pointer",
            "prefix",
            "source",
            "stamp",
        ],
        &["follow", "heirs", "load"],
        &["bundle"],
        &["normalize"],
        &["select"],
        &["overlay"],
        &["lower"],
        &["check"],
        &["emit"],
        &["generate", "stages"],
    ],
};

/// What each package may depend on, except for development. See the map in `ARCHITECTURE.md`.
const LAYERS: &[Rule<'static>] = &[
    Rule {
        package: "connect-runtime",
        may_use: &[],
    },
    Rule {
        package: "connect-client",
        may_use: &["connect-runtime"],
    },
    Rule {
        package: "connect-codegen",
        may_use: &[],
    },
    Rule {
        package: "connect-review",
        may_use: &["connect-codegen"],
    },
    Rule {
        package: "connect-codegen-cli",
        may_use: &["connect-codegen", "connect-review"],
    },
    Rule {
        package: "connect-fake",
        may_use: &["connect-client", "connect-runtime", "connect-*-api"],
    },
    Rule {
        package: "connect-reporting",
        may_use: &["connect-usage", "connect-directory-api", "connect-fake"],
    },
    Rule {
        package: "connect-*-api",
        may_use: &["connect-runtime"],
    },
    Rule {
        package: "connect-usage",
        may_use: &["connect-client", "connect-*-api"],
    },
    Rule {
        package: "xtask",
        may_use: &["connect-codegen", "connect-codegen-cli", "connect-review"],
    },
    // Tests, benchmarks and examples of the rest, which none of the above depends on.
    Rule {
        package: "constructs",
        may_use: &["*"],
    },
    Rule {
        package: "costs",
        may_use: &["*"],
    },
    Rule {
        package: "benches",
        may_use: &["*"],
    },
    Rule {
        package: "contract-tests",
        may_use: &["*"],
    },
    Rule {
        package: "directory-tests",
        may_use: &["*"],
    },
    Rule {
        package: "example-*",
        may_use: &["*"],
    },
    Rule {
        package: "fuzz",
        may_use: &["*"],
    },
    Rule {
        package: "rql-proof",
        may_use: &["*"],
    },
    Rule {
        package: "semver-recording",
        may_use: &["connect-runtime"],
    },
    Rule {
        package: "semver-tests",
        may_use: &["*"],
    },
    Rule {
        package: "structure",
        may_use: &["*"],
    },
    Rule {
        package: "ui-tests",
        may_use: &["*"],
    },
];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn tree() -> Tree {
    Tree::read(&workspace(), SKIPPED).expect("the workspace can be read")
}

#[track_caller]
fn none(messages: &[String]) {
    assert!(messages.is_empty(), "\n{}\n", messages.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let tree = tree();
    let mut found = Vec::new();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    for root in tree.roots() {
        let imports = imports(&tree, root).expect("the crate can be read");
        // A module that several tests share is in several crates.
        let circles = circles(&imports);
        found.extend(
            circles
                .into_iter()
                .filter(|it| !it.files.is_subset(&reached)),
        );
        reached.extend(imports.edges.into_keys());
    }
    let unreached = tree.rust().filter(|(path, _)| !reached.contains(*path));
    let mut messages: Vec<String> = unreached
        .map(|(path, _)| format!("{path} belongs to no crate"))
        .collect();
    messages.extend(unexpected_circles(&found, known::CIRCLES));
    none(&messages);
}

#[test]
fn no_stage_of_the_generator_imports_a_later_one() {
    let imports = imports(&tree(), "codegen/src/lib.rs").expect("the crate can be read");
    none(&unexpected(&out_of_order(&imports, STAGES), known::STAGES));
}

#[test]
fn packages_depend_on_what_is_below_them() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(workspace());
    cargo.args([
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
    ]);
    let output = cargo.output().expect("cargo runs");
    let text = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    let dependencies = dependencies(&text).expect("cargo describes the workspace");
    assert!(dependencies.len() > 10, "{dependencies:?}");
    none(&unexpected(&forbidden(&dependencies, LAYERS), &[]));
}

#[test]
fn files_are_short() {
    let found = long_files(&tree(), LONGEST_FILE);
    none(&unexpected(&found, known::LONG_FILES));
}

#[test]
fn functions_fit_a_screen() {
    let found = long_functions(&tree(), LONGEST_FUNCTION).expect("the files parse");
    none(&unexpected(&found, known::LONG_FUNCTIONS));
}
