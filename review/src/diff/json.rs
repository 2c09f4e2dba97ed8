//! A comparison as JSON, for tools. CONTRIBUTING.md documents its members.

use serde_json::{Value, json};

use super::model::{Change, Class, Comparison, Contract, Effect, Place, Spot};

/// Returns the comparison as JSON. Arrays have the order of the comparison, members are sorted.
pub fn comparison(comparison: &Comparison, current: Option<&str>) -> Value {
    let version = current.and_then(|current| comparison.advice().version(current));
    json!({
        "old": contract(&comparison.old),
        "new": contract(&comparison.new),
        "advice": {
            "release": comparison.advice().as_str(),
            "from": version.as_ref().map(|version| &version.from),
            "to": version.as_ref().map(|version| &version.to),
        },
        "counts": {
            "breaking": comparison.count(Class::Breaking),
            "wire": comparison.count(Class::Wire),
            "addition": comparison.count(Class::Addition),
            "none": comparison.count(Class::None),
        },
        "changes": comparison.changes.iter().map(change).collect::<Vec<_>>(),
        "followed": comparison.followed.iter().map(|(old, new)| json!({ "old": old, "new": new })).collect::<Vec<_>>(),
        "unfit": comparison.unfit.iter().map(|unfit| json!({
            "document": unfit.document,
            "file": unfit.span.as_ref().map(|span| &span.file),
            "line": unfit.span.as_ref().map(|span| span.line),
            "reason": unfit.reason,
        })).collect::<Vec<_>>(),
    })
}

fn contract(contract: &Contract) -> Value {
    json!({
        "name": contract.name,
        "api_version": contract.api_version,
        "operations": contract.operations,
        "types": contract.types,
    })
}

fn change(change: &Change) -> Value {
    json!({
        "code": change.kind.as_str(),
        "also": change.also.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        "subject": change.subject,
        "class": change.class.as_str(),
        "old": change.old.as_ref().map(spot),
        "new": change.new.as_ref().map(spot),
        "places": change.places.iter().map(place).collect::<Vec<_>>(),
        "wire": change.wire,
        "rust": change.rust,
        "effects": change.effects.iter().map(effect).collect::<Vec<_>>(),
    })
}

fn place(place: &Place) -> Value {
    json!({
        "of": place.of,
        "old": place.old.as_ref().map(spot),
        "new": place.new.as_ref().map(spot),
    })
}

fn spot(spot: &Spot) -> Value {
    json!({
        "pointer": spot.pointer.as_str(),
        "file": spot.span.as_ref().map(|span| &span.file),
        "line": spot.span.as_ref().map(|span| span.line),
        "column": spot.span.as_ref().map(|span| span.column),
    })
}

fn effect(effect: &Effect) -> Value {
    json!({
        "item": effect.item,
        "how": effect.how.as_str(),
        "class": effect.class.as_str(),
        "old": effect.old,
        "new": effect.new,
        "parts": effect.parts,
    })
}
