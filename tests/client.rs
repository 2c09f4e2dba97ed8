//! The client against a server: what it sends, and what it makes of answers.
#![cfg(feature = "reqwest")]

mod support;

use std::process::Command;
use std::time::{Duration, Instant};

use connect_usage::{Call, Client, Error, ErrorKind};
use loopback::{Reply, Server};
use support::{SECRET, builder, client, get, post, printed, run};

fn get_text(server: &Server) -> Result<String, Error> {
    run(client(server).send(get().answers_text()))
}

#[test]
fn a_call_is_sent_as_it_is() {
    let server = Server::start(|_| Reply::json(201, "\"done\""));
    let client = builder(&server.url("/public/v1/"))
        .user_agent("my-app/2")
        .build()
        .expect("a client");
    let call: Call<String> = post()
        .query("code", "a b&c+")
        .header("X-Note", "n")
        .json("ü")
        .answers_json();
    assert_eq!(run(client.clone().send(call)).expect("an answer"), "done");

    let requests = server.requests();
    let [request] = &requests[..] else {
        panic!("{requests:?}")
    };
    assert_eq!(request.method, "POST");
    assert_eq!(request.target, "/public/v1/usage/files?code=a%20b%26c%2B");
    assert_eq!(
        request.headers_named("authorization"),
        [format!("ApiKey SU-1:{SECRET}")]
    );
    assert_eq!(
        request.header("user-agent"),
        Some(concat!(
            "my-app/2 connect-usage/",
            env!("CARGO_PKG_VERSION")
        ))
    );
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("content-length"), Some("4"));
    assert_eq!(request.header("x-note"), Some("n"));
    assert_eq!(request.text(), "\"ü\"");
}

#[test]
fn what_cannot_be_sent_is_not() {
    let server = Server::start(|_| Reply::new(200));
    let call = get().header("X-Note", "a\nb").answers_empty();
    let error = run(client(&server).send(call)).expect_err("an invalid header");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(server.requests().is_empty());
}

#[test]
fn calls_can_be_sent_from_tasks() {
    fn is_send<T: Send>(it: T) -> T {
        it
    }
    let server = Server::start(|_| Reply::new(204));
    let client = client(&server);
    run(is_send(client.send(get().answers_empty()))).expect("an answer");
}

