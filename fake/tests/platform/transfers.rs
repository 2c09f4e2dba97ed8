//! Downloads, presigned URLs, and the platform over real connections.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use connect_fake::faults::{Fault, Faults};
use connect_fake::reply::Content;
use connect_fake::{ChunkSeed, FileStatus, Platform, Side};

use crate::support::{Response, Talk, XLSX};

use Side::{Provider, Vendor};

/// A report with an uploaded spreadsheet, and its presigned URL.
fn presigned_url(talk: &Talk) -> (String, String) {
    let id = talk.file(FileStatus::Draft);
    let path = format!("/files/{id}/upload");
    talk.upload(Vendor, &path, "usage_file", b"PK\x03\x04 0123456789")
        .expect(201);
    talk.platform.settle();
    let url = talk
        .get(Vendor, &format!("/files/{id}"))
        .at("/usage_file_uri");
    (id, url)
}

#[test]
fn a_presigned_url_works_without_a_key_until_it_expires() {
    let talk = Talk::with(Platform::builder().presigned_url_lifetime(Duration::from_secs(30)));
    let (id, url) = presigned_url(&talk);
    assert!(url.starts_with("https://storage.example/signed/") && url.contains("?token="));
    let response = talk.follow(&url, &[]).expect(200);
    assert_eq!(response.body, b"PK\x03\x04 0123456789");
    assert_eq!(response.header("content-type"), Some(XLSX));
    let name = format!("attachment; filename=\"{id}.xlsx\"");
    assert_eq!(response.header("content-disposition"), Some(name.as_str()));

    let key = format!("ApiKey {}", talk.platform.vendor_key());
    let refused = talk.follow(&url, &[("authorization", &key)]).expect(400);
    assert_eq!(refused.header("content-type"), Some("application/xml"));
    talk.follow(&url[..url.len() - 1], &[]).expect(403);
    talk.follow(&url.replace(".xlsx", ".txt"), &[]).expect(403);
    talk.platform.advance(Duration::from_secs(29));
    talk.follow(&url, &[]).expect(200);
    talk.platform.advance(Duration::from_secs(1));
    talk.follow(&url, &[]).expect(403);
    let again = talk
        .get(Vendor, &format!("/files/{id}"))
        .at("/usage_file_uri");
    assert_ne!(again, url);
    talk.follow(&again, &[]).expect(200);
}

#[test]
fn presigned_urls_are_present_with_their_files() {
    let talk = Talk::new();
    let draft = talk.file(FileStatus::Draft);
    let has = |response: &Response, name: &str| response.json()[name].is_string();
    let response = talk.get(Vendor, &format!("/files/{draft}"));
    assert!(!has(&response, "usage_file_uri") && !has(&response, "processed_file_uri"));
    let path = format!("/files/{draft}/upload");
    let response = talk.upload(Vendor, &path, "usage_file", b"PK\x03\x04");
    assert!(has(&response, "usage_file_uri") && !has(&response, "processed_file_uri"));
    let (id, _) = presigned_url(&talk);
    let response = talk.get(Vendor, &format!("/files/{id}"));
    assert!(has(&response, "usage_file_uri") && has(&response, "processed_file_uri"));
    assert!(!has(&response, "reconciliation_file_uri"));
    let accepted = talk.file(FileStatus::Accepted);
    let path = format!("/files/{accepted}/reconciliation");
    let response = talk
        .upload(Provider, &path, "recon_file", b"PK\x03\x04")
        .expect(200);
    let url = response.at("/reconciliation_file_uri");
    assert_eq!(talk.follow(&url, &[]).expect(200).body, b"PK\x03\x04");
    let url = talk
        .get(Vendor, "/products/PRD-1/template")
        .at("/template_link");
    assert_eq!(talk.follow(&url, &[]).text(), "PK\x03\x04 records of PRD-1");
    talk.get(Vendor, "/products/X/template").expect(404);
}

#[test]
fn ranges_of_a_file_can_be_requested() {
    let talk = Talk::new();
    let (_, url) = presigned_url(&talk);
    let whole = talk.follow(&url, &[]).expect(200);
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let tag = whole.header("etag").expect("a tag");
    let part = talk
        .follow(&url, &[("Range", "bytes=5-7"), ("If-Range", tag)])
        .expect(206);
    assert_eq!(
        (part.text(), part.header("content-range")),
        ("012", Some("bytes 5-7/15"))
    );
    assert_eq!(part.header("etag"), Some(tag));
    let rest = talk.follow(&url, &[("range", "bytes=12-")]).expect(206);
    assert_eq!(rest.text(), "789");
    let changed = talk.follow(&url, &[("Range", "bytes=5-7"), ("If-Range", "\"other\"")]);
    assert_eq!(changed.expect(200).body, whole.body);
    let past = talk.follow(&url, &[("Range", "bytes=15-")]).expect(416);
    assert_eq!(past.header("content-range"), Some("bytes */15"));

    let talk = Talk::with(Platform::builder().without_ranges());
    let (_, url) = presigned_url(&talk);
    let whole = talk.follow(&url, &[("Range", "bytes=5-7")]).expect(200);
    assert_eq!(
        (whole.body.len(), whole.header("accept-ranges")),
        (15, None)
    );
}

#[test]
fn downloads_are_served_by_the_api_or_the_storage() {
    let content: Vec<u8> = (0..=255).collect();
    for presigned in [false, true] {
        let builder = Platform::builder();
        let talk = Talk::with(if presigned {
            builder.presigned_downloads()
        } else {
            builder
        });
        let file = talk.file(FileStatus::Accepted);
        let seed = ChunkSeed::new().content(Content::Whole(content.clone().into()));
        let chunk = talk.platform.add_chunk(&file, seed);
        let response = talk.get(Provider, &format!("/chunks/{chunk}/download"));
        let response = match presigned {
            true => talk.follow(
                response.expect(302).header("location").expect("a location"),
                &[],
            ),
            false => response,
        };
        assert_eq!(response.expect(200).body, content);
    }
}

/// A download that is too large to keep in memory, and the range at its end.
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
    let response = talk.send(&request).expect(206);
    assert_eq!(response.body, [254, 255]);
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
    let mut response = Vec::new();
    // A reset counts as a response, too.
    let _ = stream.read_to_end(&mut response);
    response
}

#[test]
fn the_platform_responds_over_http() {
    let platform = Platform::start();
    let (key, provider) = (platform.vendor_key(), platform.provider_key());
    let body = br#"{"product": {"id": "PRD-1"}, "contract": {"id": "CRD-1"}}"#;
    let response = ask(&platform.url(), "POST", "/usage/files", key, body);
    let response = String::from_utf8(response).expect("UTF-8");
    assert!(response.starts_with("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"));
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
    let (_, url) = template
        .split_once("\"template_link\":\"")
        .expect("a presigned URL");
    let (url, _) = url.split_once('"').expect("a presigned URL");
    let path = url
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
        let response = ask(
            &platform.url(),
            "POST",
            "/usage/files",
            platform.vendor_key(),
            body,
        );
        assert_eq!(response.is_empty(), files < 2);
        assert_eq!(platform.files().len(), files);
        assert_eq!(platform.journal().len(), files);
    }
    let processed: Vec<_> = faults.log().iter().map(|it| it.processed).collect();
    assert_eq!(processed, [false, true, true]);
}
