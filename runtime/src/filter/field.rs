//! Fields, and the conditions that can be made of them.

use std::fmt;
use std::marker::PhantomData;

use super::expression::Expression;
use super::{Filter, FilterField, Offers, Operand, Order, Orders, Pattern, Text, lookup, quote};
use crate::problem::Problem;

/// A field that a list can be filtered by. Which of the methods compile is up to what the API offers
/// for the field.
pub struct Field<F>(PhantomData<fn() -> F>);

impl<F> Field<F> {
    /// The field `F`.
    #[expect(
        clippy::new_without_default,
        reason = "generated code has a constant for each field"
    )]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<F: FilterField> Field<F> {
    /// Rows where the field is equal to the value.
    pub fn eq(self, value: impl Operand<F::Value>) -> Filter<F::Scope>
    where
        F: Offers<lookup::Eq>,
    {
        compare::<F>("eq", &value)
    }

    /// Rows where the field is not equal to the value, or has none.
    pub fn ne(self, value: impl Operand<F::Value>) -> Filter<F::Scope>
    where
        F: Offers<lookup::Ne>,
    {
        compare::<F>("ne", &value)
    }

    /// Rows where the field is less than the value.
    pub fn lt(self, value: impl Operand<F::Value>) -> Filter<F::Scope>
    where
        F: Offers<lookup::Lt>,
    {
        compare::<F>("lt", &value)
    }

    /// Rows where the field is less than the value or equal to it.
    pub fn le(self, value: impl Operand<F::Value>) -> Filter<F::Scope>
    where
        F: Offers<lookup::Le>,
    {
        compare::<F>("le", &value)
    }

    /// Rows where the field is greater than the value.
    pub fn gt(self, value: impl Operand<F::Value>) -> Filter<F::Scope>
    where
        F: Offers<lookup::Gt>,
    {
        compare::<F>("gt", &value)
    }

    /// Rows where the field is greater than the value or equal to it.
    pub fn ge(self, value: impl Operand<F::Value>) -> Filter<F::Scope>
    where
        F: Offers<lookup::Ge>,
    {
        compare::<F>("ge", &value)
    }

    /// Rows where the field is like the pattern; letter case counts.
    pub fn like(self, pattern: impl Into<Pattern>) -> Filter<F::Scope>
    where
        F: Offers<lookup::Like>,
    {
        term::<F>("like", pattern.into().quoted(F::WIRE))
    }

    /// Rows where the field is like the pattern, whatever the letter case.
    pub fn ilike(self, pattern: impl Into<Pattern>) -> Filter<F::Scope>
    where
        F: Offers<lookup::Ilike>,
    {
        term::<F>("ilike", pattern.into().quoted(F::WIRE))
    }

    /// Rows where the field is equal to one of the values. An array without values does not compile.
    pub fn one_of<V: Operand<F::Value>, const N: usize>(self, values: [V; N]) -> Filter<F::Scope>
    where
        F: Offers<lookup::In>,
    {
        const {
            assert!(
                N > 0,
                "`one_of` needs a value: the API has no way to say none"
            )
        };
        members::<F, V>("in", values)
    }

    /// Rows where the field is equal to one of the values: the first one, and the others.
    pub fn one_of_iter<V: Operand<F::Value>>(
        self,
        first: V,
        others: impl IntoIterator<Item = V>,
    ) -> Filter<F::Scope>
    where
        F: Offers<lookup::In>,
    {
        members::<F, V>("in", std::iter::once(first).chain(others))
    }

    /// Rows where the field is equal to none of the values. An array without values does not compile.
    pub fn none_of<V: Operand<F::Value>, const N: usize>(self, values: [V; N]) -> Filter<F::Scope>
    where
        F: Offers<lookup::Out>,
    {
        const {
            assert!(
                N > 0,
                "`none_of` needs a value: the API has no way to say none"
            )
        };
        members::<F, V>("out", values)
    }

    /// Rows where the field is equal to none of the values: neither the first one nor the others.
    pub fn none_of_iter<V: Operand<F::Value>>(
        self,
        first: V,
        others: impl IntoIterator<Item = V>,
    ) -> Filter<F::Scope>
    where
        F: Offers<lookup::Out>,
    {
        members::<F, V>("out", std::iter::once(first).chain(others))
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
        F: FilterField<Value = Text> + Offers<lookup::Eq>,
    {
        term::<F>("eq", Ok("empty()".to_owned()))
    }

    /// Rows where the field is not the empty text.
    pub fn is_not_empty(self) -> Filter<F::Scope>
    where
        F: FilterField<Value = Text> + Offers<lookup::Ne>,
    {
        term::<F>("ne", Ok("empty()".to_owned()))
    }

    /// Orders rows by the field, the least first.
    pub fn asc(self) -> Order<F::Scope>
    where
        F: Orders,
    {
        Order {
            name: F::WIRE,
            descending: false,
            scope: PhantomData,
        }
    }

    /// Orders rows by the field, the greatest first.
    pub fn desc(self) -> Order<F::Scope>
    where
        F: Orders,
    {
        Order {
            name: F::WIRE,
            descending: true,
            scope: PhantomData,
        }
    }
}

fn compare<F: FilterField>(
    operator: &'static str,
    value: &impl Operand<F::Value>,
) -> Filter<F::Scope> {
    term::<F>(operator, quote(F::WIRE, &value.text()))
}

fn members<F: FilterField, V: Operand<F::Value>>(
    operator: &'static str,
    values: impl IntoIterator<Item = V>,
) -> Filter<F::Scope> {
    let quoted: Result<Vec<_>, _> = values
        .into_iter()
        .map(|value| quote(F::WIRE, &value.text()))
        .collect();
    term::<F>(operator, quoted.map(|it| format!("({})", it.join(","))))
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
