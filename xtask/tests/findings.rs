//! How findings are shown: to people as rustc shows its own, to programs as JSON.

mod support;

use serde_json::Value;
use support::{Root, Run};

const DOCUMENT: &str = "\
openapi: 3.0.3
info:
  title: Findings
  version: '1'
paths:
  /shelves/{id}:
    get:
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Shelf'
  /books:
    post:
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/parameters/limit'
      responses:
        '204':
          description: ''
components:
  parameters:
    limit:
      name: limit
      in: query
      schema:
        type: integer
  schemas:
    Shelf:
      type: object
      properties:
        made:
          type: string
          format: lunar
";

const SHOWN: &str = "\
error[path]: undeclared path parameter `id` in `/shelves/{id}`; taken as a string
 --> library.yml:7:5
  |
6 |   /shelves/{id}:
7 |     get:
  |     ^^^
  |
  = at: #/paths/~1shelves~1{id}/get
  = note: every placeholder in a path needs one declared parameter, which says what its values are
  = help: declare the parameter in the overlay, with `in: path` and `required: true`

error[bad-reference]: expected a reference into `#/components/schemas/`, found `#/components/parameters/limit`; any JSON is accepted
  --> library.yml:21:15
   |
15 |   /books:
16 |     post:
17 |       requestBody:
...
21 |               $ref: '#/components/parameters/limit'
   |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = at: #/paths/~1books/post/requestBody/content/application~1json/schema
   = note: a reference that cannot be resolved, or that resolves to another sort of component, has no meaning
   = help: fix the reference in the overlay

note[format]: unknown format `lunar`; treated as a string
  --> library.yml:38:11
   |
33 |     Shelf:
...
36 |         made:
37 |           type: string
38 |           format: lunar
   |           ^^^^^^^^^^^^^
   |
   = at: #/components/schemas/Shelf/properties/made
   = note: a format that is unknown, or has no meaning here, does not determine a Rust type
   = help: correct it in the overlay if it stands for a known format; otherwise no action is needed

for more about a diagnostic code: cargo xtask explain bad-reference | format | path
2 errors, 0 warnings
";

fn inventory(root: &Root, args: &[&str]) -> Run {
    root.run(&[&["inventory", "--strict", "--spec", "library.yml"], args].concat())
}

#[test]
fn findings_are_drawn_with_the_lines_they_are_about() {
    let root = Root::empty();
    root.write("library.yml", DOCUMENT);
    let run = inventory(&root, &[]).ends_with(2);
    assert_eq!(run.stderr, SHOWN);
    assert_eq!(run.stdout, "");
    // CR LF, or CR alone, ends lines as LF does.
    for end in ["\r\n", "\r"] {
        root.write("library.yml", &DOCUMENT.replace('\n', end));
        assert_eq!(inventory(&root, &[]).stderr, SHOWN, "{end:?}");
    }
}

#[test]
fn dead_actions_are_one_diagnostic_with_a_span_each() {
    let root = Root::fetched();
    let overlay = |target: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n- target: {target}\n  update: {{x-connect-name: T}}\n"
        )
    };
    root.write("overlays/a.yml", &overlay("$.components.schemas.Fill"));
    root.write("overlays/b.yml", &overlay("$.paths['/usage/files'].put"));
    let run = root.run(&[
        "inventory",
        "--spec",
        "document.yml",
        "--overlay",
        "overlays",
    ]);
    let expected = "\
error[dead-action]: the action matches nothing in the document
 --> overlays/a.yml:4:11
  |
4 | - target: $.components.schemas.Fill
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^ `#/components/schemas` has no `Fill`; did you mean `File`?
  |
 ::: overlays/b.yml:4:11
  |
4 | - target: $.paths['/usage/files'].put
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `#/paths/~1usage~1files` has no `put`; expected `get`
  |
  = at: #/actions/0
        #/actions/0
  = note: a correction without effect hides that the document has changed
  = help: fix the target, or remove the action if the document has changed

for more about a diagnostic code: cargo xtask explain dead-action
2 errors, 0 warnings
";
    assert_eq!(run.ends_with(2).stderr, expected);
}

/// A document on one line is shown around the span, and control characters are escaped.
#[test]
fn long_lines_and_control_characters_are_tamed() {
    let root = Root::empty();
    let many: Vec<String> = (0..200)
        .map(|n| format!("\"p{n}\": {{\"type\": \"string\"}}"))
        .collect();
    let text = format!(
        "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"t\", \"version\": \"1\"}}, \"paths\": {{\"/a\": {{\"get\": {{\"responses\": {{\"200\": {{\"description\": \"\", \"content\": {{\"application/json\": {{\"schema\": {{\"type\": \"object\", \"properties\": {{{}, \"bad\": {{\"$ref\": \"#/\\u001b[2Jnowhere\"}}}}}}}}}}}}}}}}}}}}}}",
        many.join(", ")
    );
    root.write("library.yml", &text);
    let run = inventory(&root, &[]).ends_with(2);
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
    let column = text.find("\"$ref\"").unwrap() + 1;
    let span = format!("--> library.yml:1:{column}\n");
    let run = run.says(&[&span, "= text: …", "\"bad\": {\"$ref\":"]);
    assert!(
        run.stderr.lines().all(|line| line.chars().count() < 300),
        "{}",
        run.stderr
    );

    let broken = "openapi: 3.0.3\n\u{202e}paths: [\u{1b}[2J\n";
    root.write("library.yml", broken);
    let run = inventory(&root, &[]).ends_with(2).says(&["error[yaml]"]);
    assert!(
        !run.stderr.contains(['\u{1b}', '\u{202e}']),
        "{}",
        run.stderr
    );
}

