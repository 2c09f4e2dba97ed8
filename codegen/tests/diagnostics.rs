//! Documents with one defect each: the diagnostics, and their spans.
//!
//! Each finding is written as `severity[code] line:column pointer`.

mod support;

use connect_codegen::{Diagnostic, Diagnostics, Input, Outcome, Severity, Source, generate};
use support::{generate_from, said, sound};

/// A document with a path item at `/a/{id}`, which begins in line 5; another path, which is well;
/// and components, which begin three lines below the item.
fn document(item: &str, components: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /a/{{id}}:\n{item}\n  /well:\n    get: {{responses: {{'204': {{description: ''}}}}}}\ncomponents:\n  schemas:\n    Known: {{type: object, properties: {{id: {{type: string}}}}}}\n{components}\n"
    )
}

/// An operation whose response has a schema, which begins at line 9, column 44.
fn responding(schema: &str) -> String {
    document(
        &format!(
            "    get:\n      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]\n      responses:\n        '200':\n          description: ''\n          content: {{application/json: {{schema: {schema}}}}}"
        ),
        "",
    )
}

/// An operation with parameters, one a line, the first of which is in line 7.
fn taking(parameters: &[&str]) -> String {
    let list: Vec<String> = parameters
        .iter()
        .map(|parameter| format!("        - {parameter}"))
        .collect();
    document(
        &format!(
            "    get:\n      parameters:\n{}\n      responses: {{'204': {{description: ''}}}}",
            list.join("\n")
        ),
        "",
    )
}

const ID: &str = "{name: id, in: path, required: true, schema: {type: string}}";

fn brief(diagnostic: &Diagnostic) -> String {
    let mut text = format!("{}[{}]", diagnostic.severity, diagnostic.code.as_str());
    if let Some(span) = &diagnostic.span {
        text.push_str(&format!(" {}:{}", span.line, span.column));
    }
    if let Some(pointer) = &diagnostic.pointer {
        text.push_str(&format!(" {pointer}"));
    }
    text
}

fn briefs(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics.iter().map(brief).collect()
}

#[track_caller]
fn expect(text: &str, expected: &[&str]) {
    let outcome = generate_from(text);
    assert_eq!(
        briefs(&outcome.diagnostics),
        expected,
        "\n{}\nof\n{text}",
        said(&outcome.diagnostics)
    );
    assert_eq!(
        outcome.value.is_none(),
        outcome.diagnostics.has_errors(),
        "there is a result exactly if there is no error"
    );
}

// What is no document at all

#[test]
fn broken_yaml() {
    expect("openapi: 3.0.3\npaths: {\n", &["error[yaml] 3:1"]);
    expect("a: b: c\n", &["error[yaml] 1:5"]);
    expect("openapi: \"3.0.3\n", &["error[yaml] 1:10"]);
}

#[test]
fn empty_documents() {
    expect("", &["error[empty] 1:1"]);
    expect("# nothing\n", &["error[empty] 1:1"]);
}

#[test]
fn duplicate_keys() {
    let text = "openapi: 3.0.3\npaths:\n  /a: {get: {}, get: {}}\ninfo: {title: t, version: '1'}\npaths: {}\n";
    expect(
        text,
        &["error[duplicate-key] 3:17", "error[duplicate-key] 5:1"],
    );
}

#[test]
fn two_documents() {
    expect(
        "openapi: 3.0.3\npaths: {}\n---\nopenapi: 3.0.3\n",
        &["error[several-documents] 3:1"],
    );
}

#[test]
fn a_key_that_is_not_a_string() {
    expect("openapi: 3.0.3\n? [a, b]\n: c\n", &["error[key] 2:3"]);
}

#[test]
fn an_alias_bomb() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let before = format!("*a{}", level - 1);
        let list = vec![before; 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{list}]\n"));
    }
    let outcome = generate_from(&text);
    let found = briefs(&outcome.diagnostics);
    assert!(
        found.len() == 1 && found[0].starts_with("error[alias] "),
        "{found:?}"
    );
}

#[test]
fn an_alias_of_itself() {
    expect("a: &a [*a]\n", &["error[alias] 1:8"]);
}

