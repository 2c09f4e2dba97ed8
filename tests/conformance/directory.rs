//! The slice `directory`: every operation, whole lists, `select` and waiting, with a server that has a few objects.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use connect_fake::{Received, Reply};
use connect_usage::directory::models::{AssetStatus, ContractStatus};
use connect_usage::directory::specification::OPERATIONS;
use connect_usage::directory::{
    accounts, assets, contracts, hubs, listings, marketplaces, product_items, product_parameters,
    products, subscription_assets, tier_accounts,
};
use connect_usage::{Call, ErrorKind};

use crate::case::cases;
use crate::net::{Host, Net};
use crate::operations::generated;
use crate::support::any::AnyClient;

cases![
    every_operation_is_driven,
    all_assets_are_read,
    an_asset_that_does_not_exist_is_an_error,
    assets_and_contracts_are_waited_for,
];

/// The collections of the server. Each has three objects.
const COLLECTIONS: [&str; 11] = [
    "/accounts",
    "/assets",
    "/contracts",
    "/hubs",
    "/listings",
    "/marketplaces",
    "/products",
    "/products/X-1/items",
    "/products/X-1/parameters",
    "/subscriptions/assets",
    "/tier/accounts",
];

/// The rows that the server returns at most.
const PAGE: usize = 2;

fn serve(net: &Net) -> Host {
    net.serve(|request| answer(request).unwrap_or_else(missing))
}

fn missing() -> Reply {
    let body = r#"{"error_code": "REQ_000", "errors": ["No such object."]}"#;
    Reply::json(404, body)
}

/// The page of a collection, or one of its objects.
fn answer(request: &Received) -> Option<Reply> {
    let target = request.target.strip_prefix("/public/v1")?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let ids = ["X-1", "X-2", "X-3"];
    let object = |id: &str| format!(r#"{{"id": "{id}", "status": "active"}}"#);
    if !COLLECTIONS.contains(&path) {
        let (collection, id) = path.rsplit_once('/')?;
        let is_here = COLLECTIONS.contains(&collection) && ids.contains(&id);
        return is_here.then(|| Reply::json(200, object(id)));
    }
    let number = |name: &str| {
        let mut members = query.split('&').filter_map(|it| it.split_once('='));
        let value = members.find(|it| it.0 == name)?.1;
        value.parse::<usize>().ok()
    };
    let first = number("offset").unwrap_or(0);
    let limit = number("limit").unwrap_or(PAGE).min(PAGE);
    let rows: Vec<_> = ids
        .iter()
        .skip(first)
        .take(limit)
        .map(|it| object(it))
        .collect();
    let last = (first + rows.len()).saturating_sub(1);
    let range = format!("items {first}-{last}/{}", ids.len());
    let reply = Reply::json(200, format!("[{}]", rows.join(",")));
    Some(reply.header("Content-Range", &range))
}

/// Sends calls, and remembers the operations that succeeded.
struct Driver {
    client: AnyClient,
    driven: BTreeSet<String>,
}

impl Driver {
    fn send<T>(&mut self, call: impl Into<Call<T>>) -> T {
        let call = call.into();
        let name = call.operation().name;
        let response = self.client.send(call);
        let response = response.unwrap_or_else(|error| panic!("{name}: {error}"));
        self.driven.insert(name.to_owned());
        response
    }
}

/// Lists the objects of a module, and reads the first one.
macro_rules! drive {
    ($driver:ident, $($module:ident($($product:expr)?)),*) => {$(
        let page = $driver.send($module::list($($product)?));
        let ids: Vec<_> = page.rows.iter().map(|it| it.id.as_str()).collect();
        assert_eq!((ids.as_slice(), page.total), (&["X-1", "X-2"][..], Some(3)));
        assert_eq!($driver.send($module::get($($product,)? "X-1")), page.rows[0]);
    )*};
}

fn every_operation_is_driven(net: &Net) {
    let server = serve(net);
    let mut driver = Driver {
        client: server.client(),
        driven: BTreeSet::new(),
    };
    drive!(
        driver,
        accounts(),
        assets(),
        contracts(),
        hubs(),
        listings(),
        marketplaces(),
        products(),
        product_items("X-1"),
        product_parameters("X-1"),
        subscription_assets(),
        tier_accounts()
    );
    let all = generated("directory");
    assert_eq!(all.len(), OPERATIONS.len(), "{all:#?}");
    assert_eq!(driver.driven, all);
}

fn all_assets_are_read(net: &Net) {
    use assets::filter::{CONTRACT_ID, ITEMS, PRODUCT_ID};
    let server = serve(net);
    let client = server.client();
    let list = assets::list()
        .filter(CONTRACT_ID.one_of(["CRD-1"]))
        .order_by([PRODUCT_ID.asc()])
        .select([ITEMS.exclude()])
        .page_size(1000);
    assert_eq!(client.rows(list).expect("rows"), 3);
    let query = "in(contract.id,(%22CRD-1%22))&ordering(product.id)&select(-items)&limit=1000";
    let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(
        targets,
        [
            format!("/public/v1/assets?{query}"),
            format!("/public/v1/assets?{query}&offset=2"),
        ]
    );
}

fn an_asset_that_does_not_exist_is_an_error(net: &Net) {
    let error = serve(net)
        .client()
        .send(assets::get("X-4"))
        .expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().map(|it| it.as_u16()), Some(404));
    assert_eq!(error.code(), Some("REQ_000"));
}

/// A server whose object has one status after the other.
fn becoming(net: &Net, statuses: &'static [&'static str]) -> Host {
    let served = AtomicUsize::new(0);
    net.serve(move |_| {
        let number = served.fetch_add(1, Ordering::Relaxed);
        let status = statuses[number.min(statuses.len() - 1)];
        Reply::json(200, format!(r#"{{"id": "X-1", "status": "{status}"}}"#))
    })
}

fn assets_and_contracts_are_waited_for(net: &Net) {
    let server = becoming(net, &["processing", "active"]);
    let asset = server
        .client()
        .wait(assets::get("X-1"), AssetStatus::Active);
    assert_eq!(asset.expect("an asset").status, Some(AssetStatus::Active));
    let server = becoming(net, &["terminating", "active", "terminated"]);
    let asset = server
        .client()
        .wait(subscription_assets::get("X-1"), AssetStatus::Terminated);
    assert_eq!(
        asset.expect("an asset").status,
        Some(AssetStatus::Terminated)
    );
    let server = becoming(net, &["enrolling", "rejected"]);
    let error = server
        .client()
        .wait(contracts::get("X-1"), ContractStatus::Active)
        .expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Waiting);
    assert!(error.wait_error().is_some());
}
