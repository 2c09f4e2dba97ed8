//! The markup in which the prose of a parameter declares what a filter offers.

use connect_codegen::stages::Node;

/// Returns whether the prose of a parameter speaks of ordering in a form that is not understood.
pub fn is_odd_ordering(parameter: &Node) -> bool {
    let prose = parameter.get_str("description").unwrap_or_default();
    let is_read = |line: &str| {
        let line = line.trim();
        let line = line.strip_prefix("**").unwrap_or(line);
        line.starts_with("ordering:")
    };
    prose.to_lowercase().contains("ordering") && !prose.lines().any(is_read)
}
