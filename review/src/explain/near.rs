//! Finds the names that are similar to an unknown one.

use std::collections::BTreeSet;

use strsim::{jaro_winkler, levenshtein, sorensen_dice};

use super::find::operation_id;
use super::item::Item;
use super::spelling;
use connect_codegen::Pointer;
use connect_codegen::diagnostics::Code;
use connect_codegen::stages::Lowered;

/// The number of similar names that are suggested.
const NEAR: usize = 5;

/// Returns names that are similar to an unknown one, most similar first, formatted. Diagnostic
/// codes are included. If none is similar enough, it is the one that has most
/// in common with it.
pub fn nearest(items: &[Item], lowered: &Lowered, what: &str) -> Vec<String> {
    let wanted = spelling::path(what.trim());
    // Of an implementation that is missing, the type may exist.
    let wanted = wanted.split(": ").next().unwrap_or_default().to_owned();
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
    let names: Vec<(&str, Option<&str>)> = names.collect();
    let mut ranked: Vec<(Ranking, String)> = names
        .iter()
        .filter_map(|(name, of)| Some((ranking(name, &wanted)?, shown(name, *of))))
        .collect();
    ranked.sort();
    if ranked.is_empty() {
        let alike = |name: &str| sorensen_dice(&name.to_lowercase(), &wanted.to_lowercase());
        let names = names.iter().filter(|(_, of)| of.is_none());
        let best = names.map(|(name, _)| (alike(name), *name));
        let best = best.max_by(|(one, _), (other, _)| one.total_cmp(other));
        let best = best.filter(|(alike, _)| *alike > 0.0);
        return best
            .map(|(_, name)| shown(name, None))
            .into_iter()
            .collect();
    }
    let ranked = ranked.into_iter().take(NEAR);
    ranked.map(|(_, shown)| shown).collect()
}

fn shown(name: &str, of: Option<&str>) -> String {
    format!("`{name}`{}", of.unwrap_or_default())
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