#[test]
fn an_unknown_alias() {
    expect("a: *nothing\n", &["error[unknown-anchor] 1:4"]);
}

#[test]
fn too_deep() {
    let levels = |count| format!("a: {}{}\n", "[".repeat(count), "]".repeat(count));
    for count in [240, 300_000] {
        let found = briefs(&generate_from(&levels(count)).diagnostics);
        assert_eq!(found.len(), 1, "{found:?}");
        let is_named = found[0].starts_with("error[too-deep] 1:") || count > 255;
        assert!(is_named, "{found:?}");
    }
}

/// Whatever is not too deep is safe. openapiv3 needs much of the stack for each level, so that an
/// unoptimized build may want more than the 2 MiB that threads have by default.
#[test]
fn what_is_not_too_deep_is_safe() {
    let deepest = || {
        for levels in (5..100).step_by(5) {
            let schema = format!(
                "{}{{type: string}}{}",
                "{type: array, items: ".repeat(levels),
                "}".repeat(levels)
            );
            let found = briefs(&generate_from(&responding(&schema)).diagnostics);
            let is_refused = found
                .iter()
                .all(|found| found.starts_with("error[too-deep]"));
            assert!(is_refused && found.len() <= 1, "{levels}: {found:?}");
            assert!(levels > 20 || found.is_empty(), "{levels}: {found:?}");
        }
    };
    let thread = std::thread::Builder::new()
        .stack_size(4 * 1024 * 1024)
        .spawn(deepest);
    thread.expect("a thread").join().expect("no overflow");
}

#[test]
fn not_openapi_3_0() {
    let code =
        |text: &str, span: &str| expect(text, &[&format!("error[not-openapi-3.0] {span} #")]);
    code("swagger: '2.0'\npaths: {}\n", "1:1");
    code("info: {}\nopenapi: 3.1.0\npaths: {}\n", "2:10");
    code("openapi: 3\npaths: {}\n", "1:10");
    code("[1, 2]\n", "1:1");
    code("just a text\n", "1:1");
}

#[test]
fn no_paths() {
    expect(
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n",
        &["error[no-paths] 1:1 #"],
    );
    expect(
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: []\n",
        &["error[no-paths] 1:1 #"],
    );
    expect(
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n",
        &["error[empty]"],
    );
}

// What is no text in UTF-8

fn from_bytes(bytes: &[u8]) -> Outcome<Source> {
    Source::from_bytes("spec.yml", bytes.to_vec())
}

#[test]
fn bytes_that_are_no_document() {
    let found = |bytes: &[u8]| briefs(&from_bytes(bytes).diagnostics);
    assert_eq!(found(b"openapi: 3.0.3\nab\xff\n"), ["error[not-utf8] 2:3"]);
    assert_eq!(found("ä\nöü\u{0}".as_bytes()), [""; 0]);
    assert_eq!(found(b"\xc3\xa4\xc3\xa4\xff"), ["error[not-utf8] 1:3"]);
    assert_eq!(found(b"\x1f\x8b\x08\x00"), ["error[compressed] 1:1"]);
    assert_eq!(found(b"<!DOCTYPE html><html></html>"), ["error[html] 1:1"]);
    assert_eq!(found(b"\n  <HTML lang=en>"), ["error[html] 1:1"]);
    assert_eq!(found(b"<html>"), ["error[html] 1:1"]);
    assert_eq!(found("<html>ä".as_bytes()), ["error[html] 1:1"]);
    assert_eq!(found("äääääää<html".as_bytes()), [""; 0]);
    assert_eq!(found(b""), [""; 0]);
}

#[test]
fn a_byte_order_mark_and_crlf_are_welcome() {
    let text = responding("{$ref: '#/components/schemas/Known'}");
    let plain = sound(generate_from(&text));
    let marked = [b"\xef\xbb\xbf", text.replace('\n', "\r\n").as_bytes()].concat();
    let input = Input {
        document: sound(from_bytes(&marked)),
        overlays: Vec::new(),
        prefixes: Vec::new(),
        reserved: None,
    };
    let bindings = sound(generate(&input, &mut |_| {}));
    let same = plain.files.iter().zip(bindings.files.iter());
    for (a, b) in same {
        assert!(!b.1.contains('\r'), "{}", b.0);
        assert_eq!(a, b);
    }
    // Places are the same as well.
    let crlf = responding("{type: widget}").replace('\n', "\r\n");
    expect(
        &crlf,
        &[
            "warning[unknown-type] 10:49 #/paths/~1a~1{id}/get/responses/200/content/application~1json/schema",
        ],
    );
}

