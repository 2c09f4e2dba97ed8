//! Finds items by name.

use std::collections::BTreeSet;

use strsim::{jaro_winkler, levenshtein};

use super::item::{Item, Kind};
use connect_codegen::Pointer;
use connect_codegen::diagnostics::Code;
use connect_codegen::ir::{Ident, Method, Operation, Success};
use connect_codegen::stages::{Lowered, Node};

/// The number of similar names that are suggested.
const NEAR: usize = 5;

/// Returns the matching items. The first interpretation of the name that matches any item is used.
pub fn find<'i>(items: &'i [Item], lowered: &Lowered, what: &str) -> Vec<&'i Item> {
    let what = what.trim();
    let rust = rust_path(what);
    let interpretations: [&dyn Fn() -> Vec<&'i Item>; 7] = [
        &|| items.iter().filter(|item| item.rust == rust).collect(),
        &|| beside_function(items, lowered, &rust),
        &|| at_pointer(items, lowered, what),
        &|| on_route(items, what),
        &|| with_operation_id(items, &lowered.document, what),
        &|| {
            items
                .iter()
                .filter(|item| item.wire == what || of_component(item, what))
                .collect()
        },
        &|| {
            items
                .iter()
                .filter(|item| ends_with(&item.rust, &rust))
                .collect()
        },
    ];
    let mut interpretations = interpretations.into_iter();
    interpretations
        .find_map(|interpret| Some(interpret()).filter(|found| !found.is_empty()))
        .unwrap_or_default()
}

/// Returns a Rust path without its common parts: the crate, `models`, the parentheses of a call.
fn rust_path(what: &str) -> String {
    let mut path = what.trim_end_matches("()").replace("r#", "");
    for shared in [
        "crate::",
        "connect_usage::",
        "connect_usage_api::",
        "models::",
    ] {
        if let Some(rest) = path.strip_prefix(shared) {
            path = rest.to_owned();
        }
    }
    path
}

/// Handles the other items of an operation: `files::list_with` and `files::ListParameters` lead to its function, and
/// `files::ListParameters::limit` to its parameter.
fn beside_function<'i>(items: &'i [Item], lowered: &Lowered, rust: &str) -> Vec<&'i Item> {
    let mut operations = lowered.api.operations.iter();
    let wanted = operations.find_map(|operation| {
        let mut rests = others(operation)
            .filter_map(|it| Some(rust.strip_prefix(&operation.path_of(it))?.to_owned()));
        let rest = rests.find(|it| it.is_empty() || it.starts_with("::"))?;
        Some(format!("{}{rest}", operation.name()))
    });
    let is_wanted = |item: &&Item| Some(&item.rust) == wanted.as_ref();
    items.iter().filter(is_wanted).collect()
}

/// Returns the names of the items that an operation has beside its function.
fn others(operation: &Operation) -> impl Iterator<Item = &Ident> {
    let local = &operation.local;
    let optional = [&local.with, &local.parameters];
    let has_several = matches!(operation.success, Success::Several(_));
    let optional = optional.into_iter().filter(|_| operation.has_optional());
    optional
        .chain(has_several.then_some(&local.response))
        .chain((!operation.headers.is_empty()).then_some(&local.headers))
}

fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end)
        .is_some_and(|before| before.ends_with("::"))
}

/// Returns whether an item is the type of a component, given by its full name or its last part.
fn of_component(item: &Item, what: &str) -> bool {
    item.kind == Kind::Type && item.wire.rsplit('.').next() == Some(what)
}

/// Returns the items at a pointer, or those of the nearest enclosing node.
fn at_pointer<'i>(items: &'i [Item], lowered: &Lowered, what: &str) -> Vec<&'i Item> {
    let text = what.strip_prefix('#').unwrap_or(what);
    let reference = format!("#{text}");
    let pointer = Pointer::from_reference(&reference).map(|it| lowered.moves.now(&it));
    let pointer = match pointer {
        Some(pointer) if !text.is_empty() && lowered.document.find(&pointer).is_some() => pointer,
        _ => return Vec::new(),
    };
    let exact: Vec<&Item> = items
        .iter()
        .filter(|item| item.pointers.contains(&pointer))
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let encloses = |item: &Item| {
        let around = item
            .pointers
            .iter()
            .filter(|around| pointer.is_within(around));
        around.map(|around| around.as_str().len()).max()
    };
    let nearest = items.iter().filter_map(encloses).max();
    items
        .iter()
        .filter(|item| nearest.is_some() && encloses(item) == nearest)
        .collect()
}

