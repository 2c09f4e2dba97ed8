//! Derives Rust names from the names of the document and the wire.
//!
//! operationIds are not used: they have changed for every operation at once. Functions are named
//! after method and path (see [`functions`]), types after components and their position.

mod exact;
pub mod functions;
mod words;

pub use exact::{exact_pascal, exact_shouty, exact_snake, short};
pub use words::{is_action, singular_last};

use std::collections::HashMap;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

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
    let name = ascii(text).to_upper_camel_case();
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
    let snake = ascii(text).to_snake_case();
    let words = snake.split('_').filter(|it| !it.is_empty());
    words.map(|it| it.to_upper_camel_case()).collect()
}

/// Returns the name of a type. Avoids names that generated code uses itself.
#[must_use]
pub fn type_ident(text: &str) -> Option<Ident> {
    let name = pascal(text)?;
    let mut taken = PRELUDE.into_iter().chain(SERDE).chain(runtime());
    if taken.any(|taken| taken == name) {
        return Some(Ident(format!("{name}Type")));
    }
    Some(Ident(name))
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
    let name = leading_letter(ascii(text).to_snake_case(), 'v')?;
    Some(escape(&name))
}

/// Returns the name of a field with punctuation spelled out.
#[must_use]
pub fn spelled_snake(text: &str) -> Option<Ident> {
    snake(&spell(text))
}

/// Ways to make a name, from the shortest to one that is always distinct.
pub struct Rules {
    /// Words only.
    pub simple: fn(&str) -> Option<Ident>,
    /// With punctuation spelled out.
    pub spelled: fn(&str) -> Option<Ident>,
    /// With everything spelled out.
    pub exact: fn(&str) -> Ident,
}

/// The names of fields and arguments.
pub const FIELDS: Rules = Rules {
    simple: snake,
    spelled: spelled_snake,
    exact: exact_snake,
};

/// The names of variants.
pub const VARIANTS: Rules = Rules {
    simple: variant_ident,
    spelled: spelled_variant_ident,
    exact: exact_pascal,
};

/// The names of filters.
pub const FILTERS: Rules = Rules {
    simple: shouty,
    spelled: spelled_shouty,
    exact: exact_shouty,
};

/// Returns distinct Rust names for names of the document, in order: the pinned name, or the simple
/// name, or the name with punctuation spelled out, or the exact name. The second part of the result has a message for
/// each name that is not distinct, with its index: of pinned names, or of one text that is there twice.
#[must_use]
pub fn distinct(
    named: &[(&str, Option<&str>)],
    rules: &Rules,
) -> (Vec<Ident>, Vec<(usize, String)>) {
    let Rules {
        simple,
        spelled,
        exact,
    } = rules;
    let first: Vec<Option<Ident>> = named
        .iter()
        .map(|(text, pinned)| pinned.map_or_else(|| simple(text), |name| Some(escape(name))))
        .collect();
    let mut uses: HashMap<&Option<Ident>, usize> = HashMap::new();
    for ident in &first {
        *uses.entry(ident).or_default() += 1;
    }
    // Nearly always that is all.
    if uses.len() == first.len() && !uses.contains_key(&None) {
        return (first.into_iter().flatten().collect(), Vec::new());
    }
    let is_shared = |ident: &Option<Ident>| uses.get(ident).is_some_and(|count| *count > 1);
    let second: Vec<Option<Ident>> = named
        .iter()
        .zip(&first)
        .map(|((text, pinned), ident)| match pinned {
            None if is_shared(ident) || ident.is_none() => spelled(text),
            _ => ident.clone(),
        })
        .collect();
    let mut uses: HashMap<&Option<Ident>, usize> = HashMap::new();
    for ident in &second {
        *uses.entry(ident).or_default() += 1;
    }
    let is_shared = |ident: &Option<Ident>| uses.get(ident).is_some_and(|count| *count > 1);
    let idents: Vec<Ident> = named
        .iter()
        .zip(&second)
        .map(|((text, pinned), ident)| match (pinned, ident) {
            (None, Some(shared)) if is_shared(&Some(shared.clone())) => exact(text),
            (_, Some(ident)) => ident.clone(),
            (_, None) => exact(text),
        })
        .collect();
    let mut problems = Vec::new();
    let mut taken: HashMap<&Ident, &str> = HashMap::new();
    for (index, ((text, _), name)) in named.iter().zip(&idents).enumerate() {
        if let Some(other) = taken.insert(name, text) {
            let problem = format!("`{other}` and `{text}` would both be named `{name}`");
            problems.push((index, problem));
        }
    }
    (idents, problems)
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
    let plain = name.0.trim_start_matches("r#");
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
    leading_letter(ascii(text).to_shouty_snake_case(), 'V').map(Ident)
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
        name.push_str(&ascii(word).to_shouty_snake_case());
        name.push_str(&behind[..behind.len() - next.len()]);
        rest = next;
    }
    name.push_str(&ascii(rest).to_shouty_snake_case());
    leading_letter(name, 'V').map(Ident)
}

/// Returns an identifier: raw, or with an underscore, if the name is a Rust keyword.
#[must_use]
pub fn escape(name: &str) -> Ident {
    // `gen` is a keyword since edition 2024, which syn does not know.
    if name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok() {
        return Ident(name.to_owned());
    }
    if matches!(name, "self" | "Self" | "super" | "crate" | "_") {
        return Ident(format!("{name}_"));
    }
    Ident(format!("r#{name}"))
}

/// Keeps ASCII letters and digits; everything else separates words.
fn ascii(text: &str) -> String {
    text.chars()
        .map(|character| {
            if character.is_ascii_alphanumeric() {
                character
            } else {
                ' '
            }
        })
        .collect()
}

fn leading_letter(name: String, prefix: char) -> Option<String> {
    match name.chars().next() {
        None => None,
        Some(first) if first.is_ascii_digit() => Some(format!("{prefix}{name}")),
        Some(_) => Some(name),
    }
}

/// Spells out punctuation and letter case, so that `Etc/GMT-8` and `Etc/GMT+8` differ.
fn spell(text: &str) -> String {
    let mut spelled = String::new();
    for character in text.chars() {
        match character {
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
            ':' => spelled.push_str(" colon "),
            other if other.is_ascii() => spelled.push(other),
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
        }
    }
    spelled
}
