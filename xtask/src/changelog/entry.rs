//! The entries of the changelog, as text.

use connect_review::diff::ON_THE_WIRE;

/// The maximum length of a line.
pub const WIDTH: usize = 118;

/// Returns the package that prefixes an entry.
pub fn owner(entry: &str) -> Option<&str> {
    let (package, _) = entry.strip_prefix('`')?.split_once("`: ")?;
    let is_package = package.starts_with("connect-") && package.ends_with("-api");
    is_package.then_some(package)
}

/// Returns whether an entry has the form of those that this command writes: a subject, followed by
/// items only, or a change of the wire. An entry with another sentence was written by hand.
pub fn is_ours(entry: &str) -> bool {
    let (_, own) = owner(entry).map_or(("", entry), |owner| entry.split_at(owner.len() + 4));
    if own.starts_with(ON_THE_WIRE) {
        return true;
    }
    let Some((_, items)) = entry.rsplit_once(": `") else {
        return false;
    };
    let Some(items) = items.strip_suffix('.') else {
        return false;
    };
    // Between the code spans there is little else.
    let between = items.split('`').skip(1).step_by(2).map(str::trim);
    let is_more = |text: &str| {
        let number = text
            .strip_prefix(", and ")
            .and_then(|it| it.strip_suffix(" more"));
        number.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut between = between.peekable();
    between.peek().is_some() && between.all(|it| matches!(it, "" | "," | "is") || is_more(it))
}

/// Returns a text with single blanks between words, independent of wrapping.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Formats an entry as lines of a list.
pub fn wrapped(entry: &str) -> Vec<String> {
    let mut lines = vec!["-".to_owned()];
    for word in entry.split_whitespace() {
        let length = lines.last().map_or(0, |line| line.chars().count());
        if length + 1 + word.chars().count() > WIDTH && length > 1 {
            lines.push(" ".to_owned());
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_hand_wrote_is_not_ours() {
        for ours in [
            "Field `a`: `models::A.a`.",
            "On the wire: security of `GET /a`: It is authorized by `b`, was `a`.",
            "`connect-usage-api`: On the wire: servers of `GET /a`: It is sent to `b`, was `a`.",
            "Field `a` of `A`: `models::A.a` is `Option<B>`, `models::A::a`, and 12 more.",
        ] {
            assert!(is_ours(ours), "{ours}");
        }
        for hand in [
            "By hand.",
            "Field `a`: `models::A.a`. Take `b` in its place.",
            "Field `a`: `models::A.a` instead of `b`.",
            "`Client`: waits.",
            "A thing: `a`",
        ] {
            assert!(!is_ours(hand), "{hand}");
        }
    }
}
