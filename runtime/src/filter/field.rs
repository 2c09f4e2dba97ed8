//! Fields, and the conditions that can be made of them.

use std::fmt;
use std::marker::PhantomData;

use super::expression::Expression;
use super::{
    CanBeEmpty, ComparesWith, Filter, FilterField, IntoPattern, Offers, Order, Selection, lookup,
    quote,
};
use crate::problem::Problem;

/// A field that a list can be filtered by, or whose presence in rows can be selected. Which of the methods compile is up to
/// what the API offers for the field.
pub struct Field<F>(PhantomData<fn() -> F>);

impl<F> Field<F> {
    /// The field `F`.
    #[doc(hidden)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<F: FilterField> Field<F> {
    /// Rows where the field is equal to the value.
    pub fn eq<V>(self, value: V) -> Filter<F::Scope>
    where
        F: Offers<lookup::Eq>,
        F::Value: ComparesWith<V, F>,
    {
        compare::<F, V>("eq", &value)
    }

    /// Rows where the field is not equal to the value, or has none.
    pub fn ne<V>(self, value: V) -> Filter<F::Scope>
    where
        F: Offers<lookup::Ne>,
        F::Value: ComparesWith<V, F>,
    {
        compare::<F, V>("ne", &value)
    }

    /// Rows where the field is less than the value.
    pub fn lt<V>(self, value: V) -> Filter<F::Scope>
    where
        F: Offers<lookup::Lt>,
        F::Value: ComparesWith<V, F>,
    {
        compare::<F, V>("lt", &value)
    }

    /// Rows where the field is less than the value or equal to it.
    pub fn le<V>(self, value: V) -> Filter<F::Scope>
    where
        F: Offers<lookup::Le>,
        F::Value: ComparesWith<V, F>,
    {
        compare::<F, V>("le", &value)
    }

    /// Rows where the field is greater than the value.
    pub fn gt<V>(self, value: V) -> Filter<F::Scope>
    where
        F: Offers<lookup::Gt>,
        F::Value: ComparesWith<V, F>,
    {
        compare::<F, V>("gt", &value)
    }

    /// Rows where the field is greater than the value or equal to it.
    pub fn ge<V>(self, value: V) -> Filter<F::Scope>
    where
        F: Offers<lookup::Ge>,
        F::Value: ComparesWith<V, F>,
    {
        compare::<F, V>("ge", &value)
    }

    /// Rows where the field is like the pattern; letter case counts.
    pub fn like(self, pattern: impl IntoPattern) -> Filter<F::Scope>
    where
        F: Offers<lookup::Like>,
    {
        term::<F>("like", pattern.into_pattern().quoted(F::WIRE))
    }

    /// Rows where the field is like the pattern, whatever the letter case.
    pub fn ilike(self, pattern: impl IntoPattern) -> Filter<F::Scope>
    where
        F: Offers<lookup::Ilike>,
    {
        term::<F>("ilike", pattern.into_pattern().quoted(F::WIRE))
    }

    /// Rows where the field is equal to one of the values: of an array, a `Vec`, a slice or any iterator.
    ///
    /// Without values the filter is invalid, which is reported when the call is sent: the API cannot be asked for no
    /// rows, and leaving the filter out would return all of them.
    pub fn one_of<V>(self, values: impl IntoIterator<Item = V>) -> Filter<F::Scope>
    where
        F: Offers<lookup::In>,
        F::Value: ComparesWith<V, F>,
    {
        members::<F, V>("in", "one_of", values)
    }

    /// Rows where the field is equal to none of the values: of an array, a `Vec`, a slice or any iterator.
    ///
    /// Without values the filter is invalid, which is reported when the call is sent.
    pub fn none_of<V>(self, values: impl IntoIterator<Item = V>) -> Filter<F::Scope>
    where
        F: Offers<lookup::Out>,
        F::Value: ComparesWith<V, F>,
    {
        members::<F, V>("out", "none_of", values)
    }

    /// Rows where the field has no value.
    pub fn is_null(self) -> Filter<F::Scope>
    where
        F: Offers<lookup::Null>,
    {
        term::<F>("eq", Ok("null()".to_owned()))
    }

    /// Rows where the field has a value.
    pub fn is_not_null(self) -> Filter<F::Scope>
    where
        F: Offers<lookup::Null>,
    {
        term::<F>("ne", Ok("null()".to_owned()))
    }

    /// Rows where the field is the empty text.
    pub fn is_empty(self) -> Filter<F::Scope>
    where
        F: Offers<lookup::Eq>,
        F::Value: CanBeEmpty<F>,
    {
        term::<F>("eq", Ok("empty()".to_owned()))
    }

    /// Rows where the field is not the empty text.
    pub fn is_not_empty(self) -> Filter<F::Scope>
    where
        F: Offers<lookup::Ne>,
        F::Value: CanBeEmpty<F>,
    {
        term::<F>("ne", Ok("empty()".to_owned()))
    }

    /// Orders rows by the field, the least first.
    pub fn asc(self) -> Order<F::Scope>
    where
        F: Offers<lookup::Ordering>,
    {
        Order::new(F::WIRE, false)
    }

    /// Orders rows by the field, the greatest first.
    pub fn desc(self) -> Order<F::Scope>
    where
        F: Offers<lookup::Ordering>,
    {
        Order::new(F::WIRE, true)
    }

    /// Lets rows have the field, which they lack by default.
    pub fn include(self) -> Selection<F::Scope>
    where
        F: Offers<lookup::Include>,
    {
        Selection::new(F::WIRE, false)
    }

    /// Lets rows lack the field, which they have by default: the API may then be much faster.
    pub fn exclude(self) -> Selection<F::Scope>
    where
        F: Offers<lookup::Exclude>,
    {
        Selection::new(F::WIRE, true)
    }
}

fn compare<F: FilterField, V>(operator: &'static str, value: &V) -> Filter<F::Scope>
where
    F::Value: ComparesWith<V, F>,
{
    term::<F>(operator, quote(F::WIRE, &F::Value::text(value)))
}

fn members<F: FilterField, V>(
    operator: &'static str,
    method: &'static str,
    values: impl IntoIterator<Item = V>,
) -> Filter<F::Scope>
where
    F::Value: ComparesWith<V, F>,
{
    let quoted: Result<Vec<_>, _> = values
        .into_iter()
        .map(|value| quote(F::WIRE, &F::Value::text(&value)))
        .collect();
    let list = quoted.and_then(|values| match values.as_slice() {
        [] => Err(Problem::new(format_args!(
            "`{}` needs at least one value in `{method}`",
            F::WIRE
        ))),
        values => Ok(format!("({})", values.join(","))),
    });
    term::<F>(operator, list)
}

fn term<F: FilterField>(
    operator: &'static str,
    value: Result<String, Problem>,
) -> Filter<F::Scope> {
    Filter::new(value.map(|it| Expression::term(operator, &format!("{},{it}", F::WIRE))))
}

impl<F> Clone for Field<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Field<F> {}

/// The field's name on the wire.
impl<F: FilterField> fmt::Debug for Field<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", F::WIRE)
    }
}
