//! The machine on graphs at random, against a judge that knows nothing of its ways.

use crate::error::failure::Annotate;
use std::time::Duration;

use http::Method;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::open_enum::{OpenEnum, UnrecognizedString};
use crate::operation::Operation;
use crate::states::Transition;
use crate::states::{Actor, Graph, Stateful, Status};

static GET: Operation = Operation::new("things::get", Method::GET, &[], "");

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// A status of any graph. The graph of the tests is put into the machine by hand.
#[derive(Debug, Clone, PartialEq)]
struct Any(UnrecognizedString);

fn any(text: &str) -> Any {
    Any(UnrecognizedString::new(text))
}

impl OpenEnum for Any {
    type Raw = str;
    const KNOWN: &'static [Self] = &[];
    fn as_str(&self) -> &str {
        self.0.as_str()
    }
    fn known(_: &str) -> Option<Self> {
        None
    }
    fn unrecognized(value: UnrecognizedString) -> Self {
        Self(value)
    }
}

impl Status for Any {
    const GRAPH: &'static Graph = &Graph::new("Any", &[]);
}

#[derive(Debug)]
struct Thing(Option<Any>);

impl Stateful for Thing {
    type Status = Any;
    fn status(&self) -> Option<&Any> {
        self.0.as_ref()
    }
}

fn thing(status: &str) -> Thing {
    Thing(Some(any(status)))
}

fn some_names() -> impl Strategy<Value = &'static [&'static str]> {
    vec(0..NAMES.len(), 1..3).prop_map(|it| {
        let names: Vec<&'static str> = it.into_iter().map(|it| NAMES[it]).collect();
        &*names.leak()
    })
}

fn some_actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        Just(Actor::System),
        Just(Actor::Vendor),
        Just(Actor::Provider)
    ]
}

fn some_transition() -> impl Strategy<Value = Transition> {
    (some_names(), some_names(), some_actor()).prop_map(|(from, to, by)| Transition {
        from,
        to,
        by,
        via: None,
    })
}

/// A graph, in which some statuses may be the same.
fn some_graph() -> impl Strategy<Value = &'static Graph> {
    let same = prop_oneof![Just(None), some_names().prop_map(Some)];
    (vec(some_transition(), 0..9), same).prop_map(|(transitions, same)| {
        let groups: Vec<&'static [&'static str]> = same.into_iter().collect();
        &*Box::leak(Box::new(
            Graph::new("Random", transitions.leak()).same(groups.leak()),
        ))
    })
}

fn index(name: &str) -> usize {
    NAMES.iter().position(|it| *it == name).expect("a name")
}

/// How many acts the way from each status to one of the targets takes at least; by relaxation,
/// from the definition.
fn distances(graph: &Graph, targets: &[&str], awaited: &[Actor]) -> [Option<usize>; 6] {
    let mut least = [None; 6];
    for target in targets {
        least[index(target)] = Some(0);
    }
    for _ in 0..=NAMES.len() {
        for it in graph.transitions {
            let cost = usize::from(it.by != Actor::System && !awaited.contains(&it.by));
            for (from, to) in it
                .from
                .iter()
                .flat_map(|from| it.to.iter().map(move |to| (from, to)))
            {
                if let Some(rest) = least[index(to)] {
                    let here = &mut least[index(from)];
                    *here = Some(here.map_or(rest + cost, |it| it.min(rest + cost)));
                }
            }
        }
    }
    least
}

