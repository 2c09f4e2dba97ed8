//! Thousands of random filters, judged by the vendor's parser; and tests of the judge.

use std::collections::BTreeMap;

use connect_usage_api::files::{self, filter};
use rql_proof::case::{Case, Cases};
use rql_proof::contract;
use rql_proof::judge::Judge;
use rql_proof::meaning::{Meaning, Operand};
use rql_proof::subjects;

/// The number of cases of each list. The environment variable `RQL_CASES` overrides it, for a longer search.
fn each() -> usize {
    let asked = std::env::var("RQL_CASES").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(400)
}

fn names() -> BTreeMap<String, String> {
    let filters = contract::filters();
    filters.into_iter().map(|it| (it.rust, it.wire)).collect()
}

fn is(field: &str, operator: &'static str, text: &str) -> Meaning {
    Meaning::Is(field.to_owned(), operator, Operand::String(text.to_owned()))
}

#[test]
fn filters_mean_to_the_vendors_parser_what_they_mean_here() {
    let names = names();
    let mut cases = Cases::new(&names, each());
    subjects::visit(&mut cases);
    cases.with_parameters();
    // RQL can express most values, but not all: both kinds must be among the cases.
    assert!(cases.sent.len() > 4 * cases.refused && cases.refused > 0);
    let Some(judge) = Judge::find(env!("CARGO_TARGET_TMPDIR")) else {
        return;
    };
    let verdict = judge.judge(&cases.sent);
    assert_eq!(verdict.cases, cases.sent.len());
    assert!(verdict.failed.is_empty(), "{verdict:#?}");
}

/// Raw RQL stays one member, even if it has operators and brackets.
#[test]
fn raw_filters_stay_one_member() {
    let raw = || connect_runtime::Filter::raw("eq(a,1)|(eq(b,2)&eq(c,3))");
    let meant = Meaning::Or(vec![
        is("a", "eq", "1"),
        Meaning::And(vec![is("b", "eq", "2"), is("c", "eq", "3")]),
    ]);
    let (ours, ours_meant) = (|| filter::ID.eq("x"), is("id", "eq", "x"));
    let cases = [
        (
            raw() & ours(),
            Meaning::And(vec![meant.clone(), ours_meant.clone()]),
        ),
        (
            ours() | raw(),
            Meaning::Or(vec![ours_meant.clone(), meant.clone()]),
        ),
        (
            !(ours() & !(raw() & raw())),
            Meaning::Or(vec![Meaning::Not(ours_meant.into()), meant]),
        ),
    ];
    let cases = cases.map(|(filter, meant)| Case {
        query: query(filter),
        filter: Some(meant),
        ..Case::default()
    });
    if let Some(judge) = Judge::find(env!("CARGO_TARGET_TMPDIR")) {
        let verdict = judge.judge(&cases);
        assert!(verdict.failed.is_empty(), "{verdict:#?}");
    }
}

fn query(filter: connect_runtime::Filter<filter::Scope>) -> String {
    let call = files::list().filter(filter).into_call();
    call.check().expect("a filter that can be sent");
    call.request().query().unwrap_or_default().to_owned()
}

/// Values without quotes, as the vendor's own client for Python writes them.
#[test]
fn the_judge_sees_values_that_become_conditions() {
    let unquoted = |value: &str| Case {
        query: format!("eq(name,{})", encoded(value)),
        filter: Some(is("name", "eq", value)),
        ..Case::default()
    };
    let harmless = ["ready", "UF-2029-01", "two words"].map(unquoted);
    let hostile = [
        "x),eq(id,1",
        "x)&limit=(1",
        "x)&eq(id,1",
        "null()",
        "empty()",
        "a,b",
        "(",
        "a\"b",
        "é,",
        "",
    ]
    .map(unquoted);
    if let Some(judge) = Judge::find(env!("CARGO_TARGET_TMPDIR")) {
        let verdict = judge.judge(&harmless);
        assert!(verdict.failed.is_empty(), "{verdict:#?}");
        let verdict = judge.judge(&hostile);
        assert_eq!(
            verdict.failed,
            Vec::from_iter(0..hostile.len()),
            "{verdict:#?}"
        );
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Correct query strings with a different intended meaning: another field, another value, the negation,
/// another order, a missing parameter; or read by a form decoder.
#[test]
fn the_judge_sees_every_difference() {
    let names = names();
    let mut cases = Cases::new(&names, 40);
    subjects::visit(&mut cases);
    let cases: Vec<_> = cases
        .sent
        .into_iter()
        .filter(|it| it.filter.is_some())
        .collect();
    let Some(judge) = Judge::find(env!("CARGO_TARGET_TMPDIR")) else {
        return;
    };
    let mutations: [(&str, Mutation); 6] = [
        ("field", |case| change(case, |field, _, _| field.push('x'))),
        ("operator", |case| {
            change(case, |_, operator, _| {
                // One that the opposite of another condition does not have, which could be its neighbour.
                *operator = if *operator == "gt" { "ge" } else { "gt" }
            });
        }),
        ("operand", |case| {
            change(case, |_, _, operand| {
                *operand = Operand::String("other".to_owned())
            })
        }),
        ("opposite", |case| {
            case.filter = case.filter.take().map(|it| Meaning::Not(Box::new(it)))
        }),
        ("ordering", |case| case.ordering.push("id".to_owned())),
        ("parameter", |case| {
            case.parameters.push(("limit", "7".to_owned()))
        }),
    ];
    for (what, mutate) in mutations {
        let mut changed = cases.clone();
        changed.iter_mut().for_each(mutate);
        let verdict = judge.judge(&changed);
        let missed: Vec<_> = (0..changed.len())
            .filter(|it| !verdict.failed.contains(it))
            .collect();
        assert!(
            missed.is_empty(),
            "{what}: not seen in the cases {missed:?}, such as {:#?}",
            changed.get(missed[0])
        );
    }
}

type Mutation = fn(&mut Case);

fn change(case: &mut Case, how: impl Fn(&mut String, &mut &'static str, &mut Operand)) {
    if let Some(Meaning::Is(field, operator, operand)) = case.filter.as_mut().map(Meaning::first) {
        how(field, operator, operand);
    }
}
