//! Explain: from an item of Rust to the document, from the document to its items, and what is said of
//! names that nothing has.

mod support;

use std::collections::BTreeSet;

use connect_codegen::{Input, Source};
use connect_review::{Explanation, Guide, Kind};
use support::{ours, said, sound};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /shelves:
    get:
      operationId: allTheShelves
      parameters:
      - {name: limit, in: query, schema: {type: integer}}
      - {name: offset, in: query, schema: {type: integer}}
      - name: owner.id
        in: query
        schema: {type: string}
        x-connect-filter: {lookups: [eq, in], search: false, ordering: false}
      - name: state
        in: query
        schema: {type: string, enum: [open, shut], x-connect-name: ShelfState}
        x-connect-filter: {lookups: [eq], search: false, ordering: false}
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/library.Shelf'}}
  /shelves/{shelf}/paint:
    post:
      parameters:
      - {name: shelf, in: path, required: true, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/library.Paint'}
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema: {$ref: '#/components/schemas/library.Shelf'}
components:
  schemas:
    library.Shelf:
      type: object
      required: [id, width]
      properties:
        id: {type: string}
        width: {type: integer}
        state: {type: string, enum: [open, shut], x-connect-name: ShelfState}
        type: {type: string}
    library.Paint:
      type: object
      properties:
        colour: {type: string}
";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: t, version: '1'}
actions:
- target: $.paths['/shelves'].get
  description: Names do not move.
  update:
    x-connect-function: shelves::list
- target: $.components.schemas['library.Shelf'].required[?@=='width']
  description: Some have none.
  remove: true
- target: $.components.schemas['library.Shelf']
  update:
    description: A shelf.
    properties:
      state:
        description: Whether it can be used.
        x-connect-values: {open: It can.}
- target: $
  update:
    x-connect-modules: {shelves: Where books stand.}
";

fn guide() -> Guide {
    sound(Guide::new(&Input {
        document: Source::new("library.yml", DOCUMENT),
        overlays: vec![Source::new("overlay.yml", OVERLAY)],
        prefixes: Vec::new(),
        ..Input::default()
    }))
}

fn explained(what: &str) -> Vec<Explanation> {
    sound(guide().explain(what))
}

#[track_caller]
fn only(what: &str) -> Explanation {
    let mut all = explained(what);
    assert_eq!(all.len(), 1, "{what}: {all:?}");
    all.remove(0)
}

fn names(what: &str) -> Vec<String> {
    explained(what)
        .into_iter()
        .map(|one| one.item.rust)
        .collect()
}

fn neighbours<'e>(explanation: &'e Explanation, relation: &str) -> Vec<&'e str> {
    let mut all = explanation.neighbours.iter();
    let found = all.find(|neighbour| neighbour.relation == relation);
    let items = found
        .map(|neighbour| &neighbour.items)
        .into_iter()
        .flatten();
    items.map(String::as_str).collect()
}

/// Each action as its span and what it set.
fn touches(explanation: &Explanation) -> Vec<String> {
    let touches = explanation.touches.iter();
    touches
        .map(|touch| {
            let span = touch.span.as_ref().map(ToString::to_string);
            format!("{} {}", span.unwrap_or_default(), touch.set.join(", "))
        })
        .collect()
}

#[test]
fn a_function_leads_to_its_operation() {
    let list = only("shelves::list");
    assert_eq!(list.item.kind, Kind::Function);
    assert_eq!(list.item.wire, "GET /shelves");
    assert_eq!(
        list.span.as_ref().map(ToString::to_string).as_deref(),
        Some("library.yml:5:5")
    );
    assert_eq!(touches(&list), ["overlay.yml:4:11 x-connect-function"]);
    assert_eq!(
        list.touches[0].reason.as_deref(),
        Some("Names do not move.")
    );
    assert_eq!(neighbours(&list, "returns"), ["Page<LibraryShelf>"]);
    assert_eq!(
        neighbours(&list, "filters"),
        ["shelves::filter::OWNER_ID", "shelves::filter::STATE"]
    );
    assert_eq!(neighbours(&list, "siblings"), ["shelves::paint"]);
    let paint = only("connect_usage::shelves::paint()");
    assert_eq!(neighbours(&paint, "takes"), ["shelf", "LibraryPaint"]);
    assert_eq!(touches(&paint), [""; 0]);
}

