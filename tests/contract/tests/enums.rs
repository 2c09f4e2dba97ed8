//! Open enums: a value that is not known survives, byte for byte.

use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::str::FromStr;

use connect_codegen::Source;
use connect_runtime::serde::Serialize;
use connect_runtime::serde::de::DeserializeOwned;
use connect_runtime::{OpenEnum, ParameterValue};
use connect_usage_api::models::{
    AggregateItemType, ChunkStatus, Environment, ReconciliationStatus, UsageFileSchema,
    UsageFileStatus, UsageFileSubStatus, UsageRecordStatus,
};
use contract_tests::contract::{OVERLAYS, read, workspace};
use contract_tests::random::texts;
use contract_tests::runner;
use contract_tests::scratch::bindings;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

trait Enum:
    OpenEnum<Raw = str>
    + Debug
    + Display
    + Eq
    + Hash
    + Ord
    + FromStr
    + Serialize
    + DeserializeOwned
    + for<'a> From<&'a str>
    + From<String>
    + AsRef<str>
    + ParameterValue
    + for<'a> PartialEq<&'a str>
{
}

/// Writes the tests of all enums.
macro_rules! enums {
    ($($name:ident),* $(,)?) => {
        $(impl Enum for $name {})*

        const NAMES: &[&str] = &[$(stringify!($name)),*];

        #[test]
        fn any_text_survives() {
            $(any_text::<$name>(stringify!($name));)*
        }

        #[test]
        fn what_looks_like_a_known_value_survives() {
            $(lookalikes::<$name>(stringify!($name));)*
        }
    };
}

enums!(
    AggregateItemType,
    ChunkStatus,
    Environment,
    ReconciliationStatus,
    UsageFileSchema,
    UsageFileStatus,
    UsageFileSubStatus,
    UsageRecordStatus,
);

fn any_text<E: Enum>(name: &str) {
    let result = runner(100).run(&texts(40), |text| survives::<E>(&text));
    result.unwrap_or_else(|error| panic!("{name}: {error}"));
}

/// The names in Rust, the fallback's name, nothing, and known values spelt otherwise.
fn lookalikes<E: Enum>(name: &str) {
    let mut texts: Vec<String> = ["", " ", "Unrecognized", "unrecognized", "null"]
        .map(str::to_owned)
        .into();
    for value in E::KNOWN {
        let text = value.as_str();
        texts.extend([
            text.to_owned(),
            format!("{value:?}"),
            text.to_uppercase(),
            text.to_lowercase(),
        ]);
        texts.extend([format!(" {text}"), format!("{text} "), format!("{text}\0")]);
    }
    for text in texts {
        survives::<E>(&text).unwrap_or_else(|error| panic!("{name} {text:?}: {error}"));
    }
}

fn survives<E: Enum>(text: &str) -> Result<(), TestCaseError> {
    let json = serde_json::to_string(text).expect("JSON");
    let value: E =
        serde_json::from_str(&json).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(value.as_str(), text);
    prop_assert_eq!(&value, &text);
    prop_assert_eq!(value.to_string(), text);
    prop_assert_eq!(value.write(), text);
    prop_assert_eq!(value.as_ref(), text);
    prop_assert_eq!(serde_json::to_string(&value).expect("JSON"), json);
    prop_assert_eq!(&value, &E::from(text));
    prop_assert_eq!(&value, &E::from(text.to_owned()));
    prop_assert!(E::from_str(text).is_ok_and(|parsed| parsed == value));
    // It is a known one only if it is spelt as one.
    let known: Vec<&E> = E::KNOWN.iter().filter(|it| **it == value).collect();
    let spelt: Vec<&E> = E::KNOWN.iter().filter(|it| it.as_str() == text).collect();
    prop_assert_eq!(known, spelt);
    let meant = E::KNOWN
        .iter()
        .find(|it| it.as_str().eq_ignore_ascii_case(text));
    prop_assert_eq!(value.known_ignoring_case(), meant.cloned());
    Ok(())
}

#[test]
fn every_enum_is_here() {
    let specs = workspace().join("specs/usage");
    let source = |name: &str| Source::new(format!("specs/usage/{name}"), read(&specs.join(name)));
    let overlays = OVERLAYS.map(|name| source(&format!("overlay/{name}.yml")));
    let inventory =
        connect_review::inventory(&bindings(source("contract.yml"), overlays.into(), &[]).api);
    let types = inventory["types"].as_array().expect("a list");
    let enums: Vec<_> = types
        .iter()
        .filter(|it| it.get("values").is_some())
        .collect();
    let mut names: Vec<&str> = enums.iter().filter_map(|it| it["name"].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, NAMES);
}

/// What a user writes: known values by name, the rest in one arm, and other spellings when asked.
#[test]
fn matching_is_pleasant() {
    let describe = |status: &UsageFileStatus| match status {
        UsageFileStatus::Ready => "ready".to_owned(),
        UsageFileStatus::Draft | UsageFileStatus::Invalid => "not yet".to_owned(),
        UsageFileStatus::Unrecognized(text) => format!("new: {text}"),
        other => other.to_string(),
    };
    assert_eq!(describe(&"ready".into()), "ready");
    assert_eq!(describe(&"invalid".into()), "not yet");
    assert_eq!(describe(&"pending".into()), "pending");
    assert_eq!(describe(&"READY".into()), "new: READY");
    assert_eq!(
        UsageFileStatus::from("READY").known_ignoring_case(),
        Some(UsageFileStatus::Ready)
    );
    assert_eq!(UsageFileStatus::from("new").known_ignoring_case(), None);
}