#[test]
fn columns_count_characters() {
    expect("ä: 'öü'\nß: [ü, ü: ü: ü]\n", &["error[yaml] 2:12"]);
}

// References

const SCHEMA: &str = "#/paths/~1a~1{id}/get/responses/200/content/application~1json/schema";

#[test]
fn unknown_references() {
    for reference in [
        "#/components/schemas/Unknown",
        "#/nowhere",
        "other.yml#/components/schemas/Known",
        "#",
        "",
    ] {
        expect(
            &responding(&format!("{{$ref: '{reference}'}}")),
            &[&format!("error[bad-reference] 10:49 {SCHEMA}")],
        );
    }
    expect(
        &document(
            "    parameters: [{$ref: '#/components/parameters/id'}]\n    get:\n      requestBody: {$ref: '#/components/requestBodies/b'}\n      responses:\n        '200': {$ref: '#/components/responses/r'}",
            "",
        ),
        &[
            "error[bad-reference] 5:19 #/paths/~1a~1{id}/parameters/0",
            "error[path] 6:5 #/paths/~1a~1{id}/get",
            "error[bad-reference] 9:17 #/paths/~1a~1{id}/get/responses/200",
        ],
    );
}

#[test]
fn circular_references() {
    expect(
        &document(
            &format!(
                "    get:\n      parameters: [{ID}]\n      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}"
            ),
            "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}",
        ),
        &["error[bad-reference] 14:9 #/components/schemas/B"],
    );
    expect(
        &document(
            &format!(
                "    get:\n      parameters: [{ID}]\n      responses: {{'200': {{$ref: '#/components/responses/a'}}}}"
            ),
            "  responses:\n    a: {$ref: '#/components/responses/b'}\n    b: {$ref: '#/components/responses/a'}",
        ),
        &["error[bad-reference] 7:27 #/paths/~1a~1{id}/get/responses/200"],
    );
}

#[test]
fn references_to_another_sort_of_component() {
    expect(
        &responding("{$ref: '#/components/responses/r'}").replace(
            "components:\n",
            "components:\n  responses: {r: {description: ''}}\n",
        ),
        &[&format!("error[bad-reference] 10:49 {SCHEMA}")],
    );
    expect(
        &taking(&[ID, "{$ref: '#/components/schemas/Known'}"]),
        &["error[bad-reference] 8:12 #/paths/~1a~1{id}/get/parameters/1"],
    );
}

// Paths and parameters

#[test]
fn an_undeclared_path_parameter() {
    expect(
        &document("    get:\n      responses: {'204': {description: ''}}", ""),
        &["error[path] 5:5 #/paths/~1a~1{id}/get"],
    );
    // One of the same name elsewhere is another one.
    expect(
        &taking(&["{name: id, in: query, schema: {type: string}}"]),
        &["error[path] 5:5 #/paths/~1a~1{id}/get"],
    );
}

#[test]
fn a_parameter_that_is_part_of_a_segment() {
    for path in ["/a/x{id}", "/a/{id}.pdf", "/a/{id}{id}", "/a/{id", "/a/id}"] {
        expect(
            &taking(&[ID]).replace("/a/{id}", path),
            &[&format!(
                "error[path] 5:5 #/paths/{}/get",
                path.replace('/', "~1")
            )],
        );
    }
}

#[test]
fn an_unused_path_parameter() {
    expect(
        &taking(&[
            ID,
            "{name: other, in: path, required: true, schema: {type: string}}",
        ]),
        &["warning[parameter] 8:11 #/paths/~1a~1{id}/get/parameters/1"],
    );
}

