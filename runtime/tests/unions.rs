//! Unions: which member a value is read as.
#![allow(missing_docs, reason = "the models are those of tests")]

mod support;

use connect_runtime::codegen::{self, Sign, read_union};
use connect_runtime::{Date, DateTime, Decimal, Json, Request};
use proptest::prelude::*;
use support::{GET, response};

const fn plain(json: &'static str) -> Sign {
    Sign {
        json,
        keys: &[],
        required: &[],
        tag: None,
    }
}

const fn tagged(json: &'static str, key: &'static str, values: &'static [&'static str]) -> Sign {
    Sign {
        tag: Some((key, values)),
        ..plain(json)
    }
}

const fn object(keys: &'static [&'static str]) -> Sign {
    Sign {
        keys,
        ..plain("object")
    }
}

/// The members in the order in which they are tried.
fn tried(text: &str, signs: &[Sign]) -> Vec<usize> {
    let mut tried = Vec::new();
    let json = Json::parse(text).expect("JSON");
    let none: Option<()> = read_union(&json, signs, |index| {
        tried.push(index);
        None
    });
    assert_eq!(none, None);
    tried
}

#[derive(Debug, PartialEq)]
enum Value {
    Date(Date),
    Time(DateTime),
    Integer(i64),
    Number(Decimal),
    Text(String),
    Integers(Vec<i64>),
    Texts(Vec<String>),
}

/// Reads a value as what it is; the more general members are declared first.
fn read(text: &str) -> Option<Value> {
    let signs = [
        "string",
        "number",
        "array",
        "array",
        "date-time",
        "date",
        "integer",
    ]
    .map(plain);
    let json = Json::parse(text).expect("JSON");
    read_union(&json, &signs, |index| match index {
        0 => json.read().map(Value::Text).ok(),
        1 => json.read().map(Value::Number).ok(),
        2 => json.read().map(Value::Integers).ok(),
        3 => json.read().map(Value::Texts).ok(),
        4 => json.read().map(Value::Time).ok(),
        5 => json.read().map(Value::Date).ok(),
        6 => json.read().map(Value::Integer).ok(),
        _ => None,
    })
}

