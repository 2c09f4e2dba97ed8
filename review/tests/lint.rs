//! Lint: each defect is found with its span, and goes away with the action that fixes it.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use connect_codegen::{Input, Severity, Source, generate};
use connect_review::{Finding, diff, lint, overlay_of};
use support::{ours, sound, vendor};

/// One defect of each kind, two names of each sort that collide, and something sound beside them.
const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /shelves:
    get:
      operationId: library_shelf_listShelves
      parameters:
      - name: Content-Range
        in: header
        schema:
          $ref: '#/components/headers/Content-Range'
      - name: Library-Language
        in: header
        schema:
          $ref: '#/components/headers/Language'
      - name: owner.id
        in: query
        schema: {type: string}
      - name: owner_id
        in: query
        schema: {type: string}
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                type: array
                items:
                  $ref: '#/components/schemas/library.Shelf'
        '400':
          $ref: '#/components/responses/wrong'
    post:
      operationId: createShelf
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/store.Shelf'
      responses:
        201: {description: ''}
        '400':
          $ref: '#/components/responses/wrong'
        '500':
          $ref: '#/components/responses/wrong'
  /shelves/{it's}:
    delete:
      operationId: createShelf
      parameters:
      - {name: it's, in: path, required: true, schema: {type: string}}
      responses:
        '204': {description: ''}
components:
  responses:
    wrong:
      description: ''
      content:
        application/json:
          schema: {type: object, properties: {errors: {type: array, items: {type: string}}}}
  headers:
    Content-Range: {schema: {type: string}}
    Language:
      schema: {type: string, enum: [de, fr]}
  schemas:
    library.Shelf:
      type: object
      properties:
        made: {type: string, format: datetime}
        colour: {type: string, format: hue}
        place: {type: object, properties: {room: {type: string}, row: {type: integer}}}
        shelf-no: {type: string}
        shelf_no: {type: string}
        zone: {type: string, enum: ['Z-1', 'Z+1', 'Z0']}
        hinge: {$ref: '#/components/schemas/Hinge'}
    Hinge: {type: string}
    store.Shelf:
      type: object
      properties:
        title: {type: string}
        origin:
          type: object
          description: where it comes from
          properties: {room: {type: string}, row: {type: integer}}
    Forgotten:
      type: object
      properties:
        it: {$ref: '#/components/schemas/AlsoForgotten'}
        when: {type: string, format: datetime}
    AlsoForgotten: {type: string}
";

fn input(text: &str, overlays: &[&str]) -> Input {
    let overlays = overlays.iter().enumerate();
    Input {
        document: Source::new("spec.yml", text),
        overlays: overlays
            .map(|(index, text)| Source::new(format!("overlay{index}.yml"), *text))
            .collect(),
        prefixes: Vec::new(),
        reserved: None,
    }
}

fn findings(text: &str, overlays: &[&str]) -> Vec<Finding> {
    sound(lint(&input(text, overlays)))
}

/// What is found, each as `severity[code] line pointer`, sorted as it is shown.
fn briefs(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| {
            let diagnostic = &finding.diagnostic;
            let span = diagnostic.span.as_ref().expect("each has a span");
            let pointer = diagnostic.pointer.as_ref().expect("each has a pointer");
            format!(
                "{}[{}] {} {pointer}",
                diagnostic.severity,
                diagnostic.code.as_str(),
                span.line
            )
        })
        .collect()
}

fn counts(findings: &[Finding]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.diagnostic.code.as_str()).or_default() += 1;
    }
    counts
}

/// What a finding is about.
fn subject(finding: &Finding) -> (String, String) {
    let diagnostic = &finding.diagnostic;
    let pointer = diagnostic.pointer.as_ref().map(ToString::to_string);
    (diagnostic.code.to_string(), pointer.unwrap_or_default())
}

/// What tells a finding from others, also when the document is another: pointers change when an element
/// of an array is removed, spans do not.
fn key(finding: &Finding) -> (String, String) {
    let diagnostic = &finding.diagnostic;
    let span = diagnostic.span.as_ref().map(ToString::to_string);
    (diagnostic.code.to_string(), span.unwrap_or_default())
}

