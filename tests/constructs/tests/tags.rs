//! Unions that integers and booleans tell apart.

mod support;

use connect_runtime::Json;
use constructs::models::{
    ClosedReleaseInput, FirstReleaseInput, FirstReleaseVersion, OpenReleaseInput, PlainRelease,
    Releases, ReleasesFlagged, ReleasesInput, ReleasesMapped, ReleasesNamed, ReleasesNumbered,
    ReleasesOpen, ReleasesTold, SecondReleaseInput, SignedReleaseInput,
};
use constructs::releases;
use support::{json, read};

/// What is read of the text of a member.
fn member(name: &str, text: &str) -> Releases {
    read(&releases::get(), &format!(r#"{{"{name}":{text}}}"#))
}

fn sent(releases: ReleasesInput) -> String {
    json(&releases::create().body(releases))
}

#[test]
fn a_mapping_of_integers() {
    let mapped = |text| member("mapped", text).mapped;
    let plain = PlainRelease::new().version(1).text("a");
    assert_eq!(
        mapped(r#"{"version":1,"text":"a"}"#),
        Some(ReleasesMapped::from(plain.clone()))
    );
    assert!(matches!(
        mapped(r#"{"version":2,"text":"a"}"#),
        Some(ReleasesMapped::SignedRelease(_))
    ));
    // Identifiers are sent in both forms.
    assert!(matches!(
        mapped(r#"{"version":"2"}"#),
        Some(ReleasesMapped::SignedRelease(_))
    ));
    let other = Json::parse(r#"{"version":3}"#).expect("JSON");
    assert_eq!(
        mapped(r#"{"version":3}"#),
        Some(ReleasesMapped::Unrecognized(other))
    );
    let signed = SignedReleaseInput::new().text("b");
    assert_eq!(
        sent(ReleasesInput::new().mapped(signed)),
        r#"{"mapped":{"version":2,"text":"b"}}"#
    );
    // A value that has its tag is sent as it is.
    assert_eq!(
        sent(ReleasesInput::new().mapped(plain)),
        r#"{"mapped":{"text":"a","version":1}}"#
    );
}

#[test]
fn enums_of_integers_are_tags() {
    for (text, is_first) in [("1", true), ("2", false), ("3", false)] {
        let text = format!(r#"{{"version":{text},"text":"a"}}"#);
        let numbered = member("numbered", &text).numbered;
        let told = member("told", &text).told;
        let (first, second) = (
            matches!(numbered, Some(ReleasesNumbered::FirstRelease(_))),
            matches!(numbered, Some(ReleasesNumbered::SecondRelease(_))),
        );
        assert_eq!((first, second), (is_first, !is_first), "{text}");
        let (first, second) = (
            matches!(told, Some(ReleasesTold::FirstRelease(_))),
            matches!(told, Some(ReleasesTold::SecondRelease(_))),
        );
        assert_eq!((first, second), (is_first, !is_first), "{text}");
    }
    let first = FirstReleaseInput::new(FirstReleaseVersion::V1);
    assert_eq!(
        sent(ReleasesInput::new().numbered(first)),
        r#"{"numbered":{"version":1}}"#
    );
    let second = SecondReleaseInput::new(3);
    assert_eq!(
        sent(ReleasesInput::new().numbered(second)),
        r#"{"numbered":{"version":3}}"#
    );
}

#[test]
fn enums_of_booleans_are_tags() {
    for (text, is_open) in [("true", true), ("false", false)] {
        let text = format!(r#"{{"open":{text}}}"#);
        let flagged = member("flagged", &text).flagged;
        let open = member("open", &text).open;
        assert_eq!(
            matches!(flagged, Some(ReleasesFlagged::OpenRelease(_))),
            is_open
        );
        assert_eq!(matches!(open, Some(ReleasesOpen::OpenRelease(_))), is_open);
        assert_eq!(
            matches!(open, Some(ReleasesOpen::ClosedRelease(_))),
            !is_open
        );
    }
    let open = ReleasesInput::new().flagged(OpenReleaseInput::new(false));
    assert_eq!(sent(open), r#"{"flagged":{"open":true}}"#);
    let closed = ReleasesInput::new().flagged(ClosedReleaseInput::new(false).text("a"));
    assert_eq!(sent(closed), r#"{"flagged":{"open":false,"text":"a"}}"#);
    let read = member("open", r#"{"open":false}"#).open;
    let Some(ReleasesOpen::ClosedRelease(read)) = read else {
        panic!("{read:?} is not closed");
    };
    assert_eq!(read.open, Some(false));
}

#[test]
fn a_name_is_no_integer() {
    let named = |text| member("named", text).named;
    assert!(matches!(
        named(r#"{"version":7}"#),
        Some(ReleasesNamed::PlainRelease(_))
    ));
    assert!(matches!(
        named(r#"{"version":8}"#),
        Some(ReleasesNamed::SignedRelease(_))
    ));
    let signed = SignedReleaseInput::new().text("b");
    assert_eq!(
        sent(ReleasesInput::new().named(signed)),
        r#"{"named":{"text":"b"}}"#
    );
}
