//! What a client sends, and how it handles responses.

use connect_fake::Reply;
use connect_usage::models::AcceptUsageFile;
use connect_usage::{Call, Error, ErrorKind, files};

use crate::case::cases;
use crate::net::{Host, Net};
use crate::support::{PRODUCT, SECRET, get, key, post, printed};

/// The codings that requests accept.
const ENCODING: &str = match cfg!(feature = "gzip") {
    true => "gzip",
    false => "identity",
};

cases![
    a_call_is_sent_as_it_is,
    a_zero_content_length_is_sent_where_a_body_is_expected,
    an_invalid_request_is_not_sent,
    the_key_is_not_printed,
    connection_errors_are_distinguished_and_show_no_query,
    error_responses_of_the_api_become_errors,
    a_value_that_cannot_be_decoded_is_named_by_its_path,
    a_number_that_does_not_fit_is_kept,
    a_body_without_required_members_can_be_left_out,
    responses_over_the_limit_are_rejected,
    responses_in_many_chunks_are_joined,
];

fn get_string(server: &Host) -> Result<String, Error> {
    server.client().send(get().returns_text())
}

fn a_call_is_sent_as_it_is(net: &Net) {
    let server = net.serve(|_| Reply::json(201, "\"done\""));
    let client = server.builder("/public/v1/").user_agent("my-app/2").build();
    let call: Call<String> = post()
        .query("code", "a b&c+")
        .header("X-Note", "n")
        .json("ü")
        .returns_json();
    assert_eq!(client.clone().send(call).expect("a response"), "done");

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
    let client = concat!("connect-client/", env!("CARGO_PKG_VERSION"));
    let user_agent = format!("my-app/2 {PRODUCT} {client}");
    let expected = [
        ("accept", "application/json"),
        ("accept-encoding", ENCODING),
        ("authorization", &key),
        ("content-length", "4"),
        ("content-type", "application/json"),
        ("user-agent", &user_agent),
        ("x-note", "n"),
    ];
    assert_eq!(
        headers,
        expected.map(|(name, value)| (name.to_owned(), value))
    );
    assert_eq!(request.text(), "\"ü\"");
}

fn a_zero_content_length_is_sent_where_a_body_is_expected(net: &Net) {
    let server = net.serve(|_| Reply::new(204));
    let client = server.client();
    client.send(post().returns_empty()).expect("a response");
    client.send(get().returns_empty()).expect("a response");
    let lengths: Vec<_> = server
        .requests()
        .iter()
        .map(|it| it.header("content-length").map(str::to_owned))
        .collect();
    assert_eq!(lengths, [Some("0".to_owned()), None]);
}

fn an_invalid_request_is_not_sent(net: &Net) {
    let server = net.serve(|_| Reply::new(200));
    let call = get().header("X-Note", "a\nb").returns_empty();
    let error = server.client().send(call).expect_err("an invalid header");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let call = get().query("q", &"x".repeat(70_000)).returns_empty();
    let error = server.client().send(call).expect_err("too long for a URL");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    for name in ["Host", "Content-Length", "Transfer-Encoding", "Connection"] {
        let call = get().header(name, "5").returns_empty();
        let error = server.client().send(call).expect_err(name);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let named = format!("the header `{}`", name.to_lowercase());
        assert!(error.to_string().contains(&named), "{error}");
    }
    assert!(server.requests().is_empty());
}

fn the_key_is_not_printed(net: &Net) {
    let body = r#"{"error_code": "AUTH_001", "errors": ["no"]}"#;
    let server = net.serve(move |_| Reply::json(401, body));
    let client = server.client();
    let error = client.send(get().returns_text()).expect_err("401");
    assert_eq!(
        (error.code(), error.status().map(|it| it.as_u16())),
        (Some("AUTH_001"), Some(401))
    );
    let builder = server.builder("").api_key(key());
    let all = format!("{client:?} {builder:?} {}", printed(&error));
    assert!(!all.contains(SECRET), "{all}");
}

fn connection_errors_are_distinguished_and_show_no_query(net: &Net) {
    let gone = net.serve(|_| Reply::new(200));
    gone.refuse();
    let gone = gone.builder("").build();
    let error = gone
        .send(post().query("q", SECRET).returns_empty())
        .expect_err("refused");
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
        let server = net.serve(move |_| reply.clone());
        let error = server
            .client()
            .send(post().query("q", SECRET).returns_text())
            .expect_err("broken");
        assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
        assert!(!error.is_retryable(), "it may have been sent");
        assert!(error.may_have_been_processed());
        assert!(!printed(&error).contains(SECRET), "{}", printed(&error));
        assert!(get_string(&server).expect_err("broken").is_retryable());
    }
}

