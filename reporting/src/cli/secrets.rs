//! Takes secrets out of what is printed: a platform can repeat the key that was sent to it, and presigned URLs.

use std::env;

use serde_json::Value;

use super::key::{self, VARIABLE};
use super::key_file::KeyFile;

/// What is printed in place of the secret part of a key.
const INSTEAD: &str = "(the key)";

/// The fewest bytes of a secret that is found by itself. A shorter one could be a part of any word.
const FEWEST: usize = 8;

/// The API key, as far as it can have been sent.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// If it is given, the key comes from nowhere else.
    file: Option<KeyFile>,
}

impl Secrets {
    /// Those of the options and the environment.
    pub fn new(file: Option<KeyFile>) -> Self {
        Self { file }
    }

    /// A text without the key and without what URLs grant access by.
    pub fn without(&self, text: &str) -> String {
        without_access(&self.key().out_of(text))
    }

    /// A value in whose strings [`without`](Self::without) has done its work.
    pub fn without_in(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.without(text)),
            Value::Array(all) => all.iter().map(|it| self.without_in(it)).collect(),
            Value::Object(members) => {
                let members = members.iter();
                let members = members.map(|(name, it)| (name.clone(), self.without_in(it)));
                Value::Object(members.collect())
            }
            other => other.clone(),
        }
    }

    /// The key, as far as it can have been sent by now.
    pub fn key(&self) -> Key {
        let text = match &self.file {
            // A file that was not read yet was not sent either, and may be a pipe.
            Some(file) => file.known().map(str::to_owned),
            None => env::var(VARIABLE).ok(),
        };
        Key(text.map(|it| key::bare(&it).to_owned()))
    }
}

/// A key that is not printed; `None` if there is none.
pub struct Key(Option<String>);

impl Key {
    /// A text without the key: for data that stays as it is otherwise.
    pub fn out_of(&self, text: &str) -> String {
        let key = self.0.as_deref().unwrap_or_default();
        let (id, secret) = key.split_once(':').unwrap_or(("", key));
        match secret.len() >= FEWEST || id.is_empty() {
            _ if secret.is_empty() => text.to_owned(),
            true => text.replace(secret, INSTEAD),
            false => text.replace(key, &format!("{id}:{INSTEAD}")),
        }
    }
}

/// Cuts the queries and fragments of URLs, by which a presigned URL grants access, and their users and passwords.
fn without_access(text: &str) -> String {
    const SCHEME: &str = "://";
    let mut rest = text;
    let mut clean = String::with_capacity(text.len());
    while let Some(at) = rest.find(SCHEME) {
        let (before, url) = rest.split_at(at + SCHEME.len());
        clean.push_str(before);
        let is_end = |it: char| it.is_whitespace() || it.is_control() || "\"<>`\\".contains(it);
        let (url, after) = url.split_at(url.find(is_end).unwrap_or(url.len()));
        let (place, cut) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        let (authority, path) = place.split_at(place.find('/').unwrap_or(place.len()));
        match authority.rsplit_once('@') {
            Some((_, host)) => clean.extend(["…@", host]),
            None => clean.push_str(authority),
        }
        clean.push_str(path);
        if let Some(mark) = cut.chars().next() {
            clean.extend([mark, '…']);
        }
        rest = after;
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::{Key, without_access};

    #[test]
    fn urls_lose_what_they_grant_access_by() {
        for (text, expected) in [
            (
                "see https://s.example/a?sig=1 or ask? why",
                "see https://s.example/a?… or ask? why",
            ),
            (
                "https://s.example/a?sig=1\nsecond?line",
                "https://s.example/a?…\nsecond?line",
            ),
            (
                r#"{"url":"https://s.example/a?sig=1","b":1}"#,
                r#"{"url":"https://s.example/a?…","b":1}"#,
            ),
            ("(https://s.example/a#token=1)", "(https://s.example/a#…"),
            (
                "http://user:pass@s.example/a@b and ftp://x/y",
                "http://…@s.example/a@b and ftp://x/y",
            ),
            ("a://b?c://d?e f://g?h", "a://b?… f://g?…"),
            ("://", "://"),
        ] {
            assert_eq!(without_access(text), expected);
        }
    }

    #[test]
    fn keys_lose_their_secret() {
        let without = |text: &str, key: &str| Key(Some(key.to_owned())).out_of(text);
        let found = without("SU-1:very-secret, very-secret", "SU-1:very-secret");
        assert_eq!(found, "SU-1:(the key), (the key)");
        // One that could be a part of any word is found with its id.
        assert_eq!(without("x SU-1:x", "SU-1:x"), "x SU-1:(the key)");
        assert_eq!(without("as is", "SU-1:"), "as is");
        assert_eq!(without("bare!", "bare"), "(the key)!");
        assert_eq!(Key(None).out_of("as is"), "as is");
    }
}
