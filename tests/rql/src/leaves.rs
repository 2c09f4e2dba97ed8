//! Single conditions through the typed functions, each with its intended meaning.

use connect_runtime::filter::{CanBeEmpty, Pattern};
use connect_runtime::filter::{ComparesWith, Field, FilterField, Offers, lookup};
use connect_runtime::{Filter, OpenEnum};
use time::OffsetDateTime;

use crate::meaning::{Meaning, Operand};
use crate::random::Random;

/// A filter, and its intended meaning.
pub type Leaf<S> = (Filter<S>, Meaning);

/// The name on the wire is the contract's, not the field's own.
fn leaf<S>(filter: Filter<S>, wire: &str, operator: &'static str, operand: Operand) -> Leaf<S> {
    (filter, Meaning::Is(wire.to_owned(), operator, operand))
}

/// Makes a random value of a field, and its text.
pub type Sample<V> = fn(&mut Random) -> (V, String);

/// Any string.
pub fn strings<F>(_: Field<F>) -> Sample<String> {
    |random| {
        let text = random.string();
        (text.clone(), text)
    }
}

/// A value of the field's enum, which can also be one that it does not know: any string.
pub fn choices<F>(_: Field<F>) -> Sample<F::Value>
where
    F: FilterField,
    F::Value: OpenEnum + From<String>,
{
    |random| {
        let value = match random.one_in(3) {
            true => F::Value::from(random.string()),
            false => random.pick(F::Value::KNOWN).clone(),
        };
        let text = value.as_str().to_owned();
        (value, text)
    }
}

/// Any date-time.
pub fn date_times<F>(_: Field<F>) -> Sample<OffsetDateTime> {
    Random::date_time
}

/// Any integer.
pub fn integers<F>(_: Field<F>) -> Sample<i64> {
    |random| {
        let size = i64::try_from(random.below(1 << 40)).expect("small");
        let number = if random.one_in(2) { size } else { -size };
        (number, number.to_string())
    }
}

/// A boolean.
pub fn booleans<F>(_: Field<F>) -> Sample<bool> {
    |random| {
        let value = random.one_in(2);
        (value, value.to_string())
    }
}

/// Conditions by one lookup each, and what each compares with.
macro_rules! lookups {
    ($($name:ident by $lookup:ident: $operator:literal, $given:ident)*) => {$(
        #[doc = concat!("A condition by `", $operator, "`.")]
        pub fn $name<F, V>(
            field: Field<F>,
            wire: &str,
            random: &mut Random,
            sample: Sample<V>,
        ) -> Leaf<F::Scope>
        where
            F: FilterField + Offers<lookup::$lookup>,
            F::Value: ComparesWith<V, F>,
        {
            let (given, operand) = $given(random, sample);
            leaf(field.$name(given), wire, $operator, operand)
        }
    )*};
}

lookups! {
    eq by Eq: "eq", one
    ne by Ne: "ne", one
    lt by Lt: "lt", one
    le by Le: "le", one
    gt by Gt: "gt", one
    ge by Ge: "ge", one
    one_of by In: "in", several
    none_of by Out: "out", several
    like by Like: "like", pattern
    ilike by Ilike: "ilike", pattern
}

fn one<V>(random: &mut Random, sample: Sample<V>) -> (V, Operand) {
    let (value, text) = sample(random);
    (value, Operand::String(text))
}

fn several<V>(random: &mut Random, sample: Sample<V>) -> (Vec<V>, Operand) {
    let count = 1 + random.below(5);
    let (values, strings) = (0..count).map(|_| sample(random)).unzip();
    (values, Operand::Strings(strings))
}

/// A condition by `eq` or `ne` with `null()`.
pub fn null<F, V>(field: Field<F>, wire: &str, random: &mut Random, _: Sample<V>) -> Leaf<F::Scope>
where
    F: FilterField + Offers<lookup::Null>,
{
    match random.one_in(2) {
        true => leaf(field.is_null(), wire, "eq", Operand::Null),
        false => leaf(field.is_not_null(), wire, "ne", Operand::Null),
    }
}

/// A condition by `eq` or `ne` with `empty()`.
pub fn empty<F, V>(field: Field<F>, wire: &str, random: &mut Random, _: Sample<V>) -> Leaf<F::Scope>
where
    F: FilterField + Offers<lookup::Eq> + Offers<lookup::Ne>,
    F::Value: CanBeEmpty<F>,
{
    let nothing = Operand::String(String::new());
    match random.one_in(2) {
        true => leaf(field.is_empty(), wire, "eq", nothing),
        false => leaf(field.is_not_empty(), wire, "ne", nothing),
    }
}

fn pattern<V>(random: &mut Random, _: Sample<V>) -> (Pattern, Operand) {
    let text = random.string();
    let (pattern, parts) = match random.below(5) {
        0 => (Pattern::contains(&text), vec![None, Some(text), None]),
        1 => (Pattern::starts_with(&text), vec![Some(text), None]),
        2 => (Pattern::ends_with(&text), vec![None, Some(text)]),
        3 => (Pattern::exactly(&text), vec![Some(text)]),
        _ => raw_pattern(random),
    };
    (pattern, Operand::Pattern(without_empty_strings(parts)))
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