#[test]
fn notes_are_counted_and_all_shown_if_wanted() {
    let root = Root::empty();
    let noisy: String = (0..5)
        .map(|n| format!("        at{n}:\n          type: string\n          format: datetime\n"))
        .collect();
    let text = DOCUMENT
        .replace("  /shelves/{id}:", "  /shelves:")
        .replace("components/parameters/limit", "components/schemas/Shelf")
        .replace(
            "      properties:\n",
            &format!("      properties:\n{noisy}"),
        );
    root.write("library.yml", &text);
    let run = inventory(&root, &[]).ends_with(0).says(&[
        "note[format]: nonstandard format `datetime`",
        "= note: and 2 more; --verbose shows them\n",
        "note[format]: 1 more with this code; --verbose shows them\n",
    ]);
    assert_eq!(
        run.stderr.matches("^^^^^^^^^^^^^^^^\n").count(),
        3,
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("lunar"), "{}", run.stderr);
    assert_eq!(
        run.stderr
            .matches("= note: a format that is unknown")
            .count(),
        1,
        "{}",
        run.stderr
    );

    let run = inventory(&root, &["--verbose"]).ends_with(0);
    let run = run.says(&["unknown format `lunar`"]);
    assert_eq!(run.stderr.matches("format: datetime\n").count(), 5);
    assert!(!run.stderr.contains("--verbose"), "{}", run.stderr);
}

fn objects(run: &Run) -> Vec<Value> {
    run.stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn programs_get_json() {
    let root = Root::empty();
    root.write("library.yml", DOCUMENT);
    let run = inventory(&root, &["--format", "json"]).ends_with(2);
    let objects = objects(&run);
    let [path, reference, format, summary] = objects.as_slice() else {
        panic!("{objects:?}")
    };
    assert_eq!(path["kind"], "diagnostic");
    assert_eq!(path["severity"], "error");
    assert_eq!(path["code"], "path");
    assert_eq!(path["pointer"], "/paths/~1shelves~1{id}/get");
    assert_eq!(format["code"], "format");
    assert_eq!(reference["span"]["file"], "library.yml");
    assert_eq!(reference["span"]["line"], 21);
    assert_eq!(reference["span"]["column"], 15);
    assert_eq!(reference["span"]["length"], 37);
    assert_eq!(reference["around"].as_array().unwrap().len(), 3);
    assert!(reference["help"].is_string() && reference["why"].is_string());
    assert_eq!(
        *summary,
        serde_json::json!({"kind": "summary", "errors": 2, "warnings": 0, "notes": 1, "status": 2})
    );
    assert_eq!(run.stdout, "");

    let run = root.run(&[
        "generate",
        "--spec",
        "missing.yml",
        "--out",
        "x",
        "--format",
        "json",
    ]);
    let objects = self::objects(&run.ends_with(2));
    assert_eq!(objects[0]["kind"], "failure");
    assert!(
        objects[0]["message"]
            .as_str()
            .unwrap()
            .contains("missing.yml")
    );
    assert_eq!(objects[1]["errors"], 1);
}

#[test]
fn results_are_json_too() {
    let root = Root::empty();
    root.write("document.yml", support::DOCUMENT);
    let result = |args: &[&str], status| -> Value {
        let run = root
            .run(&[args, &["--format", "json"]].concat())
            .ends_with(status);
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout))
    };
    let start = ["fetch", "--slice", "usage", "--prefix", "/usage*"];
    let fetched = result(&[&start[..], &["--from", "document.yml"]].concat(), 0);
    assert_eq!(fetched["api_version"], "1.0");
    assert_eq!(fetched["written"].as_array().unwrap().len(), 2);
    let again = result(&["fetch", "--from", "document.yml"], 0);
    assert_eq!(again["unchanged"], fetched["written"]);

    let stale = result(&["check"], 1);
    assert_eq!(stale["up_to_date"], false);
    assert_eq!(stale["fix"], "cargo xtask generate");
    assert_eq!(stale["lock"], Value::Null);
    let first = &stale["stale"][0];
    assert!(
        first["difference"]
            .as_str()
            .unwrap()
            .contains("+++ b/generated/usage/src")
    );
    let generated = result(&["generate"], 0);
    assert_eq!(generated["counts"]["operations"], 2);
    assert_eq!(
        generated["written"].as_array().unwrap().len(),
        stale["stale"].as_array().unwrap().len()
    );
    let well = result(&["check"], 0);
    assert_eq!(well["up_to_date"], true);
    assert_eq!(well["files"], stale["files"]);
    root.write(
        "specs/usage/lock.toml",
        &root
            .read("specs/usage/lock.toml")
            .replace("slice_sha256 = \"", "slice_sha256 = \"0"),
    );
    let lock = result(&["check"], 1);
    assert_eq!(lock["lock"]["fix"], "cargo xtask fetch");
}
