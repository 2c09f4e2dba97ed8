//! What an object says about why it failed.

use crate::json::Json;

/// A value that tells why something failed: a text, or an object that has such texts.
pub trait Detail {
    /// Adds what the value has to say; empty texts say nothing.
    fn tell(&self, texts: &mut Vec<String>);

    /// All that the value has to say, in one line.
    fn told(&self) -> Option<String> {
        let mut texts = Vec::new();
        self.tell(&mut texts);
        (!texts.is_empty()).then(|| texts.join("; "))
    }
}

impl Detail for String {
    fn tell(&self, texts: &mut Vec<String>) {
        let text = self.trim();
        if !text.is_empty() {
            texts.push(text.to_owned());
        }
    }
}

/// A text says itself, anything else its JSON.
impl Detail for Json {
    fn tell(&self, texts: &mut Vec<String>) {
        match self.read::<String>() {
            Ok(text) => text.tell(texts),
            Err(_) if matches!(self.as_str(), "null" | "{}" | "[]") => {}
            Err(_) => texts.push(self.as_str().to_owned()),
        }
    }
}

impl<T: Detail> Detail for Option<T> {
    fn tell(&self, texts: &mut Vec<String>) {
        if let Some(value) = self {
            value.tell(texts);
        }
    }
}

impl<T: Detail> Detail for Vec<T> {
    fn tell(&self, texts: &mut Vec<String>) {
        for value in self {
            value.tell(texts);
        }
    }
}

impl<T: Detail + ?Sized> Detail for Box<T> {
    fn tell(&self, texts: &mut Vec<String>) {
        (**self).tell(texts);
    }
}
