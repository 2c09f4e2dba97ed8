//! The contracts that are edited.

use connect_codegen::{Input, Source};
use semver_tests::crates::workspace;

/// A contract that is edited.
pub struct Contract {
    /// The name in messages.
    pub name: &'static str,
    pub input: Input,
    /// How many edits of a kind.
    pub each: usize,
}

pub fn source(path: &str) -> Source {
    let file = workspace().join(path);
    let text = std::fs::read_to_string(&file).expect("a file of the workspace");
    Source::new(path, text)
}

/// The committed contract with its overlays, and a small one with what that lacks.
pub fn contracts() -> [Contract; 2] {
    let overlays = ["corrections", "names", "behaviour", "docs"];
    let overlays = overlays.map(|name| source(&format!("specs/usage/overlay/{name}.yml")));
    let ours = Input {
        document: source("specs/usage/contract.yml"),
        overlays: overlays.to_vec(),
        prefixes: Vec::new(),
        ..Input::default()
    };
    let kitchen = Input {
        document: source("tests/semver/kitchen.yml"),
        overlays: Vec::new(),
        prefixes: Vec::new(),
        ..Input::default()
    };
    [
        Contract {
            name: "usage",
            input: ours,
            each: 1,
        },
        Contract {
            name: "kitchen",
            input: kitchen,
            each: 1,
        },
    ]
}
