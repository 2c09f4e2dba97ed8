//! Whatever form a secret comes in, errors do not show it.

mod support;

use connect_runtime::driver::failure;
use connect_runtime::serde::de::{Deserialize, Deserializer, Error as _};
use connect_runtime::{Error, Json, RawCall, Request};
use proptest::prelude::*;
use support::{File, GET, response};

/// What the secrets below begin and end with.
const EDGES: [&str; 2] = ["q7Zk", "x9Wv"];

/// How servers, storages and proxies repeat a key or a presigned URL.
fn form(number: usize, secret: &str) -> String {
    match number {
        0 => format!("your key was ApiKey SU-123-456-789:{secret}"),
        1 => format!("Authorization: ApiKey {secret} is not known"),
        2 => format!("no account SU-123-456-789:{secret}."),
        3 => format!("/bucket/x?sig={secret}"),
        4 => format!("no s3.amazonaws.com/x?X-Amz-Date=1&X-Amz-Signature={secret}&a=b here"),
        5 => format!("see https://s/x?a=b c&sig={secret}"),
        6 => format!("(https://storage.example/x.xlsx?{secret})"),
        7 => format!("<Error><SignatureProvided>{secret}</SignatureProvided></Error>"),
        8 => format!(
            "<StringToSign>AWS4 \n {secret}\n</StringToSign><AWSAccessKeyId>{secret}</AWSAccessKeyId>"
        ),
        9 => format!("Credential={secret}, Signature=\"{secret}\", token = '{secret}'"),
        10 => format!(r#"{{"url": "https://s/x?z={secret}", "access_token": "a {secret}"}}"#),
        _ => format!("HTTPS://S/x?se=1&st=2&sp=r&{secret}"),
    }
}

const FORMS: usize = 12;

/// How a text is escaped on its way into another one.
fn escaped(number: usize, text: String) -> String {
    let each = |text: &str, escape: fn(char) -> String| -> String {
        let is_usual = |it: char| it.is_ascii_alphanumeric() || it == '-';
        let characters = text.chars();
        characters
            .map(|it| {
                if is_usual(it) {
                    it.to_string()
                } else {
                    escape(it)
                }
            })
            .collect()
    };
    match number {
        0 => each(&text, |it| format!("%{:02X}", u32::from(it))),
        1 => each(&text, |it| format!("%25{:02x}", u32::from(it))),
        2 => each(&text, |it| format!("\\u{:04x}", u32::from(it))),
        3 => each(&text, |it| format!("&#{};", u32::from(it))),
        4 => text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;"),
        5 => serde_json::to_string(&text).expect("JSON"),
        _ => text,
    }
}

const ESCAPES: usize = 9;

fn check(error: &Error) -> Result<(), TestCaseError> {
    let text = format!("{error} {error:?} {error:#?}");
    for edge in EDGES {
        prop_assert!(!text.contains(edge), "{text}");
    }
    Ok(())
}

/// A type of an application, whose messages quote the value and look like those of serde.
#[derive(Debug)]
struct Quoting;

impl<'de> Deserialize<'de> for Quoting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(D::Error::custom(format!("found {text}, expected {text}")))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_error_shows_a_secret(
        middle in "[A-Za-z0-9/+_.~=-]{0,60}",
        number in 0..FORMS,
        escapes in proptest::collection::vec(0..ESCAPES, 0..3),
        before in "[a-z ,(]{0,10}",
    ) {
        let secret = format!("{}{middle}{}", EDGES[0], EDGES[1]);
        let mut text = form(number, &secret);
        for escape in escapes {
            text = escaped(escape, text);
        }
        let text = format!("{before} {text}");
        let quoted = serde_json::to_string(&text).expect("JSON");
        let call = Request::new(&GET).path("id", "A").returns_json::<File>();
        let refused = |status, body: String| call.decode(response(status, body)).expect_err("refused");

        check(&refused(403, text.clone()))?;
        check(&refused(400, format!(r#"{{"error_code": {quoted}, "errors": [{quoted}, {quoted}]}}"#)))?;
        check(&refused(200, text.clone()))?;
        check(&refused(200, format!(r#"{{"id": "A", "count": {quoted}}}"#)))?;
        check(&refused(400, format!(r#"{{"error_code": "VAL_001", "errors": ["{secret}: no"]}}"#)))?;
        check(&refused(200, format!(r#"{{{quoted}: 1, "id": {{{quoted}: 1}}}}"#)))?;
        let raw = RawCall::get("/a").json::<Vec<Quoting>>();
        check(&raw.decode(response(200, format!("[{quoted}]"))).expect_err("refused"))?;
        check(&raw.decode(response(200, quoted.clone())).expect_err("refused"))?;
        check(&failure::transport(&GET, text.clone()))?;
        check(&failure::timeout(&GET, text))?;
        let json = format!("{:?}", Json::parse(&quoted).expect("JSON"));
        prop_assert!(EDGES.iter().all(|it| !json.contains(it)), "{json}");
    }
}
