//! Cargo within a test.

use std::process::Command;

/// Returns a command that starts the cargo that runs this test.
///
/// It lacks the variables that say which package is tested. Some build scripts depend on them: with others than before they
/// run again, and so does all that depends on them.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    let of_the_package = |name: &str| {
        let beginnings = ["CARGO_MANIFEST_", "CARGO_PKG_", "OUT_DIR"];
        beginnings.iter().any(|it| name.starts_with(it))
    };
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(of_the_package) {
            cargo.env_remove(name);
        }
    }
    cargo
}
