//! Chunks whose records are billed one by one.

use connect_reporting::blocking::provider;
use connect_reporting::provider::{Bill, ChunkError, Handover, Progress, RecordBill, Settled};
use connect_usage::models::{ChunkRef, CloseUsageRecord, Reconciliation, ReconciliationNotes};
use connect_usage::{chunks, reconciliations, records};

use crate::support::{Billing, client, failure, own, platform, round, run};

/// A chunk's workbook, and the ids of its records.
fn workbook(
    platform: &connect_fake::Platform,
    id: &str,
) -> (connect_reporting::Chunk, Vec<String>) {
    let content = client(platform).download(chunks::download(id)).bytes();
    let chunk = connect_reporting::Chunk::read(content.expect("a file").bytes).expect("a workbook");
    let ids = chunk.records().map(|it| it.expect("a record").record_id);
    let ids = ids.collect();
    (chunk, ids)
}

#[test]
fn records_are_closed_by_the_bills_of_their_rows() {
    let platform = platform(1);
    let mut billing = Billing {
        by_record: true,
        ..Billing::default()
    };
    let outcomes = run(&platform, &round(&platform), &mut billing);
    let settled: Vec<_> = outcomes.succeeded().map(|(_, it)| it).collect();
    let [Settled::Reconciled(reconciled)] = settled[..] else {
        panic!("{outcomes}");
    };
    assert_eq!((reconciled.rows, reconciled.rejected.len()), (3, 0));
    let id = own(&platform).remove(0);
    let (_, records) = workbook(&platform, &id);
    let file = platform.files().remove(0);
    for record in records {
        let named = platform.record_named(&file, &record).expect("a record");
        assert_eq!(platform.bill(&named), Some(format!("B-{record}")));
    }
}

#[test]
fn rows_that_are_rejected_are_told_once() {
    let platform = platform(1);
    let (provider, round) = (client(&platform), round(&platform));
    let file = platform.files().remove(0);
    let id = own(&platform).remove(0);
    let (_, names) = workbook(&platform, &id);
    let closed = platform.record_named(&file, &names[1]).expect("a record");
    let body = CloseUsageRecord::new().external_billing_id("B-0");
    provider
        .send(records::close(&closed).body(body))
        .expect("it is closed");
    let mut progress = Progress::default();
    let hand_over = |_: &Handover| {
        let bill = |it: &String| RecordBill::new(it, "B-1", "January");
        Ok::<_, String>(Bill::Records(names.iter().take(2).map(bill).collect()))
    };
    let store = |_: &Progress| Ok(());
    let outcomes = provider::resume(&provider, &round, &mut progress, store, hand_over);
    let outcomes = outcomes.expect("chunks");
    let why = outcomes.failed().next().map(|it| it.1);
    let Some(ChunkError::Rejected(reconciled)) = why else {
        panic!("{outcomes}");
    };
    assert_eq!(reconciled.rejected.len(), 1);
    assert_eq!(reconciled.rejected[0].record_id.as_ref(), Some(&names[1]));
    assert!(failure(&outcomes).contains(&names[1]), "{outcomes}");
    let open = platform.record_named(&file, &names[0]).expect("a record");
    assert_eq!(platform.bill(&open), Some("B-1".to_owned()));

    let stored = serde_json::to_string(&progress).expect("a text");
    let mut progress = serde_json::from_str(&stored).expect("a progress");
    let again = provider::resume(&provider, &round, &mut progress, store, hand_over);
    let again = again.expect("chunks");
    let results: Vec<_> = again.succeeded().map(|it| it.1).collect();
    assert_eq!(results, [&Settled::Earlier]);
}

#[test]
fn a_reconciliation_that_fails_is_uploaded_again_by_the_next_round() {
    let platform = platform(1);
    let (provider, round) = (client(&platform), round(&platform));
    let mut billing = Billing {
        by_record: true,
        ..Billing::default()
    };
    let mut progress = Progress::default();
    platform.fail_next_spreadsheet("no rows");
    let outcomes = provider::resume(
        &provider,
        &round,
        &mut progress,
        |_| Ok(()),
        |it| billing.take(it),
    );
    let message = failure(&outcomes.expect("chunks"));
    assert!(message.contains("the status is `failed`"), "{message}");
    assert_eq!(progress.chunks().len(), 1);
    let outcomes = provider::resume(
        &provider,
        &round,
        &mut progress,
        |_| Ok(()),
        |it| billing.take(it),
    );
    let outcomes = outcomes.expect("chunks");
    assert!(outcomes.is_success(), "{outcomes}");
    assert!(billing.bills.values().all(|it| it.1 == 1));
}

#[test]
fn a_bill_of_a_record_that_does_not_exist_is_an_error() {
    let platform = platform(1);
    let outcomes = provider::run(&client(&platform), &round(&platform), |_| {
        Ok::<_, String>(Bill::Records(vec![RecordBill::new(
            "R-0", "B-1", "January",
        )]))
    });
    assert_eq!(
        failure(&outcomes.expect("chunks")),
        "the chunk has no record `R-0`"
    );
}

#[test]
fn a_workbook_is_reconciled_without_a_round() {
    let platform = platform(1);
    let id = own(&platform).remove(0);
    let (mut chunk, records) = workbook(&platform, &id);
    chunk.bill(&records[0], "B-1", "January").expect("a record");
    let provider = client(&platform);
    let reconciled =
        provider::reconcile(&provider, &chunk, Some("by hand")).expect("it is processed");
    assert!(reconciled.rejected.is_empty());
    let again = provider::reconciled(&provider, &reconciled.id);
    assert_eq!(again.expect("it is processed"), reconciled);
}

#[test]
fn only_a_reconciliation_of_the_round_that_has_not_failed_is_taken_over() {
    let platform = platform(1);
    let id = own(&platform).remove(0);
    let reconciliation = |id: &str, chunk: &str, note: &str, status: &'static str| {
        let mut it = Reconciliation::new(id);
        let mut notes = ReconciliationNotes::default();
        notes.uploaded = Some(note.to_owned());
        it.notes = Some(notes);
        let mut of = ChunkRef::default();
        of.id = Some(chunk.to_owned());
        it.partusagefile = Some(of);
        it.status = Some(status.into());
        it
    };
    let key = format!("K-{id}");
    platform.on(reconciliations::list()).respond_with_rows(&[
        reconciliation("RCF-1", &id, &key, "failed"),
        reconciliation("RCF-2", &id, "by hand", "processed"),
        reconciliation("RCF-3", "UFC-2029-01-0009-0009-001", &key, "processed"),
    ]);
    let mut billing = Billing {
        by_record: true,
        ..Billing::default()
    };
    let outcomes = run(&platform, &round(&platform), &mut billing);
    let settled: Vec<_> = outcomes.succeeded().map(|it| it.1).collect();
    let [Settled::Reconciled(reconciled)] = settled[..] else {
        panic!("{outcomes}");
    };
    assert!(reconciled.id.len() > "RCF-1".len(), "{}", reconciled.id);
}
