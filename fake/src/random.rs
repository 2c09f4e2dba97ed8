//! Numbers that look random, and are the same for the same seed.

/// A generator of numbers: SplitMix64, which is small, and good enough to vary faults and objects of a test.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    #[cfg(feature = "directory")]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The numbers for one of several things. Each has its own sequence, independent of how many numbers another one used.
    pub fn numbered(seed: u64, number: u64) -> Self {
        let start = Self(seed).next() ^ number;
        Self(Self(start).next())
    }

    /// A generator whose numbers depend on a string.
    #[cfg(feature = "directory")]
    pub fn of(text: &str) -> Self {
        // FNV-1a.
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(hash)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one; 0 if that is 0. The bounds are small, so the bias of the modulo is negligible.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next().checked_rem(limit).unwrap_or(0)
    }

    /// One of 0 to 1000.
    pub fn per_mille(&mut self) -> u16 {
        self.below(1001) as u16
    }

    /// Either, as often as the other.
    pub fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    /// A unique id in another system.
    #[cfg(feature = "directory")]
    pub fn uid(&mut self) -> String {
        let (one, other) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            one >> 32,
            (one >> 16) & 0xffff,
            one & 0xfff,
            0x8000 | (other >> 48) & 0x3fff,
            other & 0xffff_ffff_ffff
        )
    }
}

#[cfg(all(test, feature = "directory"))]
mod tests {
    use super::Random;

    #[test]
    fn numbers_depend_on_the_seed_alone() {
        // The first numbers of the published generator for this seed.
        let mut random = Random::new(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
        assert_eq!(Random::of("AS-1").uid(), Random::of("AS-1").uid());
        assert_ne!(Random::of("AS-1").uid(), Random::of("AS-2").uid());
        assert_eq!(Random::of("AS-1").uid().len(), 36);
        assert!((0..1000).all(|_| random.below(3) < 3) && random.below(0) == 0);
    }
}
