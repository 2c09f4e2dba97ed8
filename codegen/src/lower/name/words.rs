//! The words of a name: which are left out, and how many there can be.

use crate::names;

/// The longest name for which a shorter one is looked for.
const LONGEST: usize = 40;

/// The words of a name, each with a capital.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    list: Vec<String>,
    /// How many of them are those of the first part.
    first: usize,
}

impl Words {
    /// Splits parts of a name into words, of which none is there twice running.
    pub fn of(parts: &[String]) -> Self {
        let mut words = Self::default();
        for (at, part) in parts.iter().enumerate() {
            for word in names::words(part) {
                words.push(word);
            }
            if at == 0 {
                words.first = words.list.len();
            }
        }
        words
    }

    fn push(&mut self, word: String) {
        if self.list.last().is_none_or(|last| *last != word) {
            self.list.push(word);
        }
    }

    /// Adds a word, unless it is the last one already.
    pub fn with(&self, word: &str) -> Self {
        let mut words = self.clone();
        words.push(word.to_owned());
        words
    }

    /// Returns the name. Where it is too long with what follows, words are left out before the last one, so that names
    /// which begin alike are those of one component or operation.
    pub fn short(&self, suffix: &str) -> String {
        self.cut(suffix, |words| words.len() - 2)
    }

    /// Returns the name like [`short`](Self::short), but words behind the first part are left out first.
    pub fn short_behind(&self, suffix: &str) -> String {
        self.cut(suffix, |words| self.first.min(words.len() - 2))
    }

    /// Returns the name like [`short`](Self::short), but the second word is left out first.
    pub fn short_front(&self, suffix: &str) -> String {
        self.cut(suffix, |_| 1)
    }

    /// Returns all words.
    pub fn whole(&self) -> String {
        self.list.concat()
    }

    /// Leaves out words until the name is short enough, or two are left.
    fn cut(&self, suffix: &str, which: impl Fn(&[String]) -> usize) -> String {
        let mut words = self.list.clone();
        let length = |words: &[String]| words.iter().map(|it| it.chars().count()).sum::<usize>();
        while length(&words) + suffix.len() > LONGEST && words.len() > 2 {
            words.remove(which(&words));
            words.dedup();
        }
        words.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(parts: &str) -> Words {
        let parts: Vec<String> = parts.split('+').map(str::to_owned).collect();
        Words::of(&parts)
    }

    #[test]
    fn no_word_is_there_twice_running() {
        assert_eq!(
            words("tier_configuration+configuration").whole(),
            "TierConfiguration"
        );
        assert_eq!(words("a b a").with("A").whole(), "ABA");
        // Without what stood between them, two words can be equal.
        let long = words("fleet of ships with container+ship+container");
        assert_eq!(long.short("Request"), "FleetOfShipsWithContainer");
    }

    #[test]
    fn long_names_lose_words_before_the_last() {
        let long = words("warehouse shelf+compartment label printer+settings");
        assert_eq!(long.whole().len(), 45);
        assert_eq!(long.short(""), "WarehouseShelfCompartmentLabelSettings");
        assert_eq!(long.short("Input"), "WarehouseShelfCompartmentSettings");
        assert_eq!(long.short_behind(""), "WarehouseShelfLabelPrinterSettings");
        assert_eq!(
            long.short_front(""),
            "WarehouseCompartmentLabelPrinterSettings"
        );
        // Two words stay, however long they are.
        let pair = words(&format!("{}+{}", "a".repeat(30), "b".repeat(30)));
        assert_eq!(pair.short("").len(), 60);
    }
}