#[test]
fn defects_are_found_where_they_stand() {
    let expected = [
        "note[unstable-operation-id] 6 #/paths/~1shelves/get",
        "note[header-as-parameter] 8 #/paths/~1shelves/get/parameters/0",
        "note[wrong-kind-of-reference] 11 #/paths/~1shelves/get/parameters/0/schema",
        "warning[wrong-kind-of-reference] 15 #/paths/~1shelves/get/parameters/1/schema",
        "note[colliding-names] 19 #/paths/~1shelves/get/parameters/3",
        "note[unstable-operation-id] 34 #/paths/~1shelves/post",
        "note[optional-body] 35 #/paths/~1shelves/post/requestBody",
        "note[status-as-number] 41 #/paths/~1shelves/post/responses/201",
        "note[unstable-operation-id] 48 #/paths/~1shelves~1{it's}/delete",
        "note[undeclared-errors] 51 #/paths/~1shelves~1{it's}/delete",
        "note[format] 68 #/components/schemas/library.Shelf/properties/made",
        "note[format] 69 #/components/schemas/library.Shelf/properties/colour",
        "note[repeated-in-place] 70 #/components/schemas/library.Shelf/properties/place",
        "note[colliding-names] 72 #/components/schemas/library.Shelf/properties/shelf_no",
        "note[colliding-names] 73 #/components/schemas/library.Shelf/properties/zone/enum/1",
        "note[colliding-names] 76 #/components/schemas/store.Shelf",
        "note[unused-component] 84 #/components/schemas/Forgotten",
        "note[format] 88 #/components/schemas/Forgotten/properties/when",
        "note[unused-component] 89 #/components/schemas/AlsoForgotten",
    ];
    let found = findings(DOCUMENT, &[]);
    assert_eq!(briefs(&found), expected);
    let without: Vec<&str> = found
        .iter()
        .filter(|finding| finding.action.is_none())
        .map(|finding| finding.diagnostic.code.as_str())
        .collect();
    assert_eq!(without, ["status-as-number", "format"]);
}

/// Each action by itself is an overlay that applies, and after it the defect is gone.
#[test]
fn each_action_fixes_its_defect() {
    for finding in findings(DOCUMENT, &[]) {
        let Some(action) = &finding.action else {
            continue;
        };
        let overlay = overlay_of([action]);
        let fixed = lint(&input(DOCUMENT, &[&overlay]));
        let said = support::said(&fixed.diagnostics);
        let left = fixed.value.unwrap_or_else(|| panic!("{overlay}{said}"));
        assert!(
            !left.iter().any(|left| key(left) == key(&finding)),
            "{:?} is not fixed by\n{overlay}",
            key(&finding)
        );
        let is_error = |left: &&Finding| left.diagnostic.severity == Severity::Error;
        assert_eq!(left.iter().find(is_error), None, "after\n{overlay}");
    }
}

/// What is printed for pasting is what stands in an overlay.
#[test]
fn actions_are_written_as_in_an_overlay() {
    let found = findings(DOCUMENT, &[]);
    let written = |code: &str, at: &str| {
        let finding = found.iter().find(|finding| {
            let (is, pointer) = subject(finding);
            is == code && pointer.ends_with(at)
        });
        let action = finding.and_then(|finding| finding.action.clone());
        let action = action.unwrap_or_else(|| panic!("{code} {at}"));
        (action.overlay(), action.to_yaml())
    };
    assert_eq!(
        written("undeclared-errors", "delete"),
        (
            "corrections.yml",
            "- target: $.paths['/shelves/{it\\'s}'].delete.responses\n  update:\n    '400':\n      $ref: '#/components/responses/wrong'\n".to_owned()
        )
    );
    assert_eq!(
        written("colliding-names", "parameters/3"),
        (
            "names.yml",
            "- target: $.paths['/shelves'].get.parameters[?@.name=='owner.id']\n  update:\n    x-connect-field: owner_dot_id_lower\n- target: $.paths['/shelves'].get.parameters[?@.name=='owner_id']\n  update:\n    x-connect-field: owner_id_lower\n".to_owned()
        )
    );
    assert_eq!(
        written("wrong-kind-of-reference", "parameters/1/schema"),
        (
            "corrections.yml",
            "- target: $.paths['/shelves'].get.parameters[?@.name=='Library-Language'].schema['$ref']\n  remove: true\n- target: $.paths['/shelves'].get.parameters[?@.name=='Library-Language'].schema\n  update:\n    type: string\n    enum:\n    - de\n    - fr\n".to_owned()
        )
    );
}

