//! Finds the item that a line of generated code is of.
//!
//! Generated code is always laid out in the same way, so the ends of items are known by their indentation.

/// An item of a file: its lines, with its documentation, and its name.
struct Item<'t> {
    first: usize,
    last: usize,
    name: &'t str,
}

/// Returns the path of the item at a line, as callers write it; `None` if the line is of no item, such as an import.
pub fn path_at(file: &str, text: &str, line: usize) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let index = line.checked_sub(1).filter(|index| *index < lines.len())?;
    let around = (0..lines.len()).filter_map(|at| item(&lines, at));
    let around = around.filter(|item| (item.first..=item.last).contains(&index));
    let mut path: Vec<&str> = module(file).into_iter().collect();
    let before = path.len();
    path.extend(around.map(|item| item.name));
    // The methods of a type are in a block of their own, and a function can hold others.
    path.dedup();
    (path.len() > before).then(|| path.join("::"))
}

/// Returns the module of a file of a crate; `None` for its root, the models, and a module of another crate.
fn module(file: &str) -> Option<&str> {
    let file = file.strip_suffix(".rs")?;
    let (_, below) = file.rsplit_once("src/")?;
    (!below.contains('/') && below != "lib" && below != "models").then_some(below)
}

/// Returns the item that a line declares.
fn item<'t>(lines: &[&'t str], at: usize) -> Option<Item<'t>> {
    let line = lines[at];
    let indent = indent(line);
    let name = name(lines, at)?;
    Some(Item {
        first: first(lines, at, indent),
        last: last(lines, at, indent),
        name,
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Returns the name that a line declares.
fn name<'t>(lines: &[&'t str], at: usize) -> Option<&'t str> {
    const WORDS: [&str; 8] = [
        "fn", "struct", "enum", "mod", "const", "static", "type", "trait",
    ];
    let code = lines[at].trim_start();
    let code = code.strip_prefix("pub(crate) ").unwrap_or(code);
    let is_public = code.starts_with("pub ");
    let code = code.strip_prefix("pub ").unwrap_or(code);
    if let Some(block) = code.strip_prefix("impl") {
        // `impl<'de> Object<'de> for UsageFile {`
        let block = block.trim_end_matches(['{', ' ']);
        let of = block.rsplit_once(" for ").map_or(block, |(_, of)| of);
        let of = of.rsplit(' ').next().unwrap_or(of);
        return identifier(of.rsplit("::").next().unwrap_or(of));
    }
    let declared = code.split_once(' ');
    if let Some((_, behind)) = declared.filter(|(word, _)| WORDS.contains(word)) {
        let behind = behind.strip_prefix("fn ").unwrap_or(behind);
        return identifier(behind);
    }
    let name = identifier(code)?;
    let behind = code.trim_start_matches("r#").strip_prefix(name)?;
    let is_field = is_public && behind.starts_with(": ");
    let is_variant =
        !is_public && is_in_enum(lines, at) && behind.starts_with(['(', ',', ' ', '{']);
    (is_field || is_variant).then_some(name)
}

/// Returns the identifier that a text begins with.
fn identifier(text: &str) -> Option<&str> {
    let text = text.strip_prefix("r#").unwrap_or(text);
    let end = text.find(|it: char| !it.is_alphanumeric() && it != '_');
    let name = &text[..end.unwrap_or(text.len())];
    let is_one = name.starts_with(|it: char| it.is_alphabetic() || it == '_');
    is_one.then_some(name)
}

/// Returns whether the line around a line, which is less indented, begins an enum.
fn is_in_enum(lines: &[&str], at: usize) -> bool {
    let own = indent(lines[at]);
    let before = lines[..at].iter().rev();
    let mut around = before.filter(|line| !line.trim().is_empty() && indent(line) < own);
    around
        .next()
        .is_some_and(|line| line.trim_start().starts_with("pub enum "))
}

/// Returns the first line of an item with its documentation and its attributes.
fn first(lines: &[&str], at: usize, own: usize) -> usize {
    let mut first = at;
    while let Some(before) = first.checked_sub(1) {
        let text = lines[before].trim_start();
        let mut starts = ["///", "#[", ")]"].iter();
        let is_own = indent(lines[before]) == own && starts.any(|it| text.starts_with(it));
        if !is_own && !is_in_attribute(lines, before, own) {
            break;
        }
        first = before;
    }
    first
}

/// Returns whether a line is within an attribute of several lines.
fn is_in_attribute(lines: &[&str], at: usize, own: usize) -> bool {
    let mut below = lines[at..].iter();
    let end = below.find(|line| indent(line) <= own);
    indent(lines[at]) > own && end.is_some_and(|line| line.trim_start().starts_with(")]"))
}

/// Returns the last line of an item: its own, or the one that closes it.
fn last(lines: &[&str], at: usize, own: usize) -> usize {
    if lines[at].ends_with([';', ',', '}']) {
        return at;
    }
    let mut below = lines.iter().enumerate().skip(at + 1);
    let end = below.find(|(_, line)| {
        let closes = line.trim_start().starts_with('}') || line.ends_with([';', ',']);
        !line.trim().is_empty() && indent(line) <= own && closes
    });
    end.map_or(at, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
use connect_runtime::Call;

/// Reads one.
pub fn get(
    id: &str,
) -> Call<File> {
    Request::new()
}

pub mod filter {
    filters! {
        /// Filters.
        #[offers(
            Eq,
        )]
        pub const ID: str = \"id\";

        /// Others.
        pub const NAME: str = \"name\";
    }
}

open_enum! {
    /// A state.
    pub enum State {
        /// Open.
        Open = \"open\",
        Shut = \"shut\",
    }
}

impl<'a> From<&'a str> for crate::models::File {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}
";

    #[test]
    fn each_line_is_of_the_item_around_it() {
        let path = |line| path_at("generated/x/src/files.rs", FILE, line);
        let shown: Vec<String> = (1..=35)
            .map(|line| path(line).unwrap_or_default())
            .collect();
        let get = "files::get";
        let filter = "files::filter";
        assert_eq!(shown[..2], ["", ""]);
        assert_eq!(shown[2..8], [get; 6]);
        assert_eq!(shown[8], "");
        assert_eq!(shown[9..11], [filter; 2]);
        assert_eq!(shown[11..16], ["files::filter::ID"; 5]);
        assert_eq!(shown[17..19], ["files::filter::NAME"; 2]);
        assert_eq!(shown[19..21], [filter; 2]);
        assert_eq!(shown[23..25], ["files::State"; 2]);
        assert_eq!(shown[25..27], ["files::State::Open"; 2]);
        assert_eq!(shown[27], "files::State::Shut");
        assert_eq!(shown[31], "files::File");
        assert_eq!(shown[32..35], ["files::File::from"; 3]);
    }

    #[test]
    fn files_are_modules() {
        for (file, module) in [
            ("generated/usage/src/files.rs", Some("files")),
            ("generated/usage/src/models/files.rs", None),
            ("generated/usage/src/lib.rs", None),
            ("src/api.rs", Some("api")),
            ("files.txt", None),
        ] {
            assert_eq!(super::module(file), module, "{file}");
        }
    }
}
