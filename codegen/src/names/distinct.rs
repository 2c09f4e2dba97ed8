//! Distinct names for texts that can be alike.

use hashbrown::{HashMap, HashSet};
use heck::ToSnakeCase;

use super::exact::{exact_pascal, exact_shouty, exact_snake};
use super::{
    escape, shouty, snake, spelled_shouty, spelled_snake, spelled_variant_ident, variant_ident,
};
use crate::ir::Ident;

/// Ways to make a name, from the shortest to one that is always distinct.
pub struct Rules {
    /// Words only.
    pub simple: fn(&str) -> Option<Ident>,
    /// With punctuation spelled out.
    pub spelled: fn(&str) -> Option<Ident>,
    /// With everything spelled out.
    pub exact: fn(&str) -> Ident,
}

/// The names of fields and arguments.
pub const FIELDS: Rules = Rules {
    simple: snake,
    spelled: spelled_snake,
    exact: exact_snake,
};

/// The names of variants.
pub const VARIANTS: Rules = Rules {
    simple: variant_ident,
    spelled: spelled_variant_ident,
    exact: exact_pascal,
};

/// The names of filters.
pub const FILTERS: Rules = Rules {
    simple: shouty,
    spelled: spelled_shouty,
    exact: exact_shouty,
};

/// Returns distinct Rust names for names of the document, in order: the pinned name, or the simple
/// name, or the name with punctuation spelled out, or the exact name. The second part of the result has a message for
/// each name that is not distinct, with its index: of pinned names, or of one text that is there twice.
#[must_use]
pub fn all(named: &[(&str, Option<&str>)], rules: &Rules) -> (Vec<Ident>, Vec<(usize, String)>) {
    let Rules {
        simple,
        spelled,
        exact,
    } = rules;
    let first: Vec<Option<Ident>> = named
        .iter()
        .map(|(text, pinned)| pinned.map_or_else(|| simple(text), |name| Some(escape(name))))
        .collect();
    let mut uses: HashMap<&Option<Ident>, usize> = HashMap::new();
    for ident in &first {
        *uses.entry(ident).or_default() += 1;
    }
    // Nearly always that is all.
    if uses.len() == first.len() && !uses.contains_key(&None) {
        drop(uses);
        return (first.into_iter().flatten().collect(), Vec::new());
    }
    let is_shared = |ident: &Option<Ident>| uses.get(ident).is_some_and(|count| *count > 1);
    let keepers = keepers(named, &first);
    let second: Vec<Option<Ident>> = named
        .iter()
        .zip(&first)
        .enumerate()
        .map(|(at, ((text, pinned), ident))| match pinned {
            None if ident.is_none() => spelled(text),
            None if is_shared(ident) && !keepers.contains(&at) => spelled(text),
            _ => ident.clone(),
        })
        .collect();
    let mut uses: HashMap<&Option<Ident>, usize> = HashMap::new();
    for ident in &second {
        *uses.entry(ident).or_default() += 1;
    }
    let is_shared = |ident: &Option<Ident>| uses.get(ident).is_some_and(|count| *count > 1);
    let idents: Vec<Ident> = named
        .iter()
        .zip(&second)
        .enumerate()
        .map(|(at, ((text, pinned), ident))| match (pinned, ident) {
            (None, Some(_)) if is_shared(ident) && !keepers.contains(&at) => exact(text),
            (_, Some(ident)) => ident.clone(),
            (_, None) => exact(text),
        })
        .collect();
    let mut problems = Vec::new();
    let mut taken: HashMap<&Ident, &str> = HashMap::new();
    for (index, ((text, _), name)) in named.iter().zip(&idents).enumerate() {
        if let Some(other) = taken.insert(name, text) {
            let problem = format!("`{other}` and `{text}` would both be named `{name}`");
            problems.push((index, problem));
        }
    }
    drop(taken);
    (idents, problems)
}

/// Returns which of several equal names stay: of each name the one that is nearest to what the document says, if there is
/// one. So a name stays when another text like it arrives.
fn keepers(named: &[(&str, Option<&str>)], names: &[Option<Ident>]) -> HashSet<usize> {
    let mut nearest: HashMap<&Ident, (u8, Vec<usize>)> = HashMap::new();
    for (at, ((text, pinned), name)) in named.iter().zip(names).enumerate() {
        let Some(name) = name else {
            continue;
        };
        let plain = name.plain();
        let distance = match pinned {
            Some(_) => 0,
            None if *text == plain => 1,
            None if *text == plain.to_snake_case() => 2,
            None if text.chars().all(|it| it == '_' || it.is_alphanumeric()) => 3,
            None => 4,
        };
        let (least, all) = nearest.entry(name).or_insert((distance, Vec::new()));
        if distance < *least {
            (*least, *all) = (distance, vec![at]);
        } else if distance == *least {
            all.push(at);
        }
    }
    let only = nearest
        .into_values()
        .filter_map(|(_, all)| match all.as_slice() {
            [only] => Some(*only),
            _ => None,
        });
    only.collect()
}
