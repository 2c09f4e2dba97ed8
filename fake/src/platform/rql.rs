//! RQL, the filter language, as far as the Usage API supports it.
//!
//! [`parse`] reads a query string, [`Condition`](condition::Condition) is evaluated for a row. Both
//! refuse what the platform refuses; unknown filters are ignored, not refused.

pub(crate) mod condition;
mod parse;
pub(crate) mod pattern;
mod reader;
pub(crate) mod value;

pub(crate) use parse::parse;

/// A parsed query string.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Query {
    /// The conditions; all of them must hold.
    pub filters: Vec<Expression>,
    pub ordering: Vec<Order>,
    /// The fields that rows are to have or to lack.
    pub selected: Vec<Selected>,
    pub search: Option<String>,
    pub limit: Option<String>,
    pub offset: Option<String>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Order {
    pub field: String,
    pub descending: bool,
}

/// A field in `select(…)`, with a minus sign if rows are to lack it.
#[derive(Debug, PartialEq)]
pub(crate) struct Selected {
    pub field: String,
    pub excluded: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Not(Box<Expression>),
    Compare(Comparison, String, Operand),
    Like {
        field: String,
        pattern: pattern::Pattern,
    },
    In(String, Vec<Operand>),
}

impl Query {
    /// The names of all filters and parameters in it, as often as they occur.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.filters.iter().for_each(|it| it.names(&mut names));
        names.extend(self.ordering.iter().map(|it| it.field.as_str()));
        names.extend(self.selected.iter().map(|it| it.field.as_str()));
        let paging = [("limit", &self.limit), ("offset", &self.offset)];
        names.extend(paging.iter().filter(|(_, it)| it.is_some()).map(|it| it.0));
        names
    }
}

impl Expression {
    /// Adds the names of all filters in it.
    pub fn names<'a>(&'a self, names: &mut Vec<&'a str>) {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|it| it.names(names)),
            Self::Not(inner) => inner.names(names),
            Self::Compare(_, field, _) | Self::Like { field, .. } | Self::In(field, _) => {
                names.push(field);
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

/// The operand of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Operand {
    Null,
    Empty,
    String(String),
}
