//! The checks, on small trees that break the rules, and on trees that do not.

use structure::circles::circles;
use structure::known::{KnownCircle, unexpected, unexpected_circles};
use structure::layers::{Rule, dependencies, forbidden};
use structure::sizes::{long_files, long_functions};
use structure::stages::{Order, out_of_order};
use structure::{Finding, Imports, Tree, imports};

const MANIFEST: (&str, &str) = ("a/Cargo.toml", "");

/// The imports of the crate `a/src/lib.rs`.
#[track_caller]
fn crate_of(files: &[(&str, &str)]) -> Imports {
    imports(&Tree::new(files), "a/src/lib.rs").expect("the crate can be read")
}

/// The files of each circle.
#[track_caller]
fn circles_of(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let circles = circles(&crate_of(files));
    circles
        .into_iter()
        .map(|it| it.files.into_iter().collect())
        .collect()
}

#[test]
fn a_circle_is_named_file_by_file_with_the_lines() {
    let found = circles(&crate_of(&[
        ("a/src/lib.rs", "mod one;\nmod two;\nmod three;"),
        (
            "a/src/one.rs",
            "use crate::two::{Two, other};\npub struct One(Two);",
        ),
        (
            "a/src/two.rs",
            "\npub struct Two;\npub fn other() { super::three::f() }",
        ),
        (
            "a/src/three.rs",
            "use crate::one::One;\npub fn f() -> One {}",
        ),
    ]));
    let [circle] = found.as_slice() else {
        panic!("{found:?}");
    };
    let expected = "\
3 files import each other in a circle, for instance
  a/src/one.rs imports a/src/two.rs
    a/src/one.rs:1: `crate::two::Two`
    a/src/one.rs:1: `crate::two::other`
  a/src/two.rs imports a/src/three.rs
    a/src/two.rs:3: `super::three::f`
  a/src/three.rs imports a/src/one.rs
    a/src/three.rs:1: `crate::one::One`
";
    assert_eq!(circle.message, expected);
}

#[test]
fn files_of_longer_detours_are_listed() {
    let found = circles(&crate_of(&[
        ("a/src/lib.rs", "mod one; mod two; mod three;"),
        (
            "a/src/one.rs",
            "use crate::two::T; use crate::three::U; pub struct O;",
        ),
        ("a/src/two.rs", "use crate::one::O; pub struct T;"),
        ("a/src/three.rs", "use crate::one::O; pub struct U;"),
    ]));
    let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    let [message] = messages.as_slice() else {
        panic!("{messages:?}");
    };
    assert!(message.starts_with("3 files"), "{message}");
    assert!(
        message.ends_with("all of them: a/src/one.rs, a/src/three.rs, a/src/two.rs\n"),
        "{message}"
    );
}

#[test]
fn a_parent_that_declares_and_reexports_imports_nothing() {
    let lib = ("a/src/lib.rs", "mod outer;");
    let child = (
        "a/src/outer/child.rs",
        "use super::Own;\npub struct Item(Own);",
    );
    for parent in [
        "mod child; pub struct Own;",
        "pub mod child; pub use child::Item; pub struct Own;",
        "mod child; pub(crate) use self::child::*; pub struct Own;",
    ] {
        assert!(
            circles_of(&[lib, ("a/src/outer.rs", parent), child]).is_empty(),
            "{parent}"
        );
    }
    for parent in [
        "mod child; use child::Item; pub struct Own;",
        "mod child; pub struct Own; fn f() { child::g(); }",
        "mod child; pub struct Own; fn f() -> Vec<Item> { vec![child::Item] }",
    ] {
        let circles = circles_of(&[lib, ("a/src/outer.rs", parent), child]);
        assert_eq!(
            circles,
            [["a/src/outer.rs", "a/src/outer/child.rs"]],
            "{parent}"
        );
    }
}

#[test]
fn an_import_leads_past_reexports_to_the_file_that_defines() {
    let files = [
        ("a/src/lib.rs", "mod outer; mod user;"),
        (
            "a/src/outer.rs",
            "mod left; mod right; pub use left::*; pub use right::Right as Renamed;",
        ),
        ("a/src/outer/left.rs", "pub struct Left;"),
        (
            "a/src/outer/right.rs",
            "use super::Left; pub struct Right(Left);",
        ),
        (
            "a/src/user.rs",
            "use crate::outer::{self, Left}; fn f(it: outer::Renamed) {}",
        ),
    ];
    let imports = crate_of(&files);
    let of = |file: &str| imports.of(file).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        of("a/src/user.rs"),
        [
            "a/src/outer.rs",
            "a/src/outer/left.rs",
            "a/src/outer/right.rs"
        ]
    );
    assert_eq!(of("a/src/outer/right.rs"), ["a/src/outer/left.rs"]);
    assert_eq!(of("a/src/outer.rs"), [""; 0]);
}

