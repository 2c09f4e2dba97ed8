//! What a round does with chunks, and with those that fail.

use connect_fake::{ANY, Step};
use connect_reporting::blocking;
use connect_reporting::provider::{Bill, ChunkError, Progress, Round, Settled};
use connect_usage::chunks;
use connect_usage::models::{Chunk, CloseChunk, UpdateChunk};

use crate::support::{Billing, add, client, failure, hub, noted, own, platform, round, run};

#[test]
fn chunks_of_the_hub_are_noted_handed_over_and_closed() {
    let platform = platform(3);
    let mut billing = Billing::default();
    let outcomes = run(&platform, &round(&platform), &mut billing);
    assert!(outcomes.is_success(), "{outcomes}");
    let own = own(&platform);
    let settled: Vec<_> = outcomes.succeeded().map(|(id, _)| id.clone()).collect();
    assert_eq!(settled, own);
    for id in &own {
        let key = format!("K-{id}");
        assert_eq!(platform.status(id), Some("closed"));
        assert_eq!(platform.bill(id), Some(format!("B-{key}")));
        assert_eq!(noted(&platform, id).expect("a chunk"), Some(key.clone()));
        assert_eq!(billing.bills[&key].1, 1);
    }
    for file in platform.files() {
        assert_eq!(platform.status(&platform.chunks(&file)[1]), Some("ready"));
    }
    assert_eq!(
        run(&platform, &round(&platform), &mut billing).iter().len(),
        0
    );
    platform.assert_no_drift();
}

#[test]
fn the_external_id_is_noted_before_the_chunk_is_handed_over() {
    let platform = platform(1);
    let mut seen = Vec::new();
    let id = own(&platform).remove(0);
    let outcomes = blocking::provider::run(&client(&platform), &Round::new(hub(&platform)), |it| {
        seen.push((it.key.clone(), noted(&platform, &id).expect("a chunk")));
        assert_eq!((it.workbook.records().len(), it.path.is_none()), (3, true));
        Ok::<_, String>(Bill::Whole {
            id: "B-1".to_owned(),
            note: Some("January".to_owned()),
        })
    });
    assert!(outcomes.expect("chunks").is_success());
    assert_eq!(seen, [(id.clone(), Some(id.clone()))]);
    let closed = platform
        .on(chunks::close(&id, CloseChunk::new(ANY)))
        .requests();
    let sent = CloseChunk::new("B-1").external_billing_note("January");
    assert!(closed[0].sends(&sent));
}

#[test]
fn one_chunk_s_failure_stops_none_of_the_others() {
    let platform = platform(4);
    let own = own(&platform);
    platform.on(chunks::download(&own[0])).fail(403);
    let mut billing = Billing::default();
    let key = format!("K-{}", own[2]);
    let round = round(&platform);
    let refused = |it: &connect_reporting::provider::Handover| it.key == key;
    let outcomes = blocking::provider::run(&client(&platform), &round, |it| match refused(it) {
        true => Err("no such customer".to_owned()),
        false => billing.take(it),
    });
    let outcomes = outcomes.expect("chunks");
    let failed: Vec<_> = outcomes.failed().map(|(id, _)| id.clone()).collect();
    assert_eq!(failed, [own[0].clone(), own[2].clone()]);
    assert!(
        outcomes
            .to_string()
            .contains("cannot hand over the chunk: no such customer")
    );
    let statuses: Vec<_> = own
        .iter()
        .map(|it| platform.status(it).expect("a chunk"))
        .collect();
    assert_eq!(statuses, ["ready", "closed", "ready", "closed"]);
    platform.on(chunks::download(&own[0])).clear();
    assert!(run(&platform, &round, &mut billing).is_success());
    assert!(billing.bills.values().all(|it| it.1 == 1) && billing.bills.len() == 4);
}

#[test]
fn chunks_of_quantities_are_skipped_on_request() {
    let platform = platform(1);
    let file = add(&platform, "qt");
    let chunk = platform.chunks(&file)[0].clone();
    let mut billing = Billing::default();
    let outcomes = run(&platform, &round(&platform).skip_quantities(), &mut billing);
    let skipped: Vec<_> = outcomes.iter().map(|it| it.result.as_ref().ok()).collect();
    assert!(
        matches!(
            skipped[..],
            [Some(Settled::Closed(_)), Some(Settled::Skipped)]
        ),
        "{skipped:?}"
    );
    platform.on(chunks::download(&chunk)).assert_never_called();
    assert_eq!(noted(&platform, &chunk).expect("a chunk"), None);
    // A list that does not tell the schema: the workbook does.
    let mut bare = Chunk::new(&chunk);
    bare.status = Some("ready".into());
    platform.on(chunks::list()).respond_with_rows(&[bare]);
    let outcomes = run(&platform, &round(&platform).skip_quantities(), &mut billing);
    let skipped = outcomes
        .iter()
        .all(|it| matches!(it.result, Ok(Settled::Skipped)));
    assert!(skipped && outcomes.iter().len() == 1, "{outcomes}");
    assert_eq!(noted(&platform, &chunk).expect("a chunk"), None);
    assert!(run(&platform, &round(&platform), &mut billing).is_success());
    assert_eq!(platform.status(&chunk), Some("closed"));
}

