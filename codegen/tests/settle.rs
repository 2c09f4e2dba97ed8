//! How the outcome of a call is found out, with one defect each: the diagnostics, and their spans.

mod support;

use connect_codegen::{Input, Outcome, Source, generate};
use support::{findings, generate_from, ours, said, sound};

/// A document in which an operation can have the extension: `POST /files`, `POST /files/close` and
/// `POST /files/{id}/copy`.
fn document(create: &str, close: &str, copy: &str) -> String {
    let mut text = include_str!("settle/document.yml").to_owned();
    for (operation, said) in [("create", create), ("close", close), ("copy", copy)] {
        if !said.is_empty() {
            let place = format!("# settle: {operation}\n");
            text = text.replace(&place, &format!("x-connect-settle: {said}\n"));
        }
    }
    text
}

/// The only finding begins so. A column is that of the part that is wrong.
#[track_caller]
fn expect(text: &str, wrong: &str, message: &str) {
    let found = findings(text);
    let [found] = &found[..] else {
        panic!("{found:#?}")
    };
    let (line, at) = text
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains("x-connect-settle"))
        .expect("the extension");
    let column = at.find(wrong).expect("the part that is wrong") + 1;
    let expected = format!("error[extension] {}:{column} {message}", line + 1);
    assert!(
        found.starts_with(&expected),
        "{found}\ninstead of\n{expected}"
    );
}

#[track_caller]
fn create(extension: &str, wrong: &str, message: &str) {
    expect(&document(extension, "", ""), wrong, message);
}

#[track_caller]
fn close(extension: &str, wrong: &str, message: &str) {
    expect(&document("", extension, ""), wrong, message);
}

#[track_caller]
fn copy(extension: &str, wrong: &str, message: &str) {
    expect(&document("", "", extension), wrong, message);
}

/// The extension of a call that creates an object, whole.
const CREATED: &str = "{list: 'files::list', filter: {code: code}, same: {owner.id: owner.id}, created: [made.at], read: 'files::get'}";
/// The extension of a call on several objects, whole.
const EACH: &str = "{each: id, rows: [id, state], same: {bill: bill}, read: 'files::get'}";

#[test]
fn extensions_that_are_well_say_nothing() {
    let text = document(CREATED, EACH, "{read: 'files::get'}");
    assert_eq!(findings(&text), [""; 0]);
    let outcome = generate_from(&text);
    let files = outcome.value.expect("bindings").files;
    let (_, module) = files
        .iter()
        .find(|(path, _)| path.ends_with("src/files.rs"))
        .expect("the module");
    for part in [
        "Subject::Created",
        "Subject::Each",
        "Subject::Path",
        "shown_by",
    ] {
        assert!(module.contains(part), "{part}");
    }
}

#[test]
fn it_has_one_of_three_forms() {
    create(
        "later",
        "later",
        "expected `x-connect-settle` to be an object, found a string (write `{list: ",
    );
    create(
        "[]",
        "[]",
        "expected `x-connect-settle` to be an object, found an array",
    );
    create(
        "{reed: 'files::get'}",
        "reed",
        "unknown member `reed` of `x-connect-settle` (write `{list: ",
    );
    create(
        "{list: 'files::list'}",
        "x-connect-settle",
        "`x-connect-settle` has no member `read`",
    );
    create(
        "{list: 'files::list', each: id, read: 'files::get'}",
        "each",
        "`x-connect-settle` has both `list` and `each`",
    );
    create(
        "{read: 'files::get', rows: [id]}",
        "rows",
        "`rows` does not belong to this form of `x-connect-settle`",
    );
    close(
        "{each: id, created: [made.at], read: 'files::get'}",
        "created",
        "`created` does not belong to this form of `x-connect-settle`",
    );
    create(
        "{list: 'files::list', rows: [id], read: 'files::get'}",
        "rows",
        "`rows` does not belong to this form of `x-connect-settle`",
    );
}

#[test]
fn it_belongs_to_an_operation_that_changes_something() {
    let text = document("", "", "").replace(
        "    get: {responses: *file}\n    put",
        "    get: {responses: *file, x-connect-settle: {read: 'files::get'}}\n    put",
    );
    expect(
        &text,
        "x-connect-settle",
        "`x-connect-settle` on an operation that only reads",
    );
    let text = document("", "", "").replace(
        "    NewFile:\n",
        "    NewFile:\n      x-connect-settle: {read: 'files::get'}\n",
    );
    expect(
        &text,
        "x-connect-settle",
        "`x-connect-settle` is ignored here",
    );
}

#[test]
fn functions_exist_and_do_what_they_are_named_for() {
    create(
        "{read: 'files::gett'}",
        "'files::gett'",
        "unknown function `files::gett` (did you mean `files::get`?)",
    );
    create("{read: [a]}", "[a]", "expected a name, found an array");
    create(
        "{read: 'files::list'}",
        "'files::list'",
        "`files::list` does not read an object",
    );
    create(
        "{read: 'files::update'}",
        "'files::update'",
        "`files::update` does not read an object",
    );
    create(
        &CREATED.replace("files::list", "files::get"),
        "'files::get', filter",
        "`files::get` is not a paged list",
    );
    create(
        &CREATED.replace("files::list", "files::lst"),
        "'files::lst'",
        "unknown function `files::lst` (did you mean `files::list`?)",
    );
    create(
        &CREATED.replace("'files::get'", "'files::get_part'"),
        "'files::get_part'",
        "`files::get_part` does not read by one parameter",
    );
}

