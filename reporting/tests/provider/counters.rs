//! What assets have used altogether.

use connect_reporting::blocking::provider;
use connect_usage::aggregates;
use connect_usage::models::{Aggregate, AssetRef, ItemRef};

use crate::support::{client, platform};

fn aggregate(asset: &str, precision: Option<&str>, accepted: Option<&str>) -> Aggregate {
    let mut aggregate = Aggregate::default();
    let mut item = ItemRef::default();
    item.id = Some("PRD-1-0001".to_owned());
    item.precision = precision.map(str::to_owned);
    aggregate.item = Some(item);
    let mut of = AssetRef::default();
    of.id = Some(asset.to_owned());
    aggregate.asset = Some(of);
    aggregate.accepted = accepted.map(|it| it.parse().expect("a number"));
    aggregate
}

#[test]
fn quantities_are_counted_in_units_of_their_item() {
    let platform = platform(0);
    platform.on(aggregates::list()).respond_with_rows(&[
        aggregate("AS-1", Some("Decimal(2)"), Some("1.159")),
        aggregate("AS-2", Some("integer"), None),
        aggregate("AS-3", None, Some("1")),
    ]);
    let counters = provider::counters(&client(&platform), None).expect("counters");
    let units: Vec<_> = counters.iter().map(|it| it.units().ok()).collect();
    assert_eq!(units, [Some(115), Some(0), None]);
}

#[test]
fn filters_are_sent() {
    let platform = platform(1);
    let filter = aggregates::filter::ASSET_ID.eq("AS-1");
    let counters = provider::counters(&client(&platform), Some(filter)).expect("counters");
    assert_eq!(counters, []);
    let sent = platform.on(aggregates::list()).requests();
    assert!(
        sent[0].target.contains("eq(asset.id,%22AS-1%22)"),
        "{}",
        sent[0].target
    );
}
