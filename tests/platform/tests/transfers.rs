//! Downloads, signed links, and the platform over real connections.
#![allow(missing_docs)]

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use loopback::{Content, Fault, Faults};
use platform::{ChunkSeed, FileStatus, Platform, Side};

use support::{Answer, Talk, XLSX};

use Side::{Provider, Vendor};

/// A report with an uploaded spreadsheet, and the link to it.
fn linked(talk: &Talk) -> (String, String) {
    let id = talk.file(FileStatus::Draft);
    let path = format!("/files/{id}/upload");
    talk.upload(Vendor, &path, "usage_file", b"PK\x03\x04 0123456789")
        .expect(201);
    talk.platform.settle();
    let link = talk
        .get(Vendor, &format!("/files/{id}"))
        .at("/usage_file_uri");
    (id, link)
}

#[test]
fn a_link_is_read_without_a_key_and_for_a_while() {
    let talk = Talk::with(Platform::builder().link_lifetime(Duration::from_secs(30)));
    let (id, link) = linked(&talk);
    assert!(link.starts_with("https://storage.example/signed/") && link.contains("?token="));
    let answer = talk.follow(&link, &[]).expect(200);
    assert_eq!(answer.body, b"PK\x03\x04 0123456789");
    assert_eq!(answer.header("content-type"), Some(XLSX));
    let name = format!("attachment; filename=\"{id}.xlsx\"");
    assert_eq!(answer.header("content-disposition"), Some(name.as_str()));

    let key = format!("ApiKey {}", talk.platform.vendor_key());
    let refused = talk.follow(&link, &[("authorization", &key)]).expect(400);
    assert_eq!(refused.header("content-type"), Some("application/xml"));
    talk.follow(&link[..link.len() - 1], &[]).expect(403);
    talk.follow(&link.replace(".xlsx", ".txt"), &[]).expect(403);
    talk.platform.advance(Duration::from_secs(29));
    talk.follow(&link, &[]).expect(200);
    talk.platform.advance(Duration::from_secs(1));
    talk.follow(&link, &[]).expect(403);
    let again = talk
        .get(Vendor, &format!("/files/{id}"))
        .at("/usage_file_uri");
    assert_ne!(again, link);
    talk.follow(&again, &[]).expect(200);
}

#[test]
fn links_are_there_with_what_they_lead_to() {
    let talk = Talk::new();
    let draft = talk.file(FileStatus::Draft);
    let has = |answer: &Answer, name: &str| answer.json()[name].is_string();
    let answer = talk.get(Vendor, &format!("/files/{draft}"));
    assert!(!has(&answer, "usage_file_uri") && !has(&answer, "processed_file_uri"));
    let path = format!("/files/{draft}/upload");
    let answer = talk.upload(Vendor, &path, "usage_file", b"PK\x03\x04");
    assert!(has(&answer, "usage_file_uri") && !has(&answer, "processed_file_uri"));
    let (id, _) = linked(&talk);
    let answer = talk.get(Vendor, &format!("/files/{id}"));
    assert!(has(&answer, "usage_file_uri") && has(&answer, "processed_file_uri"));
    assert!(!has(&answer, "reconciliation_file_uri"));
    let accepted = talk.file(FileStatus::Accepted);
    let path = format!("/files/{accepted}/reconciliation");
    let answer = talk
        .upload(Provider, &path, "recon_file", b"PK\x03\x04")
        .expect(200);
    let link = answer.at("/reconciliation_file_uri");
    assert_eq!(talk.follow(&link, &[]).expect(200).body, b"PK\x03\x04");
    let link = talk
        .get(Vendor, "/products/PRD-1/template")
        .at("/template_link");
    assert_eq!(
        talk.follow(&link, &[]).text(),
        "PK\x03\x04 records of PRD-1"
    );
    talk.get(Vendor, "/products/X/template").expect(404);
}

#[test]
fn parts_of_a_file_can_be_asked_for() {
    let talk = Talk::new();
    let (_, link) = linked(&talk);
    let whole = talk.follow(&link, &[]).expect(200);
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let tag = whole.header("etag").expect("a tag");
    let part = talk
        .follow(&link, &[("Range", "bytes=5-7"), ("If-Range", tag)])
        .expect(206);
    assert_eq!(
        (part.text(), part.header("content-range")),
        ("012", Some("bytes 5-7/15"))
    );
    assert_eq!(part.header("etag"), Some(tag));
    let rest = talk.follow(&link, &[("range", "bytes=12-")]).expect(206);
    assert_eq!(rest.text(), "789");
    let changed = talk.follow(&link, &[("Range", "bytes=5-7"), ("If-Range", "\"other\"")]);
    assert_eq!(changed.expect(200).body, whole.body);
    let past = talk.follow(&link, &[("Range", "bytes=15-")]).expect(416);
    assert_eq!(past.header("content-range"), Some("bytes */15"));

    let talk = Talk::with(Platform::builder().without_ranges());
    let (_, link) = linked(&talk);
    let whole = talk.follow(&link, &[("Range", "bytes=5-7")]).expect(200);
    assert_eq!(
        (whole.body.len(), whole.header("accept-ranges")),
        (15, None)
    );
}

