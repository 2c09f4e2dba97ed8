//! Random documents that obey a schema.

use proptest::prelude::*;
use proptest::sample::select;

use crate::doc::{Doc, Spelling};
use crate::shape::{Property, Schema, Shape};

/// Documents that obey the schema, as responses have them: what is only ever sent is not there, and
/// what every response has is.
pub fn responses(schema: Schema<'_>) -> BoxedStrategy<Doc> {
    documents(schema, 0)
}

/// Ways to write a document.
pub fn spellings() -> impl Strategy<Value = Spelling> {
    select(vec![
        Spelling::Plain,
        Spelling::Plain,
        Spelling::Spaced,
        Spelling::Escaped,
    ])
}

/// From so deep on, nothing is made that can be left out.
const DEEP: usize = 6;

fn documents(schema: Schema<'_>, depth: usize) -> BoxedStrategy<Doc> {
    match schema.shape() {
        Shape::Any => anything(),
        Shape::Object(properties) => object(&properties, depth),
        Shape::Map(values) => {
            let most = if depth < DEEP { 3 } else { 0 };
            let values = documents(values, depth + 1);
            prop::collection::btree_map(texts(20), values, 0..=most)
                .prop_map(|members| Doc::Object(members.into_iter().collect()))
                .boxed()
        }
        Shape::List(items) => {
            let most = if depth < DEEP { 3 } else { 0 };
            prop::collection::vec(documents(items, depth + 1), 0..=most)
                .prop_map(Doc::List)
                .boxed()
        }
        Shape::OneOf(members) => {
            let members: Vec<_> = members.iter().map(|it| documents(*it, depth + 1)).collect();
            proptest::strategy::Union::new(members).boxed()
        }
        Shape::Choice(values) => {
            let values: Vec<String> = values.into_iter().map(str::to_owned).collect();
            select(values).prop_map(Doc::Text).boxed()
        }
        Shape::Text(most) => texts(most).prop_map(Doc::Text).boxed(),
        Shape::Time => times().prop_map(Doc::Text).boxed(),
        Shape::Date => dates().prop_map(Doc::Text).boxed(),
        Shape::DateOrDateTime => prop_oneof![dates(), times()].prop_map(Doc::Text).boxed(),
        Shape::Integer(least, most) => integers(least, most).prop_map(Doc::Number).boxed(),
        Shape::Number(limit) => numbers(limit).prop_map(Doc::Number).boxed(),
        Shape::Bool => any::<bool>().prop_map(Doc::Bool).boxed(),
    }
}

fn object(properties: &[Property<'_>], depth: usize) -> BoxedStrategy<Doc> {
    let members: Vec<BoxedStrategy<Option<(String, Doc)>>> = properties
        .iter()
        .filter(|property| !property.write_only)
        .filter(|property| depth < DEEP || property.required || property.always)
        .map(|property| member(property, depth))
        .collect();
    let present = members.prop_map(|members| members.into_iter().flatten().collect::<Vec<_>>());
    // Members come in any order.
    present.prop_shuffle().prop_map(Doc::Object).boxed()
}

fn member(property: &Property<'_>, depth: usize) -> BoxedStrategy<Option<(String, Doc)>> {
    let name = property.name.to_owned();
    let mut value = documents(property.schema, depth + 1);
    if property.schema.nullable() && !property.always {
        value = prop_oneof![4 => value, 1 => Just(Doc::Null)].boxed();
    }
    let value = value.prop_map(move |value| (name.clone(), value));
    if property.required || property.always {
        value.prop_map(Some).boxed()
    } else {
        prop::option::weighted(0.75, value).boxed()
    }
}

/// Texts of at most so many characters: odd ones, those that look like something else, long ones.
pub fn texts(most: usize) -> impl Strategy<Value = String> + Clone {
    let odd = [
        "",
        " ",
        "null",
        "true",
        "0",
        "-1",
        "1e5",
        "2029-01-31",
        "ready",
        "\u{0}",
        "\"",
        "\\",
        "\u{feff}",
        "\u{2028}",
        "🜚 €",
        "é\u{301}",
    ];
    let odd: Vec<String> = odd.into_iter().map(str::to_owned).collect();
    prop_oneof![
        4 => prop::collection::vec(any::<char>(), 0..=most.min(12)).prop_map(String::from_iter),
        2 => select(odd),
        1 => any::<char>().prop_map(move |it| it.to_string().repeat(most.min(300))),
    ]
}

/// Any JSON.
pub fn anything() -> BoxedStrategy<Doc> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Doc::Bool),
        texts(20).prop_map(Doc::Text),
        numbers(None).prop_map(Doc::Number),
        // More digits than any type of numbers holds: in what is kept as it came they are kept too.
        Just(Doc::Number(format!("0.{}", "123456789".repeat(9)))),
        Just(Doc::List(Vec::new())),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let inner = prop_oneof![4 => inner, 1 => Just(Doc::Null)];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Doc::List),
            prop::collection::btree_map(texts(10), inner, 0..3)
                .prop_map(|members| Doc::Object(members.into_iter().collect())),
        ]
    })
    .boxed()
}

