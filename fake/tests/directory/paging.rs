//! Ordering, search, selection and pages of lists.

use connect_client::blocking::Client;
use connect_fake::{Platform, Side};
use connect_usage::directory::{assets, products, subscription_assets};
use serde_json::Value;

use crate::support::{at, empty, ids, raw, send};

/// Assets of two products, whose names are in another order than their ids.
fn platform() -> (Platform, Client) {
    let (platform, client) = empty();
    platform.product("PRD-1").name("Zebra").item("A").add();
    platform.product("PRD-2").name("Ape").item("A").add();
    for (id, product) in [("AS-1", "PRD-1"), ("AS-2", "PRD-2"), ("AS-3", "PRD-2")] {
        let asset = platform.asset(id).product(product);
        asset.pending_request("PR-1", "change").add();
    }
    (platform, client)
}

#[test]
fn rows_are_ordered_and_searched() {
    let (platform, client) = platform();
    for (query, expected) in [
        (
            "ordering(product.name)",
            ["AS-2", "AS-3", "AS-1"].as_slice(),
        ),
        ("ordering(-product.name)", &["AS-1", "AS-2", "AS-3"]),
        ("ordering(product.name,-created)", &["AS-3", "AS-2", "AS-1"]),
        ("search=zEB", &["AS-1"]),
        ("search=AS-3", &["AS-3"]),
        // The search does not include it.
        ("search=param_a", &[]),
    ] {
        assert_eq!(
            ids(&platform, &format!("/assets?{query}")),
            expected,
            "{query}"
        );
    }
    let by_name = assets::list().order_by([assets::filter::PRODUCT_NAME.asc()]);
    assert_eq!(send(&client, by_name).rows[0].id, "AS-2");
    let (status, body) = raw(&platform, "/assets?ordering(contract.id)");
    assert_eq!((status, &body["error_code"]), (400, &"VAL_001".into()));
}

#[test]
fn pages_have_their_range_and_their_cap() {
    let platform = Platform::builder()
        .page_cap(2)
        .without_directory()
        .in_memory();
    for number in 1..=5 {
        platform.asset(&format!("AS-{number}")).add();
    }
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let page = send(&client, assets::list().page_size(1000));
    assert_eq!((page.rows.len(), page.total), (2, Some(5)));
    let all: Result<Vec<_>, _> = client.stream(subscription_assets::list()).collect();
    assert_eq!(all.expect("all assets").len(), 5);
    for (query, range) in [
        ("limit=1", "items 0-0/5"),
        ("limit=2&offset=3", "items 3-4/5"),
        ("limit=0", "items 0-0/5"),
        ("offset=9", "items 9-9/5"),
        ("id=AS-9", "items 0-0/0"),
        ("limit=many", "items 0-1/5"),
    ] {
        let reply = platform.handle(&connect_fake::Received {
            method: "GET".to_owned(),
            target: format!("/public/v1/assets?{query}"),
            headers: vec![(
                "Authorization".to_owned(),
                format!("ApiKey {}", platform.vendor_key()).into_bytes(),
            )],
            ..connect_fake::Received::default()
        });
        let sent = ("Content-Range".to_owned(), range.as_bytes().to_vec());
        assert!(
            reply.headers().contains(&sent),
            "{query}: {:?}",
            reply.headers()
        );
    }
}

/// The names of members of the first row.
fn members(platform: &Platform, target: &str) -> Vec<String> {
    let row = at(platform, target, "/0");
    let members = row.as_object().map(|it| it.keys().cloned().collect());
    members.unwrap_or_default()
}

#[test]
fn members_are_selected_and_left_out() {
    let (platform, client) = platform();
    let list = |path: &str, query: &str| members(&platform, &format!("{path}?{query}"));
    let has = |names: &[String], name: &str| names.iter().any(|it| it == name);
    for path in ["/assets", "/subscriptions/assets"] {
        let default = list(path, "");
        assert!(
            has(&default, "items") && !has(&default, "template"),
            "{path}"
        );
        assert!(!has(&default, "pending_request"), "{path}");
        assert!(!has(&list(path, "select(-items)"), "items"), "{path}");
        let both = list(path, "select(template,-items,%2Bpending_request)");
        assert!(
            has(&both, "template") && has(&both, "pending_request"),
            "{path}"
        );
        assert!(!has(&both, "items"), "{path}");
        let status = raw(&platform, &format!("{path}?select(product)")).0;
        assert_eq!(status, 400, "{path}: only what is declared can be selected");
    }
    assert!(has(&list("/assets", ""), "configuration"));
    assert!(!has(
        &list("/assets", "select(-configuration)"),
        "configuration"
    ));
    assert!(!has(&list("/subscriptions/assets", ""), "configuration"));

    let pending = |query: &str| at(&platform, &format!("/assets?{query}"), "/0/pending_request");
    assert_eq!(pending("select(pending_request)")["id"], "PR-1");
    assert_eq!(pending("select(pending_request)")["template"], Value::Null);
    let whole = pending("select(pending_request.template)");
    assert_eq!(
        (&whole["id"], &whole["template"]["id"]),
        (&"PR-1".into(), &"TL-000-000-002".into())
    );

    let select = [
        assets::filter::PENDING_REQUEST.include(),
        assets::filter::ITEMS.exclude(),
    ];
    let row = send(&client, assets::list().select(select)).rows.remove(0);
    assert!(row.items.is_none() && row.pending_request.is_some());
    platform.assert_no_drift();
}

#[test]
fn one_object_lacks_what_a_list_must_select() {
    let (platform, client) = platform();
    let asset = send(&client, assets::get("AS-1"));
    assert!(asset.template.is_none() && asset.pending_request.is_none());
    assert!(asset.items.is_some() && asset.configuration.is_some());
    let customer = at(
        &platform,
        "/tier/accounts?select(-contact_info,-version)",
        "/0",
    );
    assert!(customer.get("contact_info").is_none() && customer.get("version").is_none());
    assert!(customer.get("tax_id").is_some());
    assert_eq!(send(&client, products::list()).rows.len(), 2);
}

/// On `/usage` nothing can be selected.
#[test]
fn other_lists_refuse_selections() {
    let platform = Platform::in_memory();
    let (status, body) = raw(&platform, "/usage/files?select(-events)");
    assert_eq!((status, &body["error_code"]), (400, &"VAL_001".into()));
}
