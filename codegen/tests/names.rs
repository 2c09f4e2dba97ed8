//! Names stay: what is generated for a part of the document has the same names when more of it arrives.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use connect_codegen::ir::{Api, TypeKind};
use connect_codegen::stages::{At, Findings, Node, load_alone, lowered};
use connect_codegen::{Input, Pointer, Source};
use support::vendor;

const METHODS: [&str; 7] = ["delete", "get", "head", "options", "patch", "post", "put"];

/// Names by what the document calls the place of what has them.
type ByPlace = BTreeMap<String, BTreeSet<String>>;

/// The names of an API: of functions by operation, of types and fields by schema.
#[derive(Debug, Default)]
struct Names {
    functions: ByPlace,
    types: ByPlace,
    fields: ByPlace,
}

impl Names {
    fn of(api: &Api, root: &At<'_>) -> Self {
        let mut names = Self::default();
        let mut add = |to: fn(&mut Self) -> &mut ByPlace, at: &Pointer, name: String| {
            to(&mut names)
                .entry(key(root, at))
                .or_default()
                .insert(name);
        };
        for operation in &api.operations {
            let name = format!("{}::{}", operation.module, operation.function);
            add(|it| &mut it.functions, &operation.pointer, name);
        }
        for def in &api.types {
            for pointer in &def.pointers {
                add(|it| &mut it.types, pointer, def.name.to_string());
            }
            if let TypeKind::Struct(fields) | TypeKind::Form(fields) = &def.kind {
                for field in fields {
                    add(|it| &mut it.fields, &field.pointer, field.rust.to_string());
                }
            }
        }
        names
    }
}

/// A pointer in which parameters are told by their names, since their places in the list change.
fn key(root: &At<'_>, pointer: &Pointer) -> String {
    let mut at = root.clone();
    let mut key = String::new();
    for segment in pointer.segments() {
        let is_parameter = at.pointer.last().as_deref() == Some("parameters");
        at = match segment.parse() {
            Ok(index) if is_parameter => at.elements().nth(index),
            _ => at
                .get(&segment)
                .or_else(|| at.elements().nth(segment.parse().ok()?)),
        }
        .expect("the pointer leads somewhere");
        let name = at.node.get_str("name").filter(|_| is_parameter);
        key.push_str(&format!("/{}", name.unwrap_or(&segment)));
    }
    key
}

/// Returns how many keys both have, and those of them under which no name is the same.
fn renamed(old: &ByPlace, new: &ByPlace) -> (usize, Vec<String>) {
    let both = old
        .iter()
        .filter_map(|(key, names)| Some((key, names, new.get(key)?)));
    let both: Vec<_> = both.collect();
    let other = both.iter().filter(|(_, old, new)| old.is_disjoint(new));
    let other = other.map(|(key, old, new)| format!("{key}: {old:?} became {new:?}"));
    (both.len(), other.collect())
}

/// Returns how many types there were of what is still there, and those of them whose name none of it has any more. A
/// type that becomes several keeps its name for one of them.
fn renamed_types(old: &ByPlace, new: &ByPlace) -> (usize, Vec<String>) {
    let mut now: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
    for (key, names) in old {
        for name in names {
            now.entry(name)
                .or_default()
                .extend(new.get(key).into_iter().flatten());
        }
    }
    now.retain(|_, names| !names.is_empty());
    let other = now.iter().filter(|(name, names)| !names.contains(*name));
    let other = other.map(|(name, names)| format!("{name} became {names:?}"));
    (now.len(), other.collect())
}