#[test]
fn downloads_come_from_here_or_from_the_storage() {
    let content: Vec<u8> = (0..=255).collect();
    for linked in [false, true] {
        let builder = Platform::builder();
        let talk = Talk::with(if linked {
            builder.linked_downloads()
        } else {
            builder
        });
        let file = talk.file(FileStatus::Accepted);
        let seed = ChunkSeed::new().content(Content::Whole(content.clone().into()));
        let chunk = talk.platform.add_chunk(&file, seed);
        let answer = talk.get(Provider, &format!("/chunks/{chunk}/download"));
        let answer = match linked {
            true => talk.follow(answer.expect(302).header("location").expect("a place"), &[]),
            false => answer,
        };
        assert_eq!(answer.expect(200).body, content);
    }
}

/// A download that is larger than anyone wants to keep, and its end alone.
#[test]
fn a_download_can_be_of_any_length() {
    let talk = Talk::new();
    let length = 1 << 40;
    let fill = |offset: u64, bytes: &mut [u8]| {
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = (offset + index as u64) as u8;
        }
    };
    let fill = std::sync::Arc::new(fill);
    let content = Content::Made { length, fill };
    let file = talk.file(FileStatus::Accepted);
    let chunk = talk
        .platform
        .add_chunk(&file, ChunkSeed::new().content(content));
    let mut request = talk.request(Provider, "GET", &format!("/chunks/{chunk}/download"));
    request
        .headers
        .push(("Range".to_owned(), b"bytes=1099511627774-".to_vec()));
    let answer = talk.send(&request).expect(206);
    assert_eq!(answer.body, [254, 255]);
}

fn ask(url: &str, method: &str, path: &str, key: &str, body: &[u8]) -> Vec<u8> {
    let rest = url.strip_prefix("http://").expect("a URL");
    let (address, base) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(address).expect("a connection");
    let base = match base {
        "" => String::new(),
        base => format!("/{base}"),
    };
    let key = match key {
        "" => String::new(),
        key => format!("Authorization: ApiKey {key}\r\n"),
    };
    let length = body.len();
    let head = format!(
        "{method} {base}{path} HTTP/1.1\r\n{key}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream.write_all(body).expect("sent");
    let mut answer = Vec::new();
    // A reset is an answer too, here.
    let _ = stream.read_to_end(&mut answer);
    answer
}

#[test]
fn the_platform_answers_over_http() {
    let platform = Platform::start();
    let (key, provider) = (platform.vendor_key(), platform.provider_key());
    let body = br#"{"product": {"id": "PRD-1"}, "contract": {"id": "CRD-1"}}"#;
    let answer = ask(&platform.url(), "POST", "/usage/files", key, body);
    let answer = String::from_utf8(answer).expect("UTF-8");
    assert!(answer.starts_with("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"));
    assert!(
        ask(&platform.url(), "POST", "/usage/files", provider, body).starts_with(b"HTTP/1.1 403 ")
    );
    let list = ask(
        &platform.url(),
        "GET",
        "/usage/files?status=draft",
        key,
        b"",
    );
    let list = String::from_utf8(list).expect("UTF-8");
    assert!(
        list.contains("\r\nContent-Range: items 0-0/1\r\n"),
        "{list}"
    );

    let template = ask(
        &platform.url(),
        "GET",
        "/usage/products/PRD-1/template",
        key,
        b"",
    );
    let template = String::from_utf8(template).expect("UTF-8");
    let (_, link) = template.split_once("\"template_link\":\"").expect("a link");
    let (link, _) = link.split_once('"').expect("a link");
    let path = link
        .strip_prefix(&platform.storage_url())
        .expect("the storage");
    assert_ne!(
        platform.url().trim_end_matches("/public/v1"),
        platform.storage_url()
    );
    let content = ask(&platform.storage_url(), "GET", path, "", b"");
    assert!(content.starts_with(b"HTTP/1.1 200 OK") && content.ends_with(b" records of PRD-1"));
    assert!(ask(&platform.storage_url(), "GET", path, key, b"").starts_with(b"HTTP/1.1 400 "));
    assert_eq!(platform.storage_requests().len(), 2);
    assert_eq!(platform.requests().len(), 4);
}

#[test]
fn faults_stand_before_the_platform() {
    let faults = Faults::scripted([Fault::ResetUnprocessed, Fault::ResetProcessed]);
    let builder = Platform::builder().faults(&faults);
    let platform = builder.start();
    let body = br#"{"product": {"id": "PRD-1"}, "contract": {"id": "CRD-1"}}"#;
    for files in [0, 1, 2] {
        let answer = ask(
            &platform.url(),
            "POST",
            "/usage/files",
            platform.vendor_key(),
            body,
        );
        assert_eq!(answer.is_empty(), files < 2);
        assert_eq!(platform.files().len(), files);
        assert_eq!(platform.journal().len(), files);
    }
    let processed: Vec<_> = faults.log().iter().map(|it| it.processed).collect();
    assert_eq!(processed, [false, true, true]);
}
