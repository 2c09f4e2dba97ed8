//! Errors name the request: the object and the host.

use connect_fake::Reply;
use connect_usage::models::UsageFileStatus;
use connect_usage::{Error, ErrorKind, PresignedUrl, Upload, files, records};

use crate::case::cases;
use crate::net::{Host, Net};
use crate::support::any::{AnyClient, with_client};
use crate::support::{SECRET, printed};

cases![
    errors_name_the_object_and_the_host,
    errors_name_a_host_that_refuses_connections,
    errors_name_the_host_of_a_redirect,
    errors_name_the_host_of_a_presigned_url,
    errors_of_unsent_requests_name_no_host,
    wait_errors_name_the_object,
];

const ID: &str = "UF-2029-10-0001-0001";

/// Starts a host that sends this reply to all requests.
fn responding(net: &Net, reply: Reply) -> Host {
    net.serve(move |_| reply.clone())
}

/// Checks how the error begins, what it keeps of the request, and that it shows no secret.
#[track_caller]
fn check(error: &Error, start: &str, path: Option<&str>, origin: Option<&str>) {
    let text = printed(error);
    assert!(
        error.to_string().starts_with(start),
        "expected `{start}`, found `{error}`"
    );
    assert_eq!((error.request_path(), error.origin()), (path, origin));
    for known in [path, origin].into_iter().flatten() {
        assert!(format!("{error:?}").contains(known), "{error:?}");
    }
    assert!(!text.contains(SECRET), "{text}");
}

fn errors_name_the_object_and_the_host(net: &Net) {
    let path = format!("/usage/files/{ID}");
    for (reply, text) in [
        (Reply::new(404), "404 Not Found"),
        (
            Reply::json(200, "[]"),
            "the response is not of the expected form",
        ),
        (Reply::reset(), "the connection failed"),
    ] {
        let host = responding(net, reply);
        let error = host.client().send(files::get(ID)).expect_err(text);
        let origin = host.url("");
        let start = format!("files::get (GET {path} at {origin}): {text}");
        check(&error, &start, Some(&path), Some(&origin));

        let error = host.client().send(files::submit(ID)).expect_err(text);
        let start = format!("files::submit (POST {path}/submit at {origin}): {text}");
        check(
            &error,
            &start,
            Some(&format!("{path}/submit")),
            Some(&origin),
        );
    }
    // Neither the query nor an id that has not the form of one.
    let host = responding(net, Reply::new(404));
    let origin = host.url("");
    let list = records::list().filter(records::filter::PRODUCT_ID.eq(SECRET));
    let error = host.client().send(list).expect_err("404");
    let start = format!("records::list (GET /usage/records at {origin}): 404 Not Found");
    check(&error, &start, Some("/usage/records"), Some(&origin));
    let link = format!("https://x.example/y?sig={SECRET}");
    let error = host.client().send(files::get(link)).expect_err("404");
    let text = printed(&error);
    assert!(
        !text.contains(SECRET) && text.contains("(GET /usage/files/… at "),
        "{text}"
    );
}

fn errors_name_a_host_that_refuses_connections(net: &Net) {
    let host = responding(net, Reply::new(404));
    host.refuse();
    let error = host.client().send(files::get(ID)).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Transport);
    let (path, origin) = (format!("/usage/files/{ID}"), host.url(""));
    let start = format!("files::get (GET {path} at {origin}): the connection failed");
    check(&error, &start, Some(&path), Some(&origin));
}

fn errors_name_the_host_of_a_redirect(net: &Net) {
    let storage = responding(net, Reply::new(403).body("<Error>AccessDenied</Error>"));
    let location = storage.url(&format!("/{SECRET}/x?sig={SECRET}"));
    let host = responding(net, Reply::redirect(302, &location));
    let error = host.client().send(files::get(ID)).expect_err("403");
    let (path, origin) = (format!("/usage/files/{ID}"), storage.url(""));
    let start = format!("files::get (GET {path}, redirected to {origin}): 403 Forbidden");
    check(&error, &start, Some(&path), Some(&origin));
}

fn errors_name_the_host_of_a_presigned_url(net: &Net) {
    let storage = responding(net, Reply::new(403));
    let link = PresignedUrl::from(storage.url(&format!("/{SECRET}/x?sig={SECRET}")));
    let client: AnyClient = storage.client();
    let done = with_client!(&client, it => it.download(&link).bytes());
    let origin = storage.url("");
    let start = format!("download (GET a link to {origin}): 403 Forbidden");
    check(&done.expect_err("403"), &start, None, Some(&origin));
}

fn errors_of_unsent_requests_name_no_host(net: &Net) {
    let host = responding(net, Reply::new(404));
    let upload = Upload::path(net.path("missing.xlsx"));
    let error = host
        .client()
        .send(files::upload(ID, upload))
        .expect_err("no file");
    let path = format!("/usage/files/{ID}/upload");
    let start = format!("files::upload (POST {path}): cannot read the file");
    check(&error, &start, Some(&path), None);
}

fn wait_errors_name_the_object(net: &Net) {
    let body = format!(r#"{{"id": "{ID}", "status": "invalid"}}"#);
    let path = format!("/usage/files/{ID}");
    for (reply, text) in [
        (Reply::json(200, body), "the status is `invalid`"),
        (Reply::new(404), "404 Not Found"),
    ] {
        let host = responding(net, reply);
        let waited = with_client!(
            &host.client(),
            it => it.wait(files::get(ID)).until(UsageFileStatus::Ready)
        );
        let error = waited.expect_err(text);
        let text = format!("): {text}");
        assert!(
            error
                .to_string()
                .starts_with(&format!("files::get (GET {path}")),
            "{error}"
        );
        assert!(error.to_string().contains(&text), "{error}");
        assert_eq!(error.request_path(), Some(&*path));
    }
}
