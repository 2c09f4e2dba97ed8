//! Bounds the regular expressions of filters: the library compiles the pattern again for every node that a filter looks
//! at, and counted repetitions multiply the size of what is compiled.

use super::query::escaped;

/// The largest weight of a pattern. A class of Unicode, such as `\p{L}`, weighs as much as some hundred characters, and a
/// counted repetition multiplies the weight.
const MOST_WEIGHT: u64 = 2_000;

/// The weight of a class of Unicode.
const CLASS_WEIGHT: u64 = 200;

/// Checks the patterns of `match` and `search` in a JSONPath.
///
/// # Errors
/// Returns what is wrong with the first pattern that is too large, or that is no string in the JSONPath itself: its size
/// would depend on the document.
pub fn check(path: &str) -> Result<(), String> {
    for last in last_arguments(path) {
        let Some(pattern) = literal(last.trim()) else {
            return Err(
                "the pattern of `match` and `search` must be a string in the target itself"
                    .to_owned(),
            );
        };
        if weight(&pattern) > MOST_WEIGHT {
            return Err("the pattern is too large: shorten it, or repeat less in it".to_owned());
        }
    }
    Ok(())
}

/// Returns the last arguments of all calls of `match` and `search`, as they are written.
fn last_arguments(path: &str) -> Vec<&str> {
    // The open parentheses: where the last argument begins, if it is a call of one of the two functions.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut found = Vec::new();
    let mut quote = None;
    let mut is_escaped = false;
    for (at, character) in path.char_indices() {
        match (quote, character) {
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), '\\') => is_escaped = true,
            (Some(close), _) if character == close => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '(') => {
                let before = path.get(..at).unwrap_or_default();
                let is_pattern = before.ends_with("match") || before.ends_with("search");
                open.push(is_pattern.then_some(at + 1));
            }
            (None, ',') => {
                if let Some(Some(start)) = open.last_mut() {
                    *start = at + 1;
                }
            }
            (None, ')') => {
                if let Some(Some(start)) = open.pop() {
                    found.extend(path.get(start..at));
                }
            }
            _ => {}
        }
    }
    found
}

/// Returns the value of a string literal; `None` if it is none.
fn literal(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|it| matches!(it, '\'' | '"'))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut value = String::new();
    let mut characters = inner.char_indices();
    while let Some((_, character)) = characters.next() {
        value.push(match character {
            '\\' => escaped(&mut characters)?,
            other => other,
        });
    }
    Some(value)
}

/// Estimates from above how large the compiled pattern is.
fn weight(pattern: &str) -> u64 {
    let mut weight = 1_u64;
    let mut factor = 1_u64;
    let mut is_escaped = false;
    for (at, character) in pattern.char_indices() {
        weight = weight.saturating_add(1);
        match character {
            _ if is_escaped => {
                if matches!(
                    character,
                    'p' | 'P' | 'w' | 'W' | 'd' | 'D' | 's' | 'S' | 'b' | 'B'
                ) {
                    weight = weight.saturating_add(CLASS_WEIGHT);
                }
                is_escaped = false;
            }
            '\\' => is_escaped = true,
            '{' => factor = factor.saturating_mul(repetitions(pattern.get(at + 1..))),
            _ => {}
        }
    }
    weight.saturating_mul(factor)
}

/// Returns the largest number of a counted repetition, behind its brace; 1 if it is none.
fn repetitions(behind: Option<&str>) -> u64 {
    let counts = behind.and_then(|it| it.split_once('}')).map(|it| it.0);
    let numbers = counts.into_iter().flat_map(|it| it.split(','));
    let numbers = numbers.filter(|it| !it.trim().is_empty());
    // A number that is too long to be one counts as the largest.
    let number = |text: &str| {
        let text = text.trim();
        let is_number = text.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| text.parse().unwrap_or(u64::MAX))
    };
    numbers.filter_map(number).max().unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_bounded() {
        for path in [
            "$.paths['/files/{id}'].get",
            "$..parameters[?search(@.name, '^[a-z]+$')]",
            "$..parameters[?match(@.name, \"\\\\p{L}{1,8}\")]",
            "$[?search(@['a)(b,'], 'x{64}') && length(@.a) > 1]",
            "$[?match(value(@.a), 'x')]",
        ] {
            assert_eq!(check(path), Ok(()), "{path}");
        }
        for path in [
            "$[?search(@.a, '(a{1000}){1000}')]",
            "$[?search(@.a, '(\\\\w{50}){10}')]",
            "$[?match(@.a, '(a\\u007b1000})\\u007b1000}')]",
            "$[?!(@.b || search(@.a, 'a{99999999999999999999999}'))]",
        ] {
            assert!(
                check(path).is_err_and(|it| it.contains("too large")),
                "{path}"
            );
        }
        let long = format!("$[?match(@.a, '{}')]", "a".repeat(3000));
        assert!(check(&long).is_err());
        for path in ["$[?match(@.a, @.b)]", "$[?search('a', $.info.title)]"] {
            assert!(
                check(path).is_err_and(|it| it.contains("in the target itself")),
                "{path}"
            );
        }
    }
}
