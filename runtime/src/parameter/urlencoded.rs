//! Forms of the media type `application/x-www-form-urlencoded`.

use super::pairs::Pair;
use super::pairs::of_structure;
use super::structure::{Structure, text};
use super::style::Style;
use crate::encode::Encode;
use crate::problem::Problem;

/// The form that an object is written as. `styles` has the styles of its members. A member without one is a text, or a
/// text for each item of an array, where an object is its JSON text.
pub(crate) fn form<T: Encode + ?Sized>(
    styles: &[(&str, Style)],
    value: &T,
) -> Result<String, Problem> {
    let Structure::Object(members) = Structure::of("the body", value)? else {
        let reason = "the body cannot be written as a form, since it is not an object";
        return Err(Problem::new(reason));
    };
    let mut form = String::new();
    for (name, value) in &members {
        let style = styles.iter().find(|(it, _)| it == name);
        let style = style.map(|(_, style)| *style);
        let as_text = || Ok(vec![Pair::plain(name, text(value))]);
        let pairs = match (style, Structure::read(value)) {
            (Some(Style::Json), _) => Ok(vec![Pair::plain(name, value.as_str().to_owned())]),
            (None, Some(Structure::Object(_))) | (_, None) => as_text(),
            (style, Some(value)) => of_structure(name, style.unwrap_or(Style::FormExploded), value),
        };
        pairs?.iter().for_each(|it| it.encode(&mut form));
    }
    Ok(form)
}
