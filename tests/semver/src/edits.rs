//! Single edits of a contract: for every kind, some of the places where it can be made, picked by a
//! seed.

mod arguments;
mod calls;
mod filters;
mod kind;
mod markup;
mod media;
mod names;
mod optional;
mod responses;
mod schemas;
mod security;
mod servers;
mod styles;
mod values;

use serde_yaml::Value;

pub use self::kind::Kind;
use crate::tree::shown;

/// A document that was edited in one place.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The kind of the edit, such as `remove-field`.
    pub kind: &'static str,
    /// Where it was made.
    pub place: String,
    /// The document after it.
    pub document: Value,
}

/// Every kind of edit.
#[must_use]
pub fn kinds() -> Vec<Kind> {
    [
        calls::kinds(),
        filters::kinds(),
        responses::kinds(),
        schemas::kinds(),
        values::kinds(),
        names::kinds(),
        optional::kinds(),
        security::kinds(),
        servers::kinds(),
        styles::kinds(),
        media::kinds(),
        markup::kinds(),
        arguments::kinds(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Edits of a document: at most `each` of every kind.
#[must_use]
pub fn edits(document: &Value, seed: u64, each: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    for kind in kinds() {
        // A sequence of its own, so that another kind more moves no place of this one.
        let mut random = Random(kind.name.bytes().fold(seed, |seed, byte| {
            seed.wrapping_mul(31).wrapping_add(u64::from(byte))
        }));
        let mut places = (kind.places)(document);
        for _ in 0..each.min(places.len()) {
            let way = places.swap_remove(random.below(places.len()));
            let mut edited = document.clone();
            (kind.make)(&mut edited, &way);
            let text = |it: &Value| serde_yaml::to_string(it).expect("YAML");
            let is_edited = text(&edited) != text(document);
            assert!(
                is_edited,
                "{} at {} changes nothing",
                kind.name,
                shown(&way)
            );
            edits.push(Edit {
                kind: kind.name,
                place: shown(&way),
                document: edited,
            });
        }
    }
    edits
}

/// SplitMix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let wide = u128::from(mixed ^ (mixed >> 31)) * bound as u128;
        usize::try_from(wide >> 64).expect("it is below the bound")
    }
}
