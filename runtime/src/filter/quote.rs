//! Texts as values in RQL.

use crate::problem::Problem;

/// The string in quotes. RQL has no escape inside of quotes, so a string with both kinds cannot be
/// expressed. The empty text is `empty()`; and since that is special even in quotes, it is the other
/// text that cannot be.
pub(crate) fn quote(field: &str, text: &str) -> Result<String, Problem> {
    match text {
        "" => Ok("empty()".to_owned()),
        "empty()" => Err(Problem::new(format_args!(
            "`{field}` cannot take the text `empty()`, which means the empty text to the API"
        ))),
        _ => in_quotes(field, text),
    }
}

/// The value of a parameter that stands beside filters: as it is, or in quotes if it would not be
/// read as one value without.
pub(crate) fn quote_if_needed(name: &str, text: &str) -> Result<String, Problem> {
    let starts_well = text.starts_with(|it: char| it.is_ascii_alphanumeric() || "_-".contains(it));
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-.:+@".contains(it);
    if starts_well && text.chars().all(is_plain) {
        Ok(text.to_owned())
    } else {
        quote(name, text)
    }
}

fn in_quotes(field: &str, text: &str) -> Result<String, Problem> {
    match (text.contains('"'), text.contains('\'')) {
        (false, _) => Ok(format!("\"{text}\"")),
        (true, false) => Ok(format!("'{text}'")),
        (true, true) => Err(Problem::new(format_args!(
            "`{field}` cannot take a text with both kinds of quotes"
        ))),
    }
}