#[test]
fn modules_of_tests_functions_and_paths_count() {
    let circles = circles_of(&[
        (
            "a/src/lib.rs",
            "mod one; #[path = \"elsewhere/two.rs\"] mod two;",
        ),
        (
            "a/src/one.rs",
            "pub struct One;\n#[cfg(test)]\nmod tests {\n use crate::two::Two;\n use super::*;\n}",
        ),
        ("a/src/elsewhere/two.rs", "mod inner; pub struct Two;"),
        (
            "a/src/elsewhere/inner.rs",
            "fn f() { use crate::one::One; }",
        ),
    ]);
    // `two.rs` only declares `inner.rs`, so this is no circle.
    assert_eq!(circles, [[""; 0]; 0]);
    let circles = circles_of(&[
        ("a/src/lib.rs", "mod one; mod two;"),
        (
            "a/src/one.rs",
            "pub struct One;\n#[cfg(test)]\nmod tests {\n use crate::two::Two;\n}",
        ),
        (
            "a/src/two.rs",
            "pub struct Two;\nfn f() {\n use crate::one::One;\n}",
        ),
    ]);
    assert_eq!(circles, [["a/src/one.rs", "a/src/two.rs"]]);
}

/// What is quoted is code of another crate.
#[test]
fn what_macros_hold_counts_unless_it_is_quoted() {
    let with = |body: &str| {
        circles_of(&[
            ("a/src/lib.rs", "mod one; mod two;"),
            ("a/src/one.rs", &format!("pub fn f() {{ {body} }}")),
            ("a/src/two.rs", "use crate::one::f;\npub fn g() {}"),
        ])
    };
    assert_eq!(with("assert!(x, crate::two::g())").len(), 1);
    assert_eq!(with("quote!(crate::two::g())"), [[""; 0]; 0]);
    assert_eq!(with("assert!(x, crate::two::unknown())"), [[""; 0]; 0]);
}

#[test]
fn imports_in_circles_of_reexports_end() {
    let circles = circles_of(&[
        ("a/src/lib.rs", "mod one; mod two; use crate::one::Missing;"),
        ("a/src/one.rs", "pub use crate::two::*;"),
        ("a/src/two.rs", "pub use crate::one::*;"),
    ]);
    assert_eq!(circles, [["a/src/one.rs", "a/src/two.rs"]]);
}

#[test]
fn roots_follow_cargos_conventions() {
    let file = |path| (path, "");
    let tree = Tree::new(&[
        MANIFEST,
        file("a/build.rs"),
        file("a/src/lib.rs"),
        file("a/src/inner.rs"),
        file("a/src/bin/program.rs"),
        file("a/tests/one.rs"),
        file("a/tests/many/main.rs"),
        file("a/tests/many/part.rs"),
        file("a/b/Cargo.toml"),
        file("a/b/src/main.rs"),
    ]);
    let expected = [
        "a/b/src/main.rs",
        "a/build.rs",
        "a/src/bin/program.rs",
        "a/src/lib.rs",
        "a/tests/many/main.rs",
        "a/tests/one.rs",
    ];
    assert_eq!(tree.roots(), expected);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let error = |files: &[(&str, &str)]| imports(&Tree::new(files), "a/src/lib.rs").unwrap_err();
    assert_eq!(
        error(&[("a/src/lib.rs", "mod gone;")]),
        "a/src/lib.rs: no file for `mod gone;` in a/src/"
    );
    let message = error(&[("a/src/lib.rs", "mod one;"), ("a/src/one.rs", "\nfn {")]);
    assert!(message.starts_with("a/src/one.rs:2: "), "{message}");
}

#[test]
fn a_stage_that_imports_a_later_one_is_found() {
    let imports = crate_of(&[
        (
            "a/src/lib.rs",
            "mod base; mod early; mod late; mod strange; fn f() { late::g() }",
        ),
        ("a/src/base.rs", "use crate::early::parts::Part;"),
        ("a/src/early.rs", "pub mod parts; use crate::base::X;"),
        (
            "a/src/early/parts.rs",
            "\nuse crate::late::Late; pub struct Part;",
        ),
        (
            "a/src/late.rs",
            "use crate::early::parts::Part; pub struct Late; pub fn g() {}",
        ),
        ("a/src/strange.rs", ""),
    ]);
    let order = Order {
        sources: "a/src/",
        layers: &[&["base"], &["early"], &["late"]],
    };
    let found: Vec<String> = out_of_order(&imports, order)
        .into_iter()
        .map(|it| it.message)
        .collect();
    let expected = [
        "a/src/base.rs imports a/src/early/parts.rs, which is of a later stage
    a/src/base.rs:1: `crate::early::parts::Part`",
        "a/src/early/parts.rs imports a/src/late.rs, which is of a later stage
    a/src/early/parts.rs:2: `crate::late::Late`",
        "a/src/strange.rs belongs to no stage; add its module to the table of stages",
    ];
    assert_eq!(found, expected);
}

