//! Lists that are long, and lists that change while they are read.

use connect_fake::reply::Reply;
use connect_fake::{Platform, Side, Step};
use connect_reporting::blocking;
use connect_reporting::day::{AssetQuery, DayError};
use connect_usage::directory::assets;

use crate::support::{add, at, day, fill, ids, platform, read};

#[test]
fn all_pages_are_read_whatever_their_size() {
    let platform = fill(
        Platform::builder()
            .without_directory()
            .page_cap(7)
            .in_memory(),
    );
    let names: Vec<_> = (0..100).map(|it| format!("AS-0000-0000-{it:04}")).collect();
    for (number, id) in names.iter().enumerate() {
        let status = ["active", "terminated"][number % 2];
        add(&platform, id, status, "2029-01-31T12:00:00Z");
    }
    let selection = read(&platform, &AssetQuery::new(&day()));
    let mut found = ids(&selection).0;
    found.sort_unstable();
    assert_eq!(found, names);
    platform.assert_no_drift();
}

#[test]
fn many_ids_are_divided_so_that_urls_stay_short() {
    let platform = platform();
    let mut query = AssetQuery::new(&day());
    let names: Vec<_> = (0..400).map(|it| format!("AS-0000-0000-{it:04}")).collect();
    for id in &names {
        add(&platform, id, "active", "2029-01-31T12:00:00Z");
        query = query.id(id).id(id).product(format!("PRD, {id}"));
    }
    let selection = read(&platform, &query.clone().product(crate::support::PRODUCT));
    let mut found = ids(&selection).0;
    found.sort_unstable();
    assert_eq!(found, names);
    let requests = platform.on(assets::list()).requests();
    assert!(requests.len() > 20, "{}", requests.len());
    let longest = requests.iter().map(|it| it.target.len()).max();
    assert!(
        longest.is_some_and(|it| (1_000..4_000).contains(&it)),
        "{longest:?}"
    );
}

/// A page of the list with these assets, the first of which has this position.
fn page(names: &[&str], first: usize, total: usize) -> Step {
    let rows: Vec<_> = names
        .iter()
        .map(|id| format!(r#"{{"id": "{id}", "status": "active"}}"#))
        .collect();
    let last = first + names.len() - 1;
    let reply = Reply::json(200, format!("[{}]", rows.join(",")));
    Step::reply(reply.header("Content-Range", &format!("items {first}-{last}/{total}")))
}

#[test]
fn a_list_whose_rows_change_places_is_read_again() {
    let platform = platform();
    platform.on(assets::list()).sequence([
        // The second asset comes twice, and the third not at all.
        page(&["AS-1", "AS-2"], 0, 3),
        page(&["AS-2"], 2, 3),
        page(&["AS-1", "AS-2"], 0, 3),
        page(&["AS-3"], 2, 3),
    ]);
    let selection = read(&platform, &AssetQuery::new(&day()));
    assert_eq!(ids(&selection).0, ["AS-1", "AS-2", "AS-3"]);
}

#[test]
fn a_list_that_loses_a_row_is_read_again() {
    let platform = platform();
    platform.on(assets::list()).sequence([
        page(&["AS-1", "AS-2"], 0, 4),
        // The first one has left the list, so the third is before this page.
        page(&["AS-4"], 2, 3),
        page(&["AS-2", "AS-3", "AS-4"], 0, 3),
    ]);
    let selection = read(&platform, &AssetQuery::new(&day()));
    assert_eq!(ids(&selection).0, ["AS-2", "AS-3", "AS-4"]);
}

#[test]
fn a_list_that_grows_is_read_once() {
    let platform = platform();
    platform
        .on(assets::list())
        .sequence([page(&["AS-1", "AS-2"], 0, 3), page(&["AS-3", "AS-4"], 2, 4)]);
    let selection = read(&platform, &AssetQuery::new(&day()));
    assert_eq!(ids(&selection).0.len(), 4);
    assert_eq!(platform.on(assets::list()).requests().len(), 2);
}

#[test]
fn a_list_that_never_stands_still_is_an_error() {
    let platform = platform();
    let pages = || [page(&["AS-1", "AS-2"], 0, 3), page(&["AS-2"], 2, 3)];
    let pages = (0..3).flat_map(|_| pages());
    platform.on(assets::list()).sequence(pages);
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let unstable = blocking::day::assets(&client, &AssetQuery::new(&day()));
    let is_unstable = |it: &DayError| {
        matches!(
            it,
            DayError::Unstable {
                expected: 3,
                found: 2
            }
        )
    };
    assert!(unstable.as_ref().is_err_and(is_unstable), "{unstable:?}");
}

#[test]
fn the_asynchronous_functions_read_the_same() {
    let platform = platform();
    add(
        &platform,
        "AS-0000-0000-0001",
        "active",
        "2029-01-31T12:00:00Z",
    );
    let client = platform.client(Side::Vendor).expect("a client");
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.build().expect("a runtime");
    let query = AssetQuery::new(&day());
    let selection = runtime.block_on(query.read(&client)).expect("assets");
    assert_eq!(selection.assets, read(&platform, &query).assets);
    assert_eq!(selection.assets[0].span.start(), at("2029-01-31T00:00:00Z"));
}

#[test]
fn a_request_that_fails_is_an_error() {
    let platform = platform();
    platform.on(assets::list()).always(Step::fail(403));
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let failed = blocking::day::assets(&client, &AssetQuery::new(&day()));
    assert!(matches!(failed, Err(DayError::Call(_))), "{failed:?}");
}
