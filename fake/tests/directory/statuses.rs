//! Changes of statuses, by a test and by the platform.

use std::time::Duration;

use connect_fake::{FileSeed, Platform, Side, StatusError};
use connect_usage::directory::models::{AssetStatus, ContractStatus, ListingStatus};
use connect_usage::directory::{assets, contracts, listings, subscription_assets};

use crate::support::{at, empty, ids, send};

#[test]
fn statuses_change_along_the_graph() {
    let (platform, client) = empty();
    platform.asset("AS-1").add();
    platform.advance(Duration::from_secs(3600));
    let before = at(&platform, "/assets/AS-1", "/events");
    for status in ["suspended", "active", "terminating"] {
        platform
            .change_status("AS-1", status)
            .expect("a transition");
        assert_eq!(platform.status("AS-1"), Some(status));
    }
    let after = at(&platform, "/assets/AS-1", "/events");
    assert_eq!(after["created"], before["created"]);
    assert_ne!(after["updated"], before["updated"]);
    assert_eq!(
        ids(&platform, "/assets?gt(updated,2029-02-01T09:00:00Z)"),
        ["AS-1"]
    );

    platform
        .contract("CRD-1")
        .status(ContractStatus::Enrolling)
        .add();
    for status in ["pending", "active", "terminated"] {
        platform
            .change_status("CRD-1", status)
            .expect("a transition");
    }
    let contract = send(&client, contracts::get("CRD-1"));
    assert_eq!(contract.status, Some(ContractStatus::Terminated));
    let events = contract.events.expect("events");
    assert!(events.signed.is_some() && events.countersigned.is_some());
    assert_eq!(
        events.terminated.and_then(|it| it.at),
        events.updated.and_then(|it| it.at)
    );

    platform.listing("LST-1").contract("CRD-1").add();
    platform
        .change_status("LST-1", "unlisted")
        .expect("a transition");
    let listing = send(&client, listings::get("LST-1"));
    assert_eq!(listing.status, Some(ListingStatus::Unlisted));
    assert!(listing.updated > listing.created);
}

#[test]
fn other_changes_are_refused() {
    let (platform, _) = empty();
    platform.asset("AS-1").add();
    let report = platform.add_file(FileSeed::new());
    let transition = StatusError::Transition {
        id: "AS-1".to_owned(),
        from: "active".to_owned(),
        to: "draft".to_owned(),
    };
    let cases = [
        (
            "AS-1",
            "draft",
            "no transition of `AS-1` leads from `active` to `draft`",
        ),
        (
            "AS-1",
            "hovering",
            "no transition of `AS-1` leads from `active` to `hovering`",
        ),
        (
            "AS-1",
            "SUSPENDED",
            "no transition of `AS-1` leads from `active` to `SUSPENDED`",
        ),
        ("AS-2", "active", "the directory has no object `AS-2`"),
        (
            &report,
            "ready",
            &format!("the directory has no object `{report}`"),
        ),
        (
            "HB-0000-0001",
            "active",
            "no transitions are known of objects such as `HB-0000-0001`",
        ),
    ];
    for (id, status, message) in cases {
        let error = platform
            .change_status(id, status)
            .expect_err("no transition");
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(platform.change_status("AS-1", "draft"), Err(transition));
    assert_eq!(platform.status("AS-1"), Some("active"));
}

#[test]
fn references_have_the_status_of_the_product() {
    let (platform, _) = empty();
    platform.asset("AS-1").add();
    platform
        .change_status("PRD-000-000-001", "end of sale")
        .expect("a transition");
    assert_eq!(
        at(&platform, "/assets/AS-1", "/product/status"),
        "end of sale"
    );
    platform
        .product("PRD-000-000-001")
        .name("Renamed")
        .item("A")
        .add();
    assert_eq!(at(&platform, "/assets/AS-1", "/product/name"), "Renamed");
}

#[test]
fn a_client_waits_for_an_asset() {
    let platform = Platform::builder().steps(3).without_directory().in_memory();
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    platform.asset("AS-1").status(AssetStatus::Processing).add();
    let wait = vendor.wait(assets::get("AS-1")).until(AssetStatus::Active);
    assert_eq!(wait.expect("an asset").status, Some(AssetStatus::Active));
    assert_eq!(platform.on(assets::get("AS-1")).requests().len(), 3);

    platform
        .change_status("AS-1", "terminating")
        .expect("a transition");
    let wait = vendor
        .wait(subscription_assets::get("AS-1"))
        .until(AssetStatus::Terminated);
    assert_eq!(
        wait.expect("an asset").status,
        Some(AssetStatus::Terminated)
    );

    platform.asset("AS-2").status("processing").fails().add();
    let error = vendor.wait(assets::get("AS-2")).until(AssetStatus::Active);
    let error = error.expect_err("a terminated asset");
    assert!(error.wait_error().is_some(), "{error}");
    assert_eq!(platform.status("AS-2"), Some("terminated"));
}

#[test]
fn work_waits_for_the_test_or_for_nothing() {
    let platform = Platform::builder().by_hand().in_memory();
    platform.asset("AS-1").status("processing").add();
    assert_eq!(at(&platform, "/assets/AS-1", "/status"), "processing");
    platform.work();
    assert_eq!(at(&platform, "/assets/AS-1", "/status"), "active");

    let platform = Platform::builder().steps(0).in_memory();
    platform.asset("AS-1").status("processing").add();
    assert_eq!(at(&platform, "/assets/AS-1", "/status"), "active");
    platform.asset("AS-2").status("processing").add();
    platform.remove("AS-2");
    platform.settle();
    assert_eq!(platform.status("AS-2"), None);
}
