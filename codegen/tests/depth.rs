//! Nesting without end, by every way there is: on the stack that threads have by default, each
//! such document is generated, perhaps with any JSON where it is too deep, or refused. None overflows the stack.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use connect_codegen::diagnostics::Code;
use connect_codegen::{Input, Source, generate, select};
use support::{briefly, generate_from, responding};

/// Runs on two MiB of stack, which an unoptimized build needs more of than any other.
#[track_caller]
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    thread
        .spawn(work)
        .expect("a thread")
        .join()
        .expect("no panic");
}

/// Generates and selects. Returns whether nothing was too deep; if there are no bindings, something was.
#[track_caller]
fn generated_or_too_deep(text: &str, overlay: Option<&str>) -> bool {
    let document = Source::new("spec.yml", text);
    let selected = select(&document, &["*".to_owned()]);
    let input = Input {
        document,
        overlays: overlay
            .map(|text| Source::new("overlay.yml", text))
            .into_iter()
            .collect(),
        prefixes: Vec::new(),
        ..Input::default()
    };
    let outcome = generate(&input, &mut |_| {});
    let errors = briefly(&outcome.diagnostics);
    let is_too_deep = outcome
        .diagnostics
        .iter()
        .any(|it| it.code == Code::TooDeep);
    assert!(outcome.value.is_some() || is_too_deep, "{errors:?}");
    let _ = briefly(&selected.diagnostics);
    !is_too_deep
}

/// For a growing number of levels: what is shallow is generated, and of what is deep it is said.
fn growing(document: fn(usize) -> String, most: usize) {
    on_a_small_stack(move || {
        let mut levels = 8;
        assert!(
            generated_or_too_deep(&document(levels), None),
            "8 levels are not many"
        );
        while levels < most {
            levels *= 2;
            generated_or_too_deep(&document(levels), None);
        }
        assert!(
            !generated_or_too_deep(&document(levels), None),
            "{levels} levels are too many"
        );
    });
}

/// For any number of levels: each has its type.
fn at_any_depth(document: fn(usize) -> String, most: usize) {
    on_a_small_stack(move || {
        for levels in [8, 128, most] {
            assert!(generated_or_too_deep(&document(levels), None), "{levels}");
        }
    });
}

/// Components `S0` to `S…`, each of which is `link` around a reference to the next.
fn chain(levels: usize, before: &str, after: &str) -> String {
    let mut text = responding("{$ref: '#/components/schemas/S0'}");
    text.push_str("components:\n  schemas:\n");
    for level in 0..levels {
        let next = level + 1;
        let _ = writeln!(
            text,
            "    S{level}: {before}{{$ref: '#/components/schemas/S{next}'}}{after}"
        );
    }
    let _ = writeln!(text, "    S{levels}: {{type: string}}");
    text
}

#[test]
fn lists_in_lists() {
    growing(
        |levels| {
            responding(&format!(
                "{}{{type: string}}{}",
                "{type: array, items: ".repeat(levels),
                "}".repeat(levels)
            ))
        },
        4096,
    );
}

#[test]
fn objects_in_objects() {
    growing(
        |levels| {
            responding(&format!(
                "{}{{type: string}}{}",
                "{type: object, properties: {a: ".repeat(levels),
                "}}".repeat(levels)
            ))
        },
        4096,
    );
}

#[test]
fn members_in_members() {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        on_a_small_stack(move || {
            for (levels, is_generated) in [(4, true), (16, true), (64, true), (4096, false)] {
                let schema = format!(
                    "{}{{type: string}}{}",
                    format!("{{{keyword}: [{{type: integer}}, ").repeat(levels),
                    "]}".repeat(levels)
                );
                let generated = generated_or_too_deep(&responding(&schema), None);
                assert_eq!(generated, is_generated, "{levels} levels of {keyword}");
            }
        });
    }
}

#[test]
fn components_in_a_chain_of_objects() {
    at_any_depth(
        |levels| chain(levels, "{type: object, properties: {next: ", "}}"),
        512,
    );
}

#[test]
fn components_in_a_chain_of_lists() {
    at_any_depth(|levels| chain(levels, "{type: array, items: ", "}"), 512);
}

#[test]
fn components_in_a_chain_of_mappings() {
    at_any_depth(
        |levels| chain(levels, "{type: object, additionalProperties: ", "}"),
        512,
    );
}

#[test]
fn components_in_a_chain_of_unions() {
    at_any_depth(
        |levels| chain(levels, "{oneOf: [{type: integer}, ", "]}"),
        2048,
    );
}

#[test]
fn components_in_a_chain_of_parts() {
    at_any_depth(
        |levels| {
            chain(
                levels,
                "{allOf: [{type: object, properties: {a: {type: string}}}, ",
                "]}",
            )
            .replace(
                "{type: string}\n",
                "{type: object, properties: {z: {type: string}}}\n",
            )
        },
        200,
    );
}

#[test]
fn each_component_of_a_wide_document_has_its_type() {
    on_a_small_stack(|| {
        let count = 600;
        // Whichever order the components are read in, some are behind hundreds of others.
        for factor in [7, 593] {
            let mut text = responding("{$ref: '#/components/schemas/S0'}");
            text.push_str("components:\n  schemas:\n");
            for index in 0..count {
                let property = |other: usize| {
                    let other = other % count;
                    format!("p{other}: {{$ref: '#/components/schemas/S{other}'}}")
                };
                let properties = [index + 1, index * factor + 3, index * 31 + 5].map(property);
                let properties = BTreeSet::from(properties);
                let properties: Vec<String> = properties.into_iter().collect();
                let properties = properties.join(", ");
                let _ = writeln!(
                    text,
                    "    S{index}: {{type: object, properties: {{{properties}}}}}"
                );
            }
            let outcome = support::sound(generate_from(&text));
            assert_eq!(outcome.counts.types, count);
        }
    });
}

