//! The texts of a run, for excerpts.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use connect_codegen::Source;

/// The texts that were read, by file name.
#[derive(Debug, Default)]
pub struct Texts(BTreeMap<String, Text>);

/// A text, and the positions of its lines, found when the first is asked for.
#[derive(Debug)]
pub struct Text {
    text: String,
    lines: OnceCell<Vec<Range<usize>>>,
}

impl Texts {
    /// Records a text.
    pub fn add(&mut self, source: &Source) {
        let text = Text::new(&source.text);
        self.0.insert(source.name.clone(), text);
    }

    /// Returns the text of a file, if it was read.
    pub fn get(&self, file: &str) -> Option<&Text> {
        self.0.get(file)
    }
}

impl Text {
    fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            lines: OnceCell::new(),
        }
    }

    /// Returns a line (1-based) without its end; `None` if there is no such line.
    pub fn line(&self, number: usize) -> Option<&str> {
        let lines = self.lines.get_or_init(|| lines(&self.text));
        let range = lines.get(number.checked_sub(1)?)?;
        self.text.get(range.clone())
    }
}

/// Returns the lines of a text by the rules of YAML: they end with LF, CR LF or CR.
fn lines(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    while start <= bytes.len() {
        let rest = bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let end = start + length.unwrap_or(rest.len());
        lines.push(start..end);
        let is_two = bytes.get(end..end + 2) == Some(b"\r\n");
        start = end + if is_two { 2 } else { 1 };
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_in_yaml() {
        let text = Text::new("a\nbc\r\n\r\nd\re\n");
        let lines: Vec<&str> = (1..).map_while(|number| text.line(number)).collect();
        assert_eq!(lines, ["a", "bc", "", "d", "e", ""]);
        assert_eq!(text.line(0), None);
    }
}