#[test]
fn the_created_object_is_identified() {
    create(
        &CREATED.replace("code: code", "cod: code"),
        "cod: code",
        "`files::list` has no filter `cod` (expected one of `code`)",
    );
    create(
        &CREATED.replace("code: code", "size: code"),
        "size: code",
        "the filter `size` does not compare a string by `eq` (expected one of `code`)",
    );
    create(
        &CREATED.replace("code: code", "code: cod"),
        "cod}",
        "`NewFile` has no member `cod` (expected one of `code`, `owner`, `size`)",
    );
    create(
        &CREATED.replace("code: code", "code: size"),
        "size}",
        "the member `size` of `NewFile` is not a string",
    );
    create(
        &CREATED.replace("{code: code}", "[code]"),
        "[code]",
        "expected `filter` to be an object, found an array",
    );
    create(
        &CREATED.replace("owner.id: owner.id", "owner.name: owner.id"),
        "owner.name",
        "`File` has no member `owner.name` (expected one of `id`)",
    );
    create(
        &CREATED.replace("owner.id: owner.id", "owner: owner.id"),
        "owner: owner.id",
        "the member `owner` of `File` is not a string",
    );
    create(
        "{list: 'files::list', created: [made.at], read: 'files::get'}",
        "x-connect-settle",
        "`x-connect-settle` has neither `filter` nor `same`",
    );
}

#[test]
fn the_time_of_creation_is_a_date_time() {
    create(
        "{list: 'files::list', filter: {code: code}, read: 'files::get'}",
        "x-connect-settle",
        "`x-connect-settle` does not say when an object was created",
    );
    create(
        &CREATED.replace("[made.at]", "[]"),
        "[]",
        "`x-connect-settle` does not say when an object was created",
    );
    create(
        &CREATED.replace("[made.at]", "[made.at, code]"),
        "code]",
        "the member `code` of `File` is not a date-time",
    );
    create(
        &CREATED.replace("made.at", "made.when"),
        "made.when",
        "`File` has no member `made.when` (expected one of `at`)",
    );
}

#[test]
fn several_objects_come_from_the_elements_of_the_request() {
    create(
        "{each: id, read: 'files::get'}",
        "each",
        "`files::create` does not send an array of objects",
    );
    close(
        &EACH.replace("each: id", "each: key"),
        "key",
        "`Bill` has no member `key` (expected one of `id`, `bill`)",
    );
    close(
        &EACH.replace("bill: bill", "note: bill"),
        "note",
        "`File` has no member `note`",
    );
    close(
        &EACH.replace("bill: bill", "bill: note"),
        "note",
        "`Bill` has no member `note`",
    );
    close(
        &EACH.replace("[id, state]", "[id, bill]"),
        "bill], same",
        "`Row` has no member `bill`",
    );
    close(
        &EACH.replace("[id, state]", "id"),
        "id, same",
        "expected `rows` to be an array, found a string",
    );
    close(
        &EACH.replace("[id, state]", "[]"),
        "rows",
        "`rows` names no member",
    );
    let text = document("", EACH, "").replace("via: 'files::close'", "via: 'files::copy'");
    expect(
        &text,
        "each",
        "no status of `File` shows whether `files::close` took effect",
    );
}

#[test]
fn the_object_of_the_path_is_what_is_returned() {
    let text = document("", "", "{read: 'files::get'}").replace(
        "      responses: *file\n",
        "      responses: {'204': {description: ''}}\n",
    );
    expect(
        &text,
        "x-connect-settle",
        "`files::get` does not read what `files::copy` returns",
    );
    copy(
        "{read: 'files::get_part'}",
        "x-connect-settle",
        "`files::get_part` does not read what `files::copy` returns",
    );
}

/// A function that a part of the document lacks is no error, since the overlay is written for the whole.
#[test]
fn a_part_of_a_slice_can_lack_the_list() {
    let text = document(&CREATED.replace("files::list", "folders::list"), "", "");
    let slice = text.replace(
        "info: {title: t, version: '1'}",
        "info: {title: t, version: '1', x-connect-prefixes: [/files, /folders]}",
    );
    let input = |prefixes: &[&str]| Input {
        document: Source::new("spec.yml", slice.clone()),
        overlays: Vec::new(),
        prefixes: prefixes.iter().map(|it| (*it).to_owned()).collect(),
        ..Input::default()
    };
    let outcome: Outcome<_> = generate(&input(&[]), &mut |_| {});
    assert!(outcome.diagnostics.has_errors());
    let outcome = generate(&input(&["/files"]), &mut |_| {});
    assert!(
        !outcome.diagnostics.has_errors(),
        "{}",
        said(&outcome.diagnostics)
    );
    let bindings = outcome.value.expect("bindings");
    let create = bindings
        .api
        .operations
        .iter()
        .find(|it| it.name() == "files::create");
    let create = create.expect("the function").id;
    assert!(!bindings.api.settlements.contains_key(&create));
}

/// What the overlay of this project says is sound, and is what its operations have.
#[test]
fn ours_is_sound() {
    let bindings = sound(generate(&ours(), &mut |_| {}));
    let settled = |name: &str| {
        let mut operations = bindings.api.operations.iter();
        let operation = operations.find(|it| it.name() == name).expect(name);
        bindings.api.settlements.contains_key(&operation.id)
    };
    for name in [
        "files::create",
        "reconciliations::create",
        "records::close_many",
        "files::reprocess",
    ] {
        assert!(settled(name), "{name}");
    }
}
