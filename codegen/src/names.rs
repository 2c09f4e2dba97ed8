//! Derives Rust names from the names of the document and the wire.
//!
//! operationIds are used only if the caller asks for it: they have changed for every operation at once. Functions are
//! named after method and path (see [`functions`]), types after components and their position.

pub mod distinct;
mod exact;
pub mod functions;
mod naming;
mod words;

pub use exact::{exact_pascal, exact_snake, short};
pub use naming::{FunctionNames, ModuleNames, Naming};
pub use words::{is_action, singular_last};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use crate::ir::{Ident, Primitive};

/// Names that generated files may import from the runtime, beside those of primitive types.
const RUNTIME: [&str; 22] = [
    "Binary",
    "Call",
    "List",
    "Method",
    "Multipart",
    "Nullable",
    "OpenEnum",
    "OpenIntegerEnum",
    "Operation",
    "OptionalBody",
    "OptionalBodyStream",
    "ParameterValue",
    "Redirect",
    "Request",
    "RequestBuilder",
    "SchemeKind",
    "SecurityScheme",
    "Segment",
    "StreamCall",
    "UnrecognizedInteger",
    "UnrecognizedString",
    "Page",
];

/// Returns all names that generated files may import from the runtime.
pub fn runtime() -> impl Iterator<Item = &'static str> {
    RUNTIME.into_iter().chain(Primitive::names_of_runtime())
}

/// Names that generated files may import from serde.
pub const SERDE: [&str; 2] = ["Serialize", "Serializer"];

/// Names of the language and its prelude, and others that generated files use directly.
const PRELUDE: [&str; 46] = [
    // Parameters of generic functions.
    "D",
    "S",
    "Self",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "Vec",
    "Box",
    "ToString",
    "ToOwned",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "AsRef",
    "AsMut",
    "Default",
    "Iterator",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "FromIterator",
    "Extend",
    "Clone",
    "Copy",
    "Debug",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "Send",
    "Sync",
    "Sized",
    "Unpin",
    "Error",
    "BTreeMap",
    "MapAccess",
];

/// Returns a name in `UpperCamelCase`, for types and variants; `None` if the text has no letter or
/// digit.
#[must_use]
pub fn pascal(text: &str) -> Option<String> {
    let name = letters(text).to_upper_camel_case();
    leading_letter(name, 'V')
}

/// Returns what a component is called: its name, or of one with several dots the last two parts.
#[must_use]
pub fn component(name: &str) -> String {
    let parts: Vec<&str> = name.split('.').filter(|it| !it.is_empty()).collect();
    parts[parts.len().saturating_sub(2)..].join(".")
}

/// Returns the words of a text, each with a capital.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut snake = letters(text).to_snake_case();
    if snake.is_empty() {
        snake = letters(&spell(text)).to_snake_case();
    }
    let words = snake.split('_').filter(|it| !it.is_empty());
    words.map(capitalized).collect()
}

