//! Results of several inputs: each may have a name, as the slices of a workspace have.

use anstyle::Style;
use serde_json::{Map, Value, json};

use crate::exit::Error;
use crate::report::Report;

/// Runs a step for each input. If one has errors, the others are still diagnosed.
///
/// # Errors
/// Returns an error if the step fails for an input.
pub fn each<'s, S, T>(
    inputs: &'s [S],
    report: &mut Report,
    mut step: impl FnMut(&'s S, &mut Report) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut values = Vec::new();
    let mut is_diagnosed = false;
    for input in inputs {
        match step(input, report) {
            Ok(value) => values.push(value),
            Err(Error::Diagnosed) => is_diagnosed = true,
            Err(error) => return Err(error),
        }
    }
    match is_diagnosed {
        true => Err(Error::Diagnosed),
        false => Ok(values),
    }
}

/// Prints the name of an input as a heading, unless it is the only one.
pub fn heading(name: Option<&str>, count: usize, report: &mut Report) {
    if let Some(name) = name.filter(|_| count > 1) {
        report.line_in(Style::new().bold(), format_args!("slice {name}"));
    }
}

/// Returns results for `--format json`: a single one as it is, several by their names.
pub fn json<'a>(results: impl IntoIterator<Item = (Option<&'a str>, Value)>) -> Value {
    let mut results: Vec<_> = results.into_iter().collect();
    if results.len() == 1
        && let Some((_, value)) = results.pop()
    {
        return value;
    }
    let named = results
        .into_iter()
        .map(|(name, value)| (name.unwrap_or_default().to_owned(), value));
    json!({ "slices": named.collect::<Map<_, _>>() })
}
