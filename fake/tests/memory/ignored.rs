//! Filters that have no effect.

use connect_client::runtime::Filter;
use connect_fake::{FileSeed, Platform, Side};
use connect_usage_api::models::UsageFileStatus;
use connect_usage_api::{files, records};

#[test]
fn filters_that_the_contract_does_not_declare_are_told() {
    let platform = Platform::in_memory();
    let id = platform.add_file(FileSeed::new());
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let declared = files::filter::STATUS.eq(UsageFileStatus::Draft);
    let page = vendor.send(files::list().filter(declared).page_size(5));
    assert_eq!(page.expect("a page").rows.len(), 1);
    vendor.send(files::get(&id)).expect("a report");
    assert_eq!(platform.ignored_filters(), []);

    let raw = "and(eq(nmae,x),or(not(like(sattus,*y*)),in(isd,(a))),eq(status,draft))";
    let page = vendor.send(files::list().filter(Filter::raw(raw)));
    // All of them are ignored.
    assert_eq!(page.expect("a page").rows.len(), 1);
    let row = Filter::raw("eq(amuont,1)");
    vendor.send(records::list().filter(row)).expect("a page");
    let category = Filter::raw("eq(nam,1)");
    let categories = files::list_categories(&id).filter(category);
    vendor.send(categories).expect("a page");
    let ignored = platform.ignored_filters();
    let ignored: Vec<_> = ignored
        .iter()
        .map(|it| (it.path.as_str(), it.name.as_str()))
        .collect();
    let categories = format!("/usage/files/{id}/categories");
    let expected = [
        ("/usage/files", "nmae"),
        ("/usage/files", "sattus"),
        ("/usage/files", "isd"),
        ("/usage/records", "amuont"),
        (categories.as_str(), "nam"),
    ];
    assert_eq!(ignored, expected);
}
