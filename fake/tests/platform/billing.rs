//! Records and chunks, from the acceptance of a report to its end.

use connect_fake::{ChunkSeed, FileSeed, FileStatus, Platform, RecordSeed, RecordStatus, Side};
use serde_json::{Value, json};

use crate::support::Talk;

use Side::Provider;

#[test]
fn a_report_closes_with_its_last_chunk() {
    let talk = Talk::with(Platform::builder().hubs(2));
    let id = talk.file(FileStatus::Pending);
    let body = r#"{"acceptance_note": "fine"}"#;
    let accepted = talk.json(Provider, "POST", &format!("/files/{id}/accept"), body);
    assert_eq!(accepted.expect(201).at("/acceptance_note"), "fine");
    talk.platform.settle();
    let chunks = talk.get(Provider, &format!("/chunks?status=ready&usagefile.id={id}"));
    let chunks = chunks.ids();
    assert_eq!(chunks, talk.platform.chunks(&id));
    for (chunk, status) in chunks.iter().zip(["accepted", "closed"]) {
        let path = format!("/chunks/{chunk}");
        let named = talk.json(
            Provider,
            "PUT",
            &path,
            r#"{"external_id": "9007199254740993"}"#,
        );
        assert_eq!(
            named.expect(200).json()["external_id"],
            9_007_199_254_740_993_i64
        );
        talk.post(Provider, &format!("{path}/close")).expect(400);
        let bill = r#"{"external_billing_id": "B-1", "external_billing_note": "paid"}"#;
        let closed = talk
            .json(Provider, "POST", &format!("{path}/close"), bill)
            .expect(200);
        assert_eq!(closed.at("/status"), "closed");
        assert_eq!(talk.platform.bill(chunk).as_deref(), Some("B-1"));
        assert_eq!(talk.platform.status(&id), Some(status));
    }
    for record in talk.platform.records(&id) {
        assert_eq!(talk.platform.status(&record), Some("closed"));
        assert_eq!(talk.platform.bill(&record).as_deref(), Some("B-1"));
        let response = talk.get(Provider, &format!("/records/{record}")).json();
        assert_eq!(response["external_billing_note"], "paid");
        assert_eq!(response["closed_by"], "PA-000-001");
    }
}

#[test]
fn closing_many_records_returns_a_result_for_each() {
    let talk = Talk::new();
    let records = [
        RecordSeed::new(),
        RecordSeed::new().status(RecordStatus::Invalid),
        RecordSeed::new().status(RecordStatus::Approved),
    ];
    let seed = FileSeed::new()
        .status(FileStatus::Accepted)
        .records(records);
    let file = talk.platform.add_file(seed);
    let ids = talk.platform.records(&file);
    let body = json!([
        {"id": ids[0], "external_billing_id": "B-1"},
        {"id": ids[1], "external_billing_id": "B-2"},
        {"id": "UR-0"},
        {"id": ids[0], "external_billing_id": "B-3"},
        {"external_billing_id": "B-4"},
    ]);
    let path = "/records/close-records";
    let response = talk
        .json(Provider, "POST", path, &body.to_string())
        .expect(206)
        .json();
    assert_eq!(response[0], json!({"id": ids[0], "status": "closed"}));
    assert_eq!(response[1]["error_codes"], "USG_011");
    assert_eq!(response[1]["status"], "invalid");
    assert!(
        response[1]["error_details"]
            .as_str()
            .is_some_and(|it| it.contains("invalid"))
    );
    assert_eq!(response[2]["error_codes"], "SYS_001");
    assert!(response[2].get("status").is_none());
    assert_eq!(
        response[3]["error_codes"], "USG_011",
        "it was closed already"
    );
    assert_eq!(response.as_array().map(Vec::len), Some(5));
    assert_eq!(talk.platform.bill(&ids[0]).as_deref(), Some("B-1"));
    assert_eq!(talk.platform.status(&file), Some("accepted"));
    let last = json!([{"id": ids[2]}]).to_string();
    talk.json(Provider, "POST", path, &last).expect(206);
    assert_eq!(
        talk.platform.status(&file),
        Some("closed"),
        "nothing is left to bill"
    );
    assert_eq!(talk.platform.journal().len(), 2);
    let half = json!([{"id": ids[1]}, 1]).to_string();
    for body in ["{}", "[1]", "", "[", &half] {
        talk.json(Provider, "POST", path, body).expect(400);
    }
    assert_eq!(
        talk.json(Provider, "POST", path, "[]").expect(206).text(),
        "[]"
    );
}

#[test]
fn approving_all_approves_every_record_that_allows_it() {
    let talk = Talk::new();
    let records = RecordStatus::ALL
        .iter()
        .map(|it| RecordSeed::new().status(*it));
    let seed = FileSeed::new()
        .status(FileStatus::Accepted)
        .records(records);
    let file = talk.platform.add_file(seed);
    talk.json(Provider, "PUT", &format!("/files/{file}/approve-all"), "")
        .expect(200);
    let statuses: Vec<_> = talk
        .platform
        .records(&file)
        .iter()
        .map(|it| talk.platform.status(it).expect("a status"))
        .collect();
    assert_eq!(
        statuses,
        ["approved", "invalid", "approved", "approved", "closed"]
    );
    talk.post(Provider, &format!("/files/{file}/reprocess"))
        .expect(200);
}

