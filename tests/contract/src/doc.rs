//! JSON documents that lose nothing: numbers are their text, members keep their order.

use std::fmt::{self, Write as _};

use serde_core::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON value.
#[derive(Clone, PartialEq, Eq)]
pub enum Doc {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Doc>),
    /// An object.
    Object(Vec<(String, Doc)>),
}

/// How a document is written; its meaning is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As short as it goes.
    Plain,
    /// With white space wherever it may be.
    Spaced,
    /// With every character of keys and texts as an escape.
    Escaped,
}

impl Doc {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The value of a member.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else {
            return None;
        };
        members
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// How many values are directly in this one.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::List(items) => items.len(),
            Self::Object(members) => members.len(),
            _ => 0,
        }
    }

    /// Whether no value is directly in this one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads JSON.
    ///
    /// # Panics
    /// When the text is not JSON, or a key comes twice in an object.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let raw: &RawValue = serde_json::from_str(text).expect("the text is JSON");
        Self::of(raw)
    }

    fn of(raw: &RawValue) -> Self {
        let text = raw.get();
        match text.as_bytes()[0] {
            b'n' => Self::Null,
            b't' | b'f' => Self::Bool(text == "true"),
            b'"' => Self::Text(serde_json::from_str(text).expect("a text")),
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).expect("a list");
                Self::List(items.into_iter().map(Self::of).collect())
            }
            b'{' => {
                let Members(members) = serde_json::from_str(text).expect("an object");
                Self::Object(members)
            }
            _ => Self::Number(text.to_owned()),
        }
    }

    /// Writes JSON.
    #[must_use]
    pub fn write(&self, spelling: Spelling) -> String {
        let mut text = String::new();
        self.write_into(&mut text, spelling);
        text
    }

    fn write_into(&self, out: &mut String, spelling: Spelling) {
        let space = if spelling == Spelling::Spaced {
            " \r\n\t"
        } else {
            ""
        };
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(text) => out.push_str(text),
            Self::Text(text) => write_text(out, text, spelling),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    out.push_str(space);
                    item.write_into(out, spelling);
                    out.push_str(space);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    out.push_str(space);
                    write_text(out, key, spelling);
                    out.push_str(space);
                    out.push(':');
                    out.push_str(space);
                    value.write_into(out, spelling);
                    out.push_str(space);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(out: &mut String, text: &str, spelling: Spelling) {
    if spelling == Spelling::Escaped {
        out.push('"');
        for unit in text.encode_utf16() {
            write!(out, "\\u{unit:04x}").expect("a String takes all");
        }
        out.push('"');
    } else {
        out.push_str(&serde_json::to_string(text).expect("any text is JSON"));
    }
}

/// As JSON, so that what proptest shows can be pasted.
impl fmt::Debug for Doc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.write(Spelling::Plain))
    }
}

/// The members of an object in their order.
struct Members(Vec<(String, Doc)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Members, A::Error> {
                let mut members: Vec<(String, Doc)> = Vec::new();
                while let Some((key, value)) = access.next_entry::<String, &RawValue>()? {
                    assert!(
                        members.iter().all(|(there, _)| *there != key),
                        "{key} comes twice"
                    );
                    members.push((key, Doc::of(value)));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}
