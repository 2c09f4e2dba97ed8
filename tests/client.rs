//! The client against a server: what it sends, and what it makes of answers.
#![cfg(any(feature = "reqwest", feature = "blocking"))]

mod support;

use std::process::Command;

use connect_usage::{Call, Error, ErrorKind};
use loopback::{Reply, Server};
use support::any::{Kind, with_each};
use support::{SECRET, get, post, printed};

fn get_text(kind: Kind, server: &Server) -> Result<String, Error> {
    kind.client(server).send(get().answers_text())
}

#[test]
fn a_call_is_sent_as_it_is() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::json(201, "\"done\""));
        let client = kind
            .builder(&server.url("/public/v1/"))
            .user_agent("my-app/2")
            .build();
        let call: Call<String> = post()
            .query("code", "a b&c+")
            .header("X-Note", "n")
            .json("ü")
            .answers_json();
        assert_eq!(client.clone().send(call).expect("an answer"), "done");

        let requests = server.requests();
        let [request] = &requests[..] else {
            panic!("{requests:?}")
        };
        assert_eq!(request.method, "POST");
        assert_eq!(request.target, "/public/v1/usage/files?code=a%20b%26c%2B");
        let mut headers: Vec<_> = request
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.to_lowercase(), str::from_utf8(value).ok()?)))
            .filter(|(name, _)| name != "host")
            .collect();
        headers.sort();
        let key = format!("ApiKey SU-1:{SECRET}");
        let product = concat!("my-app/2 connect-usage/", env!("CARGO_PKG_VERSION"));
        let expected = [
            ("accept", "application/json"),
            ("authorization", &key),
            ("content-length", "4"),
            ("content-type", "application/json"),
            ("user-agent", product),
            ("x-note", "n"),
        ];
        assert_eq!(
            headers,
            expected.map(|(name, value)| (name.to_owned(), value))
        );
        assert_eq!(request.text(), "\"ü\"");
    });
}

#[test]
fn the_length_of_no_body_is_told_where_one_is_expected() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::new(204));
        let client = kind.client(&server);
        client.send(post().answers_empty()).expect("an answer");
        client.send(get().answers_empty()).expect("an answer");
        let lengths: Vec<_> = server
            .requests()
            .iter()
            .map(|it| it.header("content-length").map(str::to_owned))
            .collect();
        assert_eq!(lengths, [Some("0".to_owned()), None]);
    });
}

#[test]
fn connections_are_kept() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::json(200, "\"x\""));
        let client = kind.client(&server);
        for _ in 0..5 {
            client.send(get().answers_text()).expect("an answer");
        }
        assert_eq!((server.requests().len(), server.connections()), (5, 1));
    });
}

#[test]
fn what_cannot_be_sent_is_not() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::new(200));
        let call = get().header("X-Note", "a\nb").answers_empty();
        let error = kind
            .client(&server)
            .send(call)
            .expect_err("an invalid header");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let call = get().query("q", &"x".repeat(70_000)).answers_empty();
        let error = kind
            .client(&server)
            .send(call)
            .expect_err("too long for a URL");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(server.requests().is_empty());
    });
}

#[test]
#[cfg(feature = "reqwest")]
fn calls_can_be_sent_from_tasks() {
    fn is_send<T: Send>(it: T) -> T {
        it
    }
    let server = Server::start(|_| Reply::new(204));
    let client = support::client(&server);
    support::run(is_send(client.send(get().answers_empty()))).expect("an answer");
}

#[test]
fn the_key_does_not_print() {
    with_each(|kind| {
        let body = r#"{"error_code": "AUTH_001", "errors": ["no"]}"#;
        let server = Server::start(move |_| Reply::json(401, body));
        let client = kind.client(&server);
        let error = client.send(get().answers_text()).expect_err("401");
        assert_eq!(
            (error.code(), error.status().map(|it| it.as_u16())),
            (Some("AUTH_001"), Some(401))
        );
        let builder = kind.builder(&server.url("")).api_key(support::key());
        let all = format!("{client:?} {builder:?} {}", printed(&error));
        assert!(!all.contains(SECRET), "{all}");
    });
}

#[test]
fn errors_of_the_connection_are_told_apart_and_show_no_query() {
    with_each(|kind| {
        let gone = Server::start(|_| Reply::new(200)).url("");
        let gone = kind.builder(&gone).build();
        let error = gone
            .send(post().query("q", SECRET).answers_empty())
            .expect_err("nobody there");
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.is_retryable(), "it was not sent");
        assert!(!printed(&error).contains(SECRET), "{}", printed(&error));

        for reply in [
            Reply::new(200).body("abc").cut_after(2),
            Reply::new(200).body("abc").reset_after(2),
            Reply::new(200).body("abc").chunked().cut_after(2),
            Reply::raw("nonsense"),
            Reply::raw(""),
            Reply::reset(),
        ] {
            let server = Server::start(move |_| reply.clone());
            let error = kind
                .client(&server)
                .send(post().query("q", SECRET).answers_text())
                .expect_err("broken");
            assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
            assert!(!error.is_retryable(), "it may have been sent");
            assert!(error.may_have_been_processed());
            assert!(!printed(&error).contains(SECRET), "{}", printed(&error));
            assert!(get_text(kind, &server).expect_err("broken").is_retryable());
        }
    });
}

