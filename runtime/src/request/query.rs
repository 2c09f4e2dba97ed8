//! The parameters of a query string, also beside a filter.

use crate::filter;
use crate::parameter::pairs::{Pair, Value};
use crate::problem::Problem;

/// Appends a parameter. `is_rql` says whether the API reads the query string as one RQL expression.
pub(super) fn write(pair: &Pair, is_rql: bool, into: &mut String) -> Result<(), Problem> {
    if !is_rql {
        pair.encode(into);
        return Ok(());
    }
    // The server decodes the whole query string before it parses it, so encoding alone would
    // not keep a value from becoming a part of the expression.
    check_name(pair)?;
    for text in texts(pair)? {
        let text = filter::quote_if_needed(&pair.parameter, &text)?;
        Pair::plain(&pair.name, text).encode(into);
    }
    Ok(())
}

/// The values for pairs of that name. A comma and a vertical line are operators outside of quotes, and inside of them
/// they cannot be told from those of an item. So each item of an array gets a pair, and the members of an object are
/// one text in which only the delimiters look like delimiters.
fn texts(pair: &Pair) -> Result<Vec<String>, Problem> {
    match &pair.value {
        Value::Text(text) => Ok(vec![text.clone()]),
        Value::Items(items, _) => Ok(items.clone()),
        Value::Members(members, delimiter) => {
            let delimiter = delimiter.decoded();
            if members.iter().any(|it| it.contains(delimiter)) {
                return Err(Problem::new(format_args!(
                    "the parameter `{}` cannot take a text with `{delimiter}` in it beside a filter",
                    pair.parameter
                )));
            }
            Ok(vec![members.join(delimiter)])
        }
    }
}

/// Refuses a name that comes from the members of a value and would not be read as a name.
fn check_name(pair: &Pair) -> Result<(), Problem> {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-.[]".contains(it);
    match pair.name == pair.parameter || pair.name.chars().all(is_plain) {
        true => Ok(()),
        false => Err(Problem::new(format_args!(
            "the parameter `{}` cannot take a member of that name beside a filter",
            pair.parameter
        ))),
    }
}