#[test]
fn forms_come_before_their_types() {
    let date = |text: &str| text.parse().map(Value::Date).ok();
    let time = |text: &str| text.parse().map(Value::Time).ok();
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    assert_eq!(read("3"), Some(Value::Integer(3)));
    assert_eq!(read("1.5"), "1.5".parse().map(Value::Number).ok());
    assert_eq!(read("1e3"), "1000".parse().map(Value::Number).ok());
    // An integer that the type of the member cannot hold.
    let huge = "18446744073709551616";
    assert_eq!(read(huge), huge.parse().map(Value::Number).ok());
    assert_eq!(read(r#""2029-01-02""#), date("2029-01-02"));
    for moment in [
        "2029-01-02T03:04:05Z",
        "2029-01-02t03:04:05z",
        "2029-01-02 03:04",
    ] {
        let read = read(&format!("\"{moment}\""));
        assert!(
            matches!(&read, Some(Value::Time(it)) if it.into_inner().hour() == 3),
            "{read:?}"
        );
    }
    assert_eq!(
        read(r#""2029\u002d01-02T03:04:05Z""#),
        time("2029-01-02T03:04:05Z")
    );
    for other in [
        "soon",
        "2029-13-02",
        "2029-01-02Tea",
        "2029-01-02x",
        "2029-1-2",
        "",
        "é",
    ] {
        assert_eq!(read(&format!("\"{other}\"")), text(other), "{other}");
    }
    let times = [plain("string"), plain("date-time"), plain("date")];
    assert_eq!(tried(r#""2029-01-02x""#, &times), [0]);
    assert_eq!(tried(r#""2029-01-02T""#, &times), [1, 0]);
    assert_eq!(read("true"), None);
}

#[test]
fn a_member_that_cannot_be_read_gives_way_to_the_next() {
    assert_eq!(read("[1,2]"), Some(Value::Integers(vec![1, 2])));
    assert_eq!(read(r#"["a"]"#), Some(Value::Texts(vec!["a".to_owned()])));
    assert_eq!(read("[]"), Some(Value::Integers(Vec::new())));
    assert_eq!(read("[[]]"), None);
}

#[test]
fn enums_come_first_with_their_values_and_last_with_others() {
    let enums = [
        tagged("string", "", &["x", "y"]),
        tagged("string", "", &["z"]),
    ];
    assert_eq!(tried(r#""z""#, &enums), [1, 0]);
    assert_eq!(tried(r#""x""#, &enums), [0, 1]);
    assert_eq!(tried(r#""new""#, &enums), [0, 1]);
    let mixed = [
        enums[0],
        plain("string"),
        plain(""),
        plain("date"),
        plain("number"),
    ];
    assert_eq!(tried(r#""y""#, &mixed), [0, 1, 2]);
    assert_eq!(tried(r#""\u0079""#, &mixed), [0, 1, 2]);
    assert_eq!(tried(r#""new""#, &mixed), [1, 0, 2]);
    assert_eq!(tried(r#""2029-01-02""#, &mixed), [3, 1, 0, 2]);
    let integers = [
        tagged("integer", "", &["1", "-2"]),
        plain("number"),
        plain("integer"),
    ];
    assert_eq!(tried("-2", &integers), [0, 2, 1]);
    assert_eq!(tried("12", &integers), [2, 1, 0]);
    assert_eq!(tried("1.0", &integers), [1]);
    assert_eq!(tried(r#""1""#, &integers), [] as [usize; 0]);
}

#[test]
fn tags_decide_and_objects_without_one_are_the_fallback() {
    let signs = [
        object(&["type", "a", "b"]),
        tagged("object", "type", &["x"]),
        tagged("object", "type", &["y", "2"]),
        tagged("object", "type", &["x"]),
        object(&["a"]),
    ];
    assert_eq!(tried(r#"{"type": "x", "a": 1}"#, &signs), [1, 3]);
    assert_eq!(tried(r#"{"type": "y"}"#, &signs), [2]);
    assert_eq!(tried(r#"{"type": 2}"#, &signs), [2]);
    assert_eq!(tried(r#"{"type": "new", "a": 1}"#, &signs), [0, 4]);
    assert_eq!(tried(r#"{"type": null, "a": 1}"#, &signs), [0, 4]);
    assert_eq!(tried(r#"{"a": 1}"#, &signs), [4, 0]);
    assert_eq!(tried(r#"{"new": 1}"#, &signs), [] as [usize; 0]);
    assert_eq!(tried(r#"{"type": "new"}"#, &signs[1..4]), [] as [usize; 0]);
}

codegen::response! {
    #[derive(Debug, Clone, PartialEq)]
    pub struct Count {
        #[new(into)]
        pub n: i64,
    }
}

codegen::response! {
    #[derive(Debug, Clone, PartialEq)]
    pub struct Name {
        #[new(into)]
        pub n: String,
        pub child: Option<Either>,
    }
}

/// A union as generated code has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Either {
    Count(Box<Count>),
    Name(Box<Name>),
    List(Vec<Either>),
    Unrecognized(Json),
}

impl<'de> codegen::Decode<'de> for Either {
    fn decode<D: codegen::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const SIGNS: &[Sign] = &[
            object(&["n", "child"]),
            object(&["n", "child"]),
            plain("array"),
        ];
        let json = Json::decode(deserializer)?;
        let known = read_union(&json, SIGNS, |index| match index {
            0 => json.read().map(Self::Count).ok(),
            1 => json.read().map(Self::Name).ok(),
            2 => json.read().map(Self::List).ok(),
            _ => None,
        });
        Ok(known.unwrap_or_else(|| Self::Unrecognized(codegen::unrecognized(json))))
    }
}

impl codegen::Serialize for Either {
    fn serialize<S: codegen::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(value) => codegen::Encode::encode(value, serializer),
            Self::Name(value) => codegen::Encode::encode(value, serializer),
            Self::List(value) => codegen::Encode::encode(value, serializer),
            Self::Unrecognized(value) => codegen::Encode::encode(value, serializer),
        }
    }
}
codegen::serde_model!(encode Either);

#[test]
fn what_a_failed_attempt_found_is_not_reported() {
    let call = Request::new(&GET).path("id", "A").returns_json::<Either>();
    let body = r#"{"first": 1, "child": {"n": 1, "odd": 1}, "n": "a"}"#;
    let observed = call
        .observed()
        .decode(response(200, body))
        .expect("a value");
    assert!(matches!(&observed.value, Either::Name(it) if it.n == "a"));
    let unknown: Vec<_> = observed.unknown().iter().map(|it| &*it.pointer).collect();
    assert_eq!(unknown, ["/child/odd", "/first"]);
}

#[test]
fn deep_values_of_a_union_that_holds_itself_are_kept_as_they_are() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let read: Either = Json::parse(&*deep)
        .and_then(|it| it.read())
        .expect("a value");
    assert!(matches!(read, Either::Unrecognized(json) if json.as_str() == deep));
    let shallow = format!("{}{}", "[".repeat(127), "]".repeat(127));
    let read: Either = Json::parse(shallow)
        .and_then(|it| it.read())
        .expect("a value");
    assert!(matches!(read, Either::List(_)));
}

codegen::response! {
    #[derive(Debug, Clone, PartialEq)]
    pub struct CountedTree {
        pub child: Option<Box<Tree>>,
        #[new(into)]
        pub n: i64,
    }
}

codegen::response! {
    #[derive(Debug, Clone, PartialEq)]
    pub struct NamedTree {
        pub child: Option<Box<Tree>>,
        #[new(into)]
        pub n: String,
    }
}

/// A union whose members cannot be told apart before their last field is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    Counted(CountedTree),
    Named(NamedTree),
    Unrecognized(Json),
}

impl<'de> codegen::Decode<'de> for Tree {
    fn decode<D: codegen::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const SIGNS: &[Sign] = &[object(&["child", "n"]), object(&["child", "n"])];
        let json = Json::decode(deserializer)?;
        let known = read_union(&json, SIGNS, |index| match index {
            0 => json.read().map(Self::Counted).ok(),
            1 => json.read().map(Self::Named).ok(),
            _ => None,
        });
        Ok(known.unwrap_or_else(|| Self::Unrecognized(codegen::unrecognized(json))))
    }
}

impl codegen::Serialize for Tree {
    fn serialize<S: codegen::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Counted(value) => codegen::Encode::encode(value, serializer),
            Self::Named(value) => codegen::Encode::encode(value, serializer),
            Self::Unrecognized(value) => codegen::Encode::encode(value, serializer),
        }
    }
}
codegen::serde_model!(encode Tree);

fn tree(depth: usize) -> Tree {
    tree_of(r#","n":"a"}"#, depth)
}

fn tree_of(rest: &str, depth: usize) -> Tree {
    let open = r#"{"child":"#.repeat(depth) + "null" + &rest.repeat(depth);
    Json::parse(open).and_then(|it| it.read()).expect("a value")
}

/// How deep the members are known.
fn known_depth(tree: &Tree) -> usize {
    match tree {
        Tree::Counted(CountedTree { child, .. }) | Tree::Named(NamedTree { child, .. }) => {
            1 + child.as_deref().map_or(0, known_depth)
        }
        Tree::Unrecognized(_) => 0,
    }
}

#[test]
fn members_that_fail_late_do_not_take_forever() {
    assert_eq!(known_depth(&tree(9)), 9);
    // Without a bound, this is read 2^100 times.
    let _ = known_depth(&tree(100));
    // The next value has a bound of its own.
    assert_eq!(known_depth(&tree(9)), 9);
}

#[test]
fn the_search_for_a_better_member_does_not_take_forever() {
    // Each level can be read as both members, and differs from both.
    for depth in [1, 10, 60] {
        let tree = tree_of(r#","n":1,"new":0}"#, depth);
        assert_eq!(known_depth(&tree), depth);
        assert!(matches!(tree, Tree::Counted(_)));
    }
}

#[test]
fn the_search_for_a_better_member_leaves_enough_for_what_follows() {
    let one = r#"{"child":"#.repeat(20) + "null" + &r#","n":1,"new":0}"#.repeat(20);
    let json = Json::parse(format!("[{one},{one},{one}]")).expect("JSON");
    let trees = read_union(&json, &[plain("array")], |_| json.read::<Vec<Tree>>().ok());
    let depths: Vec<usize> = trees.iter().flatten().map(known_depth).collect();
    assert_eq!(depths, [20, 20, 20]);
}

#[test]
fn the_differences_of_the_selected_member_are_reported() {
    let call = Request::new(&GET).path("id", "A").returns_json::<Tree>();
    let body = r#"{"n": "a", "child": {"n": 1, "odd": 1}, "new": 1}"#;
    let observed = call
        .observed()
        .decode(response(200, body))
        .expect("a value");
    let unknown: Vec<_> = observed.unknown().iter().map(|it| &*it.pointer).collect();
    assert_eq!(unknown, ["/child/odd", "/new"]);
    let Tree::Named(NamedTree { child, .. }) = &observed.value else {
        panic!("{:?} is not named", observed.value);
    };
    assert!(matches!(child.as_deref(), Some(Tree::Counted(_))));
}

proptest! {
    /// Every candidate is tried once, and none of another kind.
    #[test]
    fn each_fitting_member_is_tried_once(text in "[a-z]{0,3}", order in any::<[u8; 6]>()) {
        let all = [
            plain("string"), plain(""), plain("date"), plain("array"),
            tagged("string", "", &["a"]), tagged("integer", "", &["a"]),
        ];
        let mut signs: Vec<_> = all.into_iter().zip(order).collect();
        signs.sort_by_key(|it| it.1);
        let signs: Vec<_> = signs.into_iter().map(|it| it.0).collect();
        let tried = tried(&format!("{text:?}"), &signs);
        let enums = all[4];
        let expected = match &*text == "a" {
            true => [enums, all[0], all[1]],
            false => [all[0], enums, all[1]],
        };
        prop_assert_eq!(tried.iter().map(|it| signs[*it]).collect::<Vec<_>>(), expected);
    }
}
