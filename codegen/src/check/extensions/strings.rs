//! The form of extensions that map names to strings, such as documentation or names in Rust.

use super::problem::Exact;
use crate::node::Entry;

/// What is wrong with the form of the extension, and where. Whether the names are known is checked
/// elsewhere.
pub fn check(entry: &Entry) -> Option<Exact> {
    let key = &entry.key;
    if entry.node.as_map().is_none() {
        let message = format!(
            "expected `{key}` to be a mapping, found {}",
            entry.node.kind()
        );
        let help = "write a mapping of names to strings".to_owned();
        return Some((entry.span, (message, help)));
    }
    let mut members = entry.node.entries().iter();
    let invalid = members.find(|it| it.node.as_str().is_none())?;
    let message = format!(
        "expected `{}` of `{key}` to be a string, found {}",
        invalid.key,
        invalid.node.kind()
    );
    Some((invalid.span, (message, "write a string".to_owned())))
}