#[test]
fn parameters_that_cannot_be_sent() {
    let at = "8:11 #/paths/~1a~1{id}/get/parameters/1";
    let warning = format!("warning[parameter] {at}");
    let error = format!("error[parameter] {at}");
    for parameter in [
        "{name: session, in: cookie, schema: {type: string}}",
        "{name: where, in: query, content: {application/json: {schema: {type: object}}}}",
        "{name: tags, in: query, schema: {type: array, items: {type: string}}}",
        "{name: part, in: query, schema: {$ref: '#/components/schemas/Known'}}",
        "{name: '+', in: query, schema: {type: string}}",
    ] {
        expect(&taking(&[ID, parameter]), &[&warning]);
        let required = parameter.replacen("{", "{required: true, ", 1);
        expect(&taking(&[ID, &required]), &[&error]);
    }
}

#[test]
fn a_parameter_that_is_declared_twice() {
    let twice = "{name: q, in: query, schema: {type: string}}";
    expect(
        &taking(&[ID, twice, twice]),
        &["error[parameter] 9:11 #/paths/~1a~1{id}/get/parameters/2"],
    );
}

#[test]
fn a_parameter_without_a_name() {
    let outcome = generate_from(&taking(&[ID, "{in: query, schema: {type: string}}"]));
    assert!(outcome.diagnostics.has_errors());
    assert_eq!(
        briefs(&outcome.diagnostics)[0],
        "error[not-openapi] 8:11 #/paths/~1a~1{id}/get/parameters/1"
    );
}

#[test]
fn paths_that_a_server_cannot_tell_apart() {
    expect(
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a/{id}:\n    get:\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      responses: {'204': {description: ''}}\n      x-connect-function: a::one\n  /a/{key}:\n    get:\n      parameters: [{name: key, in: path, required: true, schema: {type: string}}]\n      responses: {'204': {description: ''}}\n      x-connect-function: a::other\n",
        &["warning[same-path] 10:5 #/paths/~1a~1{key}/get"],
    );
}

// Schemas

#[test]
fn unknown_keywords_formats_and_types() {
    // The member at fault is marked: it begins some columns into the schema.
    let one = |schema: &str, code: &str, member: &str| {
        let column = 48 + schema.find(member).expect("the member");
        expect(
            &responding(schema),
            &[&format!("{code} 10:{column} {SCHEMA}")],
        );
    };
    one(
        "{type: string, pattrn: a}",
        "warning[unknown-keyword]",
        "pattrn",
    );
    one(
        "{type: object, properties: {}, patternProperties: {}}",
        "warning[unknown-keyword]",
        "patternProperties",
    );
    one(
        "{type: string, const: a}",
        "warning[unknown-keyword]",
        "const",
    );
    one("{type: string, format: colour}", "note[format]", "format");
    one("{type: string, format: datetime}", "note[format]", "format");
    one("{type: integer, format: huge}", "note[format]", "format");
    one("{type: number, format: money}", "note[format]", "format");
    one("{type: widget}", "warning[unknown-type]", "type");
    one("{not: {type: string}}", "warning[not]", "not");
    one(
        "{allOf: [{type: string}, {$ref: '#/components/schemas/Known'}]}",
        "warning[all-of]",
        "allOf",
    );
    one(
        "{oneOf: [{required: [a]}, {required: [b]}]}",
        "note[alternatives]",
        "oneOf",
    );
    one(
        "{type: object, properties: {a: {type: string}}, required: [b]}",
        "warning[unknown-property]",
        "required",
    );
    one(
        "{type: object, properties: {a: {type: string}}, additionalProperties: true}",
        "note[additional-properties]",
        "additionalProperties",
    );
}

#[test]
fn schemas_that_do_not_follow_openapi() {
    let at = format!("10:48 {SCHEMA}");
    for schema in [
        "{type: [string, integer]}",
        "{type: string, nullable: perhaps}",
        "{type: array, items: [1]}",
        "{type: string, enum: a}",
        "{type: object, required: a, properties: {a: {type: string}}}",
        "{type: object, properties: [a]}",
        "{allOf: {}}",
        "7",
        "[]",
        "text",
    ] {
        let outcome = generate_from(&responding(schema));
        let found = briefs(&outcome.diagnostics);
        assert!(outcome.diagnostics.has_errors(), "{schema}: {found:?}");
        assert!(
            found
                .iter()
                .any(|said| said.ends_with(&at) || said.contains(" 10:")),
            "{schema}: {found:?}"
        );
    }
}