#[test]
fn a_field_leads_to_its_property() {
    let width = only("LibraryShelf::width");
    let pointer = width.item.pointer.as_ref().map(ToString::to_string);
    assert_eq!(
        pointer.as_deref(),
        Some("#/components/schemas/library.Shelf/properties/width")
    );
    assert_eq!(
        touches(&width),
        ["overlay.yml:8:11 removed from `required`"]
    );
    assert_eq!(neighbours(&width, "siblings"), ["id", "state", "type"]);
    let state = only("models::LibraryShelf::state");
    assert_eq!(
        touches(&state),
        ["overlay.yml:11:11 description, x-connect-values/open"]
    );
    assert_eq!(neighbours(&state, "holds"), ["ShelfState"]);
    // A keyword is a name in Rust, but people do not write it so.
    assert_eq!(names("LibraryShelf::type"), ["LibraryShelf::type"]);
    assert_eq!(names("LibraryShelf::r#type"), ["LibraryShelf::type"]);
}

#[test]
fn a_type_leads_to_all_its_schemas() {
    let shelf = only("LibraryShelf");
    assert_eq!(shelf.item.wire, "library.Shelf");
    assert_eq!(
        touches(&shelf),
        [
            "overlay.yml:8:11 removed from `required`",
            "overlay.yml:11:11 description"
        ],
        "what is said of a property is not said of the type"
    );
    assert_eq!(
        neighbours(&shelf, "returned by"),
        ["shelves::list", "shelves::paint"]
    );
    assert_eq!(
        neighbours(&shelf, "holds"),
        ["id", "state", "type", "width"]
    );
    let state = only("ShelfState");
    assert_eq!(state.item.pointers.len(), 2);
    let also: Vec<String> = state
        .also
        .iter()
        .map(|(pointer, _)| pointer.to_string())
        .collect();
    assert_eq!(also.len(), 1, "{also:?}");
    assert!(state.also[0].1.is_some());
    assert_eq!(neighbours(&state, "part of"), ["LibraryShelf::state"]);
    assert_eq!(
        neighbours(&state, "compared by"),
        ["shelves::filter::STATE"]
    );
    assert_eq!(
        neighbours(&only("LibraryPaint"), "accepted by"),
        ["shelves::paint"]
    );
}

#[test]
fn a_variant_leads_to_its_value() {
    let open = only("ShelfState::Open");
    assert_eq!(open.item.wire, "open");
    assert!(open.item.pointers.iter().any(|at| {
        at.as_str()
            .ends_with("library.Shelf/properties/state/enum/0")
    }));
    assert_eq!(touches(&open), ["overlay.yml:11:11 x-connect-values/open"]);
    assert_eq!(neighbours(&open, "siblings"), ["Shut"]);
    assert_eq!(touches(&only("ShelfState::Shut")), [""; 0]);
}

#[test]
fn a_filter_leads_to_its_parameter() {
    let owner = only("shelves::filter::OWNER_ID");
    assert_eq!(owner.item.wire, "owner.id");
    assert_eq!(owner.span.as_ref().map(|span| span.line), Some(10));
    assert_eq!(neighbours(&owner, "belongs to"), ["shelves::list"]);
    assert_eq!(neighbours(&owner, "offers"), ["eq", "in"]);
    assert_eq!(
        neighbours(&only("shelves::filter::STATE"), "compares with"),
        ["ShelfState"]
    );
}

#[test]
fn a_module_leads_to_its_functions() {
    let module = only("shelves");
    assert_eq!(
        neighbours(&module, "holds"),
        ["shelves::list", "shelves::paint"]
    );
    assert_eq!(touches(&module), ["overlay.yml:18:11 x-connect-modules"]);
}

#[test]
fn the_document_leads_to_its_items() {
    for what in [
        "GET /shelves",
        "get /shelves/",
        "allTheShelves",
        "#/paths/~1shelves/get",
    ] {
        assert_eq!(names(what), ["shelves::list"], "{what}");
    }
    assert_eq!(names("POST /shelves/{whatever}/paint"), ["shelves::paint"]);
    assert_eq!(names("/shelves"), ["shelves::list"]);
    assert_eq!(names("owner.id"), ["shelves::filter::OWNER_ID"]);
    assert_eq!(
        names("state"),
        [
            "shelves::filter::STATE",
            "LibraryShelf::state",
            "ShelfState"
        ]
    );
    assert_eq!(names("library.Shelf"), ["LibraryShelf"]);
    assert_eq!(names("limit"), ["shelves::list::limit"]);
    assert_eq!(names("shut"), ["ShelfState::Shut"]);
    // A part of a path will do where nothing else has the name.
    assert_eq!(names("filter::STATE"), ["shelves::filter::STATE"]);
    // What is no item by itself belongs to what is around it.
    assert_eq!(
        names("/components/schemas/library.Shelf/properties/width/type"),
        ["LibraryShelf::width"]
    );
    assert_eq!(
        names("/paths/~1shelves/get/responses/200"),
        ["shelves::list"]
    );
}

