//! Operations, their responses, security and servers.

use crate::document::{file, read, skipped};

#[test]
fn each_skipped_operation_has_its_own_reason() {
    let (bindings, said) = read(
        "paths:
  /bells: {get: {responses: {'204': {description: ''}}}}
  /kites: {post: {requestBody: {$ref: '#/components/requestBodies/Mixed'}, responses: {'204': {description: ''}}}}
  /lamps:
    post:
      requestBody: {$ref: '#/components/requestBodies/Mixed'}
      responses: {'204': {description: ''}}
    put:
      parameters: [{$ref: '#/components/parameters/None'}]
      servers: [{url: /nowhere}]
      responses: {'204': {description: ''}}
components:
  requestBodies:
    Mixed: {content: {multipart/mixed: {schema: {type: object, properties: {a: {type: string}}}}}}
",
        &[],
    );
    let mixed = "the parts of `multipart/mixed` have no names, and cannot be written; the operation is skipped";
    let unresolved =
        "unresolved reference `#/components/parameters/None`; the operation is skipped";
    assert_eq!(
        skipped(&bindings),
        [
            format!("#/paths/~1kites/post: {mixed}"),
            format!("#/paths/~1lamps/post: {mixed}"),
            format!("#/paths/~1lamps/put: {unresolved}"),
        ]
    );
    assert_eq!(
        said,
        [
            format!("warning[bad-reference] {unresolved}"),
            format!("warning[form] {mixed}"),
        ]
    );
}

#[test]
fn links_and_callbacks_are_named_wherever_they_stand() {
    let (bindings, said) = read(
        "paths:
  /bells:
    get: {responses: {'200': {$ref: '#/components/responses/Bell'}, '404': {$ref: '#/components/responses/Lost'}}}
    put: {responses: {'200': {$ref: '#/components/responses/Bell'}}}
    post: {callbacks: {rung: {$ref: '#/components/callbacks/Rung'}}, responses: {'204': {description: '', links: {next: {operationId: x}}}}}
components:
  responses:
    Bell: {description: '', links: {next: {$ref: '#/components/links/Next'}}}
    Lost: {description: '', links: {home: {operationId: x}}}
  links:
    Next: {operationId: x}
    Idle: {operationId: x}
  callbacks:
    Rung: {'{$request.query.url}': {post: {responses: {'204': {description: ''}}}}}
    Idle: {'{$request.query.url}': {post: {responses: {'204': {description: ''}}}}}
",
        &[],
    );
    let links = "`links` are not generated";
    assert_eq!(
        skipped(&bindings),
        [
            "#/components/callbacks/Idle: no operation reaches it".to_owned(),
            "#/components/links/Idle: no operation reaches it".to_owned(),
            format!("#/components/responses/Bell/links: {links}"),
            format!("#/components/responses/Lost/links: {links}"),
            "#/paths/~1bells/post/callbacks: `callbacks` are not generated".to_owned(),
            format!("#/paths/~1bells/post/responses/204/links: {links}"),
        ]
    );
    let named = said.iter().filter(|it| it.contains(links)).count();
    assert_eq!(named, 3, "{said:?}");
}

const SECURED: &str = "security: [{gate: []}]
paths:
  /bells: {get: {responses: {'204': {description: ''}}}}
  /kites: {get: {security: [{pass: []}], responses: {'204': {description: ''}}}}
  /lamps: {get: {security: [], responses: {'204': {description: ''}}}}
components:
  securitySchemes:
    gate: {type: apiKey, in: header, name: X-Gate-Key}
    pass: {type: http}
    idle: {type: http, scheme: basic}
";

#[test]
fn schemes_that_a_selection_does_not_need_are_no_loss() {
    let (whole, said) = read(SECURED, &[]);
    let unusable = "the security scheme `pass`: expected `scheme` to be a string, found nothing; no credential serves it";
    let pass = format!("#/components/securitySchemes/pass: {unusable}");
    let idle = "#/components/securitySchemes/idle: no operation requires it".to_owned();
    assert_eq!(skipped(&whole), [idle, pass.clone()]);
    assert_eq!(said, [format!("warning[security] {unusable}")]);
    let (part, said) = read(SECURED, &["/bells"]);
    assert_eq!((skipped(&part), said), (vec![], vec![]));
    // What the selection needs and cannot use is named all the same.
    let (part, said) = read(SECURED, &["/kites"]);
    assert_eq!(skipped(&part), [pass]);
    assert_eq!(said, [format!("warning[security] {unusable}")]);
}

#[test]
fn the_crate_says_what_authorizes_its_calls() {
    let sentence = "//! Calls are authorized by `gate` (an API key in the header `X-Gate-Key`), unless their function\n//! says otherwise.";
    let library = |prefixes: &[&str]| file(&read(SECURED, prefixes).0, "src/lib.rs").to_owned();
    assert!(library(&[]).contains(sentence), "{}", library(&[]));
    let sentence = "//! Calls are authorized by `gate` (an API key in the header `X-Gate-Key`).\n";
    assert!(library(&["/bells"]).contains(sentence));
    // Nothing inherits it here.
    for prefix in ["/kites", "/lamps"] {
        assert!(!library(&[prefix]).contains("authorized"), "{prefix}");
    }
}