#[test]
fn chunks_that_others_work_on_or_that_are_outdated_are_left_alone() {
    let platform = platform(1);
    let id = own(&platform).remove(0);
    let mut billing = Billing::default();
    platform.outdate_chunk(&id);
    let outcomes = run(&platform, &round(&platform), &mut billing);
    assert_eq!(
        failure(&outcomes),
        "the chunk is outdated; generate it again"
    );
    let provider = client(&platform);
    provider.send(chunks::regenerate(&id)).expect("a chunk");
    platform.settle();
    provider
        .send(chunks::update(&id, UpdateChunk::new("other")))
        .expect("a chunk");
    let outcomes = run(&platform, &round(&platform), &mut billing);
    assert!(
        failure(&outcomes).contains("found `other`: another program"),
        "{outcomes}"
    );
    let empty = round(&platform).external_ids(|_| String::new());
    assert_eq!(
        failure(&run(&platform, &empty, &mut billing)),
        "expected an external id, found an empty one"
    );
    assert!(billing.bills.is_empty());
    assert_eq!(platform.status(&id), Some("ready"));
}

#[test]
fn a_platform_that_ignores_the_filters_bills_nobody_else() {
    let platform = platform(1);
    let file = platform.files().remove(0);
    let all = platform
        .chunks(&file)
        .into_iter()
        .map(|it| client(&platform).send(chunks::get(it)));
    let mut all = all.collect::<Result<Vec<_>, _>>().expect("chunks");
    all[0].status = Some("draft".into());
    platform.on(chunks::list()).respond_with_rows(&all);
    let mut billing = Billing::default();
    let outcomes = run(&platform, &round(&platform), &mut billing);
    let results: Vec<_> = outcomes.iter().map(|it| &it.result).collect();
    let [Ok(Settled::NotReady), Err(ChunkError::OtherHub(_))] = results[..] else {
        panic!("{outcomes}");
    };
    assert!(billing.bills.is_empty());
}

#[test]
fn workbooks_are_kept_in_a_folder_on_request() {
    let platform = platform(1);
    let folder = tempfile::tempdir().expect("a folder");
    let id = own(&platform).remove(0);
    let round = round(&platform).folder(folder.path());
    let mut path = None;
    let outcomes = blocking::provider::run(&client(&platform), &round, |it| {
        path.clone_from(&it.path);
        Ok::<_, String>(Bill::whole("B-1"))
    });
    assert!(outcomes.expect("chunks").is_success());
    let expected = folder.path().join(format!("{id}.xlsx"));
    assert_eq!(path.as_deref(), Some(expected.as_path()));
    let content = std::fs::read(expected).expect("a file");
    assert!(connect_reporting::Chunk::read(content).is_ok());
    let mut odd = Chunk::new("../UFC-1");
    odd.status = Some("ready".into());
    platform.on(chunks::list()).respond_with_rows(&[odd]);
    let outcomes = run(&platform, &round, &mut Billing::default());
    assert_eq!(
        failure(&outcomes),
        "`../UFC-1` cannot be the name of a file"
    );
}

#[test]
fn a_progress_that_cannot_be_stored_closes_nothing() {
    let platform = platform(1);
    let id = own(&platform).remove(0);
    let mut billing = Billing::default();
    let mut progress = Progress::default();
    let (provider, round) = (client(&platform), round(&platform));
    let full = |_: &Progress| Err("disk full".to_owned());
    let outcomes = blocking::provider::resume(&provider, &round, &mut progress, full, |it| {
        billing.take(it)
    });
    let message = failure(&outcomes.expect("chunks"));
    assert!(
        message.contains("the progress cannot be stored: disk full"),
        "{message}"
    );
    assert_eq!(platform.status(&id), Some("ready"));
    // The next round has lost the progress, and the provider's system knows the key.
    assert!(run(&platform, &round, &mut billing).is_success());
    assert!(billing.bills.values().all(|it| it.1 == 1));
}

#[test]
fn rows_that_cannot_be_read_are_told() {
    let platform = platform(1);
    let reply = connect_fake::reply::Reply::json(200, r#"[{"status": "ready"}]"#);
    platform
        .on(chunks::list())
        .sequence([Step::reply(reply.header("Content-Range", "items 0-0/1"))]);
    let outcomes = run(&platform, &round(&platform), &mut Billing::default());
    assert_eq!(outcomes.failed().count(), 1, "{outcomes}");
}
