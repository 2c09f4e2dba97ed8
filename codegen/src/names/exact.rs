//! Names that are as different as the texts they are made from, for texts that no other rule keeps apart.

use crate::ir::Ident;
use crate::stamp;

/// The longest name of a module. Its file has the same name, and that of a file has at most 255 bytes.
const LONGEST: usize = 240;

/// How much is kept of a longer name.
const KEPT: usize = 60;

/// Returns a name for a field, function or module. Two different texts have different names.
#[must_use]
pub fn exact_snake(text: &str) -> Ident {
    // In lower case nothing else tells a letter from the beginning of what is spelled out.
    let is_kept = |it: char| it.is_ascii_digit() || it.is_ascii_lowercase() && it != 'u';
    let spell = |code| format!("u{code:x}z");
    Ident(format!("x_{}", escaped(text, is_kept, spell)))
}

/// Returns a name for a type or variant. Two different texts have different names.
#[must_use]
pub fn exact_pascal(text: &str) -> Ident {
    let is_kept = |it: char| it.is_ascii_digit() || it.is_ascii_lowercase();
    let spell = |code| format!("U{code:x}Z");
    Ident(format!("X{}", escaped(text, is_kept, spell)))
}

/// Returns a name for a constant. Two different texts have different names.
#[must_use]
pub fn exact_shouty(text: &str) -> Ident {
    Ident(exact_snake(text).0.to_ascii_uppercase())
}

/// Returns the name of a module, whose file a file system can hold: of a long name the beginning, and a number that is
/// made of the whole name.
#[must_use]
pub fn short(name: Ident) -> Ident {
    if name.0.len() <= LONGEST {
        return name;
    }
    let kept: String = name.0.chars().take(KEPT).collect();
    let kept = kept.trim_end_matches('_');
    Ident(format!("{kept}_{:016x}", stamp::hash(&name.0)))
}

/// Keeps some characters, and spells out the others.
fn escaped(text: &str, is_kept: impl Fn(char) -> bool, spell: impl Fn(u32) -> String) -> String {
    let spelled = text.chars().map(|it| match is_kept(it) {
        true => it.to_string(),
        false => spell(u32::from(it)),
    });
    spelled.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_names_are_shortened() {
        let fits = Ident("a".repeat(LONGEST));
        assert_eq!(short(fits.clone()), fits);
        let long = format!("{}_b", "a".repeat(LONGEST));
        let [one, other] = ["c", "d"].map(|end| short(Ident(format!("{long}{end}"))).0);
        assert_eq!(one.len(), KEPT + 17);
        assert_ne!(one, other);
        assert_eq!(one, short(Ident(format!("{long}c"))).0);
        // Underscores at the cut are left out.
        let cut = format!("{}__{}", "a".repeat(KEPT - 1), "b".repeat(LONGEST));
        assert_eq!(short(Ident(cut)).0.matches("__").count(), 0);
    }

    #[test]
    fn different_texts_have_different_names() {
        let texts = [
            "a", "A", "a_", "_a", "u41", "U41Z", "", "-", "ä", "a b", "_u41_",
        ];
        for name in [exact_snake, exact_pascal, exact_shouty] {
            let mut names: Vec<String> = texts.iter().map(|text| name(text).0).collect();
            assert!(
                names
                    .iter()
                    .all(|it| syn::parse_str::<syn::Ident>(it).is_ok()),
                "{names:?}"
            );
            names.sort();
            names.dedup();
            assert_eq!(names.len(), texts.len(), "{names:?}");
        }
    }
}