#[test]
fn the_key_does_not_print() {
    let server =
        Server::start(|_| Reply::json(401, r#"{"error_code": "AUTH_001", "errors": ["no"]}"#));
    let client = client(&server);
    let error = run(client.send(get().answers_text())).expect_err("401");
    assert_eq!(
        (error.code(), error.status().map(|it| it.as_u16())),
        (Some("AUTH_001"), Some(401))
    );
    let all = format!(
        "{client:?} {:?} {}",
        builder(&server.url("")),
        printed(&error)
    );
    assert!(!all.contains(SECRET), "{all}");
}

#[test]
fn errors_of_the_connection_are_told_apart_and_show_no_query() {
    let gone = Server::start(|_| Reply::new(200)).url("");
    let gone = builder(&gone).build().expect("a client");
    let error =
        run(gone.send(post().query("q", SECRET).answers_empty())).expect_err("nobody there");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.is_retryable(), "it was not sent");
    assert!(!printed(&error).contains(SECRET), "{}", printed(&error));

    for reply in [
        Reply::new(200).body("abc").cut_after(2),
        Reply::raw("nonsense"),
        Reply::raw(""),
    ] {
        let server = Server::start(move |_| reply.clone());
        let error = run(client(&server).send(post().query("q", SECRET).answers_text()))
            .expect_err("broken");
        assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
        assert!(!error.is_retryable(), "it may have been sent");
        assert!(!printed(&error).contains(SECRET), "{}", printed(&error));
        assert!(get_text(&server).expect_err("broken").is_retryable());
    }
}

#[test]
fn encryption_is_tried_and_needed() {
    let server = Server::start(|_| Reply::new(200));
    let url = server.url("").replace("http:", "https:");
    let client = builder(&url).build().expect("a client");
    let error = run(client.send(get().answers_empty())).expect_err("no TLS there");
    assert_eq!(error.kind(), ErrorKind::Transport, "{}", printed(&error));
    assert!(server.requests().is_empty());
}

#[test]
fn time_outs_are_told_apart() {
    let server = Server::start(|_| Reply::never());
    let start = Instant::now();
    let call = get().answers_text().timeout(Duration::from_millis(100));
    let error = run(client(&server).send(call)).expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{}", printed(&error));
    assert!(error.is_retryable());

    let short = builder(&server.url(""))
        .timeout(Duration::from_millis(100))
        .build()
        .expect("a client");
    let error = run(short.send(post().answers_empty())).expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(!error.is_retryable());
    assert!(start.elapsed() < Duration::from_secs(10));

    let server = Server::start(|_| Reply::new(204).delayed(Duration::from_millis(50)));
    run(client(&server).send(get().answers_empty().timeout(Duration::MAX))).expect("no time-out");
}

#[test]
fn the_time_out_spans_redirects() {
    let server =
        Server::start(|_| Reply::redirect(302, "/again").delayed(Duration::from_millis(80)));
    let call = get().answers_empty().timeout(Duration::from_millis(200));
    let error = run(client(&server).send(call)).expect_err("too slow");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{}", printed(&error));
}

#[test]
fn answers_of_the_api_become_errors() {
    let body = r#"{"error_code": "VAL_001", "errors": ["note: too long"], "params": {"a": 1}}"#;
    let server = Server::start(move |_| Reply::json(400, body).header("X-Request-Id", "r-1"));
    let error = get_text(&server).expect_err("400");
    assert_eq!(error.messages(), ["note: too long"]);
    assert_eq!(error.params().map(|it| it.text()), Some(r#"{"a": 1}"#));
    assert_eq!(
        (error.request_id(), error.body()),
        (Some("r-1"), body.as_bytes())
    );

    let server = Server::start(|_| Reply::new(404));
    let error = get_text(&server).expect_err("404");
    assert_eq!(
        error.to_string(),
        "files::get (GET /usage/files): 404 Not Found"
    );

    let server = Server::start(|_| Reply::new(500).body(b"d\xe9sol\xe9"));
    let error = get_text(&server).expect_err("500");
    assert!(
        error
            .to_string()
            .ends_with("500 Internal Server Error: d\u{fffd}sol\u{fffd}"),
        "{error}"
    );
    assert_eq!(error.body(), b"d\xe9sol\xe9");
}

#[test]
fn what_cannot_be_read_is_named_by_its_path() {
    let server = Server::start(|_| Reply::json(200, r#"[{"a": 1}, {"a": 1e-40}]"#));
    let call: Call<Vec<std::collections::BTreeMap<String, connect_usage::Decimal>>> =
        get().answers_json();
    let error = run(client(&server).send(call)).expect_err("not exact");
    assert_eq!(
        (error.kind(), error.path()),
        (ErrorKind::Decode, Some("$[1].a"))
    );
}

#[test]
fn long_answers_are_refused() {
    let reply = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n12345";
    for reply in [Reply::new(200).body("12345"), Reply::raw(reply)] {
        let server = Server::start(move |_| reply.clone());
        let with_limit = |bytes| {
            builder(&server.url(""))
                .max_answer(bytes)
                .build()
                .expect("a client")
        };
        assert_eq!(
            run(with_limit(5).send(get().answers_text())).expect("five bytes"),
            "12345"
        );
        let error = run(with_limit(4).send(get().answers_text())).expect_err("too long");
        assert_eq!(
            (error.kind(), error.is_retryable()),
            (ErrorKind::Decode, false)
        );
        assert!(error.to_string().contains("limit of 4 bytes"), "{error}");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
    }
}

#[test]
fn plain_http_is_for_this_machine() {
    let build = |url: &str| builder(url).build();
    assert!(build("http://localhost:1").is_ok());
    for url in [
        "http://api.example",
        "http://127.0.0.1.example",
        "https://u:p@x.example",
        "https://x.example?a",
    ] {
        let error = build(url).expect_err(url);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!printed(&error).contains(SECRET));
    }
}

#[test]
fn the_specification_has_a_version() {
    assert!(!connect_usage::api_version().is_empty());
}

/// Says that a process is the other one.
const CHILD: &str = "CONNECT_USAGE_TEST_CHILD";

/// The environment belongs to the whole process, so the test runs itself again in another one.
#[test]
fn the_environment_sets_up_a_client() {
    if std::env::var_os(CHILD).is_some() {
        let client = Client::from_env().expect("a client");
        run(client.send(get().answers_empty())).expect("an answer");
        return;
    }
    let server = Server::start(|_| Reply::new(204));
    let run_child = |key: &str| {
        let mut child = Command::new(std::env::current_exe().expect("this program"));
        child.args(["--exact", "the_environment_sets_up_a_client"]);
        child
            .env(CHILD, "1")
            .env("CONNECT_API_KEY", key)
            .env("CONNECT_ENDPOINT", server.url("/env"));
        child.output().expect("a child").status.success()
    };
    assert!(run_child(&format!("ApiKey SU-1:{SECRET}")));
    assert!(!run_child(""));
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].target, "/env/usage/files");
    assert_eq!(
        requests[0].headers_named("authorization"),
        [format!("ApiKey SU-1:{SECRET}")]
    );
}
