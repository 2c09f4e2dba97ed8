//! Cases: a query string as it is sent, and its intended meaning.

use std::collections::BTreeMap;

use connect_runtime::decode::DecodeOwned;
use connect_runtime::filter::{Order, Scope};
use connect_runtime::{Filter, List};
use serde_json::{Value, json};

use crate::leaves::Leaf;
use crate::meaning::{Meaning, Operand, is_expressible, value};
use crate::random::Random;
use crate::subject::{Subject, Visit};
use crate::subjects;

/// A query string, and its intended meaning.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// The query string, percent-encoded.
    pub query: String,
    /// The conditions.
    pub filter: Option<Meaning>,
    /// The fields that rows are ordered by, a minus in front of those that descend.
    pub ordering: Vec<String>,
    /// The search, the limit and other parameters: the name and the value of each.
    pub parameters: Vec<(&'static str, String)>,
}

impl Case {
    /// The case as JSON for the judge.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let parameters: Vec<_> = self
            .parameters
            .iter()
            .map(|(name, text)| json!([name, value(text)]))
            .collect();
        let ordering = (!self.ordering.is_empty()).then_some(&self.ordering);
        json!({
            "query": self.query,
            "filter": self.filter.as_ref().map(Meaning::to_json),
            "ordering": Vec::from_iter(ordering),
            "parameters": parameters,
        })
    }

    /// Whether RQL can express it.
    #[must_use]
    pub fn is_expressible(&self) -> bool {
        self.filter.iter().all(Meaning::is_expressible)
            && self.parameters.iter().all(|(_, text)| is_expressible(text))
    }
}

/// Makes random cases of all lists in turn.
pub struct Cases<'a> {
    /// The names on the wire, by the paths in Rust.
    pub wire: &'a BTreeMap<String, String>,
    /// The source of randomness.
    pub random: Random,
    /// The number of cases of each list.
    pub each: usize,
    /// The cases that can be sent.
    pub sent: Vec<Case>,
    /// The number of cases that were refused before they were sent.
    pub refused: usize,
}

impl Visit for Cases<'_> {
    fn list<S: Scope, T: DecodeOwned>(&mut self, subject: &Subject<S, T>) {
        for _ in 0..self.each {
            let mut case = Case::default();
            let list = self.ask(subject, (subject.list)(), &mut case);
            self.keep(list, case);
        }
    }
}

impl<'a> Cases<'a> {
    /// Starts without cases.
    #[must_use]
    pub fn new(wire: &'a BTreeMap<String, String>, each: usize) -> Self {
        Self {
            wire,
            random: Random::new(2029),
            each,
            sent: Vec::new(),
            refused: 0,
        }
    }

    /// Makes cases of a list with its own parameter besides the filters.
    pub fn with_parameters(&mut self) {
        for _ in 0..self.each {
            let mode = self.random.string();
            let list = subjects::list_in_mode(&mode);
            let name = self.random.string();
            let filter = connect_usage_api::files::filter::NAME.eq(&name);
            let case = Case {
                filter: Some(Meaning::Is("name".to_owned(), "eq", Operand::String(name))),
                parameters: vec![("mode", mode)],
                ..Case::default()
            };
            self.keep(list.filter(filter), case);
        }
    }

    /// Keeps the query string that would be sent, without sending it. Exactly the cases that RQL cannot
    /// express must be refused.
    fn keep<S: Scope, T: DecodeOwned>(&mut self, list: List<S, T>, case: Case) {
        let call = list.into_call();
        let checked = call.check();
        assert_eq!(
            checked.is_ok(),
            case.is_expressible(),
            "{case:?}: {checked:?}"
        );
        match checked {
            Ok(()) => self.sent.push(Case {
                query: call.request().query().unwrap_or_default().to_owned(),
                ..case
            }),
            Err(_) => self.refused += 1,
        }
    }

    /// Adds random filters, orders and parameters to a list, and notes the intended meaning.
    fn ask<S: Scope, T: DecodeOwned>(
        &mut self,
        subject: &Subject<S, T>,
        mut list: List<S, T>,
        case: &mut Case,
    ) -> List<S, T> {
        let filters = match self.random.below(10) {
            0 => 0,
            1 => 2,
            _ => 1,
        };
        let mut meanings = Vec::new();
        for _ in 0..filters {
            let depth = self.random.below(4);
            let (filter, meaning) = self.filter(subject, depth);
            list = list.filter(filter);
            meanings.push(meaning);
        }
        case.filter = (!meanings.is_empty()).then_some(Meaning::And(meanings));
        if self.random.one_in(3) {
            let orders = self.orders(subject, case);
            list = list.order_by(orders);
        }
        if self.random.one_in(3) {
            let text = self.random.string();
            list = list.search(&text);
            // The empty string is in every row, so it is not searched for.
            case.parameters
                .extend((!text.is_empty()).then_some(("search", text)));
        }
        if self.random.one_in(3) {
            let limit = self.random.below(1001);
            list = list.page_size(u32::try_from(limit).expect("small"));
            case.parameters.push(("limit", limit.to_string()));
        }
        if self.random.one_in(3) {
            let offset = self.random.below(1 << 40);
            list = list.offset(u64::try_from(offset).expect("small"));
            case.parameters.push(("offset", offset.to_string()));
        }
        list
    }

    fn orders<S: Scope, T>(&mut self, subject: &Subject<S, T>, case: &mut Case) -> Vec<Order<S>> {
        let mut orders = Vec::new();
        for _ in 0..self.random.below(6).min(subject.orders.len()) {
            let (rust, ascending, descending) = self.random.pick(&subject.orders);
            let wire = &self.wire[*rust];
            if self.random.one_in(2) {
                orders.push(*ascending);
                case.ordering.push(wire.clone());
            } else {
                orders.push(*descending);
                case.ordering.push(format!("-{wire}"));
            }
        }
        orders
    }

    /// A random tree of conditions.
    fn filter<S: Scope, T>(&mut self, subject: &Subject<S, T>, depth: usize) -> Leaf<S> {
        let kind = match depth {
            0 => 0,
            _ => self.random.below(7),
        };
        match kind {
            1 | 2 => self.members(subject, depth, |left, right| left & right, Meaning::And),
            3 | 4 => self.members(subject, depth, |left, right| left | right, Meaning::Or),
            5 | 6 => {
                let (filter, meaning) = self.filter(subject, depth - 1);
                (!filter, Meaning::Not(Box::new(meaning)))
            }
            _ => self.condition(subject),
        }
    }

    fn members<S: Scope, T>(
        &mut self,
        subject: &Subject<S, T>,
        depth: usize,
        join: fn(Filter<S>, Filter<S>) -> Filter<S>,
        mean: fn(Vec<Meaning>) -> Meaning,
    ) -> Leaf<S> {
        let (mut filter, first) = self.filter(subject, depth - 1);
        let mut meanings = vec![first];
        for _ in 0..=self.random.below(3) {
            let (other, meaning) = self.filter(subject, depth - 1);
            filter = join(filter, other);
            meanings.push(meaning);
        }
        (filter, mean(meanings))
    }

    fn condition<S: Scope, T>(&mut self, subject: &Subject<S, T>) -> Leaf<S> {
        if self.random.one_in(40) {
            let meant = Operand::String("x".to_owned());
            return (
                subjects::raw(),
                Meaning::Is("of.their.own".to_owned(), "eq", meant),
            );
        }
        let (rust, condition) = *self.random.pick(&subject.fields);
        condition(&self.wire[rust], &mut self.random)
    }
}
