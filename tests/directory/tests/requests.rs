//! Requests on the wire, and what a client does with lists and objects of the slice: the calls that real programs make.

use connect_client::waiting::Reason;
use connect_client::{DateTime, Filter, Page, Pattern};
use connect_directory_api::models::{
    AssetStatus, ConnectionType, ContractStatus, ContractType, HubInstanceTypeFilter,
    ItemTypeFilter, ListingStatus, ParameterPhase, ProductStatus,
};
use connect_directory_api::{
    accounts, assets, contracts, hubs, listings, marketplaces, product_items, product_parameters,
    products, subscription_assets, tier_accounts,
};
use connect_runtime::List;
use connect_runtime::decode::DecodeOwned;
use connect_runtime::filter::Scope;
use directory_tests::Server;

/// The query that a list sends, decoded and without quotes.
#[track_caller]
fn query<S: Scope, T: DecodeOwned + Send>(list: List<S, T>) -> String {
    let server = Server::new(|_, _| ("[]".to_owned(), None));
    let page: Page<T> = server.client().send(list).expect("a page");
    assert_eq!(page.rows.len(), 0);
    let [target] = &server.targets()[..] else {
        panic!("not one request");
    };
    let query = target.split_once('?').map_or("", |it| it.1);
    let encoded = [("%22", ""), ("%20", " "), ("%2A", "*"), ("%3A", ":")];
    encoded
        .iter()
        .fold(query.to_owned(), |query, (code, text)| {
            query.replace(code, text)
        })
}

fn time() -> DateTime {
    "2029-10-01T00:00:00Z".parse().expect("a time")
}

#[test]
fn contracts_of_distribution_are_found() {
    use contracts::filter::{STATUS, TYPE};
    let ours = TYPE.one_of([ContractType::Distribution]) & STATUS.one_of([ContractStatus::Active]);
    assert_eq!(
        query(contracts::list().filter(ours)),
        "in(type,(distribution))&in(status,(active))"
    );
}

/// The document flags no ordering by the id of the product.
#[test]
fn assets_are_found_by_contracts_and_ordered_by_products() {
    use assets::filter::{CONTRACT_ID, ID, ITEMS, PRODUCT_ID};
    let list = assets::list()
        .filter(CONTRACT_ID.one_of(["CRD-1", "CRD-2"]) & ID.one_of(["AS-1"]))
        .order_by([PRODUCT_ID.asc()])
        .select([ITEMS.exclude()]);
    assert_eq!(
        query(list),
        "in(contract.id,(CRD-1,CRD-2))&in(id,(AS-1))&ordering(product.id)&select(-items)"
    );
}

#[test]
fn assets_are_found_by_status_product_time_and_parameter() {
    use assets::filter::{
        CONNECTION_TYPE, CREATED, PARAMS_ID, PARAMS_VALUE, PRODUCT_ID, STATUS, UPDATED,
    };
    let active = STATUS.one_of([AssetStatus::Active]) & PRODUCT_ID.one_of(["PRD-1"]);
    assert_eq!(
        query(assets::list().filter(active)),
        "in(status,(active))&in(product.id,(PRD-1))"
    );
    let ended =
        STATUS.one_of([AssetStatus::Suspended, AssetStatus::Terminated]) & UPDATED.gt(time());
    assert_eq!(
        query(assets::list().filter(ended)),
        "in(status,(suspended,terminated))&gt(updated,2029-10-01T00:00:00Z)"
    );
    let parameter = PARAMS_ID.eq("recon_id") & PARAMS_VALUE.eq("R 1") & CREATED.lt(time());
    assert_eq!(
        query(assets::list().filter(parameter)),
        "eq(params.id,recon_id)&eq(params.value,R 1)&lt(created,2029-10-01T00:00:00Z)"
    );
    let tests = CONNECTION_TYPE.ne(ConnectionType::Preview);
    assert_eq!(
        query(assets::list().filter(tests)),
        "ne(connection.type,preview)"
    );
}

