//! The typed fields are those of the contract, and each offers exactly what the contract says: a filter
//! compiles if the API accepts it.

use std::collections::BTreeSet;

use connect_runtime::decode::DecodeOwned;
use connect_runtime::filter::Scope;
use rql_proof::contract::{self, Filter};
use rql_proof::subject::{Subject, Visit};
use rql_proof::subjects;

#[test]
fn every_field_offers_what_the_contract_says() {
    let mut offered: Vec<_> = subjects::offered()
        .into_iter()
        .map(|it| Filter {
            rust: it.rust.to_owned(),
            wire: it.wire.to_owned(),
            offers: it.offers.into_iter().map(str::to_owned).collect(),
        })
        .collect();
    offered.sort();
    let contract = contract::filters();
    assert_eq!(contract.len(), 58 + 259);
    for filter in &contract {
        assert!(
            offered.contains(filter),
            "the contract has {filter:?}; put it into tests/rql/src/subjects/"
        );
    }
    for filter in &offered {
        assert!(contract.contains(filter), "the contract has no {filter:?}");
    }
}

/// Ensures that the proof covers all fields.
#[test]
fn the_proof_has_every_field_and_every_ordering() {
    #[derive(Default)]
    struct Seen {
        fields: BTreeSet<&'static str>,
        orders: BTreeSet<&'static str>,
    }
    impl Visit for Seen {
        fn list<S: Scope, T: DecodeOwned>(&mut self, subject: &Subject<S, T>) {
            self.fields.extend(subject.fields.iter().map(|it| it.0));
            self.orders.extend(subject.orders.iter().map(|it| it.0));
        }
    }
    let mut seen = Seen::default();
    subjects::visit(&mut seen);
    let contract = contract::filters();
    let orders = |it: &&Filter| it.offers.iter().any(|it| it == "ordering");
    let names = |filters: Vec<&'_ Filter>| -> BTreeSet<String> {
        filters.iter().map(|it| it.rust.clone()).collect()
    };
    let owned = |seen: &BTreeSet<&str>| -> BTreeSet<String> {
        seen.iter().map(|it| (*it).to_owned()).collect()
    };
    let is_compared = |it: &&Filter| {
        let mut offers = it.offers.iter();
        offers.any(|it| !matches!(it.as_str(), "ordering" | "include" | "exclude"))
    };
    assert_eq!(
        owned(&seen.fields),
        names(contract.iter().filter(is_compared).collect())
    );
    assert_eq!(
        owned(&seen.orders),
        names(contract.iter().filter(orders).collect())
    );
}
