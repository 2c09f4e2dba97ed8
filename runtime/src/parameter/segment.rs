//! Path parameters in the styles of OpenAPI.

use super::encode_text;
use super::structure::{Structure, text, written};
use super::style::Style;
use crate::encode::Encode;
use crate::json::Json;
use crate::problem::Problem;

/// The encoded text of a path parameter. What has no value is refused, since the path would be another one.
pub(crate) fn styled<T: Encode + ?Sized>(
    name: &str,
    style: Style,
    value: &T,
) -> Result<String, Problem> {
    let what = format!("the path parameter `{name}`");
    let written = match style {
        Style::Json => match written(&what, value)? {
            json if json.is_null() => String::new(),
            json => encoded(json.as_str()),
        },
        _ => match Structure::of(&what, value)? {
            Structure::Null => String::new(),
            Structure::Scalar(text) if text.is_empty() => String::new(),
            Structure::Scalar(text) => scalar(name, style, &text),
            Structure::Array(items) if items.is_empty() => String::new(),
            Structure::Array(items) => array(name, style, &items),
            Structure::Object(members) if members.is_empty() => String::new(),
            Structure::Object(members) => object(name, style, &members),
        },
    };
    match written.is_empty() {
        true => Err(Problem::new(format_args!("{what} is empty"))),
        false => Ok(written),
    }
}

/// A text in which nothing is a delimiter.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    encode_text(text, &mut encoded);
    encoded
}

/// A text between the dots of a label, which are the one delimiter that is not reserved.
fn between_dots(text: &str) -> String {
    encoded(text).replace('.', "%2E")
}

/// The encoded text of a single value.
fn scalar(name: &str, style: Style, text: &str) -> String {
    let text = encoded(text);
    match style {
        Style::Label | Style::LabelExploded => format!(".{text}"),
        Style::Matrix | Style::MatrixExploded => matrix(name, &text),
        _ => text,
    }
}

/// The encoded text of an array that is not empty.
fn array(name: &str, style: Style, items: &[Json]) -> String {
    let items = || items.iter().map(text);
    let list = || joined(",", items().map(|it| encoded(&it)));
    match style {
        Style::Label => format!(".{}", list()),
        Style::LabelExploded => items()
            .map(|it| format!(".{}", between_dots(&it)))
            .collect(),
        Style::Matrix => matrix(name, &list()),
        Style::MatrixExploded => items().map(|it| matrix(name, &encoded(&it))).collect(),
        _ => list(),
    }
}

/// The encoded text of an object that is not empty.
fn object(name: &str, style: Style, members: &[(String, Json)]) -> String {
    let members = || members.iter().map(|(key, value)| (key, text(value)));
    let list = |between: &str| {
        let pairs = members().map(|(key, it)| format!("{}{between}{}", encoded(key), encoded(&it)));
        joined(",", pairs)
    };
    match style {
        Style::Label => format!(".{}", list(",")),
        Style::LabelExploded => members()
            .map(|(key, it)| format!(".{}={}", between_dots(key), between_dots(&it)))
            .collect(),
        Style::Matrix => matrix(name, &list(",")),
        Style::MatrixExploded => members()
            .map(|(key, it)| matrix(key, &encoded(&it)))
            .collect(),
        _ if style.is_exploded() => list("="),
        _ => list(","),
    }
}

/// A parameter with its name in front. As in RFC 6570, an empty value has no equals sign.
fn matrix(name: &str, encoded_value: &str) -> String {
    let name = encoded(name);
    match encoded_value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    }
}

/// The texts with the delimiter between them.
fn joined(delimiter: &str, texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(delimiter)
}
