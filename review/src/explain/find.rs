//! Finds items by name.

use super::item::{Item, Kind, Part};
use super::{components, parts, spelling};
use crate::surface::Surface;
use crate::words::visible;
use connect_codegen::Pointer;
use connect_codegen::ir::{Ident, Method, Operation, Success};
use connect_codegen::stages::{Lowered, Node};

/// What a name leads to.
pub struct Found<'i> {
    /// The items.
    pub items: Vec<&'i Item>,
    /// What was asked for, if that is only a part of the items.
    pub part: Option<Part>,
}

/// Returns the matching items. The first interpretation of the name that matches any item is used.
pub fn find<'i, 's>(
    items: &'i [Item],
    lowered: &Lowered,
    surface: impl FnOnce() -> &'s Surface,
    what: &str,
) -> Found<'i> {
    let what = what.trim();
    let rust = spelling::path(what);
    let document = &lowered.document;
    let interpretations: [&dyn Fn() -> Vec<&'i Item>; 7] = [
        &|| by_path(items, lowered, &rust),
        &|| at_pointer(items, lowered, what),
        &|| on_route(items, what),
        &|| with_operation_id(items, document, what),
        &|| items.iter().filter(|item| is_called(item, what)).collect(),
        &|| {
            let components = components::named(document, what).into_iter();
            let users = components.flat_map(|at| components::at_or_using(items, document, &at));
            users.collect()
        },
        &|| {
            items
                .iter()
                .filter(|item| ends_with(&item.rust, &rust))
                .collect()
        },
    ];
    let mut interpretations = interpretations.into_iter();
    let found =
        interpretations.find_map(|interpret| Some(interpret()).filter(|found| !found.is_empty()));
    let whole = |items| Found { items, part: None };
    match found {
        Some(found) => whole(found),
        None if !is_path(&rust) => whole(Vec::new()),
        None => match in_crate(items, lowered, surface(), &rust) {
            Some(found) => found,
            None => whole(otherwise_named(items, document, &rust)),
        },
    }
}

/// Returns whether something can be the path of a Rust item.
fn is_path(text: &str) -> bool {
    text.starts_with(|it: char| it.is_alphabetic() || it == '_') && !text.contains('/')
}

/// Returns the items with a path, or with that of another item of their operation.
fn by_path<'i>(items: &'i [Item], lowered: &Lowered, rust: &str) -> Vec<&'i Item> {
    let exact: Vec<&Item> = items.iter().filter(|item| item.rust == rust).collect();
    match exact.is_empty() {
        true => beside_function(items, lowered, rust),
        false => exact,
    }
}

/// Handles paths with the crate before them, and what the crate has beside items.
fn in_crate<'i>(
    items: &'i [Item],
    lowered: &Lowered,
    surface: &Surface,
    rust: &str,
) -> Option<Found<'i>> {
    std::iter::once(rust.to_owned())
        .chain(shorter(items, rust))
        .find_map(|path| {
            let whole = by_path(items, lowered, &path);
            if !whole.is_empty() {
                return Some(Found {
                    items: whole,
                    part: None,
                });
            }
            let (part, owners) = parts::of(surface, &path)?;
            let mut owners = owners.iter().map(|owner| by_path(items, lowered, owner));
            owners.find(|items| !items.is_empty()).map(|items| Found {
                items,
                part: Some(part),
            })
        })
}

/// Returns a path without the crate before it. A path that begins with a module has none.
fn shorter(items: &[Item], rust: &str) -> Vec<String> {
    let first = rust.split("::").next();
    let mut modules = items.iter().filter(|item| item.kind == Kind::Module);
    match modules.any(|module| Some(module.rust.as_str()) == first) {
        true => Vec::new(),
        false => spelling::without_crate(rust),
    }
}

/// Handles the names of functions under another naming.
fn otherwise_named<'i>(items: &'i [Item], document: &Node, rust: &str) -> Vec<&'i Item> {
    let paths = std::iter::once(rust.to_owned()).chain(shorter(items, rust));
    let mut found = paths.map(|path| -> Vec<&Item> {
        let functions = items.iter().filter(|item| item.kind == Kind::Function);
        functions
            .filter(|item| {
                spelling::is_otherwise_named(&path, &item.rust, operation_id(item, document))
            })
            .collect()
    });
    found.find(|found| !found.is_empty()).unwrap_or_default()
}

/// Returns whether an item has a name in the document, on one line as `diff` prints it.
fn is_called(item: &Item, what: &str) -> bool {
    item.wire == what || of_component(item, what) || visible(&item.wire) == what
}

/// Handles the other items of an operation: `files::list_with`, `files::ListParameters` and `files::filter` lead to its
/// function, and `files::ListParameters::limit` to its parameter.
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
        .chain(&operation.filter_module)
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
    components::at_or_using(items, &lowered.document, &pointer)
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

/// Returns the operationId of a function.
pub fn operation_id<'d>(item: &Item, document: &'d Node) -> Option<&'d str> {
    document
        .find(item.pointer.as_ref()?)?
        .get_str("operationId")
}
