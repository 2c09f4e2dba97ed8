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
    lines: OnceCell<Vec<Line>>,
}

/// The position of a line.
#[derive(Debug)]
struct Line {
    /// The bytes of the text.
    range: Range<usize>,
    /// Where in the line each [`STEP`]th character starts, found when a part of the line is asked for.
    starts: OnceCell<Vec<usize>>,
}

/// The distance between the characters whose positions are kept. A document can be one line, with thousands of spans.
const STEP: usize = 64;

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
        self.text.get(self.position(number)?.range.clone())
    }

    /// Returns a part of a line (1-based): some characters from one on, of those that there are.
    pub fn part(&self, number: usize, from: usize, length: usize) -> Option<&str> {
        let line = self.line(number)?;
        let starts = self.position(number)?.starts.get_or_init(|| {
            let characters = line.char_indices().step_by(STEP);
            characters.map(|(at, _)| at).collect()
        });
        let after = |rest: &'_ str, count: usize| {
            let mut characters = rest.char_indices();
            characters.nth(count).map_or(rest.len(), |(at, _)| at)
        };
        let near = starts.get(from / STEP).copied().unwrap_or(line.len());
        let rest = line.get(near..)?;
        let rest = rest.get(after(rest, from % STEP)..)?;
        rest.get(..after(rest, length))
    }

    fn position(&self, number: usize) -> Option<&Line> {
        let lines = self.lines.get_or_init(|| lines(&self.text));
        lines.get(number.checked_sub(1)?)
    }
}

/// Returns the lines of a text by the rules of YAML: they end with LF, CR LF or CR.
fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    while start <= bytes.len() {
        let rest = bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let end = start + length.unwrap_or(rest.len());
        lines.push(Line {
            range: start..end,
            starts: OnceCell::new(),
        });
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

    #[test]
    fn parts_of_a_line_count_characters() {
        let line: String = "aäб灯😀".chars().cycle().take(300).collect();
        let text = Text::new(&format!("first\n{line}\nlast"));
        for from in 0..=line.chars().count() + STEP {
            let part: String = line.chars().skip(from).take(7).collect();
            assert_eq!(text.part(2, from, 7), Some(part.as_str()), "from {from}");
        }
        assert_eq!(text.part(4, 0, 7), None);
    }
}
