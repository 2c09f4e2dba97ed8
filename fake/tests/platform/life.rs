//! The effects of calls beyond transitions, and the form of responses.

use bytes::Bytes;
use connect_fake::{Decision, FileSeed, FileStatus, Platform, RecordSeed, Side};
use serde_json::{Value, json};

use crate::support::Talk;

use Side::{Provider, Vendor};

const NEW: &str = r#"{
    "name": "Usage of \"January\" ü", "description": "all", "note": "first", "currency": "USD",
    "period": {"from": "2029-01-01", "to": "2029-01-31"},
    "product": {"id": "PRD-1"}, "contract": {"id": "CRD-1"}, "external_id": "4711"
}"#;

#[test]
fn a_new_report_is_returned_whole_and_oddly() {
    let talk = Talk::new();
    let response = talk.json(Vendor, "POST", "/files", NEW).expect(201);
    let report = response.json();
    assert_eq!(report["id"], "UF-2029-01-0001-0001");
    assert_eq!(report["status"], "draft");
    assert_eq!(report["name"], "Usage of \"January\" ü");
    assert_eq!(report["vendor"]["id"], "VA-000-001");
    assert_eq!(
        report["provider"],
        json!({"id": "PA-000-001", "name": "Example Provider"})
    );
    assert_eq!(report["product"]["icon"], "");
    assert_eq!(
        report["external_id"], 4711,
        "a number, since it looks like one"
    );
    assert_eq!(report["period"]["from"], "2029-01-01T00:00:00+00:00");
    assert_eq!(report["stats"], json!({}));
    assert_eq!(report["records"], json!({"valid": 0, "invalid": 0}));
    assert_eq!(report["rejection_note"], Value::Null, "written as null");
    assert_eq!(report["events"]["created"]["at"], "2029-02-01T08:00:01Z");
    assert!(report["events"].get("uploaded").is_none());

    let second = r#"{"product": {"id": "PRD-1"}, "contract": {"id": "CRD-1"}}"#;
    let second = talk
        .json(Vendor, "POST", "/files", second)
        .expect(201)
        .json();
    assert_eq!(second["id"], "UF-2029-01-0001-0002");
    assert!(second.get("rejection_note").is_none(), "left out");
    assert!(second.get("external_id").is_none());
    assert_eq!(talk.get(Vendor, "/files").ids().len(), 2);
}

#[test]
fn fields_are_checked() {
    let talk = Talk::new();
    let good: Value = serde_json::from_str(NEW).expect("JSON");
    for (pointer, value, error) in [
        ("/product", json!(null), "product: "),
        ("/product", json!("PRD-1"), "product: "),
        ("/product/id", json!(""), "product: "),
        ("/contract/id", json!(null), "contract: "),
        ("/contract/id", json!(7), "id: "),
        ("/name", json!(["a"]), "name: "),
        ("/note", json!("ü".repeat(201)), "note: "),
        ("/period/from", json!("2029-02-30"), "period.from: "),
        ("/period/to", json!("tomorrow"), "period.to: "),
        ("/period", json!("January"), "period: "),
    ] {
        let mut body = good.clone();
        *body.pointer_mut(pointer).expect(pointer) = value;
        let response = talk.json(Vendor, "POST", "/files", &body.to_string());
        let response = response.expect(400);
        assert_eq!(response.at("/error_code"), "VAL_001");
        assert!(
            response.at("/errors/0").starts_with(error),
            "{}",
            response.text()
        );
    }
    for body in ["", "[]", "{", "\u{fc}"] {
        talk.json(Vendor, "POST", "/files", body).expect(400);
    }
    let mut long = good;
    long["note"] = json!("ü".repeat(200));
    talk.json(Vendor, "POST", "/files", &long.to_string())
        .expect(201);
    assert_eq!(talk.platform.journal().len(), 1);
}

