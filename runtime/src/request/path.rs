//! The path of a request, segment by segment.

use crate::operation::{Operation, Segment};
use crate::parameter::{check_segment, encode_segment, encode_text};
use crate::problem::Problem;

/// A path parameter's value, encoded. A dot is refused only where it is the whole segment.
pub(super) fn encode(operation: &Operation, name: &str, value: &str) -> Result<String, Problem> {
    let is_whole = |it: &Segment| matches!(it, Segment::Parameter(it) if *it == name);
    let mut encoded = String::new();
    if value.is_empty() || operation.path.iter().any(is_whole) {
        encode_segment(name, value, &mut encoded)?;
    } else {
        encode_text(value, &mut encoded);
    }
    Ok(encoded)
}

/// Appends a segment: the one that is given, or the segment with the encoded values of its parameters.
pub(super) fn fill(
    segment: &Segment,
    given: Option<&str>,
    values: &[(&str, String)],
    into: &mut String,
) -> Result<(), Problem> {
    let start = into.len();
    match given {
        Some(text) => into.push_str(text),
        None => join(segment, values, into)?,
    }
    let written = into.get(start..).unwrap_or_default();
    match segment.parameter() {
        // URL parsers read encoded dots as dots.
        Some(name) => check_segment(name, &written.replace("%2e", ".").replace("%2E", ".")),
        None => Ok(()),
    }
}

/// Appends the literals and the encoded values of a segment.
fn join(segment: &Segment, values: &[(&str, String)], into: &mut String) -> Result<(), Problem> {
    match segment {
        Segment::Literal(text) => into.push_str(text),
        Segment::Parameter(name) => match values.iter().find(|(it, _)| it == name) {
            Some((_, value)) => into.push_str(value),
            None => {
                return Err(Problem::new(format_args!(
                    "the path parameter `{name}` is missing"
                )));
            }
        },
        Segment::Mixed(parts) => {
            for part in *parts {
                join(part, values, into)?;
            }
        }
    }
    Ok(())
}
