//! The ways to write the path of a Rust item: as `diff` and rustdoc print it, as callers write it, and as the documentation
//! of a façade has it.

use connect_codegen::stages::snake;

/// Returns the path that [`Item::rust`](super::Item::rust) has for what is written, if it is an item:
/// `models::UsageFile.status` is `UsageFile::status`, `client.files().list()` is `client::files::list`.
///
/// What follows a colon, the trait in `UsageFile: Default`, is kept.
pub fn path(written: &str) -> String {
    let (path, of_trait) = match written.split_once(": ") {
        Some((path, of_trait)) => (path, Some(of_trait)),
        None => (written, None),
    };
    let mut path = without_arguments(path).replace("r#", "");
    // A wire name can have dots too, but no item is found for it then.
    path = path.replace('.', "::");
    for shared in ["crate::", "models::"] {
        if let Some(rest) = path.strip_prefix(shared) {
            path = rest.to_owned();
        }
    }
    match of_trait {
        Some(of_trait) => format!("{path}: {of_trait}"),
        None => path,
    }
}

/// Returns a path without what its calls pass: `files::get("UF-1")` is `files::get`.
fn without_arguments(path: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(character),
            _ => {}
        }
    }
    outside
}

/// Returns a path without what can stand before a module or a type: the crate, or what a method is called on, and the
/// module in which a façade re-exports the crate. The path that lacks the least comes first.
pub fn without_crate(path: &str) -> Vec<String> {
    let is_module = |name: &str| {
        let mut characters = name.chars();
        characters.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
    };
    let mut found = Vec::new();
    let mut rest = path;
    for _ in 0..2 {
        match rest.split_once("::") {
            Some((first, behind)) if is_module(first) => rest = behind,
            _ => break,
        }
        found.push(rest.strip_prefix("models::").unwrap_or(rest).to_owned());
    }
    found
}

/// Returns whether a path leads to a function under another naming: modules with the name of the product before them,
/// functions with that of their operationId. `usage_files::list_usage_files` leads to `files::list`, whose operationId
/// ends with `listUsageFiles`.
pub fn is_otherwise_named(path: &str, function: &str, operation_id: Option<&str>) -> bool {
    let (Some((module, name)), Some((own_module, own_name))) =
        (path.split_once("::"), function.split_once("::"))
    else {
        return false;
    };
    let id = operation_id.and_then(snake);
    ends_with_word(module, own_module)
        && (name == own_name || id.is_some_and(|id| ends_with_word(id.plain(), name)))
}

/// Returns whether a name in snake case is another one, or ends with it.
fn ends_with_word(name: &str, end: &str) -> bool {
    name.strip_suffix(end)
        .is_some_and(|before| before.is_empty() || before.ends_with('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_the_same_however_they_are_written() {
        for (written, expected) in [
            ("models::UsageFile.status", "UsageFile::status"),
            ("crate::models::UsageFile", "UsageFile"),
            ("models::UsageFile: Default", "UsageFile: Default"),
            ("files::get(\"UF-(1)\")", "files::get"),
            ("client.files().list()", "client::files::list"),
            ("records::r#type", "records::type"),
        ] {
            assert_eq!(path(written), expected, "{written}");
        }
    }

    #[test]
    fn at_most_a_crate_and_a_module_are_left_out() {
        assert_eq!(
            without_crate("connect_usage::directory::models::Asset"),
            ["directory::models::Asset", "Asset"]
        );
        assert_eq!(without_crate("UsageFile::status"), [""; 0]);
    }

    #[test]
    fn functions_are_found_under_another_naming() {
        let id = Some("usage_usage_file_list_listUsageFiles");
        let is = |path| is_otherwise_named(path, "files::list", id);
        assert!(is("usage_files::list_usage_files"));
        assert!(is("usage_files::list"));
        assert!(!is("usage_files::usage"));
        assert!(!is("profiles::list"));
        assert!(!is("list"));
    }
}
