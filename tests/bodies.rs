//! Bodies of requests on the wire.
#![cfg(any(feature = "reqwest", feature = "blocking"))]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use connect_usage::runtime::{Multipart, Upload};
use connect_usage::{Error, ErrorKind};
use loopback::{Received, Reply, Server};
use support::any::{Kind, with_each};
use support::post;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn send(kind: Kind, form: Multipart) -> Received {
    let server = Server::start(|_| Reply::new(201));
    let call = post().multipart(form).answers_empty();
    kind.client(&server).send(call).expect("an answer");
    server.requests().remove(0)
}

fn send_file(kind: Kind, upload: Upload) -> (Result<(), Error>, Vec<Received>) {
    let server = Server::start(|_| Reply::new(201));
    let call = post().binary(XLSX, upload).answers_empty();
    let result = kind.client(&server).send(call);
    (result, server.requests())
}

/// A file in cargo's folder for tests, with so many bytes that none of its chunks is like another.
fn file(name: &str, length: usize) -> (PathBuf, Vec<u8>) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let bytes: Vec<u8> = (0..length).map(|it| (it % 251) as u8).collect();
    fs::write(&path, &bytes).expect("a file");
    (path, bytes)
}

#[test]
fn forms_are_sent_with_their_length() {
    with_each(|kind| {
        let (path, bytes) = file("form.xlsx", 200_001);
        let form = Multipart::new()
            .file("recon_file", Upload::path(&path))
            .text("upload_note", "ü \"x\"");
        let request = send(kind, form);

        let media_type = request.header("content-type").expect("a media type");
        let boundary = media_type
            .strip_prefix("multipart/form-data; boundary=")
            .expect("a boundary");
        let mut expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"recon_file\"; filename=\"form.xlsx\"\r\n\
             Content-Type: {XLSX}\r\n\r\n"
        )
        .into_bytes();
        expected.extend(bytes);
        expected.extend_from_slice(
            format!(
                "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"upload_note\"\r\n\r\nü \"x\"\r\n--{boundary}--\r\n"
            )
            .as_bytes(),
        );
        assert!(request.body == expected, "{}", request.text());
        assert_eq!(
            request.header("content-length"),
            Some(expected.len().to_string().as_str())
        );
        assert_eq!(request.header("transfer-encoding"), None);
    });
}

#[test]
fn forms_from_memory_are_the_same() {
    with_each(|kind| {
        let request = send(
            kind,
            Multipart::new().file("usage_file", Upload::bytes("abc")),
        );
        assert!(request.text().contains("filename=\"upload.xlsx\""));
        assert!(request.text().contains("\r\n\r\nabc\r\n--"));
        assert_eq!(
            request.header("content-length"),
            Some(request.body.len().to_string().as_str())
        );
    });
}

#[test]
fn files_are_sent_as_the_whole_body() {
    with_each(|kind| {
        for length in [0, 1, 64 * 1024, 64 * 1024 + 1, 5_000_000] {
            let (path, bytes) = file(&format!("whole-{length}.xlsx"), length);
            for upload in [Upload::path(path), Upload::bytes(bytes.clone())] {
                let (result, requests) = send_file(kind, upload);
                result.expect("an answer");
                assert_eq!(requests[0].header("content-type"), Some(XLSX));
                assert_eq!(
                    requests[0].header("content-length"),
                    Some(length.to_string().as_str())
                );
                assert!(requests[0].body == bytes, "{length}");
            }
        }
    });
}

#[test]
fn files_that_cannot_be_read_are_errors_before_anything_is_sent() {
    with_each(|kind| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        for path in [folder.join("no-such-file.xlsx"), folder.to_owned()] {
            let (result, requests) = send_file(kind, Upload::path(&path));
            let error = result.expect_err("no file");
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(
                error.to_string().contains(&path.display().to_string()),
                "{error}"
            );
            assert!(std::error::Error::source(&error).is_some());
            assert!(requests.is_empty());
        }
    });
}
