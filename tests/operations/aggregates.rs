//! `aggregates::…`

use connect_usage::Filter;
use connect_usage::aggregates::{self, filter};
use connect_usage::models::AggregateItemType;

use crate::fixtures::{AGGREGATES, FEBRUARY, text, time};
use crate::harness::{Expected, check_pages, rows};

pub const EXERCISES: &[fn()] = &[list];

#[test]
fn list() {
    let call = aggregates::list().into_call();
    check_pages(&Expected::new("GET", "/usage/aggregates"), &call);

    let sold: Filter<filter::Scope> = filter::ITEM_TYPE.ne(AggregateItemType::Ppu);
    let call = aggregates::list()
        .filter(sold & filter::ASSET_ID.one_of(["AS-0000-0000-0001", "AS/2, (b)"]))
        .search("GB & more")
        .page_size(1000)
        .offset(0)
        .into_call();
    let expected = Expected::new(
        "GET",
        "/usage/aggregates?ne(item.type,%22PPU%22)\
         &in(asset.id,(%22AS-0000-0000-0001%22,%22AS%2F2%2C%20%28b%29%22))\
         &search=%22GB%20%26%20more%22&limit=1000&offset=0",
    );
    let page = expected.send(&call, rows(AGGREGATES, "items 0-2/3"));
    assert_eq!((page.first, page.total), (Some(0), Some(3)));
    let [full, sparse, empty] = &page.rows[..] else {
        panic!("{page:?}")
    };

    let decimals = [&full.amount, &full.consumed, &full.accepted];
    assert_eq!(
        decimals.map(|it| it.as_ref().map(ToString::to_string)),
        ["9999999999999999.123456", "1234.56789012345678", "1000.50"].map(|it| Some(it.to_owned()))
    );
    assert_eq!(text(&full.currency), Some("USD"));
    let item = full.item.as_ref().expect("an item");
    assert_eq!(text(&item.mpn), Some("EX-GB"));
    assert_eq!(text(&item.r#type), Some("PPU"));
    let asset = full.asset.as_ref().expect("an asset");
    assert_eq!(text(&asset.external_id), Some("1001"));
    let events = full.events.as_ref().expect("events");
    let reported = events.last_reported.as_ref().expect("an event");
    assert_eq!(reported.at, Some(time(FEBRUARY, 1_000)));

    let amount = sparse.amount.as_ref().expect("an amount");
    assert_eq!(amount.to_string(), "-10000000000000000");
    assert_eq!(sparse.consumed, Some(3.into()));
    assert_eq!(sparse.accepted, None);
    assert!(sparse.events.is_some() && sparse.asset.is_none());
    assert_eq!(*empty, connect_usage::models::Aggregate::new());
}