#[test]
fn the_smallest_piece_is_blamed() {
    expect(
        &document(
            &format!(
                "    get:\n      parameters: [{ID}]\n      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}"
            ),
            "    A:\n      type: object\n      properties:\n        good: {type: string}\n        bad: {type: string, maxLength: many}",
        ),
        &["error[not-openapi] 17:14 #/components/schemas/A/properties/bad"],
    );
}

#[test]
fn one_broken_operation_takes_no_other_with_it() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get: {responses: 7}\n  /b:\n    get: {responses: {'200': {$ref: '#/x'}}}\n  /c/{id}:\n    get: {responses: {'204': {description: ''}}}\n";
    expect(
        text,
        &[
            "error[not-openapi] 5:10 #/paths/~1a/get",
            "error[bad-reference] 7:31 #/paths/~1b/get/responses/200",
            "error[path] 9:10 #/paths/~1c~1{id}/get",
        ],
    );
}

// Responses and bodies

#[test]
fn several_media_types() {
    expect(
        &document(
            &format!(
                "    post:\n      parameters: [{ID}]\n      requestBody:\n        content:\n          text/csv: {{schema: {{type: string}}}}\n          application/json: {{schema: {{type: object}}}}\n      responses:\n        '200':\n          description: ''\n          content:\n            application/pdf: {{schema: {{type: string, format: binary}}}}\n            application/json: {{schema: {{type: object}}}}"
            ),
            "",
        ),
        &[
            "warning[media-types] 9:21 #/paths/~1a~1{id}/post/requestBody/content/text~1csv",
            "warning[media-types] 15:30 #/paths/~1a~1{id}/post/responses/200/content/application~1pdf",
        ],
    );
}

#[test]
fn statuses_that_are_none() {
    for status in ["'999'", "'20'", "2xx", "9XX", "ok"] {
        let text = taking(&[ID]).replacen("'204': {", &format!("{status}: {{"), 1);
        let found = briefs(&generate_from(&text).diagnostics);
        assert_eq!(found.len(), 1, "{status}: {found:?}");
        assert!(
            found[0].contains("[status] 8:") || found[0].contains("[not-openapi] "),
            "{status}: {found:?}"
        );
    }
}

#[test]
fn what_is_left_out_is_said_and_listed() {
    let text = document(
        &format!(
            "    get:\n      parameters: [{ID}]\n      servers: [{{url: 'https://example.com'}}]\n      callbacks: {{}}\n      responses: {{'204': {{description: ''}}}}"
        ),
        "",
    );
    expect(
        &text,
        &[
            "warning[unsupported] 7:16 #/paths/~1a~1{id}/get/servers",
            "warning[unsupported] 8:18 #/paths/~1a~1{id}/get/callbacks",
        ],
    );
    let inventory = connect_review::inventory(&sound(generate_from(&text)).api);
    let skipped: Vec<&str> = inventory["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["pointer"].as_str().unwrap())
        .collect();
    assert!(
        skipped.contains(&"/paths/~1a~1{id}/get/servers"),
        "{skipped:?}"
    );
    assert!(
        skipped.contains(&"/paths/~1a~1{id}/get/callbacks"),
        "{skipped:?}"
    );
}

// Names

#[test]
fn enum_values_of_one_name() {
    expect(
        &responding("{type: string, enum: ['a_b', 'a b']}"),
        &[&format!("error[name] 10:48 {SCHEMA}")],
    );
    expect(
        &responding("{type: string, enum: [' ', 'fine']}"),
        &[&format!("error[name] 10:48 {SCHEMA}")],
    );
    // What has no letter of ASCII is spelt out.
    expect(&responding("{type: string, enum: ['日', 'fine']}"), &[]);
    expect(
        &responding("{type: string, enum: ['a_b', 'a b'], x-connect-variants: {'a b': Spaced}}"),
        &[],
    );
}

#[test]
fn properties_of_one_name() {
    let found = briefs(
        &generate_from(&responding(
            "{type: object, properties: {a_b: {type: string}, a b: {type: string}}}",
        ))
        .diagnostics,
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("error[name] 10:"), "{found:?}");
    expect(
        &responding(
            "{type: object, properties: {a_b: {type: string}, a b: {type: string, x-connect-field: spaced}}}",
        ),
        &[],
    );
}

#[test]
fn parameters_of_one_name_and_the_advised_cure() {
    let query = "{name: id, in: query, schema: {type: string}, x-connect-field: other_id}";
    expect(&taking(&[ID, query]), &[]);
}

#[test]
fn functions_of_one_name() {
    let text = |pin: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /a/b-c:\n    get:\n      responses: {{'204': {{description: ''}}}}\n  /a/b_c:\n    get:\n      responses: {{'204': {{description: ''}}}}\n{pin}"
        )
    };
    let outcome = generate_from(&text(""));
    assert_eq!(
        briefs(&outcome.diagnostics),
        ["error[name] 8:5 #/paths/~1a~1b_c/get"]
    );
    let shown = said(&outcome.diagnostics);
    assert!(
        shown.contains("GET /a/b-c") && shown.contains("GET /a/b_c"),
        "both are shown: {shown}"
    );
    expect(&text("      x-connect-function: a::other\n"), &[]);
}