#[test]
fn encryption_is_tried_and_needed() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::new(200));
        let url = server.url("").replace("http:", "https:");
        let client = kind.builder(&url).build();
        let error = client
            .send(post().answers_empty())
            .expect_err("no TLS there");
        assert_eq!(error.kind(), ErrorKind::Transport, "{}", printed(&error));
        assert!(error.is_retryable(), "it was not sent: {}", printed(&error));
        assert!(server.requests().is_empty());
    });
}

#[test]
fn answers_of_the_api_become_errors() {
    with_each(|kind| {
        let body = r#"{"error_code": "VAL_001", "errors": ["note: too long"], "params": {"a": 1}}"#;
        let server = Server::start(move |_| Reply::json(400, body).header("X-Request-Id", "r-1"));
        let error = get_text(kind, &server).expect_err("400");
        assert_eq!(error.messages(), ["note: too long"]);
        assert_eq!(error.params().map(|it| it.text()), Some(r#"{"a": 1}"#));
        assert_eq!(
            (error.request_id(), error.body()),
            (Some("r-1"), body.as_bytes())
        );

        let server = Server::start(|_| Reply::new(404));
        let error = get_text(kind, &server).expect_err("404");
        assert_eq!(
            error.to_string(),
            "files::get (GET /usage/files): 404 Not Found"
        );

        let server = Server::start(|_| Reply::new(500).body(b"d\xe9sol\xe9"));
        let error = get_text(kind, &server).expect_err("500");
        assert!(
            error
                .to_string()
                .ends_with("500 Internal Server Error: d\u{fffd}sol\u{fffd}"),
            "{error}"
        );
        assert_eq!(error.body(), b"d\xe9sol\xe9");
    });
}

#[test]
fn what_cannot_be_read_is_named_by_its_path() {
    with_each(|kind| {
        let server = Server::start(|_| Reply::json(200, r#"[{"a": 1}, {"a": 1e-40}]"#));
        let call: Call<Vec<std::collections::BTreeMap<String, connect_usage::Decimal>>> =
            get().answers_json();
        let error = kind.client(&server).send(call).expect_err("not exact");
        assert_eq!(
            (error.kind(), error.path()),
            (ErrorKind::Decode, Some("$[1].a"))
        );
    });
}

#[test]
fn long_answers_are_refused() {
    with_each(|kind| {
        for reply in [
            Reply::new(200).body("12345"),
            Reply::new(200).body("12345").chunked(),
            Reply::new(200).body("12345").until_close(),
        ] {
            let server = Server::start(move |_| reply.clone());
            let with_limit = |bytes| kind.builder(&server.url("")).max_answer(bytes).build();
            assert_eq!(
                with_limit(5)
                    .send(get().answers_text())
                    .expect("five bytes"),
                "12345"
            );
            let error = with_limit(4)
                .send(get().answers_text())
                .expect_err("too long");
            assert_eq!(
                (error.kind(), error.is_retryable()),
                (ErrorKind::Decode, false)
            );
            assert!(error.to_string().contains("limit of 4 bytes"), "{error}");
            assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
        }
    });
}

#[test]
fn answers_in_many_pieces_are_put_together() {
    with_each(|kind| {
        let text: String = (0..200_000)
            .map(|it| char::from(b'a' + (it % 23) as u8))
            .collect();
        let body = text.clone();
        for reply in [
            Reply::new(200).body(body.clone()),
            Reply::new(200).body(body.clone()).chunked(),
            Reply::new(200).body(body.clone()).until_close(),
        ] {
            let server = Server::start(move |_| reply.clone());
            assert!(get_text(kind, &server).expect("an answer") == text);
        }
    });
}

#[test]
fn plain_http_is_for_this_machine() {
    with_each(|kind| {
        let build = |url: &str| kind.builder(url).try_build();
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
    });
}

#[test]
fn the_specification_has_a_version() {
    assert!(!connect_usage::api_version().is_empty());
}

/// Says that a process is the other one, and which client it has to use.
const CHILD: &str = "CONNECT_USAGE_TEST_CHILD";

/// The environment belongs to the whole process, so the test runs itself again in another one.
#[test]
fn the_environment_sets_up_a_client() {
    if let Some(child) = std::env::var_os(CHILD) {
        let kind = Kind::ALL.iter().find(|it| *format!("{it:?}") == *child);
        let client = kind.expect("a kind of client").of_environment();
        client.send(get().answers_empty()).expect("an answer");
        return;
    }
    with_each(|kind| {
        let server = Server::start(|_| Reply::new(204));
        let run_child = |key: &str| {
            let mut child = Command::new(std::env::current_exe().expect("this program"));
            child.args(["--exact", "the_environment_sets_up_a_client"]);
            child
                .env(CHILD, format!("{kind:?}"))
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
    });
}