#[test]
fn a_change_returns_three_fields_and_keeps_the_rest() {
    let talk = Talk::new();
    let id = talk.json(Vendor, "POST", "/files", NEW).at("/id");
    let path = format!("/files/{id}");
    let body = r#"{"note": null, "external_id": "E", "period": {"to": "2029-02-01"}}"#;
    let changed = talk.json(Vendor, "PUT", &path, body).expect(200).json();
    assert_eq!(
        changed,
        json!({"description": "all", "note": null, "external_id": "E"})
    );
    let report = talk.get(Vendor, &path).json();
    assert_eq!(report["period"]["from"], "2029-01-01T00:00:00+00:00");
    assert_eq!(report["period"]["to"], "2029-02-01T00:00:00+00:00");
    assert_eq!(report["currency"], "USD");
    assert_eq!(talk.platform.journal()[1].operation, "files::update");
    talk.json(Provider, "PUT", &path, "{}").expect(403);
    let accepted = format!("/files/{}", talk.file(FileStatus::Accepted));
    talk.json(Vendor, "PUT", &accepted, "{}").expect(400);
}

#[test]
fn keys_are_checked() {
    let talk = Talk::with(Platform::builder().keys("SU-1:a", "SU-2:b"));
    assert_eq!(
        (talk.platform.vendor_key(), talk.platform.provider_key()),
        ("SU-1:a", "SU-2:b")
    );
    let mut request = talk.request(Vendor, "GET", "/files");
    talk.send(&request).expect(200);
    for value in [
        "ApiKey SU-1:b",
        "SU-1:a",
        "apikey SU-1:a",
        "Bearer SU-1:a",
        "ApiKey SU-1:a ",
        "",
    ] {
        request.headers[0].1 = value.into();
        let response = talk.send(&request).expect(401);
        assert_eq!(response.at("/error_code"), "AUTH_001");
    }
    let both = vec![
        ("Authorization".to_owned(), b"ApiKey SU-1:a".to_vec()),
        ("authorization".to_owned(), b"ApiKey SU-2:b".to_vec()),
    ];
    request.headers = both;
    talk.send(&request).expect(401);
}

#[test]
fn an_upload_is_kept_as_it_was_sent_and_creates_records() {
    let talk = Talk::new();
    let id = talk.file(FileStatus::Draft);
    let path = format!("/files/{id}");
    let content: Vec<u8> = b"PK\x03\x04\r\n--xy"
        .iter()
        .copied()
        .chain(0..=255)
        .collect();
    let response = talk.upload(Vendor, &format!("{path}/upload"), "usage_file", &content);
    assert_eq!(response.expect(201).at("/status"), "uploading");
    let uploads = talk.platform.uploads(&id);
    assert_eq!(uploads.len(), 1);
    assert_eq!(uploads[0].content, content);
    assert_eq!(uploads[0].file_name.as_deref(), Some("usage.xlsx"));
    assert_eq!(uploads[0].media_type.as_deref(), Some(crate::support::XLSX));

    assert_eq!(talk.get(Vendor, &path).at("/status"), "processing");
    let report = talk.get(Vendor, &path).json();
    assert_eq!(
        (&report["status"], &report["records"]["valid"]),
        (&json!("ready"), &json!(3))
    );
    assert_eq!(report["stats"]["uploaded"], 3);
    let records = talk.get(Vendor, &format!("/records?usagefile.id={id}"));
    assert!(records.text().contains("\"amount\":1000000000000000.00,"));
    assert!(records.text().contains("\"amount\":0.20,"));
    let aggregates = talk.get(Vendor, "/aggregates?item.local_id=item-1");
    assert!(
        aggregates
            .text()
            .contains("\"amount\":1000000000000000.00,"),
        "{}",
        aggregates.text()
    );

    // A second spreadsheet replaces the first.
    let bad = talk.upload(Vendor, &format!("{path}/upload"), "usage_file", b"text");
    assert_eq!(bad.expect(201).at("/status"), "uploading");
    talk.platform.settle();
    let report = talk.get(Vendor, &path).json();
    assert_eq!(report["status"], "invalid");
    assert_eq!(report["error_detail"], "The file is not a spreadsheet.");
    assert_eq!(talk.get(Vendor, "/records").text(), "[]");

    // The next spreadsheet clears the error.
    let again = talk.upload(Vendor, &format!("{path}/upload"), "usage_file", b"text");
    assert_eq!(again.expect(201).json()["error_detail"], Value::Null);
    assert_eq!(talk.platform.uploads(&id).len(), 3);
}

