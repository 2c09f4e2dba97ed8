//! The forms of JSON values that signs distinguish.

/// The form of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A number without fraction and exponent.
    Integer,
    /// A string that has the form of a date.
    Date,
    /// A string that begins like a date, followed by a time of day.
    DateTime,
    /// A value of this JSON type that has no form of its own.
    Other(&'static str),
}

impl Form {
    /// The form of a value from its JSON, and for a string from its text, without which it has no form of its own.
    pub(super) fn of(json: &str, text: Option<&str>) -> Self {
        let kind = match json.bytes().next() {
            Some(b'{') => "object",
            Some(b'[') => "array",
            Some(b'"') => "string",
            Some(b't' | b'f') => "boolean",
            Some(b'-' | b'0'..=b'9') => "number",
            _ => "null",
        };
        match (kind, text) {
            ("number", _) if !json.contains(['.', 'e', 'E']) => Self::Integer,
            ("string", Some(text)) => match after_date(text) {
                Some(b"") => Self::Date,
                Some([b'T' | b't' | b' ', ..]) => Self::DateTime,
                _ => Self::Other(kind),
            },
            _ => Self::Other(kind),
        }
    }

    /// The JSON type of the value.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Integer => "number",
            Self::Date | Self::DateTime => "string",
            Self::Other(kind) => kind,
        }
    }

    /// The name of the form in signs; that of the JSON type for a value without a form of its own.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Date => "date",
            Self::DateTime => "date-time",
            Self::Other(kind) => kind,
        }
    }
}

/// What follows `YYYY-MM-DD` at the beginning of a text. Whether such a day exists is for the reader to say.
fn after_date(text: &str) -> Option<&[u8]> {
    let (date, rest) = text.as_bytes().split_at_checked("2029-01-31".len())?;
    let is_date = date
        .iter()
        .zip(b"0000-00-00")
        .all(|(it, pattern)| match pattern {
            b'-' => *it == b'-',
            _ => it.is_ascii_digit(),
        });
    is_date.then_some(rest)
}

/// Returns whether JSON is nested more deeply than `serde_json` reads.
pub(super) fn is_deep(json: &str) -> bool {
    /// The deepest nesting that `serde_json` reads.
    const DEEPEST: usize = 127;
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}
