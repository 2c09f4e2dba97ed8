//! Settling calls whose response was lost.

#[path = "support/report.rs"]
mod report;
mod support;

use connect_runtime::driver::Settlement;
use connect_runtime::states::{Actor, Graph, Outcome, Transition};
use connect_runtime::{ErrorKind, Operation};
use proptest::collection::vec;
use proptest::prelude::*;
use report::{ACCEPT, DELETE, GET, SUBMIT, UPLOAD, act};
use support::response;

fn settlement(operation: &'static Operation) -> &'static Settlement {
    operation.settlement.expect("a settlement")
}

#[test]
fn the_object_is_read_by_the_id_of_the_action() {
    let action = act(&SUBMIT, "R/2029 ü%41").header("X-Trace", "t-1");
    let read = settlement(&SUBMIT).read(action.request());
    assert!(read.check().is_ok());
    assert_eq!(read.request().path(), "/reports/R%2F2029%20%C3%BC%2541");
    assert_eq!(read.request().method(), "GET");
    assert_eq!(read.request().operation(), &GET);
    assert_eq!(read.request().headers()["x-trace"], "t-1");
    assert_eq!(read.request().headers()["accept"], "application/json");
}

#[test]
fn the_reading_has_the_status_and_can_stand_for_the_lost_answer() {
    let action = act(&SUBMIT, "R-1");
    let read = settlement(&SUBMIT).read(action.request());
    let reading = read
        .decode(response(200, r#"{"id": "R-1", "status": "pending"}"#))
        .expect("a reading");
    assert_eq!(reading.status.as_deref(), Some("pending"));
    assert!(settlement(&SUBMIT).returns_object);
    let report = action.decode(reading.response).expect("a report");
    assert_eq!(report.status, Some("pending".into()));

    for without in ["{}", r#"{"status": {}}"#, r#"{"status": null}"#, "[]"] {
        let reading = read.decode(response(200, without)).expect("a reading");
        assert_eq!(reading.status, None, "{without}");
    }
    let error = read.decode(response(404, "")).expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Api);
}

#[test]
fn an_action_without_the_id_cannot_be_read_back() {
    let other = Operation::new("other", connect_runtime::Method::POST, &[], "");
    let other: &'static Operation = Box::leak(Box::new(other));
    let action = connect_runtime::Request::new(other).returns_empty();
    let error = settlement(&SUBMIT)
        .read(action.request())
        .check()
        .expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[track_caller]
fn judged(operation: &'static Operation, before: Option<&str>, expected: &[(&str, Outcome)]) {
    for (now, outcome) in expected {
        let found = settlement(operation).judge(before, now);
        assert_eq!(found, *outcome, "{} and now {now}", operation.name);
    }
}

#[test]
fn statuses_tell_whether_it_happened() {
    use Outcome::{DidNotHappen, Happened, Unknown};
    judged(
        &SUBMIT,
        None,
        &[
            ("pending", Happened),
            ("PENDING", Happened),
            ("accepted", Happened),
            ("closed", Happened),
            ("rejected", Happened),
            ("ready", DidNotHappen),
            ("Uploaded", DidNotHappen),
            // Either fixed in place of submitting, or after a rejection.
            ("uploading", Unknown),
            ("invalid", Unknown),
            ("deleted", Unknown),
            ("frozen", Unknown),
        ],
    );
    judged(
        &ACCEPT,
        None,
        &[
            // By a rule or by this call: it is accepted.
            ("accepted", Happened),
            ("closed", Unknown),
            ("pending", DidNotHappen),
            ("rejected", DidNotHappen),
        ],
    );
    judged(
        &DELETE,
        None,
        &[
            ("deleted", Happened),
            ("draft", DidNotHappen),
            ("uploading", DidNotHappen),
        ],
    );
}

#[test]
fn the_status_before_tells_more() {
    use Outcome::{DidNotHappen, Happened, Unknown};
    // An upload leads back to where it may have begun.
    judged(
        &UPLOAD,
        None,
        &[
            ("uploading", Happened),
            ("ready", Unknown),
            ("invalid", Unknown),
            ("draft", DidNotHappen),
        ],
    );
    judged(
        &UPLOAD,
        Some("draft"),
        &[
            ("ready", Happened),
            ("invalid", Happened),
            ("draft", DidNotHappen),
        ],
    );
    judged(
        &UPLOAD,
        Some("ready"),
        &[("ready", Unknown), ("invalid", Happened)],
    );
    // It never was where the action begins.
    judged(
        &SUBMIT,
        Some("draft"),
        &[("draft", DidNotHappen), ("uploading", DidNotHappen)],
    );
    // What is not known before helps nothing, and does no harm.
    judged(
        &SUBMIT,
        Some("frozen"),
        &[("pending", Happened), ("ready", DidNotHappen)],
    );
}

#[test]
fn an_action_that_leads_where_it_may_begin_cannot_be_judged_there() {
    static STAYS: Graph = Graph::new(
        "Stays",
        &[Transition::act(
            &["a", "b"],
            &["b"],
            Actor::Vendor,
            Some(ACTION),
        )],
    );
    let settlement = Settlement::new(&GET, "status", &STAYS, ACTION);
    assert_eq!(settlement.judge(None, "b"), Outcome::Unknown);
    assert_eq!(settlement.judge(Some("b"), "b"), Outcome::Unknown);
    assert_eq!(settlement.judge(Some("a"), "b"), Outcome::Happened);
}

// Graphs at random: whatever really went on, no judgement contradicts it.

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];
const ACTION: &str = "things::act";

fn some_names() -> impl Strategy<Value = &'static [&'static str]> {
    vec(0..NAMES.len(), 1..3).prop_map(|it| {
        let names: Vec<&'static str> = it.into_iter().map(|it| NAMES[it]).collect();
        &*names.leak()
    })
}

fn some_transition() -> impl Strategy<Value = Transition> {
    (some_names(), some_names(), 0..4).prop_map(|(from, to, kind)| match kind {
        0 => Transition::act(from, to, Actor::Vendor, Some(ACTION)),
        1 => Transition::act(from, to, Actor::Provider, Some("things::other")),
        _ => Transition::system(from, to),
    })
}

/// What went on: transitions by their number, and which of their outcomes came.
fn walk(
    graph: &Graph,
    start: &'static str,
    steps: &[(usize, usize)],
    only: fn(&Transition) -> bool,
) -> &'static str {
    steps.iter().fold(start, |now, (pick, outcome)| {
        let open: Vec<&Transition> = graph
            .transitions
            .iter()
            .filter(|it| only(it) && it.from.contains(&now))
            .collect();
        match open.get(pick % open.len().max(1)) {
            Some(it) => it.to[outcome % it.to.len()],
            None => now,
        }
    })
}

