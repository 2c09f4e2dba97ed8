//! Header parameters and cookies in the styles of OpenAPI.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::pairs::Pair;
use super::structure::{Structure, text, written};
use super::style::Style;
use crate::encode::Encode;
use crate::problem::Problem;

/// All that the value of a cookie cannot hold (RFC 6265, section 4.1.1), and the percent sign, so that decoding gives
/// the value back.
const COOKIE_VALUE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'%')
    .add(b',')
    .add(b';')
    .add(b'\\');

/// All that the name of a cookie, which is a token (RFC 9110, section 5.6.2), cannot hold, and the percent sign.
const COOKIE_NAME: &AsciiSet = &COOKIE_VALUE
    .add(b'(')
    .add(b')')
    .add(b'/')
    .add(b':')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'@')
    .add(b'[')
    .add(b']')
    .add(b'{')
    .add(b'}');

/// The text of a header, which is not encoded; `None` for null, and for an array or an object that is empty.
pub(crate) fn styled<T: Encode + ?Sized>(
    name: &str,
    style: Style,
    value: &T,
) -> Result<Option<String>, Problem> {
    let what = format!("the header `{}`", name.escape_debug());
    if style == Style::Json {
        let json = written(&what, value)?;
        return Ok(Some(json.as_str().to_owned()).filter(|_| !json.is_null()));
    }
    let items: Vec<String> = match Structure::of(&what, value)? {
        Structure::Null => Vec::new(),
        Structure::Scalar(text) => return Ok(Some(text)),
        Structure::Array(items) => items.iter().map(text).collect(),
        Structure::Object(members) if style.is_exploded() => {
            if members.iter().any(|(key, _)| key.contains('=')) {
                let why = "a member with an equals sign in its name";
                return Err(Problem::new(format_args!("{what} cannot hold {why}")));
            }
            let member = |(key, value): &(String, _)| format!("{key}={}", text(value));
            members.iter().map(member).collect()
        }
        Structure::Object(members) => {
            let member = |(key, value): (String, _)| [key, text(&value)];
            members.into_iter().flat_map(member).collect()
        }
    };
    // Nothing is encoded in a header, so such an item would be read as two.
    if items.iter().any(|it| it.contains(',')) {
        let why = "an item with a comma in it";
        return Err(Problem::new(format_args!("{what} cannot hold {why}")));
    }
    Ok((!items.is_empty()).then(|| items.join(",")))
}

/// Appends a cookie, after a semicolon if something is there already.
pub(crate) fn encode_cookie(cookie: &Pair, into: &mut String) {
    if !into.is_empty() {
        into.push_str("; ");
    }
    into.extend(utf8_percent_encode(&cookie.name, COOKIE_NAME));
    into.push('=');
    let encode = |text: &str, into: &mut String| {
        into.extend(utf8_percent_encode(text, COOKIE_VALUE));
    };
    cookie.value.encode(into, encode);
}
