//! Typed filters: conditions in RQL, the API's filter language.
//!
//! Generated code has a [`Field`] for each filter of the specification. A field's methods are the
//! lookups that the API offers for it; any other does not compile, and neither does a value of
//! another type or a field of another list. Values are always quoted, so that no value can become a
//! condition of its own.

mod expression;
mod field;
mod operand;
mod pattern;
mod quote;

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};
use std::sync::Arc;

use crate::problem::Problem;

use self::expression::Expression;

pub use self::field::Field;
pub use self::operand::{Day, Instant, Operand, Text};
pub use self::pattern::Pattern;
pub(crate) use self::quote::quote;

/// The list to which filter fields belong.
pub trait Scope: 'static {
    /// The name for messages, such as `files`.
    const NAME: &'static str;
}

/// A filter of the specification.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a filter field")]
pub trait FilterField: 'static {
    /// The list to which it belongs.
    type Scope: Scope;
    /// The type of its values; see [`Operand`] for what can be given as one.
    type Value;
    /// Its name on the wire.
    const WIRE: &'static str;
}

/// The field offers the lookup `L`, one of those in [`lookup`].
#[diagnostic::on_unimplemented(
    message = "the filter field `{Self}` does not offer the lookup `{L}`",
    label = "the API does not offer this for the field",
    note = "the documentation of `{Self}` lists what the field offers: its implementations of `Offers`, and of `Orders` if rows can be ordered by it"
)]
pub trait Offers<L>: FilterField {}

/// Rows can be ordered by the field.
#[diagnostic::on_unimplemented(
    message = "rows cannot be ordered by the filter field `{Self}`",
    label = "the API does not order by this field",
    note = "the documentation of `{Self}` lists what the field offers: its implementations of `Offers`, and of `Orders` if rows can be ordered by it"
)]
pub trait Orders: FilterField {}

/// The lookups that a field can offer.
pub mod lookup {
    macro_rules! lookups {
        ($($(#[$doc:meta])* $name:ident)*) => {$(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}
        )*};
    }

    lookups! {
        /// Equal.
        Eq
        /// Not equal.
        Ne
        /// Less than.
        Lt
        /// Less than or equal.
        Le
        /// Greater than.
        Gt
        /// Greater than or equal.
        Ge
        /// Like a pattern.
        Like
        /// Like a pattern, whatever the letter case.
        Ilike
        /// One of several.
        In
        /// None of several.
        Out
        /// Null or not.
        Null
    }
}

/// A condition on the rows of a list.
///
/// Conditions combine with `&`, `|` and `!`. The API's grammar takes a negation only around a single
/// comparison, so `!` is moved inwards: `!(a & b)` is sent as `!a | !b`.
///
/// A value that RQL cannot express (a text with both kinds of quotes, the text `empty()`) does not
/// panic: the filter keeps the problem, which is reported before the call is sent.
pub struct Filter<S> {
    expression: Result<Arc<Expression>, Problem>,
    scope: PhantomData<fn() -> S>,
}

impl<S> Filter<S> {
    /// A condition in RQL as it stands, for what the typed fields cannot express. Nothing is checked
    /// or quoted: the API ignores an unknown name, and answers all rows then; and a value that is
    /// put into the text can become a condition of its own.
    ///
    /// The text is one expression, not yet percent-encoded. Negated it becomes `not(text)`, which the
    /// API takes only around a single comparison.
    pub fn raw(text: impl Into<String>) -> Self {
        Self::new(Ok(Expression::raw(text.into())))
    }

    pub(crate) fn new(expression: Result<Expression, Problem>) -> Self {
        Self {
            expression: expression.map(Arc::new),
            scope: PhantomData,
        }
    }

    /// The expression as it stands in a query string, not yet percent-encoded.
    pub(crate) fn top_level(&self) -> Result<String, Problem> {
        self.expression
            .as_ref()
            .map(|it| it.top_level())
            .map_err(Problem::clone)
    }

    fn combine(
        self,
        other: Self,
        combine: fn(Arc<Expression>, Arc<Expression>) -> Expression,
    ) -> Self {
        let both = self
            .expression
            .and_then(|left| Ok((left, other.expression?)));
        Self::new(both.map(|(left, right)| combine(left, right)))
    }
}

impl<S> BitAnd for Filter<S> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.combine(other, Expression::and)
    }
}

impl<S> BitOr for Filter<S> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.combine(other, Expression::or)
    }
}

impl<S> Not for Filter<S> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(self.expression.map(|it| it.negated()))
    }
}

impl<S> Clone for Filter<S> {
    fn clone(&self) -> Self {
        Self {
            expression: self.expression.clone(),
            scope: PhantomData,
        }
    }
}

/// The RQL expression.
impl<S> fmt::Debug for Filter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.expression {
            Ok(expression) => write!(f, "Filter({})", expression.top_level()),
            Err(problem) => write!(f, "Filter(invalid: {problem})"),
        }
    }
}

/// A field to order rows by, and the direction; from [`Field::asc`] or [`Field::desc`].
pub struct Order<S> {
    name: &'static str,
    descending: bool,
    scope: PhantomData<fn() -> S>,
}

impl<S> Clone for Order<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Order<S> {}

/// As in RQL: the name, with a minus in front when descending.
impl<S> fmt::Display for Order<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.name)
    }
}

impl<S> fmt::Debug for Order<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Order({self})")
    }
}