#[test]
fn types_of_one_name() {
    let text = document(
        &format!(
            "    get:\n      parameters: [{ID}]\n      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}"
        ),
        "    A: {type: object, x-connect-name: Same, properties: {b: {type: object, x-connect-name: Same, properties: {c: {type: string}}}}}",
    );
    let outcome = generate_from(&text);
    let found = briefs(&outcome.diagnostics);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("error[name] 13:"), "{found:?}");
    let shown = said(&outcome.diagnostics);
    assert!(
        shown.contains("#/components/schemas/A/properties/b"),
        "{shown}"
    );
}

#[test]
fn wrong_names_of_functions() {
    for name in [
        "accept",
        "Files::accept",
        "files::Accept",
        "a::b::c",
        "'::x'",
        "'files::'",
        "7",
        "[a]",
        "'fi les::x'",
    ] {
        let text = taking(&[ID]).replace(
            "      responses:",
            &format!("      x-connect-function: {name}\n      responses:"),
        );
        expect(
            &text,
            &["error[name] 8:27 #/paths/~1a~1{id}/get/x-connect-function"],
        );
    }
}

#[test]
fn wrong_names_of_types() {
    for name in ["a b", "1a", "", "lower", "A::B", "日"] {
        let schema = format!(
            "{{type: object, x-connect-name: '{name}', properties: {{a: {{type: string}}}}}}"
        );
        let outcome = generate_from(&responding(&schema));
        let found = briefs(&outcome.diagnostics);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].starts_with("error[name] 10:"), "{name}: {found:?}");
    }
}

#[test]
fn wrong_names_of_fields() {
    for name in ["a b", "1a", "", "Upper", "a::b", "日"] {
        let schema = format!(
            "{{type: object, properties: {{a: {{type: string, x-connect-field: '{name}'}}}}}}"
        );
        let outcome = generate_from(&responding(&schema));
        let found = briefs(&outcome.diagnostics);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].starts_with("error[name] 10:"), "{name}: {found:?}");
    }
}

// Prefixes

#[test]
fn prefixes_that_select_nothing() {
    let input = |prefixes: &[&str]| Input {
        document: Source::new("spec.yml", responding("{type: object}")),
        overlays: Vec::new(),
        prefixes: prefixes.iter().map(|&prefix| prefix.to_owned()).collect(),
        reserved: None,
    };
    let outcome = generate(&input(&["/b*", "/a*", "/c"]), &mut |_| {});
    assert_eq!(
        briefs(&outcome.diagnostics),
        ["error[empty-prefix]", "error[empty-prefix]"]
    );
    assert!(generate(&input(&["/a*"]), &mut |_| {}).value.is_some());
}

// All of a run

