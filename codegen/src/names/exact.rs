//! Names that are as different as the texts they are made from, for texts that no other rule keeps apart.

use crate::ir::Ident;

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