#[test]
fn subscription_assets_are_found_by_more_comparisons_of_time() {
    use subscription_assets::filter::{
        CONTRACT_ID, EVENTS_CREATED_AT, EVENTS_UPDATED_AT, MARKETPLACE_ID, PARAMS_ID,
        PENDING_REQUEST, PRODUCT_ID, TEMPLATE,
    };
    let found = PRODUCT_ID.eq("PRD-1")
        & MARKETPLACE_ID.eq("MP-1")
        & EVENTS_CREATED_AT.ge(time())
        & EVENTS_UPDATED_AT.le(time());
    let list = subscription_assets::list()
        .filter(found)
        .select([TEMPLATE.include(), PENDING_REQUEST.include()]);
    assert_eq!(
        query(list),
        "eq(product.id,PRD-1)&eq(marketplace.id,MP-1)&ge(events.created.at,2029-10-01T00:00:00Z)\
         &le(events.updated.at,2029-10-01T00:00:00Z)&select(template,pending_request)"
    );
    let found = PARAMS_ID.eq("t0") & CONTRACT_ID.is_not_null();
    assert_eq!(
        query(subscription_assets::list().filter(found)),
        "eq(params.id,t0)&ne(contract.id,null())"
    );
}

#[test]
fn hubs_are_found_by_either_spelling_of_a_filter() {
    use hubs::filter::{INSTANCE__ID, INSTANCE__TYPE, INSTANCE_ID, INSTANCE_TYPE};
    let either = INSTANCE_ID.eq("a") & INSTANCE_TYPE.eq(HubInstanceTypeFilter::Api);
    assert_eq!(
        query(hubs::list().filter(either)),
        "eq(instance.id,a)&eq(instance.type,api)"
    );
    let other = INSTANCE__ID.eq("a") & INSTANCE__TYPE.eq(HubInstanceTypeFilter::Oa);
    assert_eq!(
        query(hubs::list().filter(other)),
        "eq(instance__id,a)&eq(instance__type,oa)"
    );
}

#[test]
fn the_rest_is_found() {
    let listed = listings::filter::STATUS.eq(ListingStatus::Listed);
    assert_eq!(query(listings::list().filter(listed)), "eq(status,listed)");
    let euros = marketplaces::filter::CURRENCY.eq("EUR");
    assert_eq!(
        query(marketplaces::list().filter(euros)),
        "eq(currency,EUR)"
    );
    let sold = products::filter::STATUS.eq(ProductStatus::Published);
    assert_eq!(query(products::list().filter(sold)), "eq(status,published)");
    let ppu = product_items::filter::ITEM_TYPE.eq(ItemTypeFilter::Ppu);
    assert_eq!(
        query(product_items::list("PRD-1").filter(ppu)),
        "eq(item_type,PPU)"
    );
    use product_parameters::filter::{CONSTRAINTS_RECONCILIATION, PHASE};
    let reconciliation =
        CONSTRAINTS_RECONCILIATION.eq(true) & PHASE.eq(ParameterPhase::Fulfillment);
    assert_eq!(
        query(product_parameters::list("PRD-1").filter(reconciliation)),
        "eq(constraints.reconciliation,true)&eq(phase,fulfillment)"
    );
    let ours: Filter<accounts::filter::Scope> =
        accounts::filter::NAME.like(Pattern::starts_with("A"));
    assert_eq!(query(accounts::list().filter(ours)), "like(name,A*)");
    use tier_accounts::filter::{CONTACT_INFO, EXTERNAL_ID};
    let list = tier_accounts::list()
        .filter(EXTERNAL_ID.eq("1001"))
        .select([CONTACT_INFO.exclude()]);
    assert_eq!(query(list), "eq(external_id,1001)&select(-contact_info)");
}