/// Names that stay equal even with punctuation spelled out must be pinned by hand.
#[test]
fn no_action_is_proposed_that_would_not_help() {
    let three = DOCUMENT.replace(
        "        shelf_no: {type: string}\n",
        "        shelf_no: {type: string}\n        shelf__no: {type: string}\n        shelf___no: {type: string}\n",
    );
    let found = findings(&three, &[]);
    let of_three = found.iter().filter(|finding| {
        let (code, pointer) = subject(finding);
        code == "colliding-names" && pointer.contains("/shelf")
    });
    let actions: Vec<bool> = of_three.map(|finding| finding.action.is_some()).collect();
    assert_eq!(actions, [false, false, false]);
    assert!(
        counts(&found).contains_key("name"),
        "the generator gives up as well"
    );
}

/// All actions together apply as well: none takes away what another one aims at.
#[test]
fn all_actions_together_fix_everything() {
    let found = findings(DOCUMENT, &[]);
    fixes_all(DOCUMENT, &found);
}

#[track_caller]
fn fixes_all(document: &str, found: &[Finding]) -> Vec<Finding> {
    let actions = found.iter().filter_map(|finding| finding.action.as_ref());
    let overlay = overlay_of(actions);
    let left = findings(document, &[&overlay]);
    let fixed: BTreeSet<_> = found
        .iter()
        .filter(|finding| finding.action.is_some())
        .map(key)
        .collect();
    let kept: Vec<_> = left
        .iter()
        .map(key)
        .filter(|key| fixed.contains(key))
        .collect();
    assert_eq!(kept, [], "not fixed");
    let is_error = |left: &&Finding| left.diagnostic.severity == Severity::Error;
    assert_eq!(left.iter().find(is_error), None);
    left
}

/// Names and documentation are only asked for where an overlay says any.
#[test]
fn what_the_overlay_is_silent_about_is_found() {
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.paths['/shelves'].get\n  update: {x-connect-function: 'shelves::list', description: Lists them.}\n- target: $.components.schemas['store.Shelf']\n  update: {x-connect-name: NewShelf, description: A shelf to be.}\n";
    let left = findings(DOCUMENT, &[overlay]);
    let about = |code: &str| -> Vec<String> {
        let about = left
            .iter()
            .filter(|finding| finding.diagnostic.code.as_str() == code);
        about.map(|finding| subject(finding).1).collect()
    };
    let unpinned = about("unpinned");
    assert_eq!(unpinned, about("undocumented"));
    let expected = [
        "#/paths/~1shelves/post",
        "#/paths/~1shelves~1{it's}/delete",
        "#/components/responses/wrong/content/application~1json/schema",
        "#/components/schemas/library.Shelf",
        "#/components/schemas/library.Shelf/properties/place",
        "#/components/schemas/library.Shelf/properties/zone",
    ];
    for pointer in expected {
        assert!(
            unpinned.iter().any(|there| there == pointer),
            "{pointer} in {unpinned:?}"
        );
    }
    assert!(
        !unpinned
            .iter()
            .any(|there| there == "#/paths/~1shelves/get")
    );
    assert!(
        !unpinned
            .iter()
            .any(|there| there == "#/components/schemas/store.Shelf")
    );
    // Names can be pinned by rule; what an item is, nobody but us can say.
    let pins = left
        .iter()
        .filter(|finding| finding.diagnostic.code.as_str() == "unpinned");
    let pins = overlay_of(pins.filter_map(|finding| finding.action.as_ref()));
    let pinned = findings(DOCUMENT, &[overlay, &pins]);
    let unpinned = pinned
        .iter()
        .filter(|finding| finding.diagnostic.code.as_str() == "unpinned");
    assert_eq!(unpinned.map(subject).collect::<Vec<_>>(), []);
    let mute = left
        .iter()
        .filter(|finding| finding.diagnostic.code.as_str() == "undocumented");
    assert!(mute.clone().count() > 0 && mute.clone().all(|finding| finding.action.is_none()));
}

/// An overlay that cannot be applied ends it, as everywhere.
#[test]
fn a_dead_action_is_no_defect_of_the_document() {
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.nowhere\n  remove: true\n";
    let outcome = lint(&input(DOCUMENT, &[overlay]));
    assert!(outcome.value.is_none() && outcome.diagnostics.has_errors());
    let outcome = lint(&input("swagger: '2.0'\n", &[]));
    assert!(outcome.value.is_none());
}

