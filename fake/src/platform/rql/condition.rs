//! Evaluates conditions for rows.

use connect_client::runtime::contract::{Capability, FilterValue};
use rust_decimal::Decimal;

use super::pattern::Pattern;
use super::value::Value;
use super::{Comparison, Expression, Operand};
use crate::platform::date_time::read_date_time;
use crate::platform::lists::filter::Filter;

/// An expression about rows of one kind, checked against the filters that these have.
#[derive(Debug)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Test {
        /// The index of the filter in the list.
        filter: usize,
        test: Test,
    },
}

#[derive(Debug)]
pub(crate) enum Test {
    OneOf(Vec<Value<'static>>),
    Order(Comparison, Value<'static>),
    Like(Pattern),
}

impl Condition {
    /// Checks an expression. `Ok(None)` if it has only unknown filters, and so no condition; the error is a
    /// message.
    pub fn new<R>(expression: &Expression, filters: &[Filter<R>]) -> Result<Option<Self>, String> {
        Ok(match expression {
            Expression::And(parts) => Self::several(parts, filters)?.map(Self::All),
            Expression::Or(parts) => Self::several(parts, filters)?.map(Self::Any),
            Expression::Not(inner) => {
                if let Expression::In(field, _) = &**inner {
                    find(field, filters, &[Capability::NoneOf])?;
                }
                Self::new(inner, filters)?.map(|it| Self::Not(Box::new(it)))
            }
            Expression::Compare(comparison, field, operand) => {
                Self::compare(*comparison, field, operand, filters)?
            }
            Expression::Like { field, pattern } => {
                let found = find(
                    field,
                    filters,
                    &[Capability::Matches, Capability::MatchesIgnoringCase],
                )?;
                found.map(|(filter, _)| Self::Test {
                    filter,
                    test: Test::Like(pattern.clone()),
                })
            }
            Expression::In(field, operands) => Self::one_of(field, operands, filters)?,
        })
    }

    fn several<R>(
        parts: &[Expression],
        filters: &[Filter<R>],
    ) -> Result<Option<Vec<Self>>, String> {
        let mut conditions = Vec::new();
        for part in parts {
            conditions.extend(Self::new(part, filters)?);
        }
        Ok(Some(conditions).filter(|it| !it.is_empty()))
    }

    fn compare<R>(
        comparison: Comparison,
        field: &str,
        operand: &Operand,
        filters: &[Filter<R>],
    ) -> Result<Option<Self>, String> {
        let lookup = match (comparison, operand) {
            (Comparison::Eq | Comparison::Ne, Operand::Null) => Capability::IsNull,
            (Comparison::Eq, _) => Capability::Equal,
            (Comparison::Ne, _) => Capability::NotEqual,
            (Comparison::Gt, _) => Capability::Greater,
            (Comparison::Ge, _) => Capability::GreaterOrEqual,
            (Comparison::Lt, _) => Capability::Less,
            (Comparison::Le, _) => Capability::LessOrEqual,
        };
        let Some((filter, found)) = find(field, filters, &[lookup])? else {
            return Ok(None);
        };
        let value = value(operand, found)?;
        let test = match comparison {
            Comparison::Eq | Comparison::Ne => Test::OneOf(vec![value]),
            _ => Test::Order(comparison, value),
        };
        let test = Self::Test { filter, test };
        Ok(Some(match comparison {
            Comparison::Ne => Self::Not(Box::new(test)),
            _ => test,
        }))
    }

    fn one_of<R>(
        field: &str,
        operands: &[Operand],
        filters: &[Filter<R>],
    ) -> Result<Option<Self>, String> {
        let Some((filter, found)) = find(field, filters, &[Capability::OneOf])? else {
            return Ok(None);
        };
        let values: Result<_, _> = operands.iter().map(|it| value(it, found)).collect();
        let test = Test::OneOf(values?);
        Ok(Some(Self::Test { filter, test }))
    }

    pub fn holds<R>(&self, row: &R, filters: &[Filter<R>]) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|it| it.holds(row, filters)),
            Self::Any(parts) => parts.iter().any(|it| it.holds(row, filters)),
            Self::Not(inner) => !inner.holds(row, filters),
            Self::Test { filter, test } => {
                let values = filters.get(*filter).map(|it| it.values(row));
                match values.unwrap_or_default().as_slice() {
                    [] => test.holds(&Value::Null),
                    values => values.iter().any(|it| test.holds(it)),
                }
            }
        }
    }
}

impl Test {
    fn holds(&self, value: &Value<'_>) -> bool {
        match self {
            Self::OneOf(values) => values.contains(value),
            Self::Like(pattern) => matches!(value, Value::String(text) if pattern.matches(text)),
            // A missing value is neither greater nor less than any other.
            Self::Order(..) if *value == Value::Null => false,
            Self::Order(comparison, bound) => match comparison {
                Comparison::Gt => value > bound,
                Comparison::Ge => value >= bound,
                Comparison::Lt => value < bound,
                Comparison::Le => value <= bound,
                Comparison::Eq | Comparison::Ne => false,
            },
        }
    }
}

/// The filter of that name and its index, if it exists; an error if it offers none of the lookups.
fn find<'a, R>(
    field: &str,
    filters: &'a [Filter<R>],
    lookups: &[Capability],
) -> Result<Option<(usize, &'a Filter<R>)>, String> {
    let mut filters = filters.iter().enumerate();
    match filters.find(|(_, it)| it.name() == field) {
        Some((_, filter)) if !lookups.iter().any(|it| filter.offers(*it)) => {
            Err(format!("{field}: this filter does not offer that lookup"))
        }
        found => Ok(found),
    }
}

fn value<R>(operand: &Operand, filter: &Filter<R>) -> Result<Value<'static>, String> {
    let text = match operand {
        Operand::Null => return Ok(Value::Null),
        Operand::Empty => "",
        Operand::String(text) => text,
    };
    let value = match filter.declared.value {
        FilterValue::Choice => {
            let mut choices = filter.declared.choices().into_iter();
            let found = choices.find(|it| it == text);
            found.map(|it| Value::String(it.into()))
        }
        FilterValue::DateTime => read_date_time(text).map(Value::DateTime),
        FilterValue::Integer | FilterValue::Number => {
            text.parse::<Decimal>().ok().map(Value::Number)
        }
        FilterValue::Boolean => text.parse::<bool>().ok().map(Value::Boolean),
        // Dates compare as strings do.
        _ => Some(Value::String(text.to_owned().into())),
    };
    value.ok_or_else(|| format!("{}: this is not a value of the filter", filter.name()))
}