#[test]
fn similar_names_are_suggested_for_unknown_ones() {
    let near = |what: &str| {
        let outcome = guide().explain(what);
        assert!(outcome.value.is_none());
        let finding = outcome.diagnostics.iter().next().expect("a finding");
        assert_eq!(finding.code.as_str(), "unknown-name");
        finding.help.clone().unwrap_or_default()
    };
    assert!(
        near("shelves::pint").starts_with("similar names: `shelves::paint`"),
        "{}",
        near("shelves::pint")
    );
    assert!(near("LibraryShelf::widht").contains("`LibraryShelf::width`"));
    assert!(near("allTheShelfs").contains("`allTheShelves`"));
    assert!(near("GET /shelvs").contains("`GET /shelves`"));
    assert!(near("ownr.id").contains("`owner.id`"));
    let pointer = near("#/components/schemas/library.Shelf/properties/widht");
    assert!(
        pointer.contains("`/components/schemas/library.Shelf/properties/width`"),
        "{pointer}"
    );
    assert_eq!(near("xyzzy"), "");
}

/// Every item of our own bindings is found by its path, and from its node back to itself; and so is
/// each operation by method and path, and by its id.
#[test]
fn both_ways_lead_to_the_same_item() {
    let guide = sound(Guide::new(&ours()));
    let find = |what: &str| -> BTreeSet<String> {
        let outcome = guide.explain(what);
        let said = said(&outcome.diagnostics);
        let found = outcome.value.unwrap_or_else(|| panic!("{what}: {said}"));
        found.into_iter().map(|one| one.item.rust).collect()
    };
    assert!(guide.items().len() > 400, "{}", guide.items().len());
    for item in guide.items() {
        assert!(find(&item.rust).contains(&item.rust), "{}", item.rust);
        for pointer in &item.pointers {
            let found = find(pointer.as_str());
            assert!(found.contains(&item.rust), "{pointer}: {found:?}");
        }
        if item.kind == Kind::Function {
            assert_eq!(find(&item.wire), BTreeSet::from([item.rust.clone()]));
        }
    }
    let list = "usage_usage_record_aggregate_list_listUsageRecordAggregates";
    assert_eq!(find(list), BTreeSet::from(["aggregates::list".to_owned()]));
}

/// Every overlay action is shown by at least one item.
#[test]
fn every_overlay_action_is_shown() {
    let guide = sound(Guide::new(&ours()));
    let mut told = BTreeSet::new();
    for item in guide.items() {
        for explanation in sound(guide.explain(&item.rust)) {
            let touches = explanation.touches.into_iter();
            told.extend(touches.filter_map(|touch| Some(touch.span?.to_string())));
        }
    }
    for source in ours().overlays {
        for (index, line) in source.text.lines().enumerate() {
            let Some(target) = line.trim_start().strip_prefix("- target: ") else {
                continue;
            };
            // Of a target that is folded, its key is marked.
            let marked = if target.starts_with('>') {
                "target"
            } else {
                target
            };
            let column = line.find(marked).expect("it is there") + 1;
            let span = format!("{}:{}:{column}", source.name, index + 1);
            assert!(told.contains(&span), "{span}: {target}");
        }
    }
}

/// The nearest comes first: what has the same capitals, and a whole item before members of others.
#[test]
fn similar_names_are_sorted_by_similarity() {
    let guide = sound(Guide::new(&ours()));
    let near = |what: &str| {
        let outcome = guide.explain(what);
        let finding = outcome
            .diagnostics
            .iter()
            .next()
            .expect("nothing has the name");
        finding.help.clone().unwrap_or_default()
    };
    for (what, first) in [
        ("UsagFile", "similar names: `UsageFile`"),
        ("usagfile", "similar names: `usagefile`"),
        ("UsageRecrd", "similar names: `UsageRecord`"),
        ("UsageFile::statuss", "similar names: `UsageFile::status`"),
        // Diagnostic codes are names too.
        (
            "dead-actoin",
            "similar names: `dead-action` (a diagnostic code)",
        ),
        ("unpined", "similar names: `unpinned` (a diagnostic code)"),
    ] {
        let near = near(what);
        assert!(near.starts_with(first), "{what}: {near}");
    }
}

#[test]
fn what_normalization_moves_is_found_where_the_document_has_it() {
    let text = "
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /reels:
    get:
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Reel'}}}}}
components:
  schemas:
    Reel: {type: object, properties: {ends: {prefixItems: [{type: string}, {type: object, properties: {turns: {type: integer}}}]}}}
";
    let guide = sound(Guide::new(&Input {
        document: Source::new("spec.yml", text),
        ..Input::default()
    }));
    let at = "#/components/schemas/Reel/properties/ends/prefixItems/1/properties/turns";
    let found = sound(guide.explain(at));
    let shown: Vec<String> = found
        .iter()
        .flat_map(|it| it.item.pointer.iter().chain(&it.item.pointers))
        .map(ToString::to_string)
        .collect();
    assert_eq!(shown, [at, at]);
    assert!(found.iter().all(|it| it.span.is_some()));
}