#[test]
fn everything_is_said_in_one_run() {
    let text = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    get:
      parameters:
        - {name: session, in: cookie, schema: {type: string}}
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema: {type: object, properties: {a: {type: string, format: colour}, b: {$ref: '#/nowhere'}}}
  /b/{id}:
    get: {responses: {'204': {description: ''}}}
  /c:
    get: {x-connect-function: wrong, responses: {'204': {description: ''}}}
    post:
      requestBody: {content: {application/json: {schema: {type: string, enum: [a b, a_b]}}}}
      responses: {'204': {description: ''}}
";
    expect(
        text,
        &[
            "warning[parameter] 8:11 #/paths/~1a/get/parameters/0",
            "note[format] 14:69 #/paths/~1a/get/responses/200/content/application~1json/schema/properties/a",
            "error[bad-reference] 14:90 #/paths/~1a/get/responses/200/content/application~1json/schema/properties/b",
            "error[path] 16:10 #/paths/~1b~1{id}/get",
            "error[name] 18:31 #/paths/~1c/get/x-connect-function",
            "error[name] 20:58 #/paths/~1c/post/requestBody/content/application~1json/schema",
        ],
    );
    let outcome = generate_from(text);
    assert_eq!(outcome.diagnostics.count(Severity::Error), 4);
    assert_eq!(outcome.diagnostics.count(Severity::Warning), 1);
    assert_eq!(outcome.diagnostics.count(Severity::Note), 1);
}

/// Whatever is removed from or added to a valid document, the generator does not panic.
#[test]
fn never_a_panic() {
    let text = support::read(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/filters/spec.yml"),
    );
    let lines: Vec<&str> = text.lines().collect();
    for at in 0..lines.len() {
        for instead in [
            "",
            "  - x",
            "x: {}",
            "  '': null",
            "      - {}",
            "    get: []",
        ] {
            let mut broken = lines.clone();
            broken[at] = instead;
            let outcome = generate_from(&broken.join("\n"));
            assert!(
                outcome.value.is_some() || outcome.diagnostics.has_errors(),
                "line {at} as {instead:?}"
            );
        }
    }
    for end in (0..text.len())
        .step_by(7)
        .filter(|end| text.is_char_boundary(*end))
    {
        let _ = generate_from(&text[..end]).diagnostics.has_errors();
    }
}

/// A mistyped extension would be passed over, and a name or a correction lost with it.
#[test]
fn extensions_that_nothing_reads() {
    for (extension, expected, column) in [
        ("x-connect-nam: Thing", "x-connect-nam", 7),
        ("x-connect-idempotent: maybe", "x-connect-idempotent", 7),
        ("x-connect-field: 7", "x-connect-field", 7),
        ("x-connect-always: id", "x-connect-always", 7),
        // The very value: it may have come later than the others.
        ("x-connect-values: {draft: a}", "x-connect-values", 26),
    ] {
        let text = taking(&[ID]).replace(
            "      responses:",
            &format!("      {extension}\n      responses:"),
        );
        let pointer = format!("#/paths/~1a~1{{id}}/get/{expected}");
        expect(&text, &[&format!("error[extension] 8:{column} {pointer}")]);
    }
    let text = format!("x-connect-modulez: {{}}\n{}", taking(&[ID]));
    let shown = said(&generate_from(&text).diagnostics);
    assert!(
        shown.contains("did you mean `x-connect-modules`?"),
        "{shown}"
    );
    let schema = "{type: string, enum: [a, b], x-connect-values: {a: one, c: three}}";
    let outcome = generate_from(&responding(schema));
    assert!(outcome.value.is_none());
    assert!(said(&outcome.diagnostics).contains("`x-connect-values` names unknown value `c`"));
}

/// An ordering that does not order would be taken for one that does.
#[test]
fn stable_orders_that_are_none() {
    let list = |order: &str, parameters: &str| {
        format!(
            "
openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /a:
    get:
      x-connect-stable-order: {order}
      parameters:
        - {{name: limit, in: query, schema: {{type: integer}}}}
        - {{name: offset, in: query, schema: {{type: integer}}}}
{parameters}      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{type: array, items: {{type: string}}}}}}}}}}}}
"
        )
    };
    let fields = "        - {name: id, in: query, schema: {type: string}, x-connect-filter: {lookups: [eq], search: false, ordering: true}}
        - {name: name, in: query, schema: {type: string}, x-connect-filter: {lookups: [eq], search: false, ordering: false}}