fn named(graph: &Graph, status: &str) -> bool {
    graph
        .transitions
        .iter()
        .any(|it| it.from.contains(&status) || it.to.contains(&status))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// The machine gives up on a status exactly if none of the targets can come from it by the system
    /// and those whose acts are expected, as far as all of them are known; and it then names the acts
    /// that bring the target one act nearer, no others.
    #[test]
    fn it_gives_up_exactly_where_the_target_cannot_come(
        graph in some_graph(),
        now in 0..NAMES.len(),
        wanted in vec(0..NAMES.len(), 1..3),
        expected in vec(some_actor(), 0..2),
    ) {
        let now = NAMES[now];
        let wanted: Vec<&str> = wanted.into_iter().map(|it| NAMES[it]).collect();
        let targets: Vec<Any> = wanted.iter().map(|it| any(it)).collect();
        let mut wait = Wait::new(&GET, targets, Schedule::default());
        wait.graph = graph;
        wait.expected.clone_from(&expected);

        let group = |it: &&&[&str]| wanted.iter().any(|name| it.contains(name));
        let mut all = wanted.clone();
        all.extend(graph.same.iter().filter(group).flat_map(|it| it.iter()));
        let least = distances(graph, &all, &expected);
        let is_known = named(graph, now) && all.iter().all(|it| named(graph, it));

        match wait.read(&thing(now), Duration::ZERO) {
            Step::Done => prop_assert!(all.contains(&now)),
            Step::Poll { .. } => {
                prop_assert!(!all.contains(&now));
                prop_assert!(!is_known || least[index(now)] == Some(0));
            }
            Step::Failed(error) => {
                prop_assert!(is_known && !all.contains(&now));
                prop_assert_ne!(least[index(now)], Some(0));
                let told = error.wait_error().expect("a wait's error");
                prop_assert_eq!(told.status.as_deref(), Some(now));
                let acts = acts_of(told);
                prop_assert_eq!(acts, nearer(graph, now, &least, &expected));
            }
        }
    }

    /// Pauses never shrink but for the last, are never longer than the cap, and no read begins after
    /// the deadline. The wait ends, whatever is read and however long each response takes.
    #[test]
    fn it_keeps_to_its_schedule(
        first in 0_u64..5_000,
        cap in 0_u64..20_000,
        deadline in 0_u64..300_000,
        responses in vec((0_u64..3_000, 0_u8..3), 1..40),
    ) {
        let schedule = Schedule::default()
            .every(Duration::from_millis(first), Duration::from_millis(cap))
            .within(Duration::from_millis(deadline));
        let mut wait = Wait::new(&GET, any("wanted"), schedule);
        let (mut now, mut pauses) = (Duration::ZERO, Vec::new());
        for (took, kind) in responses.into_iter().cycle() {
            prop_assert!(now <= schedule.deadline(), "a read began at {now:?}");
            prop_assert!(pauses.len() < 400_000);
            now += Duration::from_millis(took);
            let step = match kind {
                0 => wait.read(&thing("new"), now),
                1 => wait.read(&Thing(None), now),
                _ => match wait.failed(failure::timeout(&GET, "slow").unsent(), now) {
                    Ok(after) => Step::Poll { after },
                    Err(error) => Step::Failed(error),
                },
            };
            match step {
                Step::Poll { after } => {
                    prop_assert!(!after.is_zero());
                    pauses.push(after);
                    now += after;
                }
                Step::Done => prop_assert!(false, "nothing wanted was read"),
                Step::Failed(_) => break,
            }
        }
        prop_assert!(pauses.iter().all(|it| *it <= schedule.cap()));
        let but_the_last = &pauses[..pauses.len().saturating_sub(1)];
        prop_assert!(but_the_last.is_sorted());
        if let Some(pause) = but_the_last.first() {
            prop_assert_eq!(*pause, schedule.first());
        }
    }
}

fn acts_of(told: &WaitError) -> Vec<&'static Transition> {
    match &told.reason {
        Reason::Act(transitions) => transitions.clone(),
        Reason::Final | Reason::Unknown => Vec::new(),
        Reason::Deadline(_) => panic!("the deadline is far"),
    }
}

/// The acts that can be made from where the object comes by itself, and bring the target nearer.
fn nearer(
    graph: &'static Graph,
    now: &str,
    least: &[Option<usize>; 6],
    expected: &[Actor],
) -> Vec<&'static Transition> {
    let Some(acts) = least[index(now)] else {
        return Vec::new();
    };
    // A status comes by itself from `now` if no act is on the way to it.
    let comes = |status: &str| distances(graph, &[status], expected)[index(now)] == Some(0);
    let is_act = |it: &&Transition| it.by != Actor::System && !expected.contains(&it.by);
    graph
        .transitions
        .iter()
        .filter(is_act)
        .filter(|it| it.from.iter().any(|from| comes(from)))
        .filter(|it| it.to.iter().any(|to| least[index(to)] == Some(acts - 1)))
        .collect()
}