/// A document with errors is not generated from, but can be looked at.
#[test]
fn errors_of_the_document_are_findings() {
    let broken = DOCUMENT.replace("name: it's, in: path", "name: its, in: path");
    let found = findings(&broken, &[]);
    let errors = found
        .iter()
        .filter(|finding| finding.diagnostic.severity == Severity::Error);
    let errors: Vec<&str> = errors
        .map(|finding| finding.diagnostic.code.as_str())
        .collect();
    assert_eq!(errors, ["path"]);
}

/// What is committed has no defect that the generator does not cope with, and nothing in it is
/// without a name or documentation of ours.
#[test]
fn our_own_contract_is_well() {
    let found = sound(lint(&ours()));
    let grave: Vec<_> = found
        .iter()
        .filter(|finding| finding.diagnostic.severity != Severity::Note)
        .map(key)
        .collect();
    assert_eq!(grave, []);

    // Without one of the names, or one of the descriptions, there is a defect.
    let without = |file: usize, action: &str| {
        let mut input = ours();
        let text = &mut input.overlays[file].text;
        assert!(text.contains(action), "{action}");
        *text = text.replacen(action, "", 1);
        let found = sound(lint(&input));
        let grave = found
            .iter()
            .filter(|finding| finding.diagnostic.severity != Severity::Note);
        grave.map(subject).collect::<Vec<_>>()
    };
    let pin = "  - target: $.paths['/usage/chunks'].get\n    update:\n      x-connect-function: chunks::list\n";
    let at = "#/paths/~1usage~1chunks/get".to_owned();
    assert_eq!(without(1, pin), [("unpinned".to_owned(), at)]);
}

/// The vendor's document has the defects that are known of it, as often as they are known.
#[test]
fn the_real_document_has_its_known_defects() {
    let Some(document) = vendor("connect-openapi30-v37.yml") else {
        return;
    };
    let lint_of = |prefixes: &[&str]| {
        sound(lint(&Input {
            document: document.clone(),
            overlays: Vec::new(),
            prefixes: prefixes.iter().map(|&prefix| prefix.to_owned()).collect(),
            reserved: None,
        }))
    };
    let usage = lint_of(&["/usage*"]);
    let counts_of_usage = counts(&usage);
    // Six lists, each with a response header as a parameter, whose schema refers to a header.
    assert_eq!(counts_of_usage["header-as-parameter"], 6);
    assert_eq!(counts_of_usage["wrong-kind-of-reference"], 6);
    assert_eq!(counts_of_usage["undeclared-errors"], 5);
    assert_eq!(counts_of_usage["unstable-operation-id"], 32);
    assert!(counts_of_usage["repeated-in-place"] > 5);
    assert_eq!(counts_of_usage.get("format"), None);

    let whole = lint_of(&[]);
    let counts_of_whole = counts(&whole);
    assert_eq!(counts_of_whole["format"], 414);
    assert_eq!(counts_of_whole["unused-component"], 8);
    assert_eq!(counts_of_whole["header-as-parameter"], 8);
    // Four more parameters refer to a header, which is one of requests.
    assert_eq!(counts_of_whole["wrong-kind-of-reference"], 8 + 4);
    // `requestBody.required` is never said.
    assert_eq!(counts_of_whole["optional-body"], 317);
    let clashes = |a: &str, b: &str| {
        let both = [format!("`{a}` and `{b}`"), format!("`{b}` and `{a}`")];
        let messages = whole.iter().map(|finding| &finding.diagnostic.message);
        messages
            .filter(|said| both.iter().any(|both| said.contains(both)))
            .count()
    };
    assert!(clashes("marketplace.id", "marketplace_id") > 0);
    assert!(clashes("Etc/GMT-8", "Etc/GMT+8") > 0);
    fixes_all(&document.text, &whole);
}

