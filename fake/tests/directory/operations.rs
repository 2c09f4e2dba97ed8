//! Every operation, for both sides.

use std::collections::BTreeSet;

use connect_client::Call;
use connect_client::blocking::Client;
use connect_fake::{Platform, Received, Side};
use connect_usage::directory::specification::OPERATIONS;
use connect_usage::directory::{
    accounts, assets, contracts, hubs, listings, marketplaces, product_items, product_parameters,
    products, subscription_assets, tier_accounts,
};

use crate::support::{raw, raw_as, send};

/// Sends calls, and remembers their operations.
struct Driver {
    client: Client,
    driven: BTreeSet<&'static str>,
}

impl Driver {
    #[track_caller]
    fn send<T: 'static>(&mut self, call: impl Into<Call<T>>) -> T {
        let call = call.into();
        self.driven.insert(call.operation().name);
        send(&self.client, call)
    }
}

/// Lists the objects of a module, and reads the one with this id.
macro_rules! drive {
    ($driver:ident, $($module:ident($($product:expr)?) $id:expr),* $(,)?) => {$(
        let page = $driver.send($module::list($($product)?));
        let row = page.rows.iter().find(|it| it.id == $id);
        let row = row.expect(concat!("the object of ", stringify!($module)));
        assert_eq!(&$driver.send($module::get($($product,)? $id)), row);
        assert_eq!(page.total, Some(page.rows.len() as u64));
    )*};
}

#[test]
fn every_operation_reads_the_default_objects() {
    const PRODUCT: &str = "PRD-000-000-001";
    for side in [Side::Vendor, Side::Provider] {
        let platform = Platform::in_memory();
        let client = platform.blocking_client(side).expect("a client");
        let mut driver = Driver {
            client,
            driven: BTreeSet::new(),
        };
        drive!(
            driver,
            accounts() "VA-000-001",
            accounts() "PA-000-001",
            assets() "AS-0000-0000-0001",
            contracts() "CRD-00000-00000-00001",
            hubs() "HB-0000-0001",
            listings() "LST-000-000-001",
            marketplaces() "MP-00001",
            products() PRODUCT,
            product_items(PRODUCT) "PRD-000-000-001-0001",
            product_parameters(PRODUCT) "PRM-000-000-001-0001",
            subscription_assets() "AS-0000-0000-0001",
            tier_accounts() "TA-0000-0000-0001",
        );
        let all: BTreeSet<_> = OPERATIONS.iter().map(|it| it.operation.name).collect();
        assert_eq!(driver.driven, all);
        platform.assert_no_drift();
        assert!(platform.journal().is_empty());
    }
}

#[test]
fn the_default_asset_is_older_than_its_next_bill() {
    let platform = Platform::in_memory();
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let asset = send(&client, assets::get("AS-0000-0000-0001"));
    let next = asset.billing.and_then(|it| it.next_date);
    let created = asset.events.and_then(|it| it.created).and_then(|it| it.at);
    let now = "2029-02-01T08:00:00Z".parse().ok();
    assert!(created < now && next > now, "{created:?} {next:?}");
}

#[test]
fn what_is_not_there_is_not_found() {
    let platform = Platform::in_memory();
    for target in [
        "/assets/AS-0",
        "/assets/",
        "/assets/AS-0000-0000-0001/items",
        "/subscriptions/assets/AS-0",
        "/subscriptions",
        "/products/PRD-0/items",
        "/products/PRD-0/items/PRD-000-000-001-0001",
        "/products/PRD-000-000-001/items/PRD-0",
        "/products/PRD-000-000-001/others",
        "/tier/accounts/TA-0",
        "/cases",
        "",
        "/",
        "/%ff",
    ] {
        assert_eq!(raw(&platform, target).0, 404, "{target}");
    }
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let status = raw_as(&platform, Side::Vendor, method, "/assets/AS-0000-0000-0001").0;
        assert_eq!(status, 404, "{method}");
    }
    let reply = platform.handle(&Received {
        method: "GET".to_owned(),
        target: "/public/v1/assets".to_owned(),
        ..Received::default()
    });
    assert_eq!(reply.status(), 401);
}

#[test]
fn settings_of_the_platform_apply() {
    let platform = Platform::builder().sparse().capitals().in_memory();
    let id = platform.asset("AS-1").add();
    let body = raw(&platform, &format!("/assets/{id}")).1;
    assert_eq!(body, serde_json::json!({"id": "AS-1", "status": "ACTIVE"}));
    platform.show_status(&id, Some("hovering"));
    let body = raw(&platform, "/subscriptions/assets/AS-1").1;
    assert_eq!(body["status"], "hovering");
    platform.show_status(&id, None);
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    platform.on(assets::get(&id)).fail_once(503);
    assert!(vendor.send(assets::get(&id)).is_ok(), "after a retry");
    assert_eq!(platform.on(assets::get(&id)).requests().len(), 2);
}

#[test]
fn removed_objects_are_gone() {
    let platform = Platform::in_memory();
    platform.remove("PRD-000-000-001");
    for target in [
        "/products/PRD-000-000-001",
        "/products/PRD-000-000-001/items",
    ] {
        assert_eq!(raw(&platform, target).0, 404, "{target}");
    }
    assert_eq!(platform.status("PRD-000-000-001"), None);
    assert_eq!(platform.status("CRD-00000-00000-00001"), Some("active"));
}
