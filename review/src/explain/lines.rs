//! Finds what a line of a file is about: of the document, of an overlay, or of generated code.

use super::components::at_or_using;
use super::item::Item;
use connect_codegen::stages::{Lowered, Node, load_alone};
use connect_codegen::{Applied, Pointer, Source};

/// A line of a file, as `diff` and editors print it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The path of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, if it is known.
    pub column: Option<usize>,
}

impl Line {
    /// Reads `FILE:LINE` or `FILE:LINE:COLUMN`; `None` for anything else.
    ///
    /// ```
    /// use connect_review::Line;
    ///
    /// let line = Line::parse("specs/usage/contract.yml:341:5").expect("a line");
    /// assert_eq!((line.file.as_str(), line.line, line.column), ("specs/usage/contract.yml", 341, Some(5)));
    /// assert_eq!(Line::parse("models::UsageFile"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (before, last) = text.trim().rsplit_once(':')?;
        let last = number(last)?;
        let with_column = before
            .rsplit_once(':')
            .and_then(|(file, line)| Some((file, number(line)?)));
        let (file, line, column) = match with_column {
            Some((file, line)) => (file, line, Some(last)),
            None => (before, last, None),
        };
        (!file.is_empty()).then(|| Self {
            file: file.to_owned(),
            line,
            column,
        })
    }

    /// Returns whether the file has a name, which can be relative to another folder.
    fn is_of(&self, name: &str) -> bool {
        let plain = |path: &str| path.trim_start_matches("./").replace('\\', "/");
        let (file, name) = (plain(&self.file), plain(name));
        let is_below = |long: &str, short: &str| {
            long.strip_suffix(short)
                .is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        is_below(&file, &name) || is_below(&name, &file)
    }

    /// Returns whether a node that begins at a line and a column is behind this line.
    fn is_before(&self, node: (usize, usize)) -> bool {
        match self.column {
            Some(column) => (self.line, column) < node,
            None => self.line < node.0,
        }
    }
}

fn number(text: &str) -> Option<usize> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.filter(|_| text.bytes().all(|it| it.is_ascii_digit()))
}

/// Returns the items that a line of the document or of an overlay is about; `None` if it is of another file.
pub fn find<'i>(
    items: &'i [Item],
    lowered: &Lowered,
    (document, overlays): (&Source, &[Source]),
    line: &Line,
) -> Option<Vec<&'i Item>> {
    let pointers = match line.is_of(&document.name) {
        true => load_alone(document)
            .and_then(|root| node_at(&root, line))
            .into_iter()
            .collect(),
        false => {
            let overlay = overlays.iter().find(|overlay| line.is_of(&overlay.name))?;
            of_overlay(overlay, &lowered.applied, line)
        }
    };
    let mut found: Vec<&Item> = Vec::new();
    for pointer in pointers {
        let here = lowered.moves.now(&pointer);
        for item in existing(&here, &lowered.document)
            .map(|at| at_or_using(items, &lowered.document, &at))
            .unwrap_or_default()
        {
            if !found.iter().any(|other| std::ptr::eq(*other, item)) {
                found.push(item);
            }
        }
    }
    Some(found)
}

/// Returns the nearest node around a pointer that the document has; `None` if that is no part of an operation or of a
/// component: what is not generated has no item.
fn existing(pointer: &Pointer, document: &Node) -> Option<Pointer> {
    let mut at = pointer.clone();
    while document.find(&at).is_none() {
        at = at.parent()?;
    }
    (at.depth() > 1 || at == *pointer).then_some(at)
}

/// Returns the innermost node that begins on a line or, if none does, around it. Of several that begin on the line, it is
/// the outermost, unless there is a column.
fn node_at(root: &Node, line: &Line) -> Option<Pointer> {
    let (mut node, mut at) = (root, Pointer::root());
    loop {
        let members = node.entries().iter();
        let members = members.map(|it| (it.span, at.key(&it.key), &it.node));
        let elements = node.items().iter().enumerate();
        let elements = elements.map(|(index, it)| (it.span, at.index(index), it));
        let mut parts = members
            .chain(elements)
            .map(|(span, at, node)| ((span.line as usize, span.column as usize), at, node))
            .filter(|(span, ..)| !line.is_before(*span));
        let begins = |(span, ..): &((usize, usize), Pointer, &Node)| {
            line.column.is_none() && span.0 == line.line
        };
        let parts: Vec<_> = parts.by_ref().collect();
        let next = match parts.iter().find(|it| begins(it)) {
            Some((_, at, _)) => return Some(at.clone()),
            None => parts.into_iter().max_by_key(|(span, ..)| *span),
        };
        match next {
            Some((_, inner, below)) => (node, at) = (below, inner),
            None => return (at.depth() > 0).then_some(at),
        }
    }
}

/// Returns the nodes that a line of an overlay is about: what its action sets there, or what the action is applied to.
fn of_overlay(overlay: &Source, applied: &[Applied], line: &Line) -> Vec<Pointer> {
    let Some(root) = load_alone(overlay) else {
        return Vec::new();
    };
    let Some(at) = node_at(&root, line) else {
        return Vec::new();
    };
    // In `/actions/3/update/properties/status`, what follows the third step is below the target.
    let segments: Vec<String> = at.segments().collect();
    let below = match segments.get(2).map(String::as_str) {
        Some("update") => segments.get(3..).unwrap_or_default(),
        _ => &[],
    };
    let target = target_line(&root, &segments);
    let action = applied.iter().find(|action| {
        let span = action.span.as_ref();
        action.overlay == overlay.name && span.map(|span| span.line) == target
    });
    let touched = action
        .map(|action| action.touched.as_slice())
        .unwrap_or_default();
    let touched = touched.iter();
    touched
        .map(|target| below.iter().fold(target.clone(), |at, key| at.key(key)))
        .collect()
}

/// Returns the line on which the target of an action is; `None` if the node is of no action.
fn target_line(root: &Node, segments: &[String]) -> Option<usize> {
    let [actions, index, ..] = segments else {
        return None;
    };
    let target = Pointer::root().key(actions).key(index).key("target");
    Some(root.find(&target)?.span.line as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let line = |text| Line::parse(text).map(|it| (it.file, it.line, it.column));
        assert_eq!(line("a.yml:3"), Some(("a.yml".to_owned(), 3, None)));
        assert_eq!(
            line("C:\\a.yml:3:4"),
            Some(("C:\\a.yml".to_owned(), 3, Some(4)))
        );
        for other in [
            "a.yml",
            "a.yml:0",
            "a.yml:+3",
            ":3",
            "UsageFile::3x",
            "a: 3 ",
        ] {
            assert_eq!(line(other), None, "{other}");
        }
    }
}