/// What the generator copes with by its rules has an action that changes nothing in Rust.
#[test]
fn actions_for_names_that_collide_pin_the_names_that_there_are() {
    let copes = |finding: &&Finding| finding.diagnostic.code.as_str() == "colliding-names";
    let same = |input: &Input| {
        let found = sound(lint(input));
        let found: Vec<&Finding> = found.iter().filter(copes).collect();
        let overlay = overlay_of(found.iter().filter_map(|it| it.action.as_ref()));
        let mut pinned = input.clone();
        pinned.overlays.push(Source::new("pins.yml", &overlay));
        let code = |input: &Input| {
            let files = sound(generate(input, &mut |_| {})).files;
            let all = files.iter();
            all.filter(|(path, _)| *path != "src/specification.rs")
                .map(|(path, text)| (path.to_owned(), text.to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(code(input), code(&pinned), "{overlay}");
        let left = sound(lint(&pinned));
        let left: Vec<_> = left.iter().filter(copes).map(key).collect();
        assert_eq!(left, [], "they are pinned");
        found.len()
    };
    assert!(same(&ours()) > 0, "there are such names in our contract");
    // Filters, signs, capitals, numbers and types.
    let filters = DOCUMENT
        .replace(
            "      - name: owner_id\n        in: query\n        schema: {type: string}\n",
            "      - name: owner_id\n        in: query\n        x-connect-filter: {lookups: [eq], search: false, ordering: false}\n        schema: {type: string}\n      - name: owner__id\n        in: query\n        x-connect-filter: {lookups: [eq], search: false, ordering: false}\n        schema: {type: string}\n      - {name: limit, in: query, schema: {type: integer}}\n      - {name: offset, in: query, schema: {type: integer}}\n      - {name: ownerId, in: query, schema: {type: string}}\n",
        )
        .replace(
            "      - name: owner.id\n        in: query\n",
            "      - name: owner.id\n        in: query\n        x-connect-filter: {lookups: [eq], search: false, ordering: false}\n",
        );
    assert!(same(&input(&filters, &[])) >= 5);
}

/// Applying all proposed actions to our own contract breaks no callers.
#[test]
fn all_actions_for_our_own_contract_break_nobody() {
    let found = sound(lint(&ours()));
    let actions: Vec<_> = found.iter().filter_map(|it| it.action.as_ref()).collect();
    assert!(!actions.is_empty());
    let overlay = overlay_of(actions);
    let mut fixed = ours();
    fixed.overlays.push(Source::new("fixed.yml", &overlay));
    let comparison = diff::compare(&ours(), &fixed).value.expect("it is sound");
    let breaking: Vec<&str> = comparison
        .changes
        .iter()
        .filter(|change| change.class == diff::Class::Breaking)
        .map(|change| change.subject.as_str())
        .collect();
    assert_eq!(breaking, [""; 0], "after\n{overlay}");
    assert_eq!(comparison.unfit, []);
}

/// An added field is reported, and an added filter if other filters of its list are described.
#[test]
fn members_that_nobody_describes_are_notes() {
    let members = |input: &Input| -> Vec<(Severity, String, String)> {
        let found = sound(lint(input));
        let found = found
            .into_iter()
            .map(|finding| finding.diagnostic)
            .filter(|finding| finding.code.as_str() == "undocumented-member");
        let pointer = |at: Option<connect_codegen::Pointer>| at.expect("a pointer").to_string();
        found
            .map(|it| {
                (
                    it.severity,
                    it.label.unwrap_or_default(),
                    pointer(it.pointer),
                )
            })
            .collect()
    };
    assert_eq!(members(&ours()), [], "all of ours are described");

    let mut more = ours();
    let at = "    usage.Reconciliation:\n";
    let field = "      properties:\n";
    let text = &mut more.document.text;
    let start = text.find(at).expect("the schema is there");
    let start = start + text[start..].find(field).expect("it has properties") + field.len();
    text.insert_str(start, "        weight: {type: string, maxLength: 9}\n");
    let [(severity, label, pointer)] = &members(&more)[..] else {
        panic!("{:?}", members(&more))
    };
    assert_eq!(*severity, Severity::Note);
    assert_eq!(label, "`Reconciliation::weight`");
    assert_eq!(
        pointer,
        "#/components/schemas/usage.Reconciliation/properties/weight"
    );

    // Once one filter of a list is described, the others are missed.
    let mut described = ours();
    let described_too = "  - target: $.paths['/usage/chunks'].get.parameters[?@.name=='id']\n    update: {description: The id of the chunk.}\n";
    described.overlays[3].text.push_str(described_too);
    let missed = members(&described);
    assert!(missed.len() > 3, "{missed:?}");
    let of_list = |it: &(Severity, String, String)| it.1.ends_with("` of `chunks::list`");
    assert!(missed.iter().all(of_list), "{missed:?}");
}
