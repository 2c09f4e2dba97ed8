//! Where an operation has a parameter, which can be declared in a component, and what it says of it there.

use crate::lower::context::Context;
use crate::node::At;
use crate::pointer::Pointer;

/// Returns where an operation has a parameter that is declared at a pointer.
pub type Place<'p> = &'p dyn Fn(&Pointer) -> Pointer;

/// Returns where an operation or its path item has a parameter that is declared at a pointer: the reference to it, or the
/// parameter itself.
pub fn place(context: &Context<'_>, owners: [&At<'_>; 2], declared: &Pointer) -> Pointer {
    let lists = owners.map(|it| it.get("parameters"));
    if lists
        .iter()
        .flatten()
        .any(|list| declared.is_within(&list.pointer))
    {
        return declared.clone();
    }
    let mut listed = lists.iter().flatten().flat_map(At::elements);
    let is_it = |it: &At<'_>| {
        let target = context.dereference(it, "parameters");
        target.is_ok_and(|target| target.pointer == *declared)
    };
    let found = listed.find(is_it).map(|it| it.pointer);
    found.unwrap_or_else(|| declared.clone())
}

/// Returns the documentation of a parameter. What stands beside the reference to it replaces its own.
pub fn doc(context: &Context<'_>, at: &At<'_>, place: Place<'_>) -> Option<String> {
    let reference = context.at(place(&at.pointer));
    reference.and_then(|it| it.doc()).or_else(|| at.doc())
}