/// Whole numbers in a range.
fn integers(least: i64, most: i64) -> impl Strategy<Value = String> {
    prop_oneof![
        2 => least..=most,
        2 => least.max(-1000)..=most.min(1000),
        1 => select(vec![least, most]),
    ]
    .prop_map(|it| it.to_string())
}

/// Numbers with many digits and in every way of writing them; not more digits than 28, nor a greater
/// absolute value than the limit.
pub fn numbers(limit: Option<i64>) -> BoxedStrategy<String> {
    let sign = select(vec!["", "-"]);
    // Sixteen digits before the point are less than 1e16.
    let plain = (
        sign.clone(),
        0..10_000_000_000_000_000_u64,
        0..1_000_000_000_000_u64,
        0..=12_usize,
    )
        .prop_map(|(sign, whole, fraction, places)| {
            let fraction = format!("{fraction:012}");
            let point = if places == 0 { "" } else { "." };
            format!("{sign}{whole}{point}{}", &fraction[..places])
        });
    let powers = (
        sign,
        0..1000_u32,
        0..1000_u32,
        select(vec!["e", "E"]),
        -20..=12_i32,
    )
        .prop_map(|(sign, whole, fraction, e, power)| {
            format!("{sign}{whole}.{fraction:03}{e}{power:+}")
        });
    let mut known = vec![
        "0",
        "-0",
        "0.00",
        "-0.0",
        "0e9",
        "1e-7",
        "1E7",
        "1e0",
        "12.3400",
        "100",
        "0.1",
        "9007199254740993",
        "9999999999999999.123456",
        "10000000000000000",
        "-10000000000000000",
        "1.5e+3",
        "120e-2",
        "0.0000000000000000000000000001",
    ];
    if limit.is_none() {
        known.extend([
            "79228162514264337593543950335",
            "-9999999999999999999999999999",
            "1e28",
        ]);
    }
    let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
    prop_oneof![3 => plain, 2 => powers, 2 => select(known)].boxed()
}

/// `2029-01-31`
pub fn dates() -> impl Strategy<Value = String> + Clone {
    let years = prop_oneof![4 => 2000..2040_u32, 1 => 1..=9999_u32];
    let dates =
        (years, 1..=12_u32, 1..=28_u32).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"));
    prop_oneof![9 => dates, 1 => Just("2028-02-29".to_owned())]
}

/// Times with `Z`, with an offset, with none; with and without a fraction of seconds.
pub fn times() -> impl Strategy<Value = String> + Clone {
    let clocks = (0..24_u32, 0..60_u32, 0..60_u32);
    let fractions = prop_oneof![
        2 => Just(String::new()),
        2 => (0..1_000_000_u32).prop_map(|it| format!(".{it:06}")),
        1 => (0..1000_u32).prop_map(|it| format!(".{it:03}")),
        1 => (1..1_000_000_000_u32).prop_map(|it| format!(".{it:09}")),
    ];
    let offsets = prop_oneof![
        Just("Z".to_owned()),
        Just(String::new()),
        Just("+00:00".to_owned()),
        (select(vec!["+", "-"]), 0..24_u32, 0..60_u32)
            .prop_map(|(sign, h, m)| format!("{sign}{h:02}:{m:02}")),
    ];
    (dates(), clocks, fractions, offsets).prop_map(|(date, (h, m, s), fraction, offset)| {
        format!("{date}T{h:02}:{m:02}:{s:02}{fraction}{offset}")
    })
}