/// The names of what is left of a document when an overlay has removed some paths or operations.
fn names(document: &Source, removed: &BTreeSet<Vec<String>>) -> Names {
    let mut overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n".to_owned();
    for keys in removed {
        let keys: String = keys.iter().map(|key| format!("['{key}']")).collect();
        overlay.push_str(&format!("- {{target: \"$.paths{keys}\", remove: true}}\n"));
    }
    let overlays = match removed.is_empty() {
        true => Vec::new(),
        false => vec![Source::new("part.yml", overlay)],
    };
    let input = Input {
        document: document.clone(),
        overlays,
        ..Input::default()
    };
    let findings = Findings::default();
    let lowered = lowered(&input, &mut |_| {}, &findings).expect("the document is sound");
    findings.discard();
    Names::of(
        &lowered.api,
        &At {
            node: &lowered.document,
            pointer: Pointer::root(),
        },
    )
}

fn root(document: &Source) -> Node {
    load_alone(document).expect("the document can be read")
}

/// All paths, or all operations, in an order that only looks random.
fn shuffled(document: &Source, by_operation: bool) -> Vec<Vec<String>> {
    let root = root(document);
    let paths = At {
        node: &root,
        pointer: Pointer::root(),
    };
    let paths = paths.get("paths").expect("paths");
    let mut units = Vec::new();
    for (path, item) in paths.members() {
        match by_operation {
            false => units.push(vec![path.to_owned()]),
            true => units.extend(
                METHODS
                    .iter()
                    .filter(|method| item.get(method).is_some())
                    .map(|method| vec![path.to_owned(), (*method).to_owned()]),
            ),
        }
    }
    let mut state = 20_u64;
    let mut key = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut keyed: Vec<(u64, Vec<String>)> = units.into_iter().map(|unit| (key(), unit)).collect();
    keyed.sort();
    keyed.into_iter().map(|(_, unit)| unit).collect()
}

/// What grows: from a fifth of the paths or operations to all of them.
const SHARES: [usize; 3] = [20, 60, 100];

#[derive(Debug, Default)]
struct Renamed {
    functions: Vec<String>,
    types: Vec<String>,
    fields: Vec<String>,
    of_types: usize,
}

impl Renamed {
    fn add(&mut self, old: &Names, new: &Names) {
        let (count, functions) = renamed(&old.functions, &new.functions);
        assert!(count > 100, "too few to tell: {count}");
        self.functions.extend(functions);
        let (count, types) = renamed_types(&old.types, &new.types);
        assert!(count > 300, "too few to tell: {count}");
        self.types.extend(types);
        self.of_types += count;
        self.fields.extend(renamed(&old.fields, &new.fields).1);
    }

    #[track_caller]
    fn check(&self) {
        assert_eq!(self.functions, [""; 0]);
        assert_eq!(self.fields, [""; 0]);
        assert!(
            self.types.len() * 100 <= self.of_types,
            "{} of {}: {:#?}",
            self.types.len(),
            self.of_types,
            self.types
        );
    }
}

fn growing(document: &Source, by_operation: bool) -> Renamed {
    let units = shuffled(document, by_operation);
    let mut result = Renamed::default();
    let mut last: Option<Names> = None;
    for share in SHARES {
        let left = units.len() * share / 100;
        let next = names(document, &units[left..].iter().cloned().collect());
        if let Some(last) = &last {
            result.add(last, &next);
        }
        last = Some(next);
    }
    result
}

/// Of two paths that differ in the name of a parameter alone, one has the plain names. The document has such paths once.
fn without_twins(mut renamed: Renamed) -> Renamed {
    let is_twin = |it: &String| it.starts_with("/paths//domains/{pk}");
    renamed.functions.retain(|it| !is_twin(it));
    renamed
}

#[test]
fn names_stay_when_paths_arrive() {
    if let Some(document) = vendor("connect-openapi30-v37.yml") {
        without_twins(growing(&document, false)).check();
    }
}

#[test]
fn names_stay_when_operations_arrive() {
    if let Some(document) = vendor("connect-openapi30-v37.yml") {
        without_twins(growing(&document, true)).check();
    }
}

#[test]
fn names_stay_when_the_document_changes() {
    let versions = ["connect-openapi30-v22.yml", "connect-openapi30-v37.yml"].map(vendor);
    if let [Some(old), Some(new)] = versions {
        let [old, new] = [old, new].map(|it| names(&it, &BTreeSet::new()));
        let mut result = Renamed::default();
        result.add(&old, &new);
        result.check();
    }
}

