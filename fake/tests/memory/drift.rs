//! What requests have, and the contract does not declare.

use connect_client::Upload;
use connect_client::runtime::contract::Undeclared;
use connect_client::runtime::{Filter, RawCall};
use connect_fake::{ANY, DriftKind, FileSeed, Platform, Received, Side};
use connect_usage_api::models::{NewUsageFile, UpdateUsageFile, UsageFileStatus};
use connect_usage_api::specification::OPERATIONS;
use connect_usage_api::{files, records};

fn parameters(platform: &Platform) -> Vec<(String, String)> {
    let drift = platform.drift().into_iter();
    let parameters = drift.map(|it| match it.kind {
        DriftKind::Parameter(name) => (it.request, name),
        other => panic!("{other:?}"),
    });
    parameters.collect()
}

#[test]
fn filters_that_the_contract_does_not_declare_are_told() {
    let platform = Platform::in_memory();
    let id = platform.add_file(FileSeed::new());
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let declared = files::filter::STATUS.eq(UsageFileStatus::Draft);
    let list = files::list().filter(declared).page_size(5);
    let list = list.order_by([files::filter::ID.asc()]).search("x");
    vendor.send(list).expect("a page");
    vendor.send(files::get(&id)).expect("a report");
    platform.assert_no_drift();

    let raw = "and(eq(nmae,x),or(not(like(sattus,*y*)),in(isd,(a))),eq(status,draft))";
    let page = vendor.send(files::list().filter(Filter::raw(raw)));
    // All of them are ignored.
    assert_eq!(page.expect("a page").rows.len(), 1);
    let row = Filter::raw("eq(amuont,1)");
    vendor.send(records::list().filter(row)).expect("a page");
    let category = Filter::raw("eq(nam,1)");
    let categories = files::list_categories(&id).filter(category);
    vendor.send(categories).expect("a page");
    let categories = format!("GET /public/v1/usage/files/{id}/categories");
    let expected = [
        ("GET /public/v1/usage/files", "nmae"),
        ("GET /public/v1/usage/files", "sattus"),
        ("GET /public/v1/usage/files", "isd"),
        ("GET /public/v1/usage/records", "amuont"),
        (categories.as_str(), "nam"),
    ];
    let expected = expected.map(|(request, name)| (request.to_owned(), name.to_owned()));
    assert_eq!(parameters(&platform), expected);
}

#[test]
fn what_the_bindings_send_is_declared() {
    let platform = Platform::in_memory();
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let report = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001").name("January");
    let file = vendor
        .send(files::create(report.clone()))
        .expect("a report");
    let note = UpdateUsageFile::new().description("as agreed");
    vendor
        .send(files::update(&file.id).body(note))
        .expect("a report");
    let upload = files::upload(&file.id, Upload::bytes("PK\x03\x04"));
    vendor.send(upload).expect("an upload");
    platform.assert_no_drift();

    // What was sent can be read as what it is.
    let sent: NewUsageFile = platform.on(files::create(report.clone())).requests()[0]
        .json()
        .expect("a report");
    assert_eq!(sent, report);
}

#[test]
fn members_that_the_contract_does_not_declare_are_told() {
    let platform = Platform::in_memory();
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let body = serde_json::json!({
        "name": "January",
        "nmae": "January",
        "product": {"id": "PRD-000-000-001", "version": 2},
        "contract": {"id": "CRD-00000-00000-00001"},
        "period": {"from": "2029-01-01", "form": null},
    });
    let call = RawCall::post("/usage/files").body(&body);
    vendor
        .send(call.json::<serde_json::Value>())
        .expect("a report");
    let kinds: Vec<_> = platform.drift().into_iter().map(|it| it.kind).collect();
    let member = |path: &str| DriftKind::Json(Undeclared::Member(path.to_owned()));
    let null = DriftKind::Json(Undeclared::Null("period.form".to_owned()));
    assert_eq!(kinds, [member("nmae"), null, member("product.version")]);

    for (wrong, told) in [
        (
            serde_json::json!({"name": 7, "product": {"id": "P"}, "contract": {"id": "C"}}),
            "`name` is a JSON number where a JSON string is declared",
        ),
        (
            serde_json::json!({"product": {"id": "P"}, "contract": 7}),
            "the body is not what is declared: ",
        ),
    ] {
        let call = RawCall::post("/usage/files").body(&wrong);
        let refused = vendor.send(call.json::<serde_json::Value>());
        refused.expect_err("a refusal");
        let drift = platform.drift();
        let last = drift.last().map(ToString::to_string).unwrap_or_default();
        let start = format!("POST /public/v1/usage/files (files::create): {told}");
        assert!(last.starts_with(&start), "{last}");
    }
}

fn request(method: &str, target: &str, content_type: &str, body: &str) -> Received {
    Received {
        method: method.to_owned(),
        target: format!("/public/v1{target}"),
        headers: vec![("Content-Type".to_owned(), content_type.into())],
        body: body.into(),
        length: body.len() as u64,
        ..Received::default()
    }
}

fn drifts(request: &Received, expected: Option<DriftKind>) {
    let kinds: Vec<_> = request.drift().into_iter().map(|it| it.kind).collect();
    assert_eq!(kinds, Vec::from_iter(expected), "{request:?}");
}

#[test]
fn operations_and_parameters_that_the_contract_does_not_declare_are_told() {
    for (method, target, expected) in [
        ("GET", "/usage/files", None),
        ("GET", "/usage/fils", Some(DriftKind::Operation)),
        ("PATCH", "/usage/files", Some(DriftKind::Operation)),
        ("GET", "/usage/files?eq(", Some(DriftKind::Query)),
        (
            "GET",
            "/usage/files/UF-1?verbose=1",
            Some(DriftKind::Parameter("verbose".to_owned())),
        ),
    ] {
        drifts(&request(method, target, "", ""), expected);
    }
}

#[test]
fn bodies_that_the_contract_does_not_declare_are_told() {
    let form = "multipart/form-data; boundary=b";
    let part = |name: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n"
        )
    };
    let json = "application/json; charset=utf-8";
    let media_type = DriftKind::MediaType("text/plain".to_owned());
    for (action, content_type, body, expected) in [
        ("submit", json, "{}", Some(DriftKind::Body)),
        ("accept", json, "{}", None),
        ("accept", "text/plain", "yes", Some(media_type)),
        ("upload", form, &part("usage_file"), None),
        (
            "upload",
            form,
            &part("file"),
            Some(DriftKind::Part("file".to_owned())),
        ),
    ] {
        let target = format!("/usage/files/UF-1/{action}");
        drifts(&request("POST", &target, content_type, body), expected);
    }
}

#[test]
fn every_operation_of_the_contract_is_implemented() {
    let platform = Platform::in_memory();
    let mut sent = 0;
    for declared in OPERATIONS {
        let path = declared.operation.path_template().to_string();
        let target = path.replace("{", "").replace("}", "");
        let mut request = request(declared.operation.method.as_str(), &target, "", "");
        let key = format!("ApiKey {}", platform.vendor_key());
        request
            .headers
            .push(("Authorization".to_owned(), key.into()));
        let status = platform.handle(&request).status();
        assert_ne!(status, 501, "{}", declared.operation);
        assert_eq!(request.drift(), [], "{}", declared.operation);
        sent += 1;
    }
    assert_eq!(sent, 32);
    platform.on(files::delete(ANY)).assert_never_called();
}