";
    for (order, parameters, message, help) in [
        (
            "[name]",
            fields,
            "names `name`, by which the list cannot be ordered",
            "expected one of `id`",
        ),
        (
            "[id, ID]",
            fields,
            "names `ID`, by which the list cannot be ordered",
            "expected one of `id`",
        ),
        (
            "[-id]",
            fields,
            "names `-id`, by which",
            "expected one of `id`",
        ),
        ("[7]", fields, "names `?`, by which", "expected one of `id`"),
        (
            "[id]",
            "",
            "names `id`, by which",
            "the list has no ordering fields",
        ),
        (
            "[]",
            fields,
            "names no field",
            "write an array of field names; expected one of `id`",
        ),
        (
            "id",
            fields,
            "names no field",
            "write an array of field names",
        ),
    ] {
        let text = list(order, parameters);
        // The field that is wrong, which may have come later than the others.
        let column = match order {
            "[id, ID]" => 36,
            "[]" | "id" => 7,
            _ => 32,
        };
        let pointer = "#/paths/~1a/get/x-connect-stable-order";
        expect(&text, &[&format!("error[extension] 7:{column} {pointer}")]);
        let shown = said(&generate_from(&text).diagnostics);
        assert!(
            shown.contains(message) && shown.contains(help),
            "{order}: {shown}"
        );
    }
    sound(generate_from(&list("[id]", fields)));

    let on_no_list = taking(&[ID]).replace(
        "      responses:",
        "      x-connect-stable-order: [id]\n      responses:",
    );
    let in_a_list = list("[id]", fields).replace(
        "{type: array,",
        "{x-connect-stable-order: [id], type: array,",
    );
    for text in [on_no_list, in_a_list] {
        let shown = said(&generate_from(&text).diagnostics);
        assert!(
            shown.contains("on an operation that is not a paged list"),
            "{shown}"
        );
    }
}

/// A member that is filled in wrongly would be wrong in silence.
#[test]
fn members_from_the_path_that_are_none() {
    let put = |said: &str| {
        format!(
            "
openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /a/{{key}}/{{number}}:
    put:
      parameters:
        - {{name: key, in: path, required: true, schema: {{type: string}}}}
        - {{name: number, in: path, required: true, schema: {{type: integer}}}}
        - {{name: q, in: query, schema: {{type: string}}}}
      responses:
        '200':
          description: ''
          x-connect-from-path: {said}
          content: {{application/json: {{schema: {{type: object, properties: {{id: {{type: string}}, size: {{type: integer}}}}}}}}}}
"
        )
    };
    let pointer = "#/paths/~1a~1{key}~1{number}/put/responses/200/x-connect-from-path";
    for (said_of, column, message, help) in [
        (
            "{ID: key}",
            33,
            "the response has no member `ID`",
            "members: `id`, `size`",
        ),
        (
            "{id: q}",
            37,
            "`/a/{key}/{number}` has no path parameter `q`",
            "path parameters: `key`, `number`",
        ),
        (
            "{id: key, size: key}",
            48,
            "the member `size` is a `i64`, but the path parameter `key` is a `String`",
            "of the parameter's type",
        ),
        (
            "{id: 7}",
            37,
            "the name of a path parameter is a number",
            "`member: parameter`",
        ),
        ("{}", 11, "names no member", "members: `id`, `size`"),
        (
            "[id]",
            11,
            "`x-connect-from-path` is an array",
            "`member: parameter`",
        ),
    ] {
        let text = put(said_of);
        expect(&text, &[&format!("error[extension] 14:{column} {pointer}")]);
        let shown = said(&generate_from(&text).diagnostics);
        assert!(
            shown.contains(message) && shown.contains(help),
            "{said_of}: {shown}"
        );
    }
    let sound_one = put("{id: key, size: number}");
    sound(generate_from(&sound_one));

    // Where nothing is read as an object it would be passed over.
    let on_a_list = sound_one.replace(
        "{type: object, properties:",
        "{type: array, items: {type: string}, x-a:",
    );
    let on_a_failure = sound_one.replace("'200':", "'404':");
    for text in [on_a_list, on_a_failure] {
        let shown = said(&generate_from(&text).diagnostics);
        assert!(shown.contains("stands where no object is read"), "{shown}");
    }
}
