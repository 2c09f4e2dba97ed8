//! `chunks::…`

use connect_fake::Reply;
use connect_usage::Call;
use connect_usage::chunks::{self, filter};
use connect_usage::models::{Chunk, ChunkStatus, CloseChunk, UpdateChunk};
use serde_json::json;

use crate::fixtures::{check_chunk, chunk, minimal};
use crate::harness::{ENCODED, Expected, ID, XLSX, check_download, check_pages, rows};

pub const EXERCISES: &[fn()] = &[list, get, update, close, download, regenerate];

fn path(rest: &str) -> String {
    format!("/usage/chunks/{ENCODED}{rest}")
}

/// A whole chunk, and one of which only id and status come.
fn check_answers(expected: &Expected, call: &Call<Chunk>, status: u16) {
    for state in ["ready", "quarantined"] {
        check_chunk(
            &expected.send(call, Reply::json(status, chunk(state))),
            state,
        );
    }
    let sparse = expected.send(call, Reply::json(status, minimal("UFC-1", "draft")));
    assert_eq!(sparse, with_status(ChunkStatus::Draft));
}

fn with_status(status: ChunkStatus) -> Chunk {
    let mut chunk = Chunk::new("UFC-1");
    chunk.status = Some(status);
    chunk
}

#[test]
fn list() {
    let call = chunks::list().into_call();
    check_pages(&Expected::new("GET", "/usage/chunks"), &call);

    let call = chunks::list()
        .filter(filter::STATUS.eq(ChunkStatus::Ready))
        .filter(filter::BINDING_HUB_ID.eq("HB-0000-0001") | filter::PROVIDER_ID.is_null())
        .order_by([filter::USAGEFILE_ID.desc()])
        .search("January 50%+")
        .page_size(10)
        .offset(20)
        .into_call();
    let expected = Expected::new(
        "GET",
        "/usage/chunks?eq(status,%22ready%22)\
         &or(eq(binding.hub.id,%22HB-0000-0001%22),eq(provider.id,null()))\
         &ordering(-usagefile.id)&search=%22January%2050%25%2B%22&limit=10&offset=20",
    );
    let body = format!("[{}, {}]", chunk("READY"), minimal("UFC-1", "failed"));
    let page = expected.send(&call, rows(&body, "items 20-21/22"));
    assert_eq!((page.first, page.total), (Some(20), Some(22)));
    assert_eq!(page.rows.len(), 2);
    check_chunk(&page.rows[0], "READY");
    assert_eq!(page.rows[1], with_status(ChunkStatus::Failed));
}

#[test]
fn get() {
    let expected = Expected::new("GET", path(""));
    check_answers(&expected, &chunks::get(ID), 200);
}

#[test]
fn update() {
    let body = UpdateChunk::new("bill \"ü\"\n1");
    let expected = Expected::new("PUT", path("")).json(json!({"external_id": "bill \"ü\"\n1"}));
    check_answers(&expected, &chunks::update(ID, body), 200);
}

#[test]
fn close() {
    let body = CloseChunk::new("B-1").external_billing_note("paid");
    let expected = Expected::new("POST", path("/close"))
        .json(json!({"external_billing_id": "B-1", "external_billing_note": "paid"}));
    check_answers(&expected, &chunks::close(ID, body), 200);

    let expected =
        Expected::new("POST", path("/close")).json(json!({"external_billing_id": "B-1"}));
    check_answers(&expected, &chunks::close(ID, CloseChunk::new("B-1")), 201);
}

#[test]
fn download() {
    let expected = Expected::new("GET", path("/download")).accept(XLSX);
    check_download(&expected, &chunks::download(ID));
}

#[test]
fn regenerate() {
    let expected = Expected::new("POST", path("/regenerate"));
    check_answers(&expected, &chunks::regenerate(ID), 201);
}
