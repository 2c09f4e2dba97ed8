//! Random numbers, and strings that look like more than a value.

use time::{Duration, OffsetDateTime, UtcOffset};

/// Random numbers, the same on every machine (SplitMix64).
#[derive(Debug)]
pub struct Random(u64);

/// Strings that are special to RQL, URLs, forms, terminals or text parsers.
const PIECES: [&str; 52] = [
    "\"",
    "'",
    ",",
    "(",
    ")",
    "&",
    "|",
    ";",
    "=",
    "%",
    "+",
    " ",
    "*",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "🦀",
    "👩‍👩‍👧",
    "\u{202e}",
    "\u{200f}",
    "\u{301}",
    "\u{feff}",
    "é",
    "ß",
    "日本",
    "null()",
    "empty()",
    "and(",
    "or(",
    "not(",
    "in(id,(",
    "),eq(id,1",
    "x)&eq(id,1)",
    "\",eq(id,1)",
    "limit=1",
    "&offset=9",
    "ordering(-id)",
    "search=",
    "%22",
    "%2B",
    "#",
    "?",
    "/",
    "[]{}<>^`",
    "$!@:~_-.",
    "a",
];

const WHOLE: [&str; 12] = [
    "",
    "null()",
    "empty()",
    "null",
    "true",
    "-",
    "*",
    "**",
    "\\",
    "eq",
    "x),eq(id,1",
    "UF-2029-01",
];

impl Random {
    /// Always the same sequence for the same seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below the bound.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).expect("a length");
        usize::try_from(self.next() % bound).expect("below a usize")
    }

    /// True once in `times`.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A random element.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A string, rarely a harmless one. RQL can express most of them: only few have both kinds of quotes.
    pub fn string(&mut self) -> String {
        if self.one_in(6) {
            return (*self.pick(&WHOLE)).to_owned();
        }
        let length = match self.below(100) {
            0 => 500 + self.below(1500),
            _ => 1 + self.below(7),
        };
        let forbidden = *self.pick(&["\"", "'"]);
        let allow_all = self.one_in(20);
        let mut text = String::new();
        for _ in 0..length {
            let piece: String = match self.one_in(4) {
                true => self.any_character().into(),
                false => (*self.pick(&PIECES)).to_owned(),
            };
            if allow_all || !piece.contains(forbidden) {
                text.push_str(&piece);
            }
        }
        text
    }

    fn any_character(&mut self) -> char {
        loop {
            let number = match self.one_in(2) {
                true => self.below(0x100),
                false => self.below(0x11_0000),
            };
            if let Some(character) = char::from_u32(u32::try_from(number).expect("a code point")) {
                return character;
            }
        }
    }

    /// A date-time with a random offset and fraction of a second, and its string.
    pub fn date_time(&mut self) -> (OffsetDateTime, String) {
        let start = OffsetDateTime::UNIX_EPOCH + Duration::days(19_000);
        let time = start + Duration::microseconds(self.below(1_000_000_000_000_000) as i64);
        let quarters = match self.one_in(3) {
            true => 0,
            false => i32::try_from(self.below(24 * 4)).expect("small") - 48,
        };
        let offset = UtcOffset::from_whole_seconds(quarters * 15 * 60);
        let time = time.to_offset(offset.expect("an offset below a day"));
        (time, rfc_3339(time))
    }
}

/// Formats independently of the runtime, since the runtime is under test.
fn rfc_3339(time: OffsetDateTime) -> String {
    let micros = time.microsecond();
    let fraction = match micros {
        0 => String::new(),
        _ => format!(".{}", format!("{micros:06}").trim_end_matches('0')),
    };
    let minutes = time.offset().whole_minutes();
    let offset = match minutes {
        0 => "Z".to_owned(),
        _ => format!(
            "{}{:02}:{:02}",
            if minutes < 0 { '-' } else { '+' },
            minutes.abs() / 60,
            minutes.abs() % 60
        ),
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{fraction}{offset}",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second(),
    )
}
