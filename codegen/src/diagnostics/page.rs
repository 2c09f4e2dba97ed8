//! The pages of `codegen/diagnostics/`: what a diagnostic code means, why it matters, how to fix
//! it, and an example. A test runs every example through the generator.
//!
//! The compiler parses the pages, so everything here is `const` and returns parts of the text.

/// The page about a diagnostic code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The whole text, in Markdown.
    pub text: &'static str,
    /// The title, without the code.
    pub title: &'static str,
    /// What the diagnostic means: whole sentences.
    pub means: &'static str,
    /// Why it matters: one line without a full stop, as diagnostics show it.
    pub why: &'static str,
    /// The usual fix: one line without a full stop, as diagnostics show it.
    pub help: &'static str,
    /// An example and its fix, or why there is none.
    pub example: Result<Example, &'static str>,
}

/// An example that causes a diagnostic code, and its fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The context of the example.
    pub within: Within,
    /// A text in YAML that causes the diagnostic.
    pub written: &'static str,
    /// The fixed text, or the overlay actions that fix it.
    pub fixed: &'static str,
    /// Whether the fix is a list of overlay actions, rather than a replacement.
    pub is_fixed_by_action: bool,
}

/// The context of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// A complete text.
    Text,
    /// The path item of `/things`, in `paths`.
    Path,
    /// The schema `Thing`, in `components`.
    Schema,
    /// The actions of an overlay.
    Overlay,
}

impl Within {
    /// Returns the heading of the example.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "a file",
            Self::Path => "under a path",
            Self::Schema => "as a schema",
            Self::Overlay => "in an overlay",
        }
    }
}

const WHY: &str = "\n\n## Why it matters\n\n";
const HELP: &str = "\n\n## How to fix it\n\n";
const EXAMPLE: &str = "\n\n## Example, ";
const OPEN: &str = "\n\n```yaml\n";
const FIXED: &str = "\n```\n\n## Fixed";
const BY_ACTION: &str = " by an overlay action";
const CLOSE: &str = "\n```\n";
const NO_EXAMPLE: &str = "\n\n## No example\n\n";

impl Page {
    /// Parses the page about a code at compile time.
    ///
    /// # Panics
    /// Panics, and so does not compile, if the page is malformed.
    pub(super) const fn of(code: &str, text: &'static str) -> Self {
        match Self::parse(code, text) {
            Ok(page) => page,
            Err(message) => panic!("{}", message),
        }
    }

    /// Parses the page about a code.
    ///
    /// # Errors
    /// Returns what the page lacks.
    pub(super) const fn parse(code: &str, text: &'static str) -> Result<Self, &'static str> {
        let rest = match split(text, "# ") {
            Some((before, rest)) if before.is_empty() => rest,
            _ => return Err("the page must begin with `# `"),
        };
        let Some((name, rest)) = split(rest, ": ") else {
            return Err("the title must be `# code: title`");
        };
        if !is_equal(name, code) {
            return Err("the title must begin with the code");
        }
        let Some((title, rest)) = split(rest, "\n\n") else {
            return Err("the meaning must follow the title");
        };
        let Some((means, rest)) = split(rest, WHY) else {
            return Err("the page must have a section `Why it matters`");
        };
        let Some((why, rest)) = split(rest, HELP) else {
            return Err("the page must have a section `How to fix it`");
        };
        let (help, example) = match (split(rest, EXAMPLE), split(rest, NO_EXAMPLE)) {
            (Some((help, rest)), None) => match Example::parse(rest) {
                Ok(example) => (help, Ok(example)),
                Err(message) => return Err(message),
            },
            (None, Some((help, rest))) => match split(rest, "\n") {
                Some((reason, rest)) if rest.is_empty() => (help, Err(reason)),
                _ => return Err("the reason for no example must be one line"),
            },
            _ => return Err("the page must have either an `Example` or `No example`"),
        };
        if !is_line(title) || !is_line(means) || !is_line(why) || !is_line(help) {
            return Err("each paragraph must be one line that is not empty");
        }
        Ok(Self {
            text,
            title,
            means,
            why,
            help,
            example,
        })
    }
}

impl Example {
    /// Parses the last two sections of a page, from the context on.
    const fn parse(text: &'static str) -> Result<Self, &'static str> {
        let Some((context, rest)) = split(text, OPEN) else {
            return Err("the example must be a block of `yaml`");
        };
        let within = match context.as_bytes() {
            b"a file" => Within::Text,
            b"under a path" => Within::Path,
            b"as a schema" => Within::Schema,
            b"in an overlay" => Within::Overlay,
            _ => return Err("the context of the example is unknown"),
        };
        let Some((written, rest)) = split(rest, FIXED) else {
            return Err("a section `Fixed` must follow the example");
        };
        let Some((how, rest)) = split(rest, OPEN) else {
            return Err("the fix must be a block of `yaml`");
        };
        let is_fixed_by_action = is_equal(how, BY_ACTION);
        if !how.is_empty() && !is_fixed_by_action {
            return Err("the heading of the fix must be `Fixed` or `Fixed by an overlay action`");
        }
        let fixed = match split(rest, CLOSE) {
            Some((fixed, rest)) if rest.is_empty() => fixed,
            _ => return Err("the page must end with the fix"),
        };
        Ok(Self {
            within,
            written,
            fixed,
            is_fixed_by_action,
        })
    }
}

/// Splits a text at the first occurrence of a mark, as [`str::split_once`] does.
const fn split<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let mut start = 0;
    while start + mark.len() <= text.len() {
        if is_at(text, mark, start) {
            let (before, rest) = text.split_at(start);
            return Some((before, rest.split_at(mark.len()).1));
        }
        start += 1;
    }
    None
}

/// Returns whether a mark stands at a position of a text that is at least as long.
const fn is_at(text: &str, mark: &str, start: usize) -> bool {
    let mut index = 0;
    while index < mark.len() {
        if text.as_bytes()[start + index] != mark.as_bytes()[index] {
            return false;
        }
        index += 1;
    }
    true
}

const fn is_equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && is_at(a, b, 0)
}

