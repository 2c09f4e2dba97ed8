//! Single conditions through the typed functions, each with its intended meaning.

use connect_runtime::filter::{CanBeEmpty, Pattern};
use connect_runtime::filter::{ComparesWith, Field, FilterField, Offers, lookup};
use connect_runtime::{DateTime, Filter, OpenEnum};

use crate::meaning::{Meaning, Operand};
use crate::random::Random;

/// A filter, and its intended meaning.
pub type Leaf<S> = (Filter<S>, Meaning);

/// The name on the wire is the contract's, not the field's own.
fn leaf<S>(filter: Filter<S>, wire: &str, operator: &'static str, operand: Operand) -> Leaf<S> {
    (filter, Meaning::Is(wire.to_owned(), operator, operand))
}

/// A condition of a string field that offers all lookups except `null`.
pub fn string<F>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
where
    F: FilterField<Value = str>
        + Offers<lookup::Eq>
        + Offers<lookup::Ne>
        + Offers<lookup::Like>
        + Offers<lookup::Ilike>
        + Offers<lookup::In>
        + Offers<lookup::Out>,
    str: CanBeEmpty<F>,
{
    let value = random.string();
    let empty = || Operand::String(String::new());
    match random.below(8) {
        0 => leaf(field.is_empty(), wire, "eq", empty()),
        1 => leaf(field.is_not_empty(), wire, "ne", empty()),
        2 => leaf(field.eq(&value), wire, "eq", Operand::String(value.clone())),
        3 => leaf(
            field.ne(value.as_str()),
            wire,
            "ne",
            Operand::String(value.clone()),
        ),
        4 | 5 => patterns(field, wire, random),
        _ => members(field, wire, random, |random| {
            let text = random.string();
            (text.clone(), text)
        }),
    }
}

/// A condition of a string field that offers all lookups.
pub fn string_or_null<F>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
where
    F: FilterField<Value = str>
        + Offers<lookup::Eq>
        + Offers<lookup::Ne>
        + Offers<lookup::Like>
        + Offers<lookup::Ilike>
        + Offers<lookup::In>
        + Offers<lookup::Out>
        + Offers<lookup::Null>,
{
    match random.below(8) {
        0 => null(field, wire, random),
        _ => string(field, wire, random),
    }
}

/// A condition of a field with an enum of its own.
pub fn choice<F, E>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
where
    E: OpenEnum + From<String> + ComparesWith<E, F>,
    F: FilterField<Value = E>
        + Offers<lookup::Eq>
        + Offers<lookup::Ne>
        + Offers<lookup::Like>
        + Offers<lookup::Ilike>
        + Offers<lookup::In>
        + Offers<lookup::Out>,
{
    let one = |random: &mut Random| {
        // An unrecognized value can be any string.
        let value = match random.one_in(3) {
            true => E::from(random.string()),
            false => random.pick(E::KNOWN).clone(),
        };
        let text = value.as_str().to_owned();
        (value, text)
    };
    match random.below(6) {
        0 | 1 => {
            let (value, text) = one(random);
            leaf(field.eq(value), wire, "eq", Operand::String(text))
        }
        2 => {
            let (value, text) = one(random);
            leaf(field.ne(value), wire, "ne", Operand::String(text))
        }
        3 => patterns(field, wire, random),
        _ => members(field, wire, random, one),
    }
}

/// The same, where the field can also be null.
pub fn choice_or_null<F, E>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
where
    E: OpenEnum + From<String> + ComparesWith<E, F>,
    F: FilterField<Value = E>
        + Offers<lookup::Eq>
        + Offers<lookup::Ne>
        + Offers<lookup::Like>
        + Offers<lookup::Ilike>
        + Offers<lookup::In>
        + Offers<lookup::Out>
        + Offers<lookup::Null>,
{
    match random.below(8) {
        0 => null(field, wire, random),
        _ => choice(field, wire, random),
    }
}

