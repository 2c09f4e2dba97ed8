//! The façade stays small: anything beyond re-exports belongs in another crate.

use std::path::{Path, PathBuf};

/// The maximum number of lines of code in `src/`, without blank lines and comments.
const MAX_LINES: usize = 150;

/// Returns all Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|it| it.expect("the entry can be read").path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .collect()
}

/// Counts the lines of a source that are neither blank nor part of a comment. A comment at the end of a line of code does not
/// make the line one; a line of a string that looks like a comment counts as one.
fn code(text: &str) -> usize {
    let mut depth = 0_usize;
    let lines = text.lines().map(str::trim).filter(|line| {
        let is_comment = depth > 0 || line.starts_with("//") || line.starts_with("/*");
        if is_comment && !line.starts_with("//") {
            depth = (depth + line.matches("/*").count()).saturating_sub(line.matches("*/").count());
        }
        !line.is_empty() && !is_comment
    });
    lines.count()
}

#[test]
fn the_facade_is_small() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let lines: Vec<_> = sources
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).expect("the source can be read");
            (code(&text), path)
        })
        .collect();
    let all: usize = lines.iter().map(|it| it.0).sum();
    assert!(all > 0, "there is no façade");
    assert!(
        all <= MAX_LINES,
        "{all} lines of code, at most {MAX_LINES}: {lines:#?}"
    );
}

#[test]
fn comments_and_blank_lines_are_not_counted() {
    let text = "//! a\n\n/// b\nfn c() {} // d\n    // e\n/* f\n\ng /* h */\n*/\n    let i = 1;\n/* j */\n}\n";
    assert_eq!(code(text), 3);
}