/// Handles `POST /usage/files/{id}/accept`, or the path alone. The names of path parameters are
/// ignored.
fn on_route<'i>(items: &'i [Item], what: &str) -> Vec<&'i Item> {
    let (method, path) = match what.split_once(char::is_whitespace) {
        Some((method, path)) => (Some(method.to_ascii_lowercase()), path.trim()),
        None => (None, what),
    };
    let is_method = method
        .as_deref()
        .is_none_or(|method| Method::of_key(method).is_some());
    if !is_method || !path.starts_with('/') {
        return Vec::new();
    }
    let asked = anonymous(path);
    let functions = items.iter().filter(|item| item.kind == Kind::Function);
    functions
        .filter(|item| match item.wire.split_once(' ') {
            Some((of, path)) => {
                anonymous(path) == asked
                    && method
                        .as_ref()
                        .is_none_or(|method| of.eq_ignore_ascii_case(method))
            }
            None => false,
        })
        .collect()
}

fn anonymous(path: &str) -> Vec<&str> {
    let segments = path.trim_end_matches('/').split('/');
    segments
        .map(|segment| {
            if segment.starts_with('{') {
                "{}"
            } else {
                segment
            }
        })
        .collect()
}

fn with_operation_id<'i>(items: &'i [Item], document: &Node, what: &str) -> Vec<&'i Item> {
    let functions = items.iter().filter(|item| item.kind == Kind::Function);
    functions
        .filter(|item| operation_id(item, document) == Some(what))
        .collect()
}

fn operation_id<'d>(item: &Item, document: &'d Node) -> Option<&'d str> {
    document
        .find(item.pointer.as_ref()?)?
        .get_str("operationId")
}

/// Returns names that are similar to an unknown one, most similar first, formatted. Diagnostic
/// codes are included.
pub fn nearest(items: &[Item], lowered: &Lowered, what: &str) -> Vec<String> {
    let wanted = rust_path(what.trim());
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for item in items {
        names.insert(&item.rust);
        names.insert(&item.wire);
        names.extend(operation_id(item, &lowered.document));
    }
    let wanted_pointer = what.trim().strip_prefix('#').unwrap_or(what.trim());
    if wanted_pointer.starts_with("/paths") || wanted_pointer.starts_with("/components") {
        names = items
            .iter()
            .flat_map(|item| &item.pointers)
            .map(Pointer::as_str)
            .collect();
    }
    let kinds = Code::ALL
        .iter()
        .map(|code| (code.as_str(), Some(" (a diagnostic code)")));
    let names = names.into_iter().map(|name| (name, None)).chain(kinds);
    let mut ranked: Vec<(Ranking, String)> = names
        .filter_map(|(name, of)| Some((ranking(name, &wanted)?, name, of)))
        .map(|(ranking, name, of)| (ranking, format!("`{name}`{}", of.unwrap_or_default())))
        .collect();
    ranked.sort();
    ranked
        .into_iter()
        .take(NEAR)
        .map(|(_, shown)| shown)
        .collect()
}

/// The distance of a name from the wanted one, ordered by relevance.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Ranking {
    /// The edit distance, ignoring case.
    letters: usize,
    /// The edit distance with case: `UsagFile` is a type rather than a field.
    exactly: usize,
    /// The number of owners before the similar part: an item ranks before its members.
    owners: usize,
}

/// Returns the distance of a name, or of its last part, from the wanted one; `None` if they are too
/// different.
fn ranking(name: &str, wanted: &str) -> Option<Ranking> {
    let owners = name.matches("::").count();
    let last = name
        .rsplit("::")
        .next()
        .filter(|_| !wanted.contains("::"))
        .map(|last| (last, owners));
    let candidates = [Some((name, 0)), last].into_iter().flatten();
    candidates
        .filter_map(|(name, owners)| {
            let exactly = levenshtein(name, wanted);
            let (name, wanted) = (name.to_lowercase(), wanted.to_lowercase());
            let letters = levenshtein(&name, &wanted);
            let length = wanted.chars().count();
            let is_like = letters * 3 <= length || jaro_winkler(&name, &wanted) > 0.85;
            let is_near = is_like && letters * 2 <= length;
            is_near.then_some(Ranking {
                letters,
                exactly,
                owners,
            })
        })
        .min()
}
