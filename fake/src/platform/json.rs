//! Writes JSON: members in their order, numbers digit by digit.
//!
//! A tree of values would sort the members and make floats of the numbers, and amounts are larger
//! than a float holds exactly.

use std::fmt::{Display, Write};

/// A JSON object that is being written.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    text: String,
    nulls: bool,
}

impl Object {
    /// An empty object. Members without a value are left out.
    pub fn new() -> Self {
        Self {
            text: "{".to_owned(),
            nulls: false,
        }
    }

    /// Sets whether members without a value are written as `null`. Real responses do either.
    pub fn nulls(mut self, nulls: bool) -> Self {
        self.nulls = nulls;
        self
    }

    /// Adds a member whose value is JSON already.
    pub fn raw(mut self, name: &str, value: impl Display) -> Self {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        // Writing into a string cannot fail.
        let _ = write!(self.text, "{}:{value}", quoted(name));
        self
    }

    pub fn string(self, name: &str, value: &str) -> Self {
        self.raw(name, quoted(value))
    }

    pub fn object(self, name: &str, value: Self) -> Self {
        self.raw(name, value.finish())
    }

    /// Adds a member that is left out or null without a value.
    pub fn maybe(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.raw(name, value),
            None if self.nulls => self.raw(name, "null"),
            None => self,
        }
    }

    pub fn maybe_string(self, name: &str, value: Option<&str>) -> Self {
        self.maybe(name, value.map(quoted))
    }

    pub fn maybe_object(self, name: &str, value: Option<Self>) -> Self {
        self.maybe(name, value.map(Self::finish))
    }

    /// Adds an external id: a number if it looks like one, as some servers send it.
    pub fn outer_id(self, name: &str, value: Option<&str>) -> Self {
        self.maybe(name, value.map(outer_id))
    }

    pub fn finish(mut self) -> String {
        self.text.push('}');
        self.text
    }
}

/// A list of values that are JSON already.
pub(crate) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<_> = items.into_iter().collect();
    format!("[{}]", items.join(","))
}

/// A JSON string.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn outer_id(id: &str) -> String {
    let is_number = !id.is_empty()
        && id.len() < 19
        && !id.starts_with('0')
        && id.bytes().all(|it| it.is_ascii_digit());
    match is_number {
        true => id.to_owned(),
        false => quoted(id),
    }
}

#[cfg(test)]
mod tests {
    use super::{Object, list};

    #[test]
    fn what_is_written_is_json() {
        let inner = Object::new().nulls(true).maybe_string("a\"", None);
        let object = Object::new()
            .string("t", "\u{1}\"\\ü")
            .raw("amount", "9999999999999999.10")
            .maybe_string("none", None)
            .outer_id("id", Some("4711"))
            .outer_id("zeros", Some("007"))
            .outer_id("long", Some("99999999999999999999"))
            .object("inner", inner);
        let expected = concat!(
            r#"{"t":"\u0001\"\\ü","amount":9999999999999999.10,"id":4711,"zeros":"007","#,
            r#""long":"99999999999999999999","inner":{"a\"":null}}"#
        );
        assert_eq!(object.finish(), expected);
        assert_eq!(list([]), "[]");
        assert_eq!(list(["1".to_owned(), "{}".to_owned()]), "[1,{}]");
    }
}