fn error_responses_of_the_api_become_errors(net: &Net) {
    let body = r#"{"error_code": "VAL_001", "errors": ["note: too long"], "params": {"a": 1}}"#;
    let server = net.serve(move |_| Reply::json(400, body).header("X-Request-Id", "r-1"));
    let error = get_string(&server).expect_err("400");
    assert_eq!(error.messages(), ["note: too long"]);
    assert_eq!(error.params().map(|it| it.as_str()), Some(r#"{"a": 1}"#));
    assert_eq!(
        (error.request_id(), error.body()),
        (Some("r-1"), body.as_bytes())
    );

    let server = net.serve(|_| Reply::new(404));
    let error = get_string(&server).expect_err("404");
    assert_eq!(
        error.to_string(),
        format!(
            "files::get (GET /usage/files at {}): 404 Not Found",
            server.url("")
        )
    );

    let server = net.serve(|_| Reply::new(500).body(b"d\xe9sol\xe9"));
    let error = get_string(&server).expect_err("500");
    assert!(
        error
            .to_string()
            .ends_with("500 Internal Server Error; `body()` has 6 bytes"),
        "{error}"
    );
    assert_eq!(error.body(), b"d\xe9sol\xe9");
}

fn a_value_that_cannot_be_decoded_is_named_by_its_path(net: &Net) {
    let server = net.serve(|_| Reply::json(200, r#"[{"a": 1}, {"a": "many"}]"#));
    let call: Call<Vec<std::collections::BTreeMap<String, connect_usage::Decimal>>> =
        get().returns_json();
    let error = server.client().send(call).expect_err("not a number");
    assert_eq!(
        (error.kind(), error.path()),
        (ErrorKind::Decode, Some("$[1].a"))
    );
}

fn a_number_that_does_not_fit_is_kept(net: &Net) {
    let server = net.serve(|_| Reply::json(200, r#"[{"a": 1.50}, {"a": 1e-40}, {"a": "1e300"}]"#));
    let call: Call<Vec<std::collections::BTreeMap<String, connect_usage::Decimal>>> =
        get().returns_json();
    let rows = server.client().send(call).expect("rows");
    let numbers: Vec<_> = rows
        .iter()
        .map(|row| (row["a"].text(), row["a"].fits()))
        .collect();
    assert_eq!(
        numbers,
        [
            ("1.50".into(), true),
            ("1e-40".into(), false),
            ("1e300".into(), false)
        ]
    );
}

fn a_body_without_required_members_can_be_left_out(net: &Net) {
    let server = net.serve(|_| Reply::json(200, r#"{"id": "UF-1"}"#));
    let client = server.client();
    client
        .clone()
        .send(files::accept("UF-1"))
        .expect("a response");
    let note = AcceptUsageFile::new().acceptance_note("fine");
    client
        .clone()
        .send(files::accept("UF-1").header("X-Note", "n").body(note))
        .expect("a response");
    let requests = server.requests();
    let bodies: Vec<_> = requests.iter().map(|it| str::from_utf8(&it.body)).collect();
    assert_eq!(bodies, [Ok("{}"), Ok(r#"{"acceptance_note":"fine"}"#)]);
}

fn responses_over_the_limit_are_rejected(net: &Net) {
    for reply in [
        Reply::new(200).body("12345"),
        Reply::new(200).body("12345").chunked(),
        Reply::new(200).body("12345").until_close(),
    ] {
        let server = net.serve(move |_| reply.clone());
        let with_limit = |bytes| server.builder("").max_response(bytes).build();
        assert_eq!(
            with_limit(5)
                .send(get().returns_text())
                .expect("five bytes"),
            "12345"
        );
        let error = with_limit(4)
            .send(get().returns_text())
            .expect_err("too long");
        let message = "limit of 4 bytes (`max_response` of the client)";
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(
            (error.kind(), error.is_retryable()),
            (ErrorKind::Decode, false)
        );
        assert!(error.to_string().contains("limit of 4 bytes"), "{error}");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
    }
}

fn responses_in_many_chunks_are_joined(net: &Net) {
    let content: String = (0..200_000)
        .map(|it| char::from(b'a' + (it % 23) as u8))
        .collect();
    let body = content.clone();
    for reply in [
        Reply::new(200).body(body.clone()),
        Reply::new(200).body(body.clone()).chunked(),
        Reply::new(200).body(body.clone()).until_close(),
    ] {
        let server = net.serve(move |_| reply.clone());
        assert!(get_string(&server).expect("a response") == content);
    }
}