#[test]
fn the_first_usable_server_of_an_operation_is_used() {
    let servers = |list: &str| {
        let text = format!(
            "servers: [{{url: 'https://a.example'}}]
paths:
  /bells: {{get: {{servers: [{list}], responses: {{'204': {{description: ''}}}}}}}}
"
        );
        let (bindings, said) = read(&text, &[]);
        let used = bindings.api.operations.first();
        let used = used.and_then(|it| it.server.clone());
        (used, said, skipped(&bindings).len())
    };
    let (used, said, skipped) = servers(
        "{url: //host}, {url: 'https://{region}.example'}, {url: 'https://b.example/v1/'}, {url: 'https://c.example'}",
    );
    assert_eq!(used.as_deref(), Some("https://b.example/v1"));
    let absolute = "expected an absolute HTTP URL without query and fragment, found `//host`";
    assert_eq!(
        said,
        [
            format!("warning[unsupported] {absolute}; the server is skipped"),
            "warning[not-openapi] undeclared variable `region` in the URL `https://{region}.example`; the server is skipped".to_owned(),
            "note[unsupported] of several servers of an operation, only the first usable one is used".to_owned(),
        ]
    );
    assert_eq!(skipped, 3);
    let (used, said, _) = servers("{url: //host}");
    assert_eq!(used, None);
    assert_eq!(
        said,
        [format!(
            "warning[unsupported] {absolute}; the operation is sent to the base URL of the client"
        )]
    );
}

#[test]
fn headers_of_other_responses_than_successes_are_named_once() {
    let headers = |status: &str| {
        let text = format!(
            "paths:
  /bells: {{get: {{responses: {{'204': {{description: ''}}, '{status}': {{description: '', headers: {{X-A: {{}}, 'X B': {{}}}}}}}}}}}}
"
        );
        let (bindings, said) = read(&text, &[]);
        (said, skipped(&bindings))
    };
    let (said, skipped) = headers("404");
    let errors = "headers of errors are not generated";
    assert_eq!(
        said,
        [format!(
            "note[unsupported] {errors}; they are read from the response that an error holds"
        )]
    );
    assert_eq!(
        skipped,
        [format!(
            "#/paths/~1bells/get/responses/404/headers: {errors}"
        )]
    );
    let (said, skipped) = headers("302");
    let redirects = "headers of redirects are not generated";
    assert_eq!(said, [format!("note[unsupported] {redirects}; skipped")]);
    assert_eq!(
        skipped,
        [format!(
            "#/paths/~1bells/get/responses/302/headers: {redirects}"
        )]
    );
}

#[test]
fn what_the_caller_can_give_as_a_string_costs_no_operation() {
    let (bindings, said) = read(
        "paths:
  /bells/{id}/tones/{tone-name}:
    get:
      parameters:
      - {name: Id, in: path, required: true, schema: {type: integer}}
      - {name: xml, in: query, required: true, content: {application/xml: {schema: {type: object}}}}
      - {name: none, in: query, required: true, content: {}}
      responses: {'204': {description: ''}}
  /kites/{+rest}: {get: {responses: {'204': {description: ''}}}}
",
        &[],
    );
    assert_eq!(
        skipped(&bindings),
        [
            "#/paths/~1bells~1{id}~1tones~1{tone-name}/get/parameters/0: it is not in the path",
            "#/paths/~1kites~1{+rest}/get: undeclared path parameter `+rest` in `/kites/{+rest}`; the operation is skipped",
        ]
    );
    let code = file(&bindings, "src/bells.rs");
    let function = "pub fn get_tone(
    id: impl AsRef<str>,
    tone_name: impl AsRef<str>,
    none: impl AsRef<str>,
    xml: impl AsRef<str>,
) -> Call<()> {";
    assert!(code.contains(function), "{code}");
    let path = "in `/bells/{id}/tones/{tone-name}`; taken as a string";
    for expected in [
        format!("warning[path] undeclared path parameter `id` {path}"),
        format!("warning[path] undeclared path parameter `tone-name` {path}"),
        "warning[media-types] the parameter `xml` is not written as `application/xml`; sent as the string that the caller gives".to_owned(),
        "warning[not-openapi] expected the parameter `none` to have a `schema`; sent as a string".to_owned(),
    ] {
        assert!(said.contains(&expected), "{expected}\n{said:?}");
    }
}

#[test]
fn a_reference_that_is_there_twice_costs_no_component() {
    let (bindings, said) = read(
        "paths:
  /a/{x}:
    parameters: [{$ref: '#/components/parameters/X'}, {$ref: '#/components/parameters/X'}]
    get: {responses: {'204': {description: ''}}}
components:
  parameters:
    X: {name: x, in: path, required: true, schema: {type: integer}}
",
        &[],
    );
    assert_eq!(
        said,
        ["warning[parameter] duplicate parameter `x`; the first one applies"]
    );
    assert_eq!(
        skipped(&bindings),
        [
            "#/paths/~1a~1{x}/parameters/1: a parameter of the same name and place is declared before"
        ]
    );
}