#[test]
fn uploads_without_their_file_are_refused() {
    let talk = Talk::new();
    let path = format!("/files/{}/upload", talk.file(FileStatus::Draft));
    let response = talk.upload(Vendor, &path, "recon_file", b"PK\x03\x04");
    assert_eq!(
        response.expect(400).at("/errors/0"),
        "usage_file: this field is required"
    );
    talk.json(Vendor, "POST", &path, "{}").expect(400);
    let response = talk.upload(Provider, "/reconciliations", "usage_file", b"PK\x03\x04");
    assert_eq!(
        response.expect(400).at("/errors/0"),
        "recon_file: this field is required"
    );
    assert!(talk.platform.journal().is_empty());
}

#[test]
fn a_spreadsheet_can_be_read_otherwise_or_turn_out_wrong() {
    let read = |bytes: &Bytes| match bytes.len() {
        0 => Err("There is nothing in it.".to_owned()),
        many => Ok(vec![RecordSeed::new(); many]),
    };
    let builder = Platform::builder()
        .read_usage(read)
        .steps(0)
        .uploaded_is_success();
    let talk = Talk::with(builder);
    let id = talk.file(FileStatus::Draft);
    let upload = |content: &[u8]| {
        let response = talk.upload(
            Vendor,
            &format!("/files/{id}/upload"),
            "usage_file",
            content,
        );
        response.expect(201).json()
    };
    assert_eq!(upload(b"seven..")["records"]["valid"], 7);
    assert_eq!(talk.platform.status(&id), Some("uploaded"));
    assert_eq!(upload(b"")["error_detail"], "There is nothing in it.");
    talk.platform.fail_next_spreadsheet("line 3: no such item");
    assert_eq!(upload(b"a")["error_detail"], "line 3: no such item");
    assert_eq!(upload(b"a")["error_detail"], Value::Null);
    talk.post(Vendor, &format!("/files/{id}/submit"))
        .expect(201);
}

#[test]
fn work_takes_as_many_reads_as_were_set() {
    for steps in [1, 2, 3] {
        let talk = Talk::with(Platform::builder().steps(steps));
        let id = talk.file(FileStatus::Draft);
        let path = format!("/files/{id}/upload");
        talk.upload(Vendor, &path, "usage_file", b"PK\x03\x04")
            .expect(201);
        let mut reads = 0;
        while talk.get(Vendor, &format!("/files/{id}")).at("/status") != "ready" {
            reads += 1;
        }
        assert_eq!(reads + 1, 2 * steps);
    }
    let talk = Talk::with(Platform::builder().by_hand());
    let id = talk
        .platform
        .add_file(FileSeed::new().status(FileStatus::Uploading));
    for _ in 0..5 {
        assert_eq!(
            talk.get(Vendor, &format!("/files/{id}")).at("/status"),
            "uploading"
        );
    }
}

#[test]
fn a_rule_can_decide() {
    for (decision, status) in [
        (Decision::Accept, "accepted"),
        (Decision::Reject, "rejected"),
    ] {
        let talk = Talk::with(Platform::builder().rule(decision));
        let id = talk.file(FileStatus::Ready);
        let response = talk
            .post(Vendor, &format!("/files/{id}/submit"))
            .expect(201);
        assert_eq!(response.at("/status"), "pending");
        assert_eq!(
            talk.get(Vendor, &format!("/files/{id}")).at("/status"),
            status
        );
        let journal = talk.platform.journal();
        assert_eq!((journal.len(), journal[0].operation), (1, "files::submit"));
    }
}

#[test]
fn responses_can_be_sparse_in_capitals_or_of_another_status() {
    let talk = Talk::with(Platform::builder().sparse().capitals());
    let id = talk.file(FileStatus::Ready);
    let path = format!("/files/{id}");
    assert_eq!(
        talk.get(Vendor, &path).json(),
        json!({"id": id, "status": "READY"})
    );
    assert_eq!(
        talk.get(Vendor, "/files?status=ready").json()[0]["status"],
        "READY"
    );
    talk.platform.show_status(&id, Some("escalated"));
    assert_eq!(talk.get(Vendor, &path).at("/status"), "escalated");
    assert_eq!(talk.platform.status(&id), Some("ready"));
    talk.platform.show_status(&id, None);
    assert_eq!(talk.get(Vendor, &path).at("/status"), "READY");
    talk.platform.remove(&id);
    talk.get(Vendor, &path).expect(404);
    assert_eq!(talk.platform.status(&id), None);
}
