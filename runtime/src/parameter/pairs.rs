//! Query parameters, cookies and members of forms in the styles of OpenAPI: pairs of a name and a value.

use super::encode_text;
use super::structure::{Structure, text, written};
use super::style::Style;
use crate::encode::Encode;
use crate::json::Json;
use crate::problem::Problem;

/// A pair, not yet encoded.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    /// The parameter to which it belongs, for messages.
    pub(crate) parameter: String,
    /// The name that is sent, which can come from a member of an object.
    pub(crate) name: String,
    /// The value.
    pub(crate) value: Value,
}

/// The value of a pair.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// One text.
    Text(String),
    /// The items of an array.
    Items(Vec<String>, Delimiter),
    /// The names and values of an object's members, in turn.
    Members(Vec<String>, Delimiter),
}

/// What stands between the items of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delimiter {
    /// It stays as it is between encoded items.
    Comma,
    /// A space.
    Space,
    /// A vertical line.
    Pipe,
}

impl Delimiter {
    /// The delimiter as a server sees it.
    pub(crate) fn decoded(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Space => " ",
            Self::Pipe => "|",
        }
    }

    /// The delimiter as it is sent.
    pub(crate) fn encoded(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Space => "%20",
            Self::Pipe => "%7C",
        }
    }
}

impl Pair {
    /// A parameter with one text as its value.
    pub(crate) fn plain(name: &str, text: String) -> Self {
        Self {
            parameter: name.to_owned(),
            name: name.to_owned(),
            value: Value::Text(text),
        }
    }

    /// Appends the pair, after an ampersand if something is there already.
    pub(crate) fn encode(&self, into: &mut String) {
        if !into.is_empty() {
            into.push('&');
        }
        encode_text(&self.name, into);
        into.push('=');
        self.value.encode(into, encode_text);
    }
}

impl Value {
    /// Appends the value, of which `encode` appends each text.
    pub(crate) fn encode(&self, into: &mut String, encode: impl Fn(&str, &mut String)) {
        match self {
            Self::Text(text) => encode(text, into),
            Self::Items(items, delimiter) | Self::Members(items, delimiter) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        into.push_str(delimiter.encoded());
                    }
                    encode(item, into);
                }
            }
        }
    }
}

/// The pairs of a parameter; none for null, and for an array or an object that is empty.
pub(crate) fn styled<T: Encode + ?Sized>(
    name: &str,
    style: Style,
    value: &T,
) -> Result<Vec<Pair>, Problem> {
    let what = format!("the parameter `{name}`");
    if style == Style::Json {
        let json = written(&what, value)?;
        let text = Some(json.as_str().to_owned()).filter(|_| !json.is_null());
        return Ok(text.map(|it| Pair::plain(name, it)).into_iter().collect());
    }
    of_structure(name, style, Structure::of(&what, value)?)
}

/// The pairs of a parameter whose value has been read.
pub(crate) fn of_structure(
    name: &str,
    style: Style,
    value: Structure,
) -> Result<Vec<Pair>, Problem> {
    let mut pairs = Writer {
        parameter: name,
        pairs: Vec::new(),
    };
    match value {
        Structure::Null => {}
        Structure::Scalar(text) => pairs.text(name, text),
        Structure::Array(items) => pairs.array(style, &items)?,
        Structure::Object(members) => pairs.object(style, &members)?,
    }
    Ok(pairs.pairs)
}

/// The pairs of one parameter, while they are made.
struct Writer<'a> {
    parameter: &'a str,
    pairs: Vec<Pair>,
}

impl Writer<'_> {
    /// Adds a pair with one text.
    fn text(&mut self, name: &str, text: String) {
        self.pair(name, Value::Text(text));
    }

    /// Adds a pair.
    fn pair(&mut self, name: &str, value: Value) {
        self.pairs.push(Pair {
            parameter: self.parameter.to_owned(),
            name: name.to_owned(),
            value,
        });
    }

    /// Adds the pairs of an array.
    fn array(&mut self, style: Style, items: &[Json]) -> Result<(), Problem> {
        if items.is_empty() {
            return Ok(());
        }
        let name = self.parameter;
        match delimiter(style) {
            Some(delimiter) => {
                let items = self.delimited(delimiter, items.iter().map(text))?;
                self.pair(name, Value::Items(items, delimiter));
            }
            None if style == Style::DeepObject => self.deep_array(name, items)?,
            None => items.iter().for_each(|it| self.text(name, text(it))),
        }
        Ok(())
    }

    /// Adds the pairs of an object.
    fn object(&mut self, style: Style, members: &[(String, Json)]) -> Result<(), Problem> {
        if members.is_empty() {
            return Ok(());
        }
        let name = self.parameter;
        match delimiter(style) {
            Some(delimiter) => {
                let flat = |(key, value): &(String, Json)| [key.clone(), text(value)];
                let items = self.delimited(delimiter, members.iter().flat_map(flat))?;
                self.pair(name, Value::Members(items, delimiter));
            }
            None if style == Style::DeepObject => self.deep(name, members)?,
            None => {
                for (key, value) in members {
                    self.text(key, text(value));
                }
            }
        }
        Ok(())
    }

    /// Adds the members of an object below a name.
    fn deep(&mut self, name: &str, members: &[(String, Json)]) -> Result<(), Problem> {
        for (key, value) in members {
            if key.contains(['[', ']']) {
                return Err(self.refused("a member with a bracket in its name"));
            }
            let name = format!("{name}[{key}]");
            match Structure::read(value) {
                Some(Structure::Object(members)) => self.deep(&name, &members)?,
                Some(Structure::Array(items)) => self.deep_array(&name, &items)?,
                _ => self.text(&name, text(value)),
            }
        }
        Ok(())
    }

    /// Adds the items of an array below a name. OpenAPI says nothing of arrays in this style; servers that know it read
    /// empty brackets as "one more item", and an index where an item is an object.
    fn deep_array(&mut self, name: &str, items: &[Json]) -> Result<(), Problem> {
        for (index, item) in items.iter().enumerate() {
            match Structure::read(item) {
                Some(Structure::Object(members)) => {
                    self.deep(&format!("{name}[{index}]"), &members)?;
                }
                _ => self.text(&format!("{name}[]"), text(item)),
            }
        }
        Ok(())
    }

    /// The items, of which none has the delimiter in it. A comma is encoded in an item and not between them; the other
    /// delimiters are encoded in both places, so that they could not be told apart.
    fn delimited(
        &self,
        delimiter: Delimiter,
        items: impl Iterator<Item = String>,
    ) -> Result<Vec<String>, Problem> {
        let items: Vec<String> = items.collect();
        let is_ambiguous = delimiter != Delimiter::Comma
            && items.iter().any(|it| it.contains(delimiter.decoded()));
        match is_ambiguous {
            true => Err(self.refused("an item that has the delimiter in it")),
            false => Ok(items),
        }
    }

    /// The problem of a value that could be read as another one.
    fn refused(&self, what: &str) -> Problem {
        Problem::new(format_args!(
            "the parameter `{}` cannot take {what}",
            self.parameter
        ))
    }
}

/// The delimiter of the items, if they stand in one value.
fn delimiter(style: Style) -> Option<Delimiter> {
    match style {
        Style::SpaceDelimited => Some(Delimiter::Space),
        Style::PipeDelimited => Some(Delimiter::Pipe),
        _ if style.is_exploded() => None,
        _ => Some(Delimiter::Comma),
    }
}
