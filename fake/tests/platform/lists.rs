//! Lists: filters, order, search, pages.

use connect_fake::{
    ContentRange, Decision, FileSeed, FileStatus, Platform, RecordSeed, RecordStatus, Side,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::{Response, Talk};

use Side::{Provider, Vendor};

/// Eight reports, of which the provider can see four.
fn reports() -> (Talk, Vec<String>) {
    let talk = Talk::new();
    let seeds = [
        (FileStatus::Draft, "January (A)", None),
        (FileStatus::Ready, "February", Some("4711")),
        (FileStatus::Invalid, "March, \"x\"", Some("")),
        (FileStatus::Pending, "april", Some("E-1")),
        (FileStatus::Accepted, "May*", None),
        (FileStatus::Closed, "June ü", Some("e-1")),
        (FileStatus::Rejected, "July", None),
        (FileStatus::Deleted, "July", None),
    ];
    for (index, (status, name, external_id)) in seeds.into_iter().enumerate() {
        let seed = FileSeed::new().status(status).name(name);
        let product = format!("PRD-{}", index % 3);
        let seed = seed.product(product, format!("Product {}", index % 2));
        let seed = seed.schema(if index < 2 { "qt" } else { "cr" });
        talk.platform.add_file(match external_id {
            Some(id) => seed.external_id(id),
            None => seed,
        });
    }
    let ids = talk.platform.files();
    (talk, ids)
}

/// The numbers, from 1, of the reports that a query returns.
fn found(talk: &Talk, side: Side, query: &str) -> Vec<usize> {
    let query = query.replace(' ', "%20").replace('"', "%22");
    let response = talk.get(side, &format!("/files?{query}")).expect(200);
    let numbers = response.ids().into_iter().map(|id| {
        let number = id.rsplit('-').next().expect("a number").parse();
        number.expect("a number")
    });
    numbers.collect()
}

#[test]
fn filters_find_what_they_say() {
    let (talk, ids) = reports();
    for (query, expected) in [
        ("", vec![1, 2, 3, 4, 5, 6, 7, 8]),
        ("status=ready", vec![2]),
        ("eq(status,\"ready\")", vec![2]),
        ("in(status,(ready,\"closed\"))", vec![2, 6]),
        ("out(status,(ready,closed,draft))", vec![3, 4, 5, 7, 8]),
        ("ne(status,ready)&schema=qt", vec![1]),
        ("name=July,status=deleted", vec![8]),
        ("(status=ready|status=draft)", vec![1, 2]),
        (
            "or(status=ready,and(name=July,status=rejected))",
            vec![2, 7],
        ),
        ("not(like(name,*J*))", vec![2, 3, 4, 5]),
        ("like(name,*J*)", vec![1, 6, 7, 8]),
        ("ilike(name,*A*R*)", vec![1, 2, 3, 4]),
        ("like(name,A*)", vec![]),
        ("ilike(name,A*)", vec![4]),
        ("like(name,\"May\\*\")", vec![5]),
        ("ilike(name,\"june Ü\")", vec![6]),
        ("eq(name,'March, \"x\"')", vec![3]),
        ("eq(name,\"January (A)\")", vec![1]),
        ("eq(external_id,null())", vec![1, 5, 7, 8]),
        ("ne(external_id,null())", vec![2, 3, 4, 6]),
        ("eq(external_id,empty())", vec![3]),
        ("ne(external_id,E-1)", vec![1, 2, 3, 5, 6, 7, 8]),
        ("in(external_id,(4711,null()))", vec![1, 2, 5, 7, 8]),
        ("like(external_id,*)", vec![2, 3, 4, 6]),
        ("product.id=PRD-1", vec![2, 5, 8]),
        ("product_id=PRD-1&product.name=\"Product 1\"", vec![2, 8]),
        ("unknown=1", vec![1, 2, 3, 4, 5, 6, 7, 8]),
        ("statsu=ready&name=July", vec![7, 8]),
        ("or(unknown=1,name=July)", vec![7, 8]),
        ("not(unknown=1)", vec![1, 2, 3, 4, 5, 6, 7, 8]),
        (
            "ge(created.at,2029-02-01T08:00:03)&lt(created.at,2029-02-01T09:00:05+01:00)",
            vec![3, 4],
        ),
        ("gt(created.at,2029-02-01T08:00:07.5Z)", vec![7, 8]),
        ("le(created.at,2029-02-01)", vec![]),
        ("gt(created.at,2029-02-01T08:00:09Z)", vec![8]),
        ("ge(created.at,2029-02-01T08:00:09Z)", vec![7, 8]),
        ("le(created.at,2029-02-01T08:00:02Z)", vec![1, 2]),
        ("lt(created.at,2029-02-01T08:00:02Z)", vec![1]),
        ("search=july", vec![7, 8]),
        ("search=\"(a\"", vec![1]),
        ("search=*", vec![5]),
        ("search=draft", vec![]),
        ("search=e-1", vec![4, 6]),
    ] {
        assert_eq!(found(&talk, Vendor, query), expected, "{query}");
    }
    assert_eq!(found(&talk, Vendor, &format!("id={}", ids[3])), [4]);
    assert_eq!(found(&talk, Provider, ""), [4, 5, 6, 7]);
}

#[test]
fn lists_are_ordered_as_asked() {
    let (talk, _) = reports();
    for (query, expected) in [
        ("ordering(-id)", vec![8, 7, 6, 5, 4, 3, 2, 1]),
        (
            "ordering(status)&out(status,(ready,draft))",
            vec![5, 6, 8, 3, 4, 7],
        ),
        (
            "ordering(product.name,-created.at)",
            vec![7, 5, 3, 1, 8, 6, 4, 2],
        ),
        ("ordering(-created.at)&limit=2&offset=1", vec![7, 6]),
        ("ordering(vendor.name)", vec![1, 2, 3, 4, 5, 6, 7, 8]),
    ] {
        assert_eq!(found(&talk, Vendor, query), expected, "{query}");
    }
}

#[test]
fn values_that_a_filter_does_not_accept_are_refused() {
    let (talk, _) = reports();
    for (query, code) in [
        ("eq(status,sleeping)", "VAL_001"),
        ("in(schema,(qt,xx))", "VAL_001"),
        ("eq(status,READY)", "VAL_001"),
        ("eq(created.at,2029-01-01)", "VAL_001"),
        ("like(created.at,*1*)", "VAL_001"),
        ("gt(name,a)", "VAL_001"),
        ("eq(status,null())", "VAL_001"),
        ("gt(created.at,tomorrow)", "VAL_001"),
        ("ordering(name)", "VAL_001"),
        ("ordering(unknown)", "VAL_001"),
        // No list of `/usage` declares a member to select.
        ("select(-events)", "VAL_001"),
        ("eq(status,ready", "REQ_005"),
        ("eq(name,%20a)", "REQ_005"),
        ("a=1|b=2", "REQ_005"),
        ("limit=1&limit=1", "REQ_005"),
    ] {
        let response = talk.get(Vendor, &format!("/files?{query}")).expect(400);
        assert_eq!(response.at("/error_code"), code, "{query}");
        assert!(!response.at("/errors/0").is_empty());
        assert!(response.json()["params"].is_object());
    }
}

fn range(response: &Response) -> Option<&str> {
    response.header("content-range")
}

#[test]
fn pages_declare_their_range() {
    let talk = Talk::with(Platform::builder().default_limit(3).page_cap(5));
    for _ in 0..12 {
        talk.file(FileStatus::Draft);
    }
    for (query, rows, expected) in [
        ("", 3, "items 0-2/12"),
        ("limit=2", 2, "items 0-1/12"),
        ("limit=5&offset=10", 2, "items 10-11/12"),
        ("limit=1000", 5, "items 0-4/12"),
        ("limit=5&offset=5", 5, "items 5-9/12"),
        ("limit=0", 0, "items 0-0/12"),
        ("limit=0&offset=5", 0, "items 0-0/12"),
        ("offset=12", 0, "items 12-12/12"),
        ("offset=5000000000", 0, "items 5000000000-5000000000/12"),
        ("limit=x", 3, "items 0-2/12"),
        ("limit=-1", 3, "items 0-2/12"),
        ("limit=1.5&offset=y", 3, "items 0-2/12"),
        ("status=ready", 0, "items 0-0/0"),
        ("id=UF-2029-01-0001-0007", 1, "items 0-0/1"),
    ] {
        let response = talk.get(Vendor, &format!("/files?{query}")).expect(200);
        assert_eq!(
            (response.ids().len(), range(&response)),
            (rows, Some(expected)),
            "{query}"
        );
    }
    for (form, expected) in [
        (ContentRange::WithoutTotal, Some("items 0-0/*")),
        (ContentRange::Missing, None),
    ] {
        let talk = Talk::with(Platform::builder().content_range(form));
        talk.file(FileStatus::Draft);
        assert_eq!(range(&talk.get(Vendor, "/files")), expected);
    }
}

/// A platform with the rows of an accepted and of a closed report, and the ids of these.
fn with_rows() -> (Talk, String, String) {
    let talk = Talk::with(Platform::builder().hubs(2).rule(Decision::Accept));
    let file = talk.file(FileStatus::Accepted);
    let other = talk.file(FileStatus::Closed);
    let records = [
        RecordSeed::new()
            .status(RecordStatus::Invalid)
            .category("b", "Backup"),
        RecordSeed::new().item(2).asset(7).category("m", "Mail"),
    ];
    talk.platform.add_records(&file, records);
    let chunk = talk.platform.chunks(&file).swap_remove(1);
    for content in [format!("PK\x03\x04 {chunk}"), "PK\x03\x04".to_owned()] {
        let path = "/reconciliations";
        talk.upload(Provider, path, "recon_file", content.as_bytes())
            .expect(201);
    }
    (talk, file, other)
}

/// Reads a list, which has this number of rows.
fn check_rows(talk: &Talk, path: &str, rows: usize) {
    let response = talk.get(Provider, path).expect(200);
    let found = response.json().as_array().expect("a list").len();
    assert_eq!(found, rows, "{path} {}", response.text());
    let total = range(&response)
        .and_then(|it| it.split_once('/'))
        .expect("a range")
        .1;
    assert_eq!(total, rows.to_string(), "{path}");
}

#[test]
fn every_list_filters_its_own_rows() {
    let (talk, file, other) = with_rows();
    for (path, rows) in [
        ("/chunks", 4),
        (
            &format!("/chunks?usagefile.id={file}&ordering(-usagefile.id)"),
            2,
        ),
        ("/chunks?in(status,(ready))&binding.hub.id=HB-0000-0002", 1),
        ("/chunks?status=closed", 2),
        ("/records", 8),
        (&format!("/records?usagefile.id={other}"), 3),
        (&format!("/records?eq(usage_file,{file})&status=invalid"), 1),
        ("/records?hub.id=HB-0000-0001&asset_id=AS-0000-0000-0001", 4),
        (
            "/records?part_usage_file__hub__id=HB-0000-0002&ordering(-usage_start_time,created_time)",
            3,
        ),
        (
            "/records?asset.external_id=1007&item.id=PRD-000-000-001-0002",
            1,
        ),
        (
            "/records?ge(start_date,2029-01-01)&lt(end_date,2029-01-01T01:00:00Z)",
            8,
        ),
        ("/records?eq(status,null())", 0),
        ("/records?usagefile.schema=qt", 0),
        ("/aggregates", 4),
        ("/aggregates?item.type=Reservation", 2),
        ("/aggregates?asset.id=AS-0000-0000-0007&search=item-2", 1),
        (&format!("/files/{file}/categories"), 2),
        (
            &format!("/files/{file}/categories?like(name,M*)&ordering(name)"),
            1,
        ),
        (&format!("/files/{other}/categories"), 0),
        ("/reconciliations", 2),
        (&format!("/reconciliations?usagefile.id={file}"), 1),
        ("/reconciliations?partusagefile.id=null()", 1),
        (
            "/reconciliations?binding.hub.id=HB-0000-0002&partusagefile.provider.id=PA-000-001",
            1,
        ),
    ] {
        check_rows(&talk, path, rows);
    }
}

/// Invalid records are not counted, and records that are not accepted yet count as used only.
#[test]
fn totals_add_up_what_was_used() {
    let talk = Talk::new();
    let record = |usage: i64| RecordSeed::new().usage(Decimal::new(usage, 1));
    for (status, records) in [
        (FileStatus::Ready, vec![record(15), record(2)]),
        (
            FileStatus::Accepted,
            vec![record(100).amount(Decimal::new(5, 2)), record(1)],
        ),
        (FileStatus::Closed, vec![record(1000)]),
        (
            FileStatus::Invalid,
            vec![record(10_000).status(RecordStatus::Invalid)],
        ),
    ] {
        let seed = FileSeed::new().status(status).records(records);
        talk.platform.add_file(seed);
    }
    let response = talk.get(Vendor, "/aggregates").expect(200);
    assert_eq!(response.json().as_array().map(Vec::len), Some(1));
    let totals = r#""amount":0.05,"currency":"USD","consumed":111.8,"accepted":110.1,"#;
    assert!(response.text().contains(totals), "{}", response.text());
    let seen = talk.get(Provider, "/aggregates").expect(200);
    assert!(
        seen.text()
            .contains(r#""consumed":110.1,"accepted":110.1,"#)
    );
}

#[test]
fn records_know_the_product_of_their_report() {
    let talk = Talk::new();
    for product in ["PRD-1", "PRD-2"] {
        let seed = FileSeed::new()
            .product(product, "x")
            .records([RecordSeed::new()]);
        talk.platform
            .add_file(seed.schema(if product == "PRD-1" { "qt" } else { "tr" }));
    }
    for query in [
        "product.id=PRD-2",
        "product_id=PRD-2",
        "usagefile.schema=tr",
    ] {
        let response = talk.get(Vendor, &format!("/records?{query}")).expect(200);
        assert_eq!(response.ids(), ["UR-2029-01-0001-0002-000001"], "{query}");
        assert_eq!(response.json()[0]["product_id"], "PRD-2");
    }
}

/// Records of reports that the provider cannot see are not in its lists.
#[test]
fn records_are_seen_with_their_report() {
    let talk = Talk::new();
    let draft = talk.file(FileStatus::Ready);
    let record = talk.platform.records(&draft).swap_remove(0);
    for path in ["/records", "/aggregates"] {
        assert_eq!(
            talk.get(Vendor, path).json().as_array().map(Vec::len),
            Some(3)
        );
        assert_eq!(talk.get(Provider, path).text(), "[]");
    }
    talk.get(Vendor, &format!("/records/{record}")).expect(200);
    talk.get(Provider, &format!("/records/{record}"))
        .expect(404);
    talk.get(Provider, &format!("/files/{draft}")).expect(404);
}

#[test]
fn more_rows_than_the_numbers_have_digits_stay_in_order() {
    let talk = Talk::new();
    let file = talk.file(FileStatus::Draft);
    talk.platform
        .add_records(&file, (0..11_000).map(|_| RecordSeed::new()));
    let records = talk.platform.records(&file);
    assert_eq!(records.len(), 11_003);
    assert!(records.is_sorted() && records[11_002].ends_with("-011003"));
    let response = talk
        .get(Vendor, "/records?offset=10999&limit=1")
        .expect(200);
    assert_eq!(response.ids(), records[10_999..11_000]);
    assert_eq!(range(&response), Some("items 10999-10999/11003"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Pages of any size together have every row once.
    #[test]
    fn pages_of_any_size_hold_every_row_once(rows in 0..40_usize, cap in 1..12_usize, limit in 1..12_usize) {
        let talk = Talk::with(Platform::builder().page_cap(cap));
        for _ in 0..rows {
            talk.file(FileStatus::Draft);
        }
        let mut ids = Vec::new();
        loop {
            let path = format!("/files?limit={limit}&offset={}", ids.len());
            let page = talk.get(Vendor, &path).expect(200).ids();
            prop_assert!(page.len() <= cap.min(limit));
            if page.is_empty() {
                break;
            }
            ids.extend(page);
        }
        prop_assert_eq!(ids, talk.platform.files());
    }

    #[test]
    fn no_request_does_harm(
        method in "GET|POST|PUT|X",
        path in "(/|%|files|chunks|records|UF-2029-01-0001-0001|close|upload|\\?|eq\\(|\\)|,|\"|\u{fc}){0,12}",
        kind in "multipart/form-data; boundary=b|application/json|",
        body in "(\\{|\\}|\\[|\\]|\"|--b|\r\n|:|product|id|name=|null|1e999|\u{fc}){0,20}",
    ) {
        let talk = Talk::new();
        talk.file(FileStatus::Ready);
        for side in [Vendor, Provider] {
            let mut request = talk.request(side, &method, &format!("/{path}"));
            request.headers.push(("content-type".to_owned(), kind.clone().into()));
            request.headers.push(("range".to_owned(), path.clone().into()));
            request.body = body.clone().into();
            let response = talk.send(&request);
            prop_assert!((200..500).contains(&response.status));
            request.headers.remove(0);
            talk.platform.handle_storage(&request);
        }
    }
}
