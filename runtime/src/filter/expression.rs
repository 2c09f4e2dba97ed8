//! Conditions as a tree, and the tree as RQL.

use std::sync::Arc;

/// A condition. `All` and `Any` have two members at least, by how they are built.
#[derive(Debug, Clone)]
pub(crate) enum Expression {
    /// A single comparison, list or pattern.
    Term {
        rql: String,
        negated: bool,
    },
    /// RQL of the user's, about which nothing is known.
    Raw {
        rql: String,
        negated: bool,
    },
    All(Vec<Arc<Self>>),
    Any(Vec<Arc<Self>>),
}

impl Expression {
    /// `operator(arguments)`.
    pub(crate) fn term(operator: &'static str, arguments: &str) -> Self {
        Self::Term {
            rql: format!("{operator}({arguments})"),
            negated: false,
        }
    }

    pub(crate) fn raw(rql: String) -> Self {
        Self::Raw {
            rql,
            negated: false,
        }
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
    ///
    /// It stays a negation there. The opposite of `lt` is not `ge`, since rows without a value pass
    /// neither; that of `eq` would be `ne`, but not every field that offers one offers the other.
    pub(crate) fn negated(&self) -> Self {
        let all_negated =
            |members: &[Arc<Self>]| members.iter().map(|it| Arc::new(it.negated())).collect();
        match self {
            Self::Term { rql, negated } => Self::Term {
                rql: rql.clone(),
                negated: !negated,
            },
            Self::Raw { rql, negated } => Self::Raw {
                rql: rql.clone(),
                negated: !negated,
            },
            Self::All(members) => Self::Any(all_negated(members)),
            Self::Any(members) => Self::All(all_negated(members)),
        }
    }

    /// The text for the top level of a query string.
    pub(crate) fn top_level(&self) -> String {
        match self {
            Self::All(members) => nested(members, "&"),
            // As it stands, since nothing of ours is beside it.
            Self::Raw {
                rql,
                negated: false,
            } => rql.clone(),
            other => other.nested(),
        }
    }

    fn nested(&self) -> String {
        match self {
            Self::Term {
                rql,
                negated: false,
            } => rql.clone(),
            // In brackets it is one member, whatever operators are in it.
            Self::Raw {
                rql,
                negated: false,
            } => format!("({rql})"),
            Self::Term { rql, .. } | Self::Raw { rql, .. } => format!("not({rql})"),
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