/// All names of the vendor's document are short, without numbers of ours, and without a word twice running.
#[test]
fn names_are_short_and_plain() {
    let Some(document) = vendor("connect-openapi30-v37.yml") else {
        return;
    };
    let text = document.text.to_lowercase();
    let names = names(&document, &BTreeSet::new());
    let words = |name: &str| -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for letter in name.chars() {
            match words.last_mut() {
                Some(word) if !letter.is_ascii_uppercase() => word.push(letter),
                _ => words.push(letter.to_string()),
            }
        }
        words
    };
    let mut long = Vec::new();
    for own in names.types.values() {
        for name in own {
            let words = words(name);
            assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{name}");
            let last = words.last().map_or("", String::as_str);
            assert!(
                !name.ends_with(&format!("Variant{last}")) || last.len() > 1,
                "{name}"
            );
            // The digits of a name are in the document behind the same word.
            for word in words
                .iter()
                .filter(|it| it.ends_with(|c: char| c.is_ascii_digit()))
            {
                let stem = word
                    .trim_end_matches(|c: char| c.is_ascii_digit())
                    .to_lowercase();
                let digits = &word[stem.len()..];
                let spelled = ["", "_", "-", "."].map(|sign| format!("{stem}{sign}{digits}"));
                assert!(spelled.iter().any(|it| text.contains(it)), "{name}");
            }
            if name.len() > 40 {
                long.push(name);
            }
        }
    }
    assert_eq!(long, [""; 0]);
    let functions = names.functions.values().flatten();
    let long: Vec<_> = functions
        .filter(|it| it.rsplit("::").next().is_some_and(|it| it.len() > 40))
        .collect();
    assert_eq!(long, [""; 0]);
}

/// Each call with the function that it becomes. A star says that a list is returned.
const FUNCTIONS: [(&str, &str); 33] = [
    ("get /ships*", "ships::list"),
    ("post /ships", "ships::create"),
    ("get /ships/{id}", "ships::get"),
    ("put /ships/{id}", "ships::update"),
    ("patch /ships/{id}", "ships::patch"),
    ("delete /ships/{id}", "ships::delete"),
    ("delete /ships", "ships::delete_all"),
    ("post /ships/{id}/launch", "ships::launch"),
    ("post /ships/{id}/update", "ships::post_update"),
    ("get /ships/{id}/log", "ships::get_log"),
    ("get /ships/{id}/decks*", "ships::list_decks"),
    ("post /ships/{id}/decks", "ships::create_deck"),
    ("get /ships/{id}/decks/{deck}", "ships::get_deck"),
    (
        "get /ships/{id}/decks/{deck}/cabins*",
        "ships::list_deck_cabins",
    ),
    (
        "get /ships/{id}/decks/{deck}/{cabin}",
        "ships::get_deck_by_cabin",
    ),
    (
        "get /ships/{id}/decks/-/cabins*",
        "ships::list_all_deck_cabins",
    ),
    ("get /docks/{name}.json", "docks::get"),
    ("get /buoys/{id}.{format}", "buoys::get"),
    ("get /piers/{id}/lamps{extension}", "piers::get_lamps"),
    ("post /piers/{id}/lamps{extension}", "piers::create_lamp"),
    ("post /piers/{id}/lamps/{lamp}{ext}", "piers::post_lamp"),
    ("get /quays/{id}/v{version}", "quays::get_v"),
    ("post /auth/login", "auth::login"),
    ("get /auth/context", "auth::get_context"),
    ("post /tides:predict", "tides::predict"),
    ("get /a/tides/{id}", "a_tides::get"),
    ("get /domains/{id}", "domains::get"),
    ("get /domains/{pk}", "domains::get_pk"),
    ("get /con/{id}", "con_resource::get"),
    (
        "get /v1/berths/{berth}/moorings/{mooring}/ropes/{rope}/knots/{knot}",
        "v1_berths::get_mooring_rope_knot",
    ),
    (
        "get /v1/yards/{y}/assemblies/{a}/compartments/{c}/replacement-installations/{i}",
        "v1_yards::get_assembly_replacement_installation",
    ),
    ("put /crews/{id}/captain", "crews::update_captain"),
    ("get /", "root::get"),
];

