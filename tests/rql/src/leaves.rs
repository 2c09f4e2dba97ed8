//! Single conditions through the typed functions, each with what it is meant to say.

use connect_runtime::filter::{CanBeEmpty, Pattern};
use connect_runtime::filter::{ComparesWith, Field, FilterField, Offers, lookup};
use connect_runtime::{Filter, OffsetDateTime, OpenEnum};

use crate::meaning::{Meaning, Operand};
use crate::random::Random;

/// A filter, and what it is meant to say.
pub type Leaf<S> = (Filter<S>, Meaning);

/// The name on the wire is the contract's, not the field's own.
fn leaf<S>(filter: Filter<S>, wire: &str, operator: &'static str, operand: Operand) -> Leaf<S> {
    (filter, Meaning::Is(wire.to_owned(), operator, operand))
}

/// A condition of a field of texts that offers all but `null`.
pub fn text<F>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
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
    let value = random.text();
    let empty = || Operand::Text(String::new());
    match random.below(8) {
        0 => leaf(field.is_empty(), wire, "eq", empty()),
        1 => leaf(field.is_not_empty(), wire, "ne", empty()),
        2 => leaf(field.eq(&value), wire, "eq", Operand::Text(value.clone())),
        3 => leaf(
            field.ne(value.as_str()),
            wire,
            "ne",
            Operand::Text(value.clone()),
        ),
        4 | 5 => patterns(field, wire, random),
        _ => members(field, wire, random, |random| {
            let text = random.text();
            (text.clone(), text)
        }),
    }
}

/// A condition of a field of texts that offers all of them.
pub fn text_or_null<F>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
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
        _ => text(field, wire, random),
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
        // A value that is not known yet can be anything.
        let value = match random.one_in(3) {
            true => E::from(random.text()),
            false => random.pick(E::KNOWN).clone(),
        };
        let text = value.as_str().to_owned();
        (value, text)
    };
    match random.below(6) {
        0 | 1 => {
            let (value, text) = one(random);
            leaf(field.eq(value), wire, "eq", Operand::Text(text))
        }
        2 => {
            let (value, text) = one(random);
            leaf(field.ne(value), wire, "ne", Operand::Text(text))
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

/// A condition of a field of instants that offers comparisons of order alone.
pub fn order<F>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
where
    F: FilterField<Value = OffsetDateTime>
        + Offers<lookup::Lt>
        + Offers<lookup::Le>
        + Offers<lookup::Gt>
        + Offers<lookup::Ge>,
{
    let (time, text) = random.instant();
    let (filter, operator) = match random.below(4) {
        0 => (field.lt(time), "lt"),
        1 => (field.le(time), "le"),
        2 => (field.gt(time), "gt"),
        _ => (field.ge(time), "ge"),
    };
    leaf(filter, wire, operator, Operand::Text(text))
}

/// A condition of a field of instants that offers all that goes with an instant.
pub fn instant<F>(field: Field<F>, wire: &str, random: &mut Random) -> Leaf<F::Scope>
where
    F: FilterField<Value = OffsetDateTime>
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
    let (time, text) = random.instant();
    match random.below(8) {
        0 => leaf(field.eq(time), wire, "eq", Operand::Text(text)),
        1 => leaf(field.ne(time), wire, "ne", Operand::Text(text)),
        2 => null(field, wire, random),
        3 | 4 => members(field, wire, random, Random::instant),
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
    let (first, first_text) = one(random);
    let others = random.below(5);
    let (others, texts): (Vec<_>, Vec<_>) = (0..others).map(|_| one(random)).unzip();
    let no_others = others.is_empty();
    let texts = Operand::Texts(std::iter::once(first_text).chain(texts).collect());
    match random.below(4) {
        0 if no_others => leaf(field.one_of([first]), wire, "in", texts),
        1 if no_others => leaf(field.none_of([first]), wire, "out", texts),
        0 | 2 => leaf(field.one_of_iter(first, others), wire, "in", texts),
        _ => leaf(field.none_of_iter(first, others), wire, "out", texts),
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
    let text = random.text();
    let (pattern, parts) = match random.below(5) {
        0 => (Pattern::contains(&text), vec![None, Some(text), None]),
        1 => (Pattern::starts_with(&text), vec![Some(text), None]),
        2 => (Pattern::ends_with(&text), vec![None, Some(text)]),
        3 => (Pattern::exactly(&text), vec![Some(text)]),
        _ => raw_pattern(random),
    };
    (pattern, without_empty_texts(parts))
}

/// A pattern as a user may write it, who has to escape by hand.
fn raw_pattern(random: &mut Random) -> (Pattern, Vec<Option<String>>) {
    let mut parts = Vec::new();
    for _ in 0..=random.below(3) {
        parts.push(Some(format!("x{}", random.text())));
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

/// An empty text between stars is none, and the two stars are one.
fn without_empty_texts(parts: Vec<Option<String>>) -> Vec<Option<String>> {
    let mut parts: Vec<_> = parts
        .into_iter()
        .filter(|part| part.as_deref() != Some(""))
        .collect();
    parts.dedup_by(|right, left| right.is_none() && left.is_none());
    parts
}
