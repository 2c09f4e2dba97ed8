//! Conditions as a tree, and the tree as RQL.

use std::sync::Arc;

/// A condition. `All` and `Any` have two members at least, by how they are built.
#[derive(Debug, Clone)]
pub(crate) enum Expression {
    Term(Term),
    All(Vec<Arc<Self>>),
    Any(Vec<Arc<Self>>),
}

/// A single comparison, list or pattern, already in RQL.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    text: String,
    /// The RQL of the opposite, where the language has one.
    opposite: Option<String>,
    negated: bool,
}

impl Expression {
    /// `operator(arguments)`.
    pub(crate) fn term(operator: &'static str, arguments: &str) -> Self {
        let opposite = match operator {
            "eq" => Some("ne"),
            "ne" => Some("eq"),
            "in" => Some("out"),
            "out" => Some("in"),
            // The opposite of `lt` is not `ge`: rows without a value pass neither.
            _ => None,
        };
        Self::Term(Term {
            text: format!("{operator}({arguments})"),
            opposite: opposite.map(|it| format!("{it}({arguments})")),
            negated: false,
        })
    }

    pub(crate) fn raw(text: String) -> Self {
        Self::Term(Term {
            text,
            opposite: None,
            negated: false,
        })
    }

    pub(crate) fn and(left: Arc<Self>, right: Arc<Self>) -> Self {
        Self::All(joined(left, right, |it| match it {
            Self::All(members) => Ok(members),
            other => Err(other),
        }))
    }

    pub(crate) fn or(left: Arc<Self>, right: Arc<Self>) -> Self {
        Self::Any(joined(left, right, |it| match it {
            Self::Any(members) => Ok(members),
            other => Err(other),
        }))
    }

    /// The opposite, with every negation at a single term.
    pub(crate) fn negated(&self) -> Self {
        let all_negated =
            |members: &[Arc<Self>]| members.iter().map(|it| Arc::new(it.negated())).collect();
        match self {
            Self::Term(term) => Self::Term(Term {
                negated: !term.negated,
                ..term.clone()
            }),
            Self::All(members) => Self::Any(all_negated(members)),
            Self::Any(members) => Self::All(all_negated(members)),
        }
    }

    /// The text for the top level of a query string.
    pub(crate) fn top_level(&self) -> String {
        match self {
            Self::All(members) => nested(members, "&"),
            other => other.nested(),
        }
    }

    fn nested(&self) -> String {
        match self {
            Self::Term(Term {
                text,
                negated: false,
                ..
            }) => text.clone(),
            Self::Term(Term {
                opposite: Some(opposite),
                ..
            }) => opposite.clone(),
            Self::Term(Term { text, .. }) => format!("not({text})"),
            Self::All(members) => format!("and({})", nested(members, ",")),
            Self::Any(members) => format!("or({})", nested(members, ",")),
        }
    }
}

fn nested(members: &[Arc<Expression>], separator: &str) -> String {
    members
        .iter()
        .map(|it| it.nested())
        .collect::<Vec<_>>()
        .join(separator)
}

/// The members of both sides in one list: a side of the same kind gives its members.
fn joined(
    left: Arc<Expression>,
    right: Arc<Expression>,
    members: fn(Expression) -> Result<Vec<Arc<Expression>>, Expression>,
) -> Vec<Arc<Expression>> {
    let split = |side| members(Arc::unwrap_or_clone(side)).unwrap_or_else(|it| vec![Arc::new(it)]);
    let mut list = split(left);
    list.extend(split(right));
    list
}
