//! Typed filters: conditions in RQL, the API's filter language.
//!
//! Generated code has a [`Field`] for each filter of the specification. A field's methods are the
//! lookups that the API offers for it; any other does not compile, and neither does a value of
//! another type or a field of another list. Values are always quoted, so that no value can become a
//! condition of its own.

pub mod declared;
mod expression;
mod field;
pub mod lookup;
mod order;
mod pattern;
mod quote;
mod selection;
mod value;

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};
use std::sync::Arc;

use crate::problem::Problem;

use self::expression::Expression;

use self::declared::DeclaredFilter;
pub use self::field::Field;
pub use self::order::{IntoOrder, Order};
pub use self::pattern::{IntoPattern, Pattern};
pub(crate) use self::quote::{quote, quote_if_needed};
pub use self::selection::{IntoSelection, Selection};
pub use self::value::{CanBeEmpty, ComparesWith, GivenText};

/// The list to which filter fields belong.
pub trait Scope: 'static {
    /// The name for messages, such as `files::list`.
    const NAME: &'static str;
    /// What the contract declares of its fields.
    const FIELDS: &'static [DeclaredFilter] = &[];
}

/// A filter of the specification.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a filter field")]
pub trait FilterField: 'static {
    /// The list to which it belongs.
    type Scope: Scope;
    /// The type of its values; see [`ComparesWith`] for what can be given as one.
    type Value: ?Sized;
    /// Its name on the wire.
    const WIRE: &'static str;
}

/// The field offers the lookup `L`, one of those in [`lookup`].
///
/// Generated code has a trait for each field, `files::filter::offers::STATUS`, which its lookups
/// implement, and implements this one by it. So the compiler's message is that of the field's own
/// trait, which knows the field's name and all that it offers.
#[diagnostic::on_unimplemented(
    message = "the filter `{Self}` does not offer `{L}`",
    label = "the API does not offer this for the field"
)]
pub trait Offers<L>: FilterField {}

/// A condition on the rows of a list.
///
/// Conditions combine with `&`, `|` and `!`. The API's grammar takes a negation only around a single
/// comparison, so `!` is moved inwards: `!(a & b)` is sent as `!a | !b`. A negated comparison takes
/// the rows that the comparison does not take, also those without a value: `!CREATED_AT.lt(t)` is
/// not the same as `CREATED_AT.ge(t)`.
///
/// A value that RQL cannot express (a string with both kinds of quotes, the string `empty()`) does not
/// panic: the filter keeps the problem, which is reported before the call is sent.
pub struct Filter<S> {
    expression: Result<Arc<Expression>, Problem>,
    scope: PhantomData<fn() -> S>,
}

impl<S> Filter<S> {
    /// A condition in RQL as it stands: the way around the types, for what they cannot say. **Nothing
    /// is checked or quoted.** The API ignores an unknown name, and then returns all rows; and a value
    /// that is put into the text can become a condition of its own.
    ///
    /// The text is one expression, not yet percent-encoded. Combined with others it gets brackets, so
    /// that it stays one: `eq(a,1)|eq(b,2)` is as good as `or(eq(a,1),eq(b,2))` there. Negated it
    /// becomes `not(text)`, which the API takes only around a single comparison.
    ///
    /// ```
    /// # use connect_usage::Filter;
    /// # enum Files {}
    /// let filter: Filter<Files> = Filter::raw(r#"eq(not.in.the.contract,"yes")"#);
    /// ```
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

    /// Rows that pass all of the filters; nothing if there are none.
    pub(crate) fn all(filters: impl IntoIterator<Item = Self>) -> Option<Self> {
        filters.into_iter().reduce(|all, it| all & it)
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

/// A [`Filter`] by fields of the scope `S`. No other type is one: the trait is there for the
/// compiler's message about fields of another list.
#[diagnostic::on_unimplemented(
    message = "the list of `{S}` cannot be filtered by this `{Self}`",
    label = "not a filter of this list",
    note = "a list is filtered by its own fields: they stand in the module of `{S}`"
)]
pub trait IntoFilter<S> {
    /// The filter.
    fn into_filter(self) -> Filter<S>;
}

impl<S> IntoFilter<S> for Filter<S> {
    fn into_filter(self) -> Filter<S> {
        self
    }
}

/// What [`List::filter`](crate::List::filter) takes: a [`Filter`] by fields of the scope `S`, or an `Option` of one.
/// `None` filters nothing. Conditions are not combined with an `Option` by `&` and `|`, because `x | None` could mean
/// `x` as well as all rows.
#[diagnostic::on_unimplemented(
    message = "the list of `{S}` cannot be filtered by this `{Self}`",
    label = "not a filter of this list",
    note = "a list is filtered by its own fields: they stand in the module of `{S}`"
)]
pub trait IntoListFilter<S> {
    /// The filter, if there is one.
    fn into_list_filter(self) -> Option<Filter<S>>;
}

impl<S> IntoListFilter<S> for Filter<S> {
    fn into_list_filter(self) -> Option<Filter<S>> {
        Some(self)
    }
}

impl<S> IntoListFilter<S> for Option<Filter<S>> {
    fn into_list_filter(self) -> Option<Filter<S>> {
        self
    }
}

/// Rows that pass both.
impl<S, R: IntoFilter<S>> BitAnd<R> for Filter<S> {
    type Output = Self;

    fn bitand(self, other: R) -> Self {
        self.combine(other.into_filter(), Expression::and)
    }
}

/// Rows that pass one of them at least.
impl<S, R: IntoFilter<S>> BitOr<R> for Filter<S> {
    type Output = Self;

    fn bitor(self, other: R) -> Self {
        self.combine(other.into_filter(), Expression::or)
    }
}

/// Rows that do not pass.
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