#[test]
fn forbidden_dependencies_and_packages_without_a_rule_are_found() {
    let metadata = r#"{"packages": [
        {"name": "low", "dependencies": [
            {"name": "high", "path": "/high", "kind": null},
            {"name": "serde", "kind": null},
            {"name": "tests", "path": "/tests", "kind": "dev"}
        ]},
        {"name": "high", "dependencies": [{"name": "x-low-y", "path": "/low", "kind": "build"}]},
        {"name": "new", "dependencies": []}
    ]}"#;
    let rules = [
        Rule {
            package: "low",
            may_use: &[],
        },
        Rule {
            package: "hi*",
            may_use: &["x-*-y"],
        },
    ];
    let dependencies = dependencies(metadata).expect("the output of cargo");
    let keys: Vec<String> = forbidden(&dependencies, &rules)
        .into_iter()
        .map(|it| it.key)
        .collect();
    assert_eq!(keys, ["low high", "new"]);
}

#[test]
fn long_files_are_found() {
    let (short, long) = ("\n".repeat(3), "\n".repeat(4));
    let tree = Tree::new(&[MANIFEST, ("a/long.rs", &long), ("a/short.rs", &short)]);
    let keys: Vec<String> = long_files(&tree, 3).into_iter().map(|it| it.key).collect();
    assert_eq!(keys, ["a/long.rs"]);
}

#[test]
fn long_functions_are_found_unless_they_are_tables() {
    let found = |text: &str| {
        let found = long_functions(&Tree::new(&[("a.rs", text)]), 3).expect("a file that parses");
        found.into_iter().map(|it| it.message).collect::<Vec<_>>()
    };
    let no: [&str; 0] = [];
    assert_eq!(found("fn f() {\n a();\n}"), no);
    let long = "\n#[test]\nfn f(\n) {\n a();\n}";
    assert_eq!(found(long), ["a.rs:3: `fn f` has 4 lines, more than 3"]);
    assert_eq!(found(&format!("impl X {{ {long} }}")).len(), 1);
    assert_eq!(found(&format!("trait X {{ {long} }}")).len(), 1);
    assert_eq!(found(&format!("fn outer() {{ {long} }}")).len(), 2);
    assert_eq!(
        found("fn f() {\n match x {\n A => 1,\n B => g(2),\n }\n}"),
        no
    );
    assert_eq!(found("fn f() {\n &[\n 1,\n 2,\n ]\n}"), no);
    assert_eq!(
        found("fn f() {\n match x {\n A => { g(); 1 }\n B => 2,\n }\n}").len(),
        1
    );
    assert_eq!(found("fn f() {\n g();\n [\n 1,\n 2,\n ]\n}").len(), 1);
}

#[test]
fn an_exception_that_is_not_needed_is_told() {
    let finding = |key: &str| Finding {
        key: key.to_owned(),
        message: format!("{key} is wrong"),
    };
    let found = [finding("a"), finding("b")];
    let messages = unexpected(&found, &[("b", "why"), ("c", "why")]);
    assert_eq!(
        messages,
        ["a is wrong", "the exception for c is no longer needed"]
    );
}

#[test]
fn a_known_circle_may_neither_change_its_size_nor_vanish() {
    let found = circles(&crate_of(&[
        ("a/src/lib.rs", "mod one; mod two;"),
        ("a/src/one.rs", "use crate::two::T; pub struct O;"),
        ("a/src/two.rs", "use crate::one::O; pub struct T;"),
    ]));
    let known = |file, files| KnownCircle {
        file,
        files,
        reason: "why",
    };
    let messages = |known: &[KnownCircle<'_>]| unexpected_circles(&found, known);
    assert!(messages(&[known("a/src/two.rs", 2)]).is_empty());
    assert!(messages(&[])[0].starts_with("2 files import"));
    assert!(messages(&[known("a/src/one.rs", 3)])[0].contains("has 2 files, not 3"));
    assert_eq!(
        messages(&[known("a/src/one.rs", 2), known("a/src/gone.rs", 2)]),
        ["a/src/gone.rs is in no circle; remove the exception"]
    );
}