/// A word of a name in `snake_case` with a capital.
fn capitalized(word: &str) -> String {
    if !word.is_ascii() {
        return word.to_upper_camel_case();
    }
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

/// Returns the name of a type. Avoids names that generated code uses itself.
#[must_use]
pub fn type_ident(text: &str) -> Option<Ident> {
    type_of_words(pascal(text)?)
}

/// Returns the name of a type that consists of words which have capitals already, like [`type_ident`].
#[must_use]
pub fn type_of_words(words: String) -> Option<Ident> {
    let name = leading_letter(words, 'V')?;
    let mut taken = PRELUDE.into_iter().chain(SERDE).chain(runtime());
    if taken.any(|taken| taken == name) {
        return Some(Ident(format!("{name}Type")));
    }
    Some(Ident(name))
}

/// Returns the name of a type that an overlay gives: as it is if the rules can make it, also of words with a single letter,
/// such as `AB`; otherwise like [`type_ident`].
#[must_use]
pub fn pinned_type(text: &str) -> Option<Ident> {
    let is_kept = |it: char| it.is_alphanumeric() && is_xid_continue(it);
    let is_camel = !text.starts_with(char::is_lowercase) && text.chars().all(is_kept);
    let made = type_of_words(text.to_owned());
    made.filter(|it| is_camel && it.0 == text)
        .or_else(|| type_ident(text))
}

/// Returns a name in `UpperCamelCase` with punctuation and letter case spelled out.
#[must_use]
pub fn spelled_pascal(text: &str) -> Option<String> {
    pascal(&spell(text))
}

/// Returns the name of a variant.
#[must_use]
pub fn variant_ident(text: &str) -> Option<Ident> {
    match text {
        "" => Some(Ident("Empty".to_owned())),
        _ => pascal(text).map(|name| escape(&name)),
    }
}

/// Returns the name of a variant with punctuation spelled out, for values that differ in nothing
/// else.
#[must_use]
pub fn spelled_variant_ident(text: &str) -> Option<Ident> {
    variant_ident(&spell(text))
}

/// Returns a name in `snake_case`, for fields, functions, modules and arguments.
#[must_use]
pub fn snake(text: &str) -> Option<Ident> {
    let name = leading_letter(letters(text).to_snake_case(), 'v')?;
    Some(escape(&name))
}

/// Returns the name of an argument: of signs that are spelled out where there is nothing else.
#[must_use]
pub fn argument(text: &str) -> Ident {
    let name = snake(text).or_else(|| spelled_snake(text));
    name.unwrap_or_else(|| exact_snake(text))
}

/// Returns the name of a field with punctuation spelled out.
#[must_use]
pub fn spelled_snake(text: &str) -> Option<Ident> {
    snake(&spell(text))
}

/// Returns the name of a resource module. Avoids the files that every generated crate has, the crates that it uses,
/// and names that no file on Windows can have.
#[must_use]
pub fn module_ident(text: &str) -> Option<Ident> {
    const OURS: [&str; 10] = [
        "lib",
        "main",
        "mod",
        "models",
        "operation",
        "specification",
        "connect_runtime",
        "core",
        "std",
        "alloc",
    ];
    let name = snake(text)?;
    let plain = name.plain();
    if OURS.contains(&plain) || is_device(plain) {
        return Some(Ident(format!("{plain}_resource")));
    }
    Some(name)
}

/// Returns whether Windows takes a file of this name, with any extension, for a device.
fn is_device(name: &str) -> bool {
    let numbered = |device| {
        let number = name.strip_prefix(device).unwrap_or_default();
        number.len() == 1 && number.bytes().all(|it| it.is_ascii_digit())
    };
    matches!(name, "aux" | "con" | "nul" | "prn") || numbered("com") || numbered("lpt")
}

/// Returns a name in `SHOUTY_SNAKE_CASE`, for constants.
#[must_use]
pub fn shouty(text: &str) -> Option<Ident> {
    leading_letter(letters(text).to_shouty_snake_case(), 'V').map(Ident)
}

/// Returns the name of a constant with dots kept apart: `marketplace.id` is `MARKETPLACE__ID`,
/// distinct from `marketplace_id` and from `marketplace__id` (`MARKETPLACE___ID`).
#[must_use]
pub fn spelled_shouty(text: &str) -> Option<Ident> {
    let join = |text: &str, sign: &str, by: &str, part: &dyn Fn(&str) -> Option<String>| {
        let parts: Option<Vec<String>> = text.split(sign).map(part).collect();
        Some(parts?.join(by))
    };
    let word = |text: &str| shouty(text).map(|ident| ident.0);
    let dotted = |text: &str| join(text, "__", "___", &word);
    join(text, ".", "__", &dotted).map(Ident)
}

/// Returns the name of a constant that an overlay pins, with its underscores: `marketplace__id` and
/// `MARKETPLACE__ID` are both `MARKETPLACE__ID`.
#[must_use]
pub fn pinned_shouty(text: &str) -> Option<Ident> {
    let mut name = String::new();
    let mut rest = text.trim_matches('_');
    while let Some(at) = rest.find("__") {
        let (word, behind) = rest.split_at(at);
        let next = behind.trim_start_matches('_');
        name.push_str(&letters(word).to_shouty_snake_case());
        name.push_str(&behind[..behind.len() - next.len()]);
        rest = next;
    }
    name.push_str(&letters(rest).to_shouty_snake_case());
    leading_letter(name, 'V').map(Ident)
}

/// Returns an identifier: raw, or with an underscore, if the name is a Rust keyword.
#[must_use]
pub fn escape(name: &str) -> Ident {
    // `gen` is a keyword since edition 2024, which syn does not know.
    if is_plain(name) || name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok() {
        return Ident(name.to_owned());
    }
    if matches!(name, "self" | "Self" | "super" | "crate" | "_") {
        return Ident(format!("{name}_"));
    }
    Ident(format!("r#{name}"))
}

/// Whether the form of a name shows that it is an identifier and no keyword: nearly all names do, and a parse costs more.
/// Keywords are `Self` and words of up to eight lower case letters.
fn is_plain(name: &str) -> bool {
    let is_kept = |it: u8| it.is_ascii_alphanumeric() || it == b'_';
    let is_odd = |it: u8| !it.is_ascii_lowercase();
    name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.bytes().all(is_kept)
        && (name.len() > 8 || name != "Self" && name.bytes().any(is_odd))
}

/// Keeps letters and digits of any script; everything else separates words. Rust takes two names for one that are
/// written with other characters but look alike, as by NFC, so they are one here as well.
fn letters(text: &str) -> String {
    if text.is_ascii() {
        let is_kept = char::is_ascii_alphanumeric;
        return text
            .chars()
            .map(|it| if is_kept(&it) { it } else { ' ' })
            .collect();
    }
    let is_kept = |it: char| it.is_alphanumeric() && is_xid_continue(it);
    let kept = text.nfc().map(|it| if is_kept(it) { it } else { ' ' });
    kept.collect()
}

/// Returns a name that begins with a letter. What changes the letter case can change how a letter is written.
fn leading_letter(name: String, prefix: char) -> Option<String> {
    let name: String = match name.is_ascii() {
        true => name,
        false => name.nfc().collect(),
    };
    match name.chars().next() {
        None => None,
        Some(first) if !is_xid_start(first) => Some(format!("{prefix}{name}")),
        Some(_) => Some(name),
    }
}

/// Spells out punctuation and letter case, so that `Etc/GMT-8` and `Etc/GMT+8` differ.
fn spell(text: &str) -> String {
    let mut spelled = String::new();
    // What tells words apart tells nothing, unless there is nothing else.
    let is_sign = !text.contains(char::is_alphanumeric);
    if text.is_empty() {
        spelled.push_str("empty");
    }
    for character in text.chars() {
        match character {
            '_' if is_sign => spelled.push_str(" underscore "),
            ' ' if is_sign => spelled.push_str(" space "),
            '\t' if is_sign => spelled.push_str(" tab "),
            '+' => spelled.push_str(" plus "),
            '-' => spelled.push_str(" minus "),
            '.' => spelled.push_str(" dot "),
            '/' => spelled.push_str(" slash "),
            '*' => spelled.push_str(" star "),
            '#' => spelled.push_str(" sharp "),
            '%' => spelled.push_str(" percent "),
            '&' => spelled.push_str(" and "),
            '<' => spelled.push_str(" less "),
            '>' => spelled.push_str(" greater "),
            '=' => spelled.push_str(" equal "),
            '!' => spelled.push_str(" not "),
            '[' => spelled.push_str(" open "),
            ']' => spelled.push_str(" close "),
            '@' => spelled.push_str(" at "),
            '$' => spelled.push_str(" dollar "),
            '~' => spelled.push_str(" tilde "),
            '?' => spelled.push_str(" question "),
            ',' => spelled.push_str(" comma "),
            ';' => spelled.push_str(" semicolon "),
            '|' => spelled.push_str(" bar "),
            '^' => spelled.push_str(" caret "),
            '(' | '{' => spelled.push_str(" open "),
            ')' | '}' => spelled.push_str(" close "),
            ':' => spelled.push_str(" colon "),
            other if other.is_ascii() && (!is_sign || other.is_ascii_graphic()) => {
                spelled.push(other)
            }
            other if other.is_alphanumeric() => spelled.push(other),
            other => spelled.push_str(&format!(" u{:x} ", u32::from(other))),
        }
    }
    if text.chars().any(char::is_alphabetic) {
        if !text.chars().any(char::is_lowercase) {
            spelled.push_str(" upper");
        } else if !text.chars().any(char::is_uppercase) {
            spelled.push_str(" lower");
        } else if text.starts_with(char::is_uppercase) {
            spelled.push_str(" capital");
        } else {
            spelled.push_str(" camel");
        }
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_keyword_is_a_plain_name() {
        let keywords = "_ abstract as async await become box break const continue crate do dyn else enum extern false \
                        final fn for gen if impl in let loop macro match mod move mut override priv pub ref return \
                        Self self static struct super trait true try type typeof unsafe unsized use virtual where \
                        while yield";
        for keyword in keywords.split(' ') {
            assert!(!is_plain(keyword), "{keyword}");
            assert_ne!(escape(keyword).0, keyword);
        }
        for other in ["", "1st", "a b", "r#type", "größe", "name"] {
            assert!(!is_plain(other), "{other}");
        }
        for plain in ["overrides", "SELF", "self_", "as2", "Type"] {
            assert!(is_plain(plain), "{plain}");
            assert!(syn::parse_str::<syn::Ident>(plain).is_ok());
        }
    }

    #[test]
    fn words_are_capitalized_as_names_are() {
        for word in ["a", "name", "2nd", "a1b", "über", "ǆ", "ﬀ"] {
            assert_eq!(capitalized(word), word.to_upper_camel_case());
        }
    }
}
