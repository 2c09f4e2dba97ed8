//! Calls about many records whose responses are lost.

use connect_fake::Reply;
use connect_usage::models::UsageRecordStatus;
use connect_usage::{Outcome, records};

use crate::case::cases;
use crate::creating::{bills, client, lines, unknown};
use crate::net::{Host, Net};

cases![
    many_records_are_read_one_by_one,
    records_that_differ_are_unknown,
];

/// Starts a server that loses the response to a POST, and reads records with this status and this bill.
fn with_records(net: &Net, lost: Reply, read: fn(&str) -> (&'static str, &'static str)) -> Host {
    net.serve(move |request| match request.method.as_str() {
        "POST" => lost.clone(),
        _ => {
            let id = request.target.rsplit('/').next().unwrap_or_default();
            let (status, bill) = read(id);
            Reply::json(
                200,
                format!(r#"{{"id": "{id}", "status": "{status}", "external_billing_id": {bill}}}"#),
            )
        }
    })
}

fn many_records_are_read_one_by_one(net: &Net) {
    let ids = ["UR-1", "UR-2", "UR-3"];
    for reply in [
        Reply::reset(),
        Reply::new(504),
        Reply::new(204),
        Reply::json(206, "<"),
    ] {
        let server = with_records(net, reply.clone(), |_| ("closed", "\"B-1\""));
        let rows = client(&server).send(records::close_many(bills(&ids)));
        let rows = rows.expect("all are closed");
        let found: Vec<_> = rows.iter().filter_map(|it| it.id.as_deref()).collect();
        assert_eq!(found, ids);
        let closed = Some(UsageRecordStatus::Closed);
        assert!(
            rows.iter()
                .all(|it| it.status == closed && it.error_codes.is_none())
        );
        assert_eq!(
            lines(&server),
            [
                "POST /usage/records/close-records",
                "GET /usage/records/UR-1",
                "GET /usage/records/UR-2",
                "GET /usage/records/UR-3"
            ]
        );
    }
    let server = with_records(net, Reply::reset(), |_| ("approved", "null"));
    let error = client(&server).send(records::close_many(bills(&ids)));
    let error = error.expect_err("none is closed");
    assert_eq!(error.outcome(), Some(Outcome::DidNotHappen), "{error}");
    // Unless the API said that it did so.
    let server = with_records(net, Reply::json(206, "<"), |_| ("approved", "null"));
    unknown(
        &server,
        client(&server).send(records::close_many(bills(&ids))),
        4,
    );
}

fn records_that_differ_are_unknown(net: &Net) {
    let ids = ["UR-1", "UR-2", "UR-3"];
    let some = |id: &str| match id {
        "UR-1" => ("closed", "\"B-1\""),
        _ => ("valid", "null"),
    };
    // The rest is not read once two of them differ.
    let server = with_records(net, Reply::reset(), some);
    unknown(
        &server,
        client(&server).send(records::close_many(bills(&ids))),
        3,
    );
    // Closed by somebody else.
    let server = with_records(net, Reply::reset(), |_| ("closed", "\"B-2\""));
    unknown(
        &server,
        client(&server).send(records::close_many(bills(&ids))),
        2,
    );
    // Too many to read, or none.
    let many: Vec<_> = (0..101).map(|it| format!("UR-{it}")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    for ids in [&many[..], &[]] {
        let server = with_records(net, Reply::reset(), |_| ("closed", "\"B-1\""));
        unknown(
            &server,
            client(&server).send(records::close_many(bills(ids))),
            1,
        );
    }
}
