//! Compares two surfaces: which items were removed, added or changed, and what that means for
//! callers.

use super::model::{Class, Effect, How};
use crate::surface::{Entry, Surface};

/// Returns all differences of two surfaces, by key.
pub fn compare(old: &Surface, new: &Surface) -> Vec<Effect> {
    let removed = old
        .iter()
        .filter(|(key, _)| !new.contains_key(*key))
        .map(|(key, entry)| effect(key, How::Removed, Class::Breaking, Some(entry), None));
    let others = new.iter().filter_map(|(key, entry)| match old.get(key) {
        None => {
            let class = added(key, old);
            Some(effect(key, How::Added, class, None, Some(entry)))
        }
        Some(before) => changed(key, before, entry),
    });
    let mut effects: Vec<Effect> = removed.chain(others).collect();
    effects.sort_by(|one, other| one.item.cmp(&other.item));
    effects
}

/// An added item breaks no callers, unless it is part of an exhaustive type.
fn added(key: &str, old: &Surface) -> Class {
    let owner = match key.rsplit_once('.') {
        Some((owner, _)) => Some((owner, "struct")),
        None if key.contains(": ") => None,
        None => key.rsplit_once("::").map(|(owner, _)| (owner, "enum")),
    };
    let is_part_of_a_closed_type = owner.is_some_and(|(owner, kind)| {
        old.get(owner)
            .is_some_and(|entry| entry.exhaustive && entry.signature == kind)
    });
    if is_part_of_a_closed_type {
        Class::Breaking
    } else {
        Class::Addition
    }
}

fn changed(key: &str, old: &Entry, new: &Entry) -> Option<Effect> {
    let closed = !old.exhaustive && new.exhaustive;
    if old.signature != new.signature || closed || are_swapped(&old.arguments, &new.arguments) {
        return Some(effect(
            key,
            How::Changed,
            Class::Breaking,
            Some(old),
            Some(new),
        ));
    }
    match (old.deprecated, new.deprecated) {
        (false, true) => Some(effect(
            key,
            How::Deprecated,
            Class::Addition,
            None,
            Some(new),
        )),
        _ => None,
    }
}

/// Returns whether an argument moved: calls in the old order would still compile, with another
/// meaning.
fn are_swapped(old: &[String], new: &[String]) -> bool {
    let span = |name: &String| new.iter().position(|other| other == name);
    let mut spans = old.iter().enumerate();
    spans.any(|(at, name)| span(name).is_some_and(|other| other != at))
}

fn effect(key: &str, how: How, class: Class, old: Option<&Entry>, new: Option<&Entry>) -> Effect {
    Effect {
        item: key.to_owned(),
        how,
        class,
        old: old.map(|entry| entry.shown.clone()),
        new: new.map(|entry| entry.shown.clone()),
        parts: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(signature: &str) -> Entry {
        Entry {
            signature: signature.to_owned(),
            shown: signature.to_owned(),
            arguments: Vec::new(),
            deprecated: false,
            exhaustive: false,
        }
    }

    fn class(old: &[(&str, Entry)], new: &[(&str, Entry)]) -> Class {
        let surface = |items: &[(&str, Entry)]| -> Surface {
            items
                .iter()
                .map(|(key, entry)| ((*key).to_owned(), entry.clone()))
                .collect()
        };
        let effects = compare(&surface(old), &surface(new));
        effects
            .iter()
            .map(|it| it.class)
            .max()
            .unwrap_or(Class::None)
    }

    #[test]
    fn gone_and_other_break_and_new_does_not() {
        let (f, g) = (("f", entry("fn()")), ("f", entry("fn(u8)")));
        assert_eq!(class(std::slice::from_ref(&f), &[]), Class::Breaking);
        assert_eq!(
            class(std::slice::from_ref(&f), std::slice::from_ref(&g)),
            Class::Breaking
        );
        assert_eq!(class(&[], std::slice::from_ref(&f)), Class::Addition);
        assert_eq!(
            class(std::slice::from_ref(&f), std::slice::from_ref(&f)),
            Class::None
        );
    }

    #[test]
    fn a_part_more_breaks_a_closed_type_only() {
        let open = entry("enum");
        let closed = Entry {
            exhaustive: true,
            ..open.clone()
        };
        let part = ("E::A", entry("variant"));
        let whole = |owner: &Entry| vec![("E", owner.clone()), part.clone()];
        assert_eq!(
            class(&[("E", open.clone())], &whole(&open)),
            Class::Addition
        );
        assert_eq!(
            class(&[("E", closed.clone())], &whole(&closed)),
            Class::Breaking
        );
        assert_eq!(class(&[("E", open)], &[("E", closed)]), Class::Breaking);
        // A method of an exhaustive type is not one of its parts.
        let closed = Entry {
            signature: "struct".to_owned(),
            exhaustive: true,
            ..entry("")
        };
        let method = ("E::a", entry("fn()"));
        assert_eq!(
            class(&[("E", closed.clone())], &[("E", closed), method]),
            Class::Addition
        );
    }

    #[test]
    fn arguments_of_the_same_type_that_change_places_break() {
        let named = |names: [&str; 2]| Entry {
            arguments: names.map(str::to_owned).to_vec(),
            ..entry("fn(String, String)")
        };
        let (old, swapped) = (named(["a", "b"]), named(["b", "a"]));
        assert_eq!(
            class(&[("f", old.clone())], &[("f", swapped)]),
            Class::Breaking
        );
        let renamed = named(["a", "c"]);
        assert_eq!(class(&[("f", old)], &[("f", renamed)]), Class::None);
    }

    #[test]
    fn a_deprecation_is_an_addition() {
        let old = entry("fn()");
        let new = Entry {
            deprecated: true,
            ..old.clone()
        };
        assert_eq!(
            class(&[("f", old.clone())], &[("f", new.clone())]),
            Class::Addition
        );
        assert_eq!(class(&[("f", new)], &[("f", old)]), Class::None);
    }
}
