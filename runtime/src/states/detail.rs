//! Failure details: why an object failed, as stated in the object itself.

use crate::json::Json;

/// A value that states why something failed: a string, or an object with such strings.
pub trait Detail {
    /// Appends the messages of the value, except empty ones.
    fn append(&self, messages: &mut Vec<String>);

    /// All messages of the value, in one line.
    fn message(&self) -> Option<String> {
        let mut messages = Vec::new();
        self.append(&mut messages);
        (!messages.is_empty()).then(|| messages.join("; "))
    }
}

impl Detail for String {
    fn append(&self, messages: &mut Vec<String>) {
        let text = self.trim();
        if !text.is_empty() {
            messages.push(text.to_owned());
        }
    }
}

/// A string is a message itself; any other value is shown as JSON.
impl Detail for Json {
    fn append(&self, messages: &mut Vec<String>) {
        match self.read::<String>() {
            Ok(text) => text.append(messages),
            Err(_) if matches!(self.as_str(), "null" | "{}" | "[]") => {}
            Err(_) => messages.push(self.as_str().to_owned()),
        }
    }
}

impl<T: Detail> Detail for Option<T> {
    fn append(&self, messages: &mut Vec<String>) {
        if let Some(value) = self {
            value.append(messages);
        }
    }
}

impl<T: Detail> Detail for Vec<T> {
    fn append(&self, messages: &mut Vec<String>) {
        for value in self {
            value.append(messages);
        }
    }
}

impl<T: Detail + ?Sized> Detail for Box<T> {
    fn append(&self, messages: &mut Vec<String>) {
        (**self).append(messages);
    }
}
