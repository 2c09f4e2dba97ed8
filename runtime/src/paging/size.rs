//! How many rows come with a page.

/// The size of pages: what is asked for, until the server shows that it gives fewer.
///
/// A server clamps a limit without a word, so its cap shows in the pages alone. One short page may be
/// anything; a second one of the same length is the cap, and is asked for from then on.
#[derive(Debug)]
pub(super) struct PageSize {
    rows: u64,
    /// Whether pages of that size are known to come, so that they can be planned ahead.
    is_settled: bool,
    /// The length of the page before, if it was short.
    short: Option<u64>,
    largest: u64,
}

impl PageSize {
    pub(super) fn new(rows: u64) -> Self {
        Self {
            rows,
            is_settled: false,
            short: None,
            largest: 0,
        }
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// Whether a page with so many rows of those asked for is the last one, as far as its length
    /// tells: it is short, and no cap can be the reason, since a page before had more.
    pub(super) fn is_last(&self, asked: u64, came: u64) -> bool {
        came < asked && came < self.largest
    }

    /// Takes note of a page after which there are more rows.
    pub(super) fn observe(&mut self, asked: u64, came: u64) {
        self.largest = self.largest.max(came);
        if came >= asked {
            self.is_settled = true;
            self.short = None;
        } else if self.short.replace(came) == Some(came) {
            self.rows = came;
            self.is_settled = true;
            self.short = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cap_is_taken_over_when_it_shows_twice() {
        let mut size = PageSize::new(500);
        size.observe(500, 100);
        assert_eq!((size.rows(), size.is_settled()), (500, false));
        size.observe(500, 90);
        assert_eq!((size.rows(), size.is_settled()), (500, false));
        size.observe(500, 90);
        assert_eq!((size.rows(), size.is_settled()), (90, true));
    }

    #[test]
    fn a_full_page_settles_the_size_as_asked() {
        let mut size = PageSize::new(500);
        size.observe(500, 500);
        assert_eq!((size.rows(), size.is_settled()), (500, true));
        size.observe(500, 7);
        size.observe(493, 493);
        size.observe(500, 7);
        assert_eq!(
            size.rows(),
            500,
            "the short pages are not one after another"
        );
    }

    #[test]
    fn a_short_page_is_the_last_one_only_after_a_longer_one() {
        let mut size = PageSize::new(500);
        assert!(!size.is_last(500, 100));
        size.observe(500, 100);
        assert!(!size.is_last(500, 100));
        assert!(size.is_last(500, 99));
        assert!(!size.is_last(99, 99), "it is not short");
    }
}
