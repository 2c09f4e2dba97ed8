//! The tokens of RQL.

use super::Operand;

/// The rest of a query that is being read.
pub(crate) struct Reader<'a> {
    rest: &'a str,
    whole: &'a str,
}

/// Where and why a query cannot be read.
#[derive(Debug, PartialEq)]
pub(crate) struct SyntaxError {
    /// The position, in characters.
    pub at: usize,
    pub expected: &'static str,
}

type Result<T> = std::result::Result<T, SyntaxError>;

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            whole: text,
        }
    }

    pub fn fail<T>(&self, expected: &'static str) -> Result<T> {
        let read = self.whole.len() - self.rest.len();
        let at = self.whole[..read].chars().count();
        Err(SyntaxError { at, expected })
    }

    pub fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Consumes this token if it is next.
    pub fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub fn expect(&mut self, text: &'static str) -> Result<()> {
        match self.take(text) {
            true => Ok(()),
            false => self.fail(text),
        }
    }

    /// A name: an ASCII letter, then letters, digits and `_.-`.
    pub fn name(&mut self) -> Result<&'a str> {
        if !self.peek().is_some_and(|it| it.is_ascii_alphabetic()) {
            return self.fail("a name");
        }
        Ok(self.while_true(|it| it.is_ascii_alphanumeric() || "_.-".contains(it)))
    }

    /// A value of a comparison or a list.
    pub fn operand(&mut self) -> Result<Operand> {
        if self.take("null()") {
            return Ok(Operand::Null);
        }
        if self.take("empty()") {
            return Ok(Operand::Empty);
        }
        let text = self.text()?;
        // This word keeps its meaning even in quotes.
        Ok(match text == "empty()" {
            true => Operand::Empty,
            false => Operand::String(text.to_owned()),
        })
    }

    /// A string, with or without quotes. Quotes cannot be escaped.
    pub fn text(&mut self) -> Result<&'a str> {
        for quote in ["\"", "'"] {
            if let Some(rest) = self.rest.strip_prefix(quote) {
                let Some((text, rest)) = rest.split_once(quote) else {
                    return self.fail("a closing quote");
                };
                self.rest = rest;
                return Ok(text);
            }
        }
        if !self
            .peek()
            .is_some_and(|it| is_word(it) || "-*+\\".contains(it))
        {
            return self.fail("a value");
        }
        Ok(self.while_true(|it| is_word(it) || ". -:+@*\\".contains(it)))
    }

    fn while_true(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|it| !is_part(it));
        let (text, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        text
    }
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}
