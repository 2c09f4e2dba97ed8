//! The slice `directory`: every operation, whole lists, `select` and waiting, with a platform that has a few objects.

use std::collections::BTreeSet;

use connect_fake::{Platform, Reply, Step};
use connect_usage::directory::models::{AssetStatus, ContractStatus};
use connect_usage::directory::specification::OPERATIONS;
use connect_usage::directory::{
    accounts, assets, contracts, hubs, listings, marketplaces, product_items, product_parameters,
    products, subscription_assets, tier_accounts,
};
use connect_usage::{Call, ErrorKind};

use crate::case::cases;
use crate::net::{Net, Stage};
use crate::operations::generated;
use crate::support::any::AnyClient;

cases![
    every_operation_is_driven,
    all_assets_are_read,
    an_asset_that_does_not_exist_is_an_error,
    assets_and_contracts_are_waited_for,
];

/// The rows that the platform returns at most.
const PAGE: usize = 2;

/// A platform with three objects of each kind.
fn platform(net: &Net) -> Stage {
    let builder = Platform::builder().page_cap(PAGE).without_directory();
    let stage = net.stage(builder, [], []);
    fill(&stage.platform);
    stage
}

fn fill(platform: &Platform) {
    for number in 1..=3 {
        let id = |kind: &str| format!("{kind}-{number}");
        let provider = platform.account(&id("PA")).add();
        let hub = platform.hub(&id("HB")).provider(&provider).add();
        let marketplace = platform.marketplace(&id("MP")).hub(&hub);
        let marketplace = marketplace.provider(&provider).add();
        let contract = platform.contract(&id("CRD")).provider(provider);
        let contract = contract.marketplace(&marketplace).add();
        let product = platform.product(&id("PRD")).item("A").item("B").item("C");
        let product = product.parameter("a").parameter("b").parameter("c").add();
        let listing = platform.listing(&id("LST")).product(&product);
        listing.contract(&contract).add();
        let tier = platform.tier_account(&id("TA")).hub(hub);
        let tier = tier.marketplace(marketplace).add();
        let asset = platform.asset(&id("AS")).product(product);
        asset
            .contract(contract)
            .customer(&tier)
            .reseller(tier)
            .add();
    }
    // The vendor, which all products refer to.
    platform.remove("VA-000-001");
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

/// Lists the objects of a module, whose first ones have these ids, and reads the first one.
macro_rules! drive {
    ($driver:ident, $($module:ident($($product:expr)?) $one:expr, $two:expr;)*) => {$(
        let page = $driver.send($module::list($($product)?));
        let ids: Vec<_> = page.rows.iter().map(|it| it.id.as_str()).collect();
        assert_eq!((ids.as_slice(), page.total), (&[$one, $two][..], Some(3)));
        assert_eq!($driver.send($module::get($($product,)? $one)), page.rows[0]);
    )*};
}

fn every_operation_is_driven(net: &Net) {
    let stage = platform(net);
    for client in [stage.vendor(), stage.provider()] {
        let mut driver = Driver {
            client,
            driven: BTreeSet::new(),
        };
        drive!(
            driver,
            accounts() "PA-1", "PA-2";
            assets() "AS-1", "AS-2";
            contracts() "CRD-1", "CRD-2";
            hubs() "HB-1", "HB-2";
            listings() "LST-1", "LST-2";
            marketplaces() "MP-1", "MP-2";
            products() "PRD-1", "PRD-2";
            product_items("PRD-1") "PRD-1-0001", "PRD-1-0002";
            product_parameters("PRD-1") "PRM-1-0001", "PRM-1-0002";
            subscription_assets() "AS-1", "AS-2";
            tier_accounts() "TA-1", "TA-2";
        );
        let all = generated("directory");
        assert_eq!(all.len(), OPERATIONS.len(), "{all:#?}");
        assert_eq!(driver.driven, all);
    }
    stage.platform.assert_no_drift();
}

fn all_assets_are_read(net: &Net) {
    use assets::filter::{ITEMS, PRODUCT_NAME, STATUS};
    let stage = platform(net);
    let list = assets::list()
        .filter(STATUS.one_of([AssetStatus::Active]))
        .order_by([PRODUCT_NAME.desc()])
        .select([ITEMS.exclude()])
        .page_size(1000);
    assert_eq!(stage.vendor().rows(list).expect("rows"), 3);
    let query = "in(status,(%22active%22))&ordering(-product.name)&select(-items)&limit=1000";
    let targets: Vec<_> = stage.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(
        targets,
        [
            format!("/public/v1/assets?{query}"),
            format!("/public/v1/assets?{query}&offset=2"),
        ]
    );
    stage.platform.assert_no_drift();
}

fn an_asset_that_does_not_exist_is_an_error(net: &Net) {
    let error = platform(net)
        .vendor()
        .send(assets::get("AS-4"))
        .expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().map(|it| it.as_u16()), Some(404));
}

/// A response with an object that has this status.
fn shows(status: &str) -> Step {
    let object = format!(r#"{{"id": "X-1", "status": "{status}"}}"#);
    Step::reply(Reply::json(200, object))
}

fn assets_and_contracts_are_waited_for(net: &Net) {
    let stage = platform(net);
    let client = stage.vendor();
    let id = stage.platform.asset("AS-4").status("processing").add();
    let asset = client.wait(assets::get(&id), AssetStatus::Active);
    assert_eq!(asset.expect("an asset").status, Some(AssetStatus::Active));

    // The request is refused, and then there is another one.
    let change = stage.platform.change_status(&id, "terminating");
    change.expect("a transition");
    let subscription = stage.platform.on(subscription_assets::get(&id));
    subscription.sequence([shows("terminating"), shows("active")]);
    let asset = client.wait(subscription_assets::get(&id), AssetStatus::Terminated);
    assert_eq!(
        asset.expect("an asset").status,
        Some(AssetStatus::Terminated)
    );
    assert!(subscription.requests().len() > 2);

    let contract = stage.platform.contract("CRD-4").status("enrolling").add();
    let contract = contracts::get(contract);
    let steps = [Step::pass(), shows("rejected")];
    stage.platform.on(contract.clone()).sequence(steps);
    let error = client
        .wait(contract, ContractStatus::Active)
        .expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Waiting);
    assert!(error.wait_error().is_some());
}
