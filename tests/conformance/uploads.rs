//! Uploads: what the server receives, and the progress reports.

use std::fs;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use connect_fake::faults::{Fault, RetryAfter};
use connect_fake::{FileSeed, Platform};
use connect_fake::{Received, Reply};
use connect_usage::runtime::{Multipart, Upload};
use connect_usage::{Error, ErrorKind, files, reconciliations};

use crate::case::cases;
use crate::net::Net;
use crate::support::post;

cases![
    forms_are_sent_with_their_length,
    forms_from_memory_are_the_same,
    files_are_sent_as_the_whole_body,
    unreadable_files_are_errors_before_anything_is_sent,
    each_source_arrives_unchanged,
    a_retried_upload_is_sent_from_its_start,
    progress_is_reported,
    faulty_readers_are_errors,
    files_that_cannot_be_opened_are_errors,
];

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn send(net: &Net, form: Multipart) -> Received {
    let server = net.serve(|_| Reply::new(201));
    let call = post().multipart(form).returns_empty();
    server.client().send(call).expect("a response");
    server.requests().remove(0)
}

fn send_file(net: &Net, upload: Upload) -> (Result<(), Error>, Vec<Received>) {
    let server = net.serve(|_| Reply::new(201));
    let call = post().binary(XLSX, upload).returns_empty();
    let result = server.client().send(call);
    (result, server.requests())
}

/// Writes a file of this length, whose chunks all differ.
fn file(net: &Net, name: &str, length: usize) -> (PathBuf, Vec<u8>) {
    let path = net.path(name);
    let bytes: Vec<u8> = (0..length).map(|it| (it % 251) as u8).collect();
    fs::write(&path, &bytes).expect("a file");
    (path, bytes)
}

fn forms_are_sent_with_their_length(net: &Net) {
    let (path, bytes) = file(net, "form.xlsx", 200_001);
    let form = Multipart::new()
        .file("recon_file", Upload::path(&path).media_type(XLSX))
        .text("upload_note", "ü \"x\"");
    let request = send(net, form);

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
}

fn forms_from_memory_are_the_same(net: &Net) {
    let request = send(
        net,
        Multipart::new().file("usage_file", Upload::bytes("abc")),
    );
    assert!(request.text().contains("filename=\"upload\""));
    assert!(request.text().contains("\r\n\r\nabc\r\n--"));
    assert_eq!(
        request.header("content-length"),
        Some(request.body.len().to_string().as_str())
    );
}

fn files_are_sent_as_the_whole_body(net: &Net) {
    for length in [0, 1, 64 * 1024, 64 * 1024 + 1, 5_000_000] {
        let (path, bytes) = file(net, &format!("whole-{length}.xlsx"), length);
        for upload in [Upload::path(path), Upload::bytes(bytes.clone())] {
            let (result, requests) = send_file(net, upload);
            result.expect("a response");
            assert_eq!(requests[0].header("content-type"), Some(XLSX));
            assert_eq!(
                requests[0].header("content-length"),
                Some(length.to_string().as_str())
            );
            assert!(requests[0].body == bytes, "{length}");
        }
    }
}

fn unreadable_files_are_errors_before_anything_is_sent(net: &Net) {
    let folder = net.path("");
    for path in [folder.join("no-such-file.xlsx"), folder] {
        let (result, requests) = send_file(net, Upload::path(&path));
        let error = result.expect_err("no file");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(
            error.to_string().contains(&path.display().to_string()),
            "{error}"
        );
        assert!(std::error::Error::source(&error).is_some());
        assert!(requests.is_empty());
    }
}

/// The three sources of the same bytes, under the same name.
fn sources(net: &Net, length: usize) -> ([Upload; 3], Vec<u8>) {
    let (path, bytes) = file(net, "usage.xlsx", length);
    let copy = bytes.clone();
    let reader = Upload::reader(length as u64, move || {
        Ok(Box::new(Cursor::new(copy.clone())))
    });
    let sources = [
        Upload::path(path),
        Upload::bytes(bytes.clone()).file_name("usage.xlsx"),
        reader.file_name("usage.xlsx"),
    ];
    (sources, bytes)
}

fn each_source_arrives_unchanged(net: &Net) {
    for length in [0, 1, 64 * 1024, 300_001] {
        let stage = net.platform();
        let (vendor, provider) = (stage.vendor(), stage.provider());
        let (sources, bytes) = sources(net, length);
        for upload in sources {
            let id = stage.platform.add_file(FileSeed::new());
            vendor
                .send(files::upload(&id, upload.clone()))
                .expect("uploaded");
            let created = provider
                .send(reconciliations::create(upload))
                .expect("created");
            for id in [id, created.id] {
                let arrived = stage.platform.uploads(&id);
                let [arrived] = &arrived[..] else {
                    panic!("{} uploads", arrived.len())
                };
                assert!(arrived.content == bytes, "{length}");
                assert_eq!(arrived.file_name.as_deref(), Some("usage.xlsx"));
                assert_eq!(arrived.media_type.as_deref(), Some(XLSX));
            }
        }
    }
}