const fn is_line(text: &str) -> bool {
    !text.is_empty() && split(text, "\n").is_none()
}

#[cfg(test)]
mod tests {
    use super::Page;

    const GOOD: &str = "# a: b\n\nM.\n\n## Why it matters\n\nw\n\n## How to fix it\n\nh\n\n## Example, as a schema\n\n```yaml\nx\n```\n\n## Fixed\n\n```yaml\ny\n```\n";

    #[track_caller]
    fn refused(from: &str, to: &str, message: &str) {
        let text: &'static str = GOOD.replacen(from, to, 1).leak();
        assert_eq!(Page::parse("a", text), Err(message), "{text}");
    }

    #[test]
    fn a_page_is_read() {
        let page = Page::parse("a", GOOD).unwrap();
        let example = page.example.unwrap();
        assert_eq!((page.title, page.means), ("b", "M."));
        assert_eq!((page.why, page.help), ("w", "h"));
        assert_eq!((example.written, example.fixed), ("x", "y"));
        assert!(!example.is_fixed_by_action);
        let text = GOOD.replace("Fixed", "Fixed by an overlay action").leak();
        assert!(
            Page::parse("a", text)
                .unwrap()
                .example
                .unwrap()
                .is_fixed_by_action
        );
        let (start, _) = GOOD.split_once("## Example").unwrap();
        let text = format!("{start}## No example\n\nR.\n").leak();
        assert_eq!(Page::parse("a", text).unwrap().example, Err("R."));
    }

    #[test]
    fn malformed_pages_are_refused() {
        refused("# a", "a", "the page must begin with `# `");
        refused("a: b", "ab", "the title must be `# code: title`");
        refused("# a", "# c", "the title must begin with the code");
        refused(
            "## Why",
            "## What",
            "the page must have a section `Why it matters`",
        );
        refused(
            "## How",
            "## Who",
            "the page must have a section `How to fix it`",
        );
        refused(
            "\n\nh\n",
            "\n\nh\nh\n",
            "each paragraph must be one line that is not empty",
        );
        refused(
            "## Example",
            "## An",
            "the page must have either an `Example` or `No example`",
        );
        refused(
            "a schema",
            "a thing",
            "the context of the example is unknown",
        );
        refused(
            "```yaml\nx",
            "```\nx",
            "the context of the example is unknown",
        );
        refused(
            "## Fixed",
            "## Mended",
            "a section `Fixed` must follow the example",
        );
        refused(
            "y\n```\n",
            "y\n```\nmore\n",
            "the page must end with the fix",
        );
        refused(
            "## Fixed",
            "## Fixed somehow",
            "the heading of the fix must be `Fixed` or `Fixed by an overlay action`",
        );
    }
}