#[test]
fn functions_are_named_after_method_and_path() {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n".to_owned();
    let mut paths: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
    for (call, _) in FUNCTIONS {
        let (method, path) = call.split_once(' ').expect("a method and a path");
        let plain = path.trim_end_matches('*');
        paths
            .entry(plain)
            .or_default()
            .push((method, plain != path));
    }
    for (path, operations) in &paths {
        text.push_str(&format!("  {path:?}:\n"));
        for (method, lists) in operations {
            let schema = if *lists {
                "{type: array, items: {type: string}}"
            } else {
                "{type: string}"
            };
            text.push_str(&format!("    {method}: {{responses: {{'200': {{description: '', content: {{application/json: {{schema: {schema}}}}}}}}}}}\n"));
        }
    }
    let bindings = support::sound(support::generate_from(&text));
    let made: BTreeMap<String, String> = bindings
        .api
        .operations
        .iter()
        .map(|it| {
            let call = it.pointer.segments().collect::<Vec<_>>();
            (
                format!("{} {}", call[2], call[1]),
                format!("{}::{}", it.module, it.function),
            )
        })
        .collect();
    let expected: BTreeMap<String, String> = FUNCTIONS
        .iter()
        .map(|(call, name)| (call.trim_end_matches('*').to_owned(), (*name).to_owned()))
        .collect();
    assert_eq!(made, expected);
}

/// What the overlay calls alike is one type as long as it is equal. What is not keeps the name that most have.
#[test]
fn schemas_of_one_name_that_differ_are_told_apart() {
    let text = "openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a: {get: {responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
components:
  schemas:
    A: {type: object, properties: {s: {type: string, enum: [on], x-connect-name: State}, b: {$ref: '#/components/schemas/B'}}}
    B: {type: object, properties: {s: {type: string, enum: [on, off], x-connect-name: State}, c: {$ref: '#/components/schemas/C'}}}
    C: {type: object, properties: {s: {type: string, enum: [on, off], x-connect-name: State}}}
";
    let outcome = support::generate_from(text);
    let said = support::said(&outcome.diagnostics);
    let bindings = support::sound(outcome);
    let pointers = |name: &str| -> Vec<String> {
        let mut types = bindings.api.types.iter();
        let def = types.find(|it| it.name.0 == name).expect(name);
        def.pointers.iter().map(ToString::to_string).collect()
    };
    let state = |of: &str| format!("#/components/schemas/{of}/properties/s");
    let mut most = pointers("State");
    most.sort();
    assert_eq!(most, [state("B"), state("C")]);
    assert_eq!(pointers("AState"), [state("A")]);
    assert!(
        said.contains("the overlay names this schema `State`, and others that differ from it; it is named `AState`"),
        "{said}"
    );
}

/// The compiler warns of a crate whose only letters of a script look like those of another one.
#[test]
fn a_crate_allows_the_scripts_of_its_security_schemes() {
    let library = |scheme: &str| {
        let text = format!(
            "openapi: 3.0.3
info: {{title: t, version: '1'}}
security: [{{{scheme}: []}}]
paths: {{/a: {{get: {{responses: {{'204': {{description: ''}}}}}}}}}}
components: {{securitySchemes: {{{scheme}: {{type: http, scheme: basic}}}}}}
"
        );
        let files = support::sound(support::generate_from(&text)).files;
        files.get("src/lib.rs").expect("the root").to_owned()
    };
    let allowed = "mixed_script_confusables";
    assert!(!library("cop").contains(allowed));
    assert!(library("\u{441}\u{43e}\u{440}").contains(allowed));
}
