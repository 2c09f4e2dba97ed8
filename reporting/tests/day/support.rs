//! A platform with assets, and times.

use connect_fake::{Platform, Side};
use connect_reporting::blocking;
use connect_reporting::day::{AssetQuery, Period, Selection, Zone};
use connect_usage::DateTime;

pub const PRODUCT: &str = "PRD-000-000-002";
pub const CONTRACT: &str = "CRD-00000-00000-00002";

pub fn at(text: &str) -> DateTime {
    text.parse().expect("a date-time")
}

/// The last day of January.
pub fn day() -> Period {
    Period::day("2029-01-31", &Zone::utc()).expect("a day")
}

/// A platform with the product and the contract, and no asset.
pub fn platform() -> Platform {
    fill(
        Platform::builder()
            .without_directory()
            .by_hand()
            .in_memory(),
    )
}

pub fn fill(platform: Platform) -> Platform {
    let market = platform.marketplace("MP-00002").currency("EUR").add();
    platform.contract(CONTRACT).marketplace(market).add();
    platform
        .product(PRODUCT)
        .schema("CR")
        .item("CPU")
        .parameter("project_id")
        .parameter("region")
        .add();
    platform
}

/// Adds an asset that was created long ago, and changed last at a time.
pub fn add(platform: &Platform, id: &str, status: &str, updated: &str) {
    let asset = platform.asset(id).product(PRODUCT).contract(CONTRACT);
    let asset = asset
        .status(status.to_owned())
        .created(at("2028-05-01T00:00:00Z"));
    asset.updated(at(updated)).add();
}

pub fn read(platform: &Platform, query: &AssetQuery) -> Selection {
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    blocking::day::assets(&client, query).expect("assets")
}

/// The ids of the assets, and those that were left out with the reasons.
pub fn ids(selection: &Selection) -> (Vec<&str>, Vec<String>) {
    let assets = selection.assets.iter().map(|it| it.id()).collect();
    let left_out = selection.left_out.iter().map(ToString::to_string);
    (assets, left_out.collect())
}
