//! What OpenAPI 3.1 and 3.2 have beyond 3.0, in documents as a whole: each is handled or named.

use crate::all;
use crate::support::{generate_from, said, sound};
use connect_codegen::{Bindings, Input, Outcome, Source, generate};

fn skipped(bindings: &Bindings) -> Vec<String> {
    let skipped = bindings.api.skipped.iter();
    skipped
        .map(|it| format!("{}: {}", it.pointer, it.reason))
        .collect()
}

fn with_prefix(text: &str, prefix: &str) -> Outcome<Bindings> {
    let input = Input {
        document: Source::new("spec.yml", text),
        prefixes: vec![prefix.to_owned()],
        ..Input::default()
    };
    generate(&input, &mut |_| {})
}

const WEBHOOKS: &str = "
openapi: 3.1.0
info: {title: t, version: '1'}
webhooks:
  burnt:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Burnt'}}}}
      responses: {'204': {description: Done}}
components:
  schemas:
    Burnt: {type: object, required: [id], properties: {id: {type: string}}}
";

#[test]
fn webhooks_come_with_all_paths() {
    let empty = WEBHOOKS.replace("webhooks:", "paths: {}\nwebhooks:");
    let beside = WEBHOOKS.replace(
        "webhooks:",
        "paths: {/a: {get: {responses: {'204': {description: ''}}}}}\nwebhooks:",
    );
    for text in [WEBHOOKS, &empty, &beside] {
        for prefix in ["*", "/*"] {
            let text = all(&sound(with_prefix(text, prefix)));
            assert!(text.contains("pub struct Burnt"), "{prefix}: {text}");
        }
        assert!(all(&sound(generate_from(text))).contains("pub struct Burnt"));
    }
    // A prefix of some paths says nothing about webhooks.
    let text = all(&sound(with_prefix(&beside, "/a*")));
    assert!(!text.contains("pub struct Burnt"), "{text}");
}

#[test]
fn a_prefix_that_matches_nothing_stays_an_error() {
    let nothing = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n";
    let no_webhook = format!("{nothing}webhooks: {{}}\n");
    let extension = format!("{nothing}webhooks: {{x-burnt: {{}}}}\n");
    for (text, prefix) in [
        (nothing, "/*"),
        (&no_webhook, "/*"),
        (&extension, "*"),
        (WEBHOOKS, "/usage*"),
        (WEBHOOKS, "/"),
    ] {
        let outcome = with_prefix(text, prefix);
        let said = said(&outcome.diagnostics);
        assert!(outcome.value.is_none(), "{prefix}: {text}");
        assert!(said.contains("matches no path"), "{said}");
    }
}

#[test]
fn webhooks_that_cannot_be_read_are_named() {
    let document = |webhooks: &str| {
        format!(
            "
openapi: 3.1.0
info: {{title: t, version: '1'}}
paths: {{/a: {{get: {{responses: {{'204': {{description: ''}}}}}}}}}}
webhooks: {webhooks}
"
        )
    };
    for (webhooks, message, at) in [
        (
            "{burnt: {$ref: '#/components/pathItems/None'}}",
            "the reference `#/components/pathItems/None` of a path item leads to no path item; skipped",
            "#/webhooks/burnt",
        ),
        (
            "{burnt: [1]}",
            "expected a path item to be a mapping, found an array; skipped",
            "#/webhooks/burnt",
        ),
        (
            "[1]",
            "expected `webhooks` to be a mapping of path items, found an array; ignored",
            "#/webhooks",
        ),
        (
            "{burnt: {fetch: {}}}",
            "unknown HTTP method `fetch`; skipped",
            "#/webhooks/burnt/fetch",
        ),
        (
            "{burnt: {post: {requestBody: {$ref: '#/components/requestBodies/None'}}}}",
            "unresolved reference `#/components/requestBodies/None`",
            "#/webhooks/burnt/post",
        ),
        (
            "{burnt: {post: {requestBody: {content: [1]}}}}",
            "expected `content` of a request body to be a mapping of media types, found an array; ignored",
            "#/webhooks/burnt/post",
        ),
        (
            "{burnt: {post: [1]}}",
            "expected a webhook to be a mapping, found an array; skipped",
            "#/webhooks/burnt/post",
        ),
    ] {
        let outcome = generate_from(&document(webhooks));
        let said = said(&outcome.diagnostics);
        let skipped = skipped(&sound(outcome));
        assert!(said.contains(message), "{webhooks}: {said}");
        let is_skipped = skipped.iter().any(|it| it.starts_with(&format!("{at}: ")));
        assert!(is_skipped, "{webhooks}: {skipped:?}");
    }
}

#[test]
fn methods_of_3_2_are_named() {
    let text = "
openapi: 3.2.0
info: {title: t, version: '1'}
paths:
  /a:
    get: {responses: {'204': {description: ''}}}
    query: {responses: {'204': {description: ''}}}
    additionalOperations: {COPY: {responses: {'204': {description: ''}}}}
webhooks:
  burnt: {query: {responses: {'204': {description: ''}}}}
";
    let outcome = generate_from(text);
    let said = said(&outcome.diagnostics);
    let skipped = skipped(&sound(outcome));
    assert!(!said.contains("unknown"), "{said}");
    for (message, at) in [
        (
            "the HTTP method `query` of OpenAPI 3.2 is not generated",
            "#/paths/~1a/query: ",
        ),
        (
            "the HTTP methods in `additionalOperations` of OpenAPI 3.2",
            "#/paths/~1a/additionalOperations/COPY: ",
        ),
        ("", "#/webhooks/burnt/query: "),
    ] {
        assert!(said.contains(message), "{said}");
        assert!(skipped.iter().any(|it| it.starts_with(at)), "{skipped:?}");
    }
}

#[test]
fn media_types_can_be_components() {
    let document = |version: &str, content: &str, more: &str| {
        format!(
            "
openapi: {version}
info: {{title: t, version: '1'}}
paths:
  /a:
    post:
      requestBody: {{content: {{application/json: {content}}}}}
      responses: {{'200': {{description: '', content: {{application/json: {content}}}}}}}
components:
  schemas: {{Bell: {{type: object, properties: {{n: {{type: integer}}}}}}}}
{more}"
        )
    };
    let real = "{schema: {$ref: '#/components/schemas/Bell'}}";
    let more =
        format!("  mediaTypes: {{Real: {real}, Other: {{$ref: '#/components/mediaTypes/Real'}}}}");
    let newer = document("3.2.0", "{$ref: '#/components/mediaTypes/Other'}", &more);
    let outcome = generate_from(&newer);
    assert_eq!(said(&outcome.diagnostics), "");
    let older = sound(generate_from(&document("3.0.3", real, "")));
    let (newer, older) = (all(&sound(outcome)), all(&older));
    let own = |text: &str| {
        let lines = text.lines().filter(|it| !it.contains("FINGERPRINT"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(own(&newer), own(&older));
    for dead in [
        "#/components/mediaTypes/None",
        "#/components/mediaTypes/Loop",
        "other.yml",
    ] {
        let more = "  mediaTypes: {Loop: {$ref: '#/components/mediaTypes/Loop'}}";
        let outcome = generate_from(&document("3.2.0", &format!("{{$ref: '{dead}'}}"), more));
        let said = said(&outcome.diagnostics);
        assert!(
            said.contains(&format!("unresolved reference `{dead}` of a media type")),
            "{said}"
        );
        assert!(!said.contains("unknown member"), "{said}");
    }
}
