//! What a filter is meant to say, written down beside it and not taken from its text.

use serde_json::{Value, json};

/// What is meant.
#[derive(Debug, Clone)]
pub enum Meaning {
    /// A single condition: the field's name on the wire, the operator, and what it is compared with.
    Is(String, &'static str, Operand),
    /// The opposite.
    Not(Box<Meaning>),
    /// All of them.
    And(Vec<Meaning>),
    /// One of them at least.
    Or(Vec<Meaning>),
}

/// What a field is compared with.
#[derive(Debug, Clone)]
pub enum Operand {
    /// No value.
    Null,
    /// A text; the empty one is a value of its own in RQL.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A pattern: texts, and `None` for any characters.
    Pattern(Vec<Option<String>>),
}

impl Meaning {
    /// For the judge.
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

    /// Whether RQL has a way to say it.
    #[must_use]
    pub fn is_expressible(&self) -> bool {
        match self {
            Self::Is(.., operand) => operand.is_expressible(),
            Self::Not(inner) => inner.is_expressible(),
            Self::And(members) | Self::Or(members) => members.iter().all(Self::is_expressible),
        }
    }

    /// Its first condition.
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
            Self::Text(text) => value(text),
            Self::Texts(texts) => texts.iter().map(|it| value(it)).collect(),
            Self::Pattern(parts) => json!({"parts": parts}),
        }
    }

    fn is_expressible(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => is_expressible(text),
            Self::Texts(texts) => texts.iter().all(|it| is_expressible(it)),
            Self::Pattern(parts) => {
                let texts: String = parts.iter().flatten().map(String::as_str).collect();
                !parts.is_empty()
                    && !has_both_quotes(&texts)
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
        _ => json!({"text": text}),
    }
}

/// Whether RQL has a way to say the text.
#[must_use]
pub fn is_expressible(text: &str) -> bool {
    !has_both_quotes(text) && text != "empty()"
}

fn has_both_quotes(text: &str) -> bool {
    text.contains('"') && text.contains('\'')
}
