//! Finds the overlay actions that changed a node.

use super::item::{Item, Kind, Touch};
use connect_codegen::Applied;
use connect_codegen::Pointer;

/// Returns the actions that set something of an item, and not only of an item inside it.
pub fn of(item: &Item, items: &[Item], applied: &[Applied]) -> Vec<Touch> {
    let inside = inside(item, items);
    let values = of_value(item);
    let own = |pointer: &Pointer| {
        let is_within = item.pointers.iter().any(|at| pointer.is_within(at));
        let is_of_other = inside.iter().any(|inner| pointer.is_within(inner));
        (is_within && !is_of_other) || values.contains(pointer)
    };
    applied
        .iter()
        .filter_map(|action| {
            let set: Vec<String> = match (item.kind, action.removed) {
                (Kind::Module, _) => of_module(item, action),
                (_, true) => removed(item, action),
                (_, false) => {
                    let set = action.set.iter().filter(|pointer| own(pointer));
                    set.map(|pointer| below(item, pointer)).collect()
                }
            };
            (!set.is_empty()).then(|| Touch {
                span: action.span.clone(),
                target: action.target.clone(),
                reason: action.reason.clone(),
                set,
            })
        })
        .collect()
}

/// Extensions about a value are beside the array of values.
fn of_value(item: &Item) -> Vec<Pointer> {
    let mut pointers = Vec::new();
    for at in item.pointers.iter().filter(|_| item.kind == Kind::Variant) {
        if let Some(schema) = above(at, "enum") {
            for member in ["x-connect-values", "x-connect-variants"] {
                pointers.push(schema.key(member).key(&item.wire));
            }
        }
    }
    pointers
}

/// Returns the owner of a pointer that leads to a member of the owner's `section`.
fn above(pointer: &Pointer, section: &str) -> Option<Pointer> {
    let segments: Vec<String> = pointer.segments().collect();
    let (_, parents) = segments.split_last()?;
    let (last, owner) = parents.split_last()?;
    let owner = owner
        .iter()
        .fold(Pointer::root(), |owner, segment| owner.key(segment));
    (last == section).then_some(owner)
}

/// Returns the nodes of other items inside an item.
fn inside<'i>(item: &Item, items: &'i [Item]) -> Vec<&'i Pointer> {
    let within = |inner: &Pointer| {
        item.pointers.iter().any(|at| inner.is_within(at)) && !item.pointers.contains(inner)
    };
    let inner = items.iter().flat_map(|other| &other.pointers);
    inner.filter(|inner| within(inner)).collect()
}

/// Describes what an action removed from an item: a member, or an array element. A name in
/// `required` belongs to its property.
fn removed(item: &Item, action: &Applied) -> Vec<String> {
    let named = format!("'{}'", item.wire);
    let is_own = |gone: &Pointer| {
        let required = above(gone, "required");
        let of_property = |at: &Pointer| {
            let owner = above(at, "properties");
            owner.is_some() && owner == required && action.target.contains(&named)
        };
        let direct = |at: &Pointer| gone.is_within(at) && gone.depth() <= at.depth() + 2;
        item.pointers.iter().any(|at| of_property(at) || direct(at))
    };
    let gone = action.touched.iter().filter(|gone| is_own(gone));
    let mut gone: Vec<String> = gone
        .map(|gone| match above(gone, "required") {
            Some(_) => "removed from `required`".to_owned(),
            None => format!("{} removed", below(item, gone)),
        })
        .collect();
    gone.dedup();
    gone
}

/// Returns the extensions by which an action documents a module, or names the crate of all modules.
fn of_module(item: &Item, action: &Applied) -> Vec<String> {
    let extensions = [
        (
            "x-connect-modules",
            Pointer::root().key("x-connect-modules").key(&item.rust),
        ),
        (
            "x-connect-product",
            Pointer::root().key("x-connect-product"),
        ),
    ];
    let set = extensions.iter().filter(|(_, at)| action.set.contains(at));
    set.map(|(name, _)| (*name).to_owned()).collect()
}

/// Returns a pointer relative to the node of an item. Extensions about a value are beside the array
/// of values, and are shown relative to their enum.
fn below(item: &Item, pointer: &Pointer) -> String {
    let enums = item.pointers.iter().filter_map(|at| above(at, "enum"));
    let own = item.pointers.iter().cloned().chain(enums);
    let own = own
        .filter(|at| pointer.is_within(at))
        .max_by_key(|at| at.as_str().len())
        .unwrap_or_default();
    let text = pointer.as_str();
    let rest = text.strip_prefix(own.as_str()).unwrap_or(text);
    match rest.trim_start_matches('/') {
        "" => "itself".to_owned(),
        rest => rest.replace("~1", "/").replace("~0", "~"),
    }
}
