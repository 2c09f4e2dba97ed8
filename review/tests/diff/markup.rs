//! Names and texts of a document cannot put anything but themselves into what is shown.

use super::edits::{compared, input};

/// Names that would be more than names.
const NAMES: &[&str] = &[
    r"wick\n\n## 9.9.9\n\n<img src=x onerror=y>",
    "a` <img src=x onerror=y> [click](https://evil.example) ![i](x) `b",
    "`` @someone #1 https://evil.example www.evil.example",
    r"\u001b[2J\u202Ereversed\u2066\u2028## line",
    "a|b *c* _d_ <!-- -->",
];

fn document(name: &str, version: &str) -> String {
    let properties = match name {
        "" => "id: {type: string}".to_owned(),
        name => format!("id: {{type: string}}, \"{name}\": {{type: string}}"),
    };
    format!(
        "
openapi: 3.0.3
info: {{title: t, version: \"{version}\"}}
paths:
  /lamps:
    get:
      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{type: object, properties: {{{properties}}}}}}}}}}}}}
"
    )
}

/// The text without what code spans hold. A span begins and ends with the same number of backticks.
fn outside_of_code(line: &str) -> String {
    let mut rest = line;
    let mut outside = String::new();
    while let Some(start) = rest.find('`') {
        outside.push_str(&rest[..start]);
        let fence = rest[start..].chars().take_while(|c| *c == '`').count();
        let behind = &rest[start + fence..];
        let mut from = 0;
        let end = loop {
            let Some(at) = behind[from..].find('`').map(|at| at + from) else {
                panic!("an open code span in {line}");
            };
            let length = behind[at..].chars().take_while(|c| *c == '`').count();
            if length == fence {
                break at + length;
            }
            from = at + length;
        };
        rest = &behind[end..];
    }
    outside + rest
}

fn is_harmless(text: &str, shown: &str) {
    for line in text.lines() {
        let outside = outside_of_code(line);
        for bad in ["<", "](", "![", "@", "://", "www.", "#1", "_d_"] {
            assert!(!outside.contains(bad), "`{bad}` in {shown}: {line}");
        }
        assert!(!line.trim_start().starts_with("## 9"), "{line}");
    }
    is_visible(text);
}

fn is_visible(text: &str) {
    let is_bad = |c: &char| {
        (c.is_control() && *c != '\n') || ('\u{2028}'..='\u{202e}').contains(c) || *c == '\u{2066}'
    };
    assert_eq!(text.chars().find(is_bad), None, "{text:?}");
}

#[test]
fn names_and_versions_stay_what_they_are() {
    for name in NAMES {
        let old = input(&document("", "1"), "");
        let new = input(&document(name, name), "");
        for comparison in [compared(&old, &new), compared(&new, &old)] {
            let markdown = comparison.to_markdown(Some("0.1.0"));
            is_harmless(&markdown, "Markdown");
            let headings = markdown
                .lines()
                .filter(|line| line.starts_with('#'))
                .count();
            assert_eq!(headings, 2, "{markdown}");
            let lines = comparison.to_lines(None);
            for line in &lines {
                assert!(!line.text.contains('\n'), "{}", line.text);
                is_visible(&line.text);
            }
            for section in comparison.to_changelog() {
                for entry in section.entries {
                    assert!(!entry.contains('\n'), "{entry}");
                    is_harmless(&entry, "the changelog");
                }
            }
        }
    }
}