/// A condition of a date-time field that offers only comparisons of order.
pub fn order<F>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
where
    F: FilterField<Value = DateTime>
        + Offers<lookup::Lt>
        + Offers<lookup::Le>
        + Offers<lookup::Gt>
        + Offers<lookup::Ge>,
{
    let (time, text) = random.date_time();
    let (filter, operator) = match random.below(4) {
        0 => (field.lt(time), "lt"),
        1 => (field.le(time), "le"),
        2 => (field.gt(time), "gt"),
        _ => (field.ge(time), "ge"),
    };
    leaf(filter, wire, operator, Operand::String(text))
}

/// A condition of a date-time field that offers all lookups of date-times.
pub fn date_time<F>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
where
    F: FilterField<Value = DateTime>
        + Offers<lookup::Eq>
        + Offers<lookup::Ne>
        + Offers<lookup::Lt>
        + Offers<lookup::Le>
        + Offers<lookup::Gt>
        + Offers<lookup::Ge>
        + Offers<lookup::In>
        + Offers<lookup::Out>
        + Offers<lookup::Null>,
{
    let (time, text) = random.date_time();
    match random.below(8) {
        0 => leaf(field.eq(time), wire, "eq", Operand::String(text)),
        1 => leaf(field.ne(time), wire, "ne", Operand::String(text)),
        2 => null(field, wire, random),
        3 | 4 => members(field, wire, random, Random::date_time),
        _ => order(field, wire, random),
    }
}

fn null<F>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
where
    F: FilterField + Offers<lookup::Null>,
{
    match random.one_in(2) {
        true => leaf(field.is_null(), wire, "eq", Operand::Null),
        false => leaf(field.is_not_null(), wire, "ne", Operand::Null),
    }
}

fn members<F, V>(
    field: Field<F>,
    wire: &str,
    random: &mut Random,
    one: impl Fn(&mut Random) -> (V, String),
) -> Leaf<F::Scope>
where
    F: FilterField + Offers<lookup::In> + Offers<lookup::Out>,
    F::Value: ComparesWith<V, F>,
{
    let count = 1 + random.below(5);
    let (values, strings): (Vec<_>, Vec<_>) = (0..count).map(|_| one(random)).unzip();
    let strings = Operand::Strings(strings);
    match random.one_in(2) {
        true => leaf(field.one_of(values), wire, "in", strings),
        false => leaf(field.none_of(values), wire, "out", strings),
    }
}

fn patterns<F>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
where
    F: FilterField + Offers<lookup::Like> + Offers<lookup::Ilike>,
{
    let (pattern, parts) = pattern(random);
    match random.one_in(2) {
        true => leaf(field.like(pattern), wire, "like", Operand::Pattern(parts)),
        false => leaf(field.ilike(pattern), wire, "ilike", Operand::Pattern(parts)),
    }
}

fn pattern(random: &mut Random) -> (Pattern, Vec<Option<String>>) {
    let text = random.string();
    let (pattern, parts) = match random.below(5) {
        0 => (Pattern::contains(&text), vec![None, Some(text), None]),
        1 => (Pattern::starts_with(&text), vec![Some(text), None]),
        2 => (Pattern::ends_with(&text), vec![None, Some(text)]),
        3 => (Pattern::exactly(&text), vec![Some(text)]),
        _ => raw_pattern(random),
    };
    (pattern, without_empty_strings(parts))
}

/// A pattern as a user may write it, who has to escape by hand.
fn raw_pattern(random: &mut Random) -> (Pattern, Vec<Option<String>>) {
    let mut parts = Vec::new();
    for _ in 0..=random.below(3) {
        parts.push(Some(format!("x{}", random.string())));
        parts.push(None);
    }
    let written: String = parts
        .iter()
        .map(|part| match part {
            None => "*".to_owned(),
            Some(text) => text.replace('\\', r"\\").replace('*', r"\*"),
        })
        .collect();
    (Pattern::raw(written), parts)
}

/// Drops empty strings, and merges the stars around them.
fn without_empty_strings(parts: Vec<Option<String>>) -> Vec<Option<String>> {
    let mut parts: Vec<_> = parts
        .into_iter()
        .filter(|part| part.as_deref() != Some(""))
        .collect();
    parts.dedup_by(|right, left| right.is_none() && left.is_none());
    parts
}
