//! Which package of the workspace depends on which other.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Finding;

/// For each package the packages of the workspace that it depends on, except for development.
pub type Dependencies = BTreeMap<String, Vec<String>>;

/// Reads the output of `cargo metadata --no-deps`. Dependencies between packages of a workspace have a path.
///
/// # Errors
/// If the text is not that output.
pub fn dependencies(metadata: &str) -> Result<Dependencies, String> {
    let metadata: Value = serde_json::from_str(metadata).map_err(|error| error.to_string())?;
    let packages = metadata["packages"].as_array().ok_or("no packages")?;
    let mut found = Dependencies::new();
    for package in packages {
        let name = package["name"].as_str().ok_or("a package without a name")?;
        let dependencies = package["dependencies"]
            .as_array()
            .ok_or("a package without dependencies")?;
        let ours = dependencies
            .iter()
            .filter(|it| it["path"].is_string() && it["kind"] != "dev");
        let names = ours.filter_map(|it| it["name"].as_str().map(str::to_owned));
        found.insert(name.to_owned(), names.collect());
    }
    Ok(found)
}

/// What a package may depend on.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'t> {
    /// The name of the package; a `*` stands for any text.
    pub package: &'t str,
    /// The packages of the workspace that it may depend on, in the same notation.
    pub may_use: &'t [&'t str],
}

/// Finds dependencies that no rule allows, and packages without a rule. The key is `FROM TO`, or the package.
#[must_use]
pub fn forbidden(dependencies: &Dependencies, rules: &[Rule<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (package, uses) in dependencies {
        let Some(rule) = rules.iter().find(|rule| matches(rule.package, package)) else {
            found.push(Finding {
                key: package.clone(),
                message: format!("no rule says what the package {package} may depend on"),
            });
            continue;
        };
        let is_forbidden =
            |used: &&String| !rule.may_use.iter().any(|pattern| matches(pattern, used));
        found.extend(uses.iter().filter(is_forbidden).map(|used| Finding {
            key: format!("{package} {used}"),
            message: format!(
                "{package} depends on {used}; it may depend on {:?}",
                rule.may_use
            ),
        }));
    }
    found
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
        None => pattern == name,
    }
}