fn is_action(it: &Transition) -> bool {
    it.via == Some(ACTION)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_judgement_contradicts_what_went_on(
        transitions in vec(some_transition(), 1..9),
        acted in some_names(),
        goal in some_names(),
        start in 0_usize..2,
        steps in vec((0_usize..8, 0_usize..2), 0..6),
        tells in any::<bool>(),
    ) {
        let mut transitions = transitions;
        transitions.push(Transition::act(acted, goal, Actor::Vendor, Some(ACTION)));
        let graph: &'static Graph = Box::leak(Box::new(Graph::new("Random", transitions.leak())));
        let settlement = Settlement::new(&GET, "status", graph, ACTION);
        let start = acted[start % acted.len()];
        let before = tells.then_some(start);

        let now = walk(graph, start, &steps, |it| !is_action(it));
        let put: Vec<&str> = graph
            .transitions
            .iter()
            .filter(|it| is_action(it) && (!tells || it.from.contains(&start)))
            .flat_map(|it| it.to)
            .copied()
            .collect();
        if settlement.judge(before, now) == Outcome::Happened {
            // It did not, but the object is where the action would have put it.
            prop_assert!(put.contains(&now), "{start} became {now} without it");
        }

        let after = walk(graph, start, &[(0, 0)], is_action);
        let by_itself = walk(graph, after, &steps, |it| it.by == Actor::System);
        prop_assert_ne!(settlement.judge(before, by_itself), Outcome::DidNotHappen);

        let now = walk(graph, after, &steps, |_| true);
        if settlement.judge(before, now) == Outcome::DidNotHappen {
            // It did, but the object came back, by somebody's act.
            let from: Vec<&str> = graph.transitions.iter().filter(|it| is_action(it)).flat_map(|it| it.from).copied().collect();
            prop_assert!(now == start || !tells && from.contains(&now));
        }
    }
}