/// After a failure that says that nothing was processed, all of the upload is sent again.
fn a_retried_upload_is_sent_from_its_start(net: &Net) {
    let again = Some(RetryAfter::Seconds(0));
    let (sources, bytes) = sources(net, 300_001);
    for upload in sources {
        let faults = [
            Fault::TooManyRequests { retry_after: None },
            Fault::Unavailable { retry_after: again },
        ];
        let stage = net.stage(Platform::builder(), faults, []);
        let id = stage.platform.add_file(FileSeed::new());
        let reports = Arc::new(Mutex::new(Vec::new()));
        let reports_of_hook = Arc::clone(&reports);
        let upload =
            upload.on_progress(move |sent, _| reports_of_hook.lock().expect("reports").push(sent));
        let sent = stage.vendor().send(files::upload(&id, upload));
        sent.expect("uploaded in the end");
        let requests = stage.requests();
        assert_eq!(requests.len(), 3);
        assert!(requests.iter().all(|it| it.body == requests[0].body));
        let arrived = stage.platform.uploads(&id);
        assert_eq!(arrived.len(), 1);
        assert!(arrived[0].content == bytes);
        let starts = reports
            .lock()
            .expect("reports")
            .iter()
            .filter(|it| **it == 0)
            .count();
        assert_eq!(starts, 3, "each attempt starts from the beginning");
    }
    // An upload that was interrupted may have been processed, as far as the client knows.
    let faults = [Fault::ResetWhileReading { after: 1000 }];
    let stage = net.stage(Platform::builder(), faults, []);
    let id = stage.platform.add_file(FileSeed::new());
    let upload = Upload::bytes(bytes);
    let error = stage
        .vendor()
        .send(files::upload(&id, upload))
        .expect_err("broken");
    assert_eq!(error.attempts(), 1);
    assert!(stage.platform.uploads(&id).is_empty());
}

fn progress_is_reported(net: &Net) {
    let (sources, bytes) = sources(net, 300_001);
    for upload in sources {
        let stage = net.platform();
        let id = stage.platform.add_file(FileSeed::new());
        let reports = Arc::new(Mutex::new(Vec::new()));
        let reports_of_hook = Arc::clone(&reports);
        let upload = upload.on_progress(move |sent, total| {
            reports_of_hook.lock().expect("reports").push((sent, total))
        });
        stage
            .vendor()
            .send(files::upload(&id, upload))
            .expect("uploaded");
        let reports = reports.lock().expect("reports");
        let all = bytes.len() as u64;
        assert_eq!(
            (reports.first(), reports.last()),
            (Some(&(0, all)), Some(&(all, all)))
        );
        assert!(reports.len() > 2, "{reports:?}");
        assert!(
            reports.is_sorted() && reports.iter().all(|it| it.1 == all),
            "{reports:?}"
        );
    }
}

/// A reader that cannot be opened, is shorter or longer than announced, or fails before its end.
fn faulty_readers_are_errors(net: &Net) {
    type Open = fn() -> io::Result<Box<dyn Read + Send>>;
    let faulty: [(&str, Open); 4] = [
        ("closed", || Err(io::Error::other("locked away"))),
        ("short", || Ok(Box::new(io::repeat(1).take(99_999)))),
        ("long", || Ok(Box::new(io::repeat(1).take(100_001)))),
        ("broken", || {
            let start = io::repeat(1).take(50_000);
            Ok(Box::new(start.chain(Broken)))
        }),
    ];
    for (what, open) in faulty {
        let stage = net.platform();
        let id = stage.platform.add_file(FileSeed::new());
        let upload = Upload::reader(100_000, open);
        let result = stage.vendor().send(files::upload(&id, upload));
        let error = result
            .err()
            .unwrap_or_else(|| panic!("{what} was accepted"));
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{what}: {error}");
        if what == "closed" {
            assert!(
                error
                    .to_string()
                    .ends_with("cannot open the reader of the upload: locked away"),
                "{error}"
            );
        }
        let attempts = if what == "closed" { 0 } else { 1 };
        assert_eq!(
            (error.attempts(), error.outcome()),
            (attempts, None),
            "{what}: {error}"
        );
        let requests = stage.requests().len();
        assert!(requests <= attempts as usize, "{what}: {error}");
        assert!(!error.may_have_been_processed(), "{what}: {error}");
        assert!(stage.platform.uploads(&id).is_empty(), "{what}");
    }
}

/// An upload whose file cannot be opened is not sent, and the error has the message of the system.
fn files_that_cannot_be_opened_are_errors(net: &Net) {
    let missing = net.path("missing.xlsx");
    let folder = net.path(".");
    let not_found = io::Error::from_raw_os_error(2).to_string();
    for (path, reason) in [
        (&missing, not_found.as_str()),
        (&folder, "not a regular file, but a directory"),
    ] {
        let stage = net.platform();
        let id = stage.platform.add_file(FileSeed::new());
        let upload = Upload::path(path);
        let error = stage
            .vendor()
            .send(files::upload(&id, upload))
            .expect_err("no file");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert_eq!((error.attempts(), error.outcome()), (0, None), "{error}");
        assert!(!error.may_have_been_processed(), "{error}");
        assert!(stage.requests().is_empty(), "{error}");
        let message = format!("cannot read the file `{}`: {reason}", path.display());
        assert!(error.to_string().ends_with(&message), "{error}");
    }
}

/// A reader that fails.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}
