//! RQL, the filter language, as far as the Usage API takes it.
//!
//! [`parse`] reads a query string, [`Condition`](condition::Condition) decides for a row. Both refuse
//! what the platform refuses; that a filter does not exist is no reason for it, such are passed over.

pub(crate) mod condition;
mod parse;
pub(crate) mod pattern;
mod reader;

pub(crate) use parse::parse;

/// A query string, read.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Query {
    /// All of these must be true.
    pub filters: Vec<Expression>,
    pub ordering: Vec<Order>,
    pub search: Option<String>,
    pub limit: Option<String>,
    pub offset: Option<String>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Order {
    pub field: String,
    pub descending: bool,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Operand {
    Null,
    Empty,
    Text(String),
}