#[test]
fn identifiers_are_one_segment_of_the_path() {
    let server = Server::new(|_, _| (r#"{"id": "A"}"#.to_owned(), None));
    let client = server.client();
    let sent = client.send(accounts::get("a/b")).map(|it| it.id);
    assert_eq!(sent.expect("an account"), "A");
    client.send(assets::get("AS-1")).expect("an asset");
    client.send(contracts::get("CRD-1")).expect("a contract");
    client.send(hubs::get("HB-1")).expect("a hub");
    client.send(listings::get("LST-1")).expect("a listing");
    client
        .send(marketplaces::get("MP-1"))
        .expect("a marketplace");
    client.send(products::get("PRD-1")).expect("a product");
    client
        .send(product_items::get("PRD-1", "PRD-1-0001"))
        .expect("an item");
    client
        .send(product_parameters::get("PRD-1", "PRM-1"))
        .expect("a parameter");
    client
        .send(subscription_assets::get("AS-1"))
        .expect("an asset");
    client.send(tier_accounts::get("TA-1")).expect("an account");
    assert_eq!(
        server.targets(),
        [
            "/accounts/a%2Fb",
            "/assets/AS-1",
            "/contracts/CRD-1",
            "/hubs/HB-1",
            "/listings/LST-1",
            "/marketplaces/MP-1",
            "/products/PRD-1",
            "/products/PRD-1/items/PRD-1-0001",
            "/products/PRD-1/parameters/PRM-1",
            "/subscriptions/assets/AS-1",
            "/tier/accounts/TA-1",
        ]
    );
}

#[test]
fn all_pages_of_assets_are_read() {
    let server = Server::new(|number, _| match number {
        0 => (
            r#"[{"id": "AS-1"}, {"id": "AS-2"}]"#.to_owned(),
            Some("items 0-1/3".to_owned()),
        ),
        _ => (
            r#"[{"id": "AS-3"}]"#.to_owned(),
            Some("items 2-2/3".to_owned()),
        ),
    });
    let list = assets::list().page_size(1000);
    let rows = server.client().stream(list);
    let ids: Result<Vec<_>, _> = rows.map(|it| it.map(|it| it.id)).collect();
    assert_eq!(ids.expect("rows"), ["AS-1", "AS-2", "AS-3"]);
    assert_eq!(
        server.targets(),
        ["/assets?limit=1000", "/assets?limit=1000&offset=2"]
    );
}

/// Only of these lists can the rows be kept in place.
#[test]
fn rows_are_kept_in_place_by_their_ids() {
    assert_eq!(query(accounts::list().in_stable_order()), "ordering(id)");
    assert_eq!(query(contracts::list().in_stable_order()), "ordering(id)");
    assert_eq!(query(hubs::list().in_stable_order()), "ordering(id)");
    assert_eq!(
        query(marketplaces::list().in_stable_order()),
        "ordering(id)"
    );
}

/// A server whose object has one status after the other.
fn becoming(statuses: &'static [&'static str]) -> Server {
    Server::new(|number, _| {
        let status = statuses.get(number).or(statuses.last()).expect("a status");
        (format!(r#"{{"id": "A", "status": {status:?}}}"#), None)
    })
}

#[test]
fn an_asset_is_waited_for() {
    let server = becoming(&["processing", "processing", "active"]);
    let asset = server
        .client()
        .wait(assets::get("AS-1"))
        .until(AssetStatus::Active);
    assert_eq!(asset.expect("an asset").status, Some(AssetStatus::Active));
    assert_eq!(server.targets(), ["/assets/AS-1"; 3]);

    let server = becoming(&["terminating", "terminated"]);
    let wait = server
        .client()
        .wait(subscription_assets::get("AS-1"))
        .until(AssetStatus::Terminated);
    assert_eq!(
        wait.expect("an asset").status,
        Some(AssetStatus::Terminated)
    );

    // A suspended asset can be resumed; one that is terminated stays so.
    let server = becoming(&["suspended", "active"]);
    let wait = server
        .client()
        .wait(assets::get("AS-1"))
        .until(AssetStatus::Active);
    assert!(wait.is_ok(), "{wait:?}");
    let server = becoming(&["processing", "terminated"]);
    let wait = server
        .client()
        .wait(assets::get("AS-1"))
        .until(AssetStatus::Active);
    let error = wait.expect_err("an error");
    let reason = &error.wait_error().expect("a wait error").reason;
    assert!(matches!(reason, Reason::Final), "{reason:?}");
    assert_eq!(server.targets().len(), 2);
}

#[test]
fn contracts_listings_and_products_are_waited_for() {
    let server = becoming(&["enrolling", "pending", "enrolling", "pending", "active"]);
    let contract = server
        .client()
        .wait(contracts::get("CRD-1"))
        .until(ContractStatus::Active);
    assert_eq!(contract.expect("a contract").id, "A");
    let server = becoming(&["enrolling", "rejected"]);
    let wait = server
        .client()
        .wait(contracts::get("CRD-1"))
        .until(ContractStatus::Active);
    assert!(wait.is_err());
    let server = becoming(&["unlisted", "listed"]);
    let listing = server
        .client()
        .wait(listings::get("LST-1"))
        .until(ListingStatus::Listed);
    assert_eq!(listing.expect("a listing").id, "A");
    // Either spelling ends the wait.
    let server = becoming(&["draft", "published", "end of sale"]);
    let product = server
        .client()
        .wait(products::get("PRD-1"))
        .until(ProductStatus::EndOfSale);
    assert_eq!(
        product.expect("a product").status,
        Some(ProductStatus::EndOfSaleInWords)
    );
}
