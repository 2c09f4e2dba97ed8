//! Contracts that exist: ours, and the vendor's.

use connect_codegen::{Input, Severity, Source};
use connect_review::{diff, lint, overlay_of};

use super::defects::{counts, fixes_all, key, subject};
use super::support::{ours, sound, vendor};

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
            ..Input::default()
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
    // `datetime`, and `binary` within JSON.
    assert_eq!(counts_of_whole["format"], 414 + 45);
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
