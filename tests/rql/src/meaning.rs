//! The intended meaning of a filter, recorded beside it and not derived from its string.

use serde_json::{Value, json};

/// The intended meaning.
#[derive(Debug, Clone)]
pub enum Meaning {
    /// A single condition: the field's name on the wire, the operator, and the operand.
    Is(String, &'static str, Operand),
    /// The negation.
    Not(Box<Meaning>),
    /// All of the members hold.
    And(Vec<Meaning>),
    /// At least one of the members holds.
    Or(Vec<Meaning>),
}

/// The operand of a condition.
#[derive(Debug, Clone)]
pub enum Operand {
    /// No value.
    Null,
    /// A string; the empty string is a value of its own in RQL.
    String(String),
    /// Several strings.
    Strings(Vec<String>),
    /// A pattern: strings, and `None` for any characters.
    Pattern(Vec<Option<String>>),
}

impl Meaning {
    /// The meaning as JSON for the judge.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let all = |members: &[Self]| members.iter().map(Self::to_json).collect::<Vec<_>>();
        match self {
            Self::Is(field, operator, operand) => {
                json!({"is": [field, operator, operand.to_json()]})
            }
            Self::Not(inner) => json!({"not": inner.to_json()}),
            Self::And(members) => json!({"and": all(members)}),
            Self::Or(members) => json!({"or": all(members)}),
        }
    }

    /// Whether RQL can express it.
    #[must_use]
    pub fn is_expressible(&self) -> bool {
        match self {
            Self::Is(.., operand) => operand.is_expressible(),
            Self::Not(inner) => inner.is_expressible(),
            Self::And(members) | Self::Or(members) => members.iter().all(Self::is_expressible),
        }
    }

    /// The first condition.
    pub fn first(&mut self) -> &mut Self {
        match self {
            Self::Is(..) => self,
            Self::Not(inner) => inner.first(),
            Self::And(members) | Self::Or(members) => members[0].first(),
        }
    }
}

impl Operand {
    fn to_json(&self) -> Value {
        match self {
            Self::Null => json!({"null": true}),
            Self::String(text) => value(text),
            Self::Strings(strings) => strings.iter().map(|it| value(it)).collect(),
            Self::Pattern(parts) => json!({"parts": parts}),
        }
    }

    fn is_expressible(&self) -> bool {
        match self {
            Self::Null => true,
            Self::String(text) => is_expressible(text),
            Self::Strings(strings) => strings.iter().all(|it| is_expressible(it)),
            Self::Pattern(parts) => {
                let strings: String = parts.iter().flatten().map(String::as_str).collect();
                !parts.is_empty()
                    && !has_both_quotes(&strings)
                    && parts != &[Some("empty()".to_owned())]
            }
        }
    }
}

/// A value of a parameter or a comparison.
#[must_use]
pub fn value(text: &str) -> Value {
    match text {
        "" => json!({"empty": true}),
        _ => json!({"string": text}),
    }
}

/// Whether RQL can express the string.
#[must_use]
pub fn is_expressible(text: &str) -> bool {
    !has_both_quotes(text) && text != "empty()"
}

fn has_both_quotes(text: &str) -> bool {
    text.contains('"') && text.contains('\'')
}
