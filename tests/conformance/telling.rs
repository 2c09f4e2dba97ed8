//! What errors tell of the request: which object, which host.

use connect_usage::models::UsageFileStatus;
use connect_usage::{Error, ErrorKind, PresignedUrl, Upload, files, records};
use loopback::Reply;

use crate::cases;
use crate::net::{Host, Net};
use crate::support::any::{AnyClient, with_client};
use crate::support::{SECRET, printed};

cases![
    which_object_and_which_host,
    a_host_that_lets_nobody_in,
    a_host_that_a_redirect_leads_to,
    a_host_that_a_link_leads_to,
    a_request_that_was_never_sent,
    an_object_that_was_waited_for,
];

const ID: &str = "UF-2029-10-0001-0001";

/// A host that answers all requests so.
fn answering(net: &Net, reply: Reply) -> Host {
    net.serve(move |_| reply.clone())
}

/// How the error begins, what it keeps of the request, and that it has no secret in it.
#[track_caller]
fn check(error: &Error, told: &str, path: Option<&str>, origin: Option<&str>) {
    let text = printed(error);
    assert!(
        error.to_string().starts_with(told),
        "{error}\nand not {told}"
    );
    assert_eq!((error.request_path(), error.origin()), (path, origin));
    for known in [path, origin].into_iter().flatten() {
        assert!(format!("{error:?}").contains(known), "{error:?}");
    }
    assert!(!text.contains(SECRET), "{text}");
}

fn which_object_and_which_host(net: &Net) {
    let path = format!("/usage/files/{ID}");
    for (reply, text) in [
        (Reply::new(404), "404 Not Found"),
        (
            Reply::json(200, "[]"),
            "the response is not of the expected form",
        ),
        (Reply::reset(), "the connection failed"),
    ] {
        let host = answering(net, reply);
        let error = host.client().send(files::get(ID)).expect_err(text);
        let origin = host.url("");
        let told = format!("files::get (GET {path} at {origin}): {text}");
        check(&error, &told, Some(&path), Some(&origin));

        let error = host.client().send(files::submit(ID)).expect_err(text);
        let told = format!("files::submit (POST {path}/submit at {origin}): {text}");
        check(
            &error,
            &told,
            Some(&format!("{path}/submit")),
            Some(&origin),
        );
    }
    // Neither the query nor what looks like one in an id.
    let host = answering(net, Reply::new(404));
    let origin = host.url("");
    let list = records::list().filter(records::filter::PRODUCT_ID.eq(SECRET));
    let error = host.client().send(list).expect_err("404");
    let told = format!("records::list (GET /usage/records at {origin}): 404 Not Found");
    check(&error, &told, Some("/usage/records"), Some(&origin));
    let link = format!("https://x.example/y?sig={SECRET}");
    let error = host.client().send(files::get(link)).expect_err("404");
    let text = printed(&error);
    assert!(
        !text.contains(SECRET) && text.contains("x.example"),
        "{text}"
    );
}

fn a_host_that_lets_nobody_in(net: &Net) {
    let host = answering(net, Reply::new(404));
    host.refuse();
    let error = host.client().send(files::get(ID)).expect_err("nobody");
    assert_eq!(error.kind(), ErrorKind::Transport);
    let (path, origin) = (format!("/usage/files/{ID}"), host.url(""));
    let told = format!("files::get (GET {path} at {origin}): the connection failed");
    check(&error, &told, Some(&path), Some(&origin));
}

fn a_host_that_a_redirect_leads_to(net: &Net) {
    let storage = answering(net, Reply::new(403).body("<Error>AccessDenied</Error>"));
    let location = storage.url(&format!("/{SECRET}/x?sig={SECRET}"));
    let host = answering(net, Reply::redirect(302, &location));
    let error = host.client().send(files::get(ID)).expect_err("403");
    let (path, origin) = (format!("/usage/files/{ID}"), storage.url(""));
    let told = format!("files::get (GET {path}, redirected to {origin}): 403 Forbidden");
    check(&error, &told, Some(&path), Some(&origin));
}

fn a_host_that_a_link_leads_to(net: &Net) {
    let storage = answering(net, Reply::new(403));
    let link = PresignedUrl::from(storage.url(&format!("/{SECRET}/x?sig={SECRET}")));
    let client: AnyClient = storage.client();
    let done = with_client!(&client, it => it.download(&link).bytes());
    let origin = storage.url("");
    let told = format!("download (GET a link to {origin}): 403 Forbidden");
    check(&done.expect_err("403"), &told, None, Some(&origin));
}

fn a_request_that_was_never_sent(net: &Net) {
    let host = answering(net, Reply::new(404));
    let upload = Upload::path(net.path("missing.xlsx"));
    let error = host
        .client()
        .send(files::upload(ID, upload))
        .expect_err("no file");
    let path = format!("/usage/files/{ID}/upload");
    let told = format!("files::upload (POST {path}): the file");
    check(&error, &told, Some(&path), None);
}

fn an_object_that_was_waited_for(net: &Net) {
    let body = format!(r#"{{"id": "{ID}", "status": "invalid"}}"#);
    let path = format!("/usage/files/{ID}");
    for (reply, text) in [
        (Reply::json(200, body), "the status is `invalid`"),
        (Reply::new(404), "404 Not Found"),
    ] {
        let host = answering(net, reply);
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