#[test]
fn inline_schemas_of_a_component_behind_many_others_are_read() {
    on_a_small_stack(|| {
        let nested = format!(
            "{}{{type: string}}{}",
            "{type: object, properties: {a: ".repeat(40),
            "}}".repeat(40)
        );
        let chain = chain(99, "{type: object, properties: {next: ", "}}");
        let text = chain.replace("S99: {type: string}", &format!("S99: {nested}"));
        assert_ne!(text, chain);
        let bindings = support::sound(generate_from(&text));
        assert_eq!(bindings.counts.types, 99 + 40);
        let library = bindings
            .files
            .iter()
            .find(|(path, _)| *path == "src/lib.rs");
        assert!(library.is_some_and(|(_, text)| text.contains("#![recursion_limit = ")));
    });
}

#[test]
fn components_that_are_references_form_chains_of_any_length() {
    on_a_small_stack(|| {
        for levels in [1, 65, 512, 5000] {
            assert!(
                generated_or_too_deep(&chain(levels, "", ""), None),
                "{levels}"
            );
        }
    });
}

#[test]
fn forty_levels_and_chains_of_sixty_five_are_not_deep() {
    on_a_small_stack(|| {
        let nested = format!(
            "{}{{type: string}}{}",
            "{type: object, properties: {a: ".repeat(40),
            "}}".repeat(40)
        );
        assert!(generated_or_too_deep(&responding(&nested), None));
        for (before, after) in [
            ("{type: object, properties: {next: ", "}}"),
            ("{type: array, items: ", "}"),
        ] {
            assert!(
                generated_or_too_deep(&chain(65, before, after), None),
                "{before}"
            );
        }
    });
}

#[test]
fn aliases_of_aliases() {
    growing(
        |levels| {
            let mut text = responding("{type: string}");
            text.push_str("x-0: &a0 [x]\n");
            for level in 1..levels {
                let _ = writeln!(text, "x-{level}: &a{level} [*a{}]", level - 1);
            }
            text
        },
        512,
    );
}

#[test]
fn overlays_on_overlays() {
    on_a_small_stack(|| {
        let mut overlay = "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n".to_owned();
        let mut target = "$.xa".to_owned();
        overlay.push_str("  - {target: $, update: {xa: {}}}\n");
        for _ in 0..200 {
            let _ = writeln!(
                overlay,
                "  - {{target: {target}, update: {{a: {{a: {{}}}}}}}}"
            );
            target.push_str(".a.a");
        }
        assert!(!generated_or_too_deep(
            &responding("{type: string}"),
            Some(&overlay)
        ));
    });
}

#[test]
fn brackets_alone() {
    on_a_small_stack(|| {
        for count in [240, 300_000] {
            let text = format!("a: {}{}\n", "[".repeat(count), "]".repeat(count));
            let found = briefly(&generate_from(&text).diagnostics);
            assert_eq!(found.len(), 1, "{found:?}");
            // The parser has a limit of its own.
            assert!(
                found[0].starts_with("error[too-deep]") || count > 255,
                "{found:?}"
            );
        }
    });
}

/// Objects whose combinations are exponentially many: each of `families` chains of objects goes on by one or by two
/// steps, and which one it is differs from member to member.
fn combinations(families: usize, steps: usize, members: usize) -> String {
    let mut schemas = String::new();
    for family in 0..families {
        for step in 0..steps {
            let next = |member: usize| (step + 2 - (member >> family & 1)).min(steps - 1);
            let properties: Vec<String> = match step + 1 == steps {
                true => vec!["leaf: {type: string}".to_owned()],
                false => (0..members)
                    .map(|it| {
                        format!(
                            "p{it}: {{$ref: '#/components/schemas/F{family}S{}'}}",
                            next(it)
                        )
                    })
                    .collect(),
            };
            schemas.push_str(&format!(
                "    F{family}S{step}: {{type: object, properties: {{{}}}}}\n",
                properties.join(", ")
            ));
        }
        schemas.push_str(&format!(
            "    W{family}: {{type: object, properties: {{w: {{$ref: '#/components/schemas/F{family}S0'}}}}}}\n"
        ));
    }
    let parts: Vec<String> = (0..families)
        .map(|it| format!("{{$ref: '#/components/schemas/W{it}'}}"))
        .collect();
    let text = support::responding(&format!("{{allOf: [{}]}}", parts.join(", ")));
    format!("{text}components:\n  schemas:\n{schemas}")
}

#[test]
fn merged_objects_are_bounded() {
    let few = generate_from(&combinations(2, 4, 4));
    assert!(!support::said(&few.diagnostics).contains("the last one applies"));
    let many = generate_from(&combinations(5, 8, 32));
    let said = support::said(&many.diagnostics);
    assert!(said.contains("the last one applies"), "{said}");
    assert!(
        said.contains("more than 1000 objects would be merged"),
        "{said}"
    );
    let types = support::sound(many).counts.types;
    assert!((100..1500).contains(&types), "{types}");
}

/// With work for each pair of parts, this would take more than a minute.
#[test]
fn parts_of_one_all_of_are_looked_at_together_once() {
    let start = Instant::now();
    for part in ["type: integer, maximum: 9", "format: uuid, maximum: 9"] {
        let parts: Vec<String> = (0..4000).map(|_| format!("{{{part}}}")).collect();
        let text = responding(&format!("{{allOf: [{}]}}", parts.join(", ")));
        support::sound(generate_from(&text));
    }
    let elapsed = start.elapsed();
    assert!(elapsed < Duration::from_secs(30), "{elapsed:?}");
}