#[test]
fn a_chunk_that_was_filled_in_reconciles_its_records() {
    let talk = Talk::new();
    let file = talk.file(FileStatus::Accepted);
    let chunk = talk.platform.chunks(&file).swap_remove(0);
    let sheet = talk
        .get(Provider, &format!("/chunks/{chunk}/download"))
        .expect(200);
    let text = String::from_utf8(sheet.body).expect("UTF-8");
    assert_eq!(text.lines().count(), 4);
    let path = format!("/files/{file}/reconciliation");
    let response = talk.upload(
        Provider,
        &path,
        "recon_file",
        text.replace(",\n", ",B-7\n").as_bytes(),
    );
    assert_eq!(response.expect(200).at("/id"), file);
    let path = "/reconciliations/RCF-2029-01-0001-0001";
    talk.get(Provider, &format!("{path}/processedfile"))
        .expect(400);
    let query = format!("/reconciliations?partusagefile.id={chunk}");
    assert_eq!(talk.get(Provider, &query).ids(), ["RCF-2029-01-0001-0001"]);
    let response = talk.get(Provider, path).json();
    assert_eq!(response["status"], "processed");
    assert_eq!(response["usagefile"]["id"], Value::from(file.clone()));
    assert_eq!(response["binding"]["external_id"], 4711);
    assert_eq!(
        response["notes"],
        json!({"uploaded": null, "processing": "3 records were closed."})
    );
    assert_eq!(talk.platform.status(&file), Some("closed"));
    assert_eq!(
        talk.platform
            .bill(&talk.platform.records(&file)[2])
            .as_deref(),
        Some("B-7")
    );
    let uploaded = talk
        .get(Provider, &format!("{path}/uploadedfile"))
        .expect(200);
    let processed = talk
        .get(Provider, &format!("{path}/processedfile"))
        .expect(200);
    assert!(processed.body.starts_with(&uploaded.body) && processed.body != uploaded.body);

    talk.platform.fail_next_spreadsheet("line 9");
    let response = talk.upload(Provider, "/reconciliations", "recon_file", b"PK\x03\x04");
    let path = format!("/reconciliations/{}", response.expect(201).at("/id"));
    talk.platform.settle();
    let response = talk.get(Provider, &path).json();
    assert_eq!(
        (&response["status"], &response["error"]["detail"]),
        (&json!("failed"), &json!("line 9"))
    );
}

#[test]
fn a_chunk_can_fail_and_be_made_again() {
    let talk = Talk::new();
    talk.platform.fail_next_chunk("no hub");
    let file = talk.file(FileStatus::Pending);
    talk.post(Provider, &format!("/files/{file}/accept"))
        .expect(201);
    talk.platform.settle();
    let path = format!("/chunks/{}", talk.platform.chunks(&file)[0]);
    let chunk = talk.get(Provider, &path).json();
    assert_eq!(
        (&chunk["status"], &chunk["error"]["detail"]),
        (&json!("failed"), &json!("no hub"))
    );
    talk.get(Provider, &format!("{path}/download")).expect(400);
    let again = talk
        .post(Provider, &format!("{path}/regenerate"))
        .expect(200);
    assert_eq!(again.at("/status"), "draft");
    talk.get(Provider, &format!("{path}/download")).expect(200);
    assert_eq!(talk.get(Provider, &path).at("/status"), "ready");
    let id = talk.platform.add_chunk(&file, ChunkSeed::new());
    talk.platform.outdate_chunk(&id);
    assert_eq!(
        talk.get(Provider, &format!("/chunks/{id}")).json()["outdated"],
        true
    );
}

#[test]
fn only_what_is_accepted_and_filled_in_is_billed() {
    let talk = Talk::with(Platform::builder().hubs(2).steps(0));
    let pending = talk.file(FileStatus::Pending);
    let record = talk.platform.records(&pending).swap_remove(0);
    let refused = talk.post(Provider, &format!("/records/{record}/close"));
    assert!(refused.expect(400).at("/errors/0").contains("pending"));

    // A spreadsheet that was not filled in closes no records.
    let file = talk.file(FileStatus::Accepted);
    let chunk = talk.platform.chunks(&file).swap_remove(0);
    let sheet = talk
        .get(Provider, &format!("/chunks/{chunk}/download"))
        .body;
    let response = talk.upload(Provider, "/reconciliations", "recon_file", &sheet);
    let response = response.expect(201).json();
    assert_eq!(response["status"], "processed");
    assert_eq!(response["notes"]["processing"], "0 records were closed.");
    assert_eq!(talk.platform.status(&file), Some("accepted"));

    // A report without records is closed once all its chunks are.
    let seed = FileSeed::new().status(FileStatus::Accepted);
    let empty = talk.platform.add_file(seed);
    for (chunk, status) in talk
        .platform
        .chunks(&empty)
        .iter()
        .zip(["accepted", "closed"])
    {
        let body = r#"{"external_billing_id": "B"}"#;
        let path = format!("/chunks/{chunk}/close");
        talk.json(Provider, "POST", &path, body).expect(200);
        assert_eq!(talk.platform.status(&empty), Some(status));
    }
}
