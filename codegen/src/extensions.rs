//! The extensions `x-connect-…`: what each is called, which form it has, and its value.
//!
//! The steps read an extension through this module. A value of another form is none; that it has another form is
//! reported once, by the checks, from the same table.

pub mod filter;
pub mod settle;
pub mod states;

use crate::node::{Entry, Node, SourceSpan, Value};

/// What is wrong with an extension.
#[derive(Debug)]
pub struct Problem {
    /// The part that it is about. What an overlay appends or merges has another span than what was there before.
    pub span: SourceSpan,
    /// The headline.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

impl Problem {
    /// Creates a problem.
    pub fn new(span: SourceSpan, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: help.into(),
        }
    }
}

/// The form of an extension's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `true` or `false`.
    Boolean,
    /// A string.
    String,
    /// An array with at least one element, whose form is described where it is read.
    List,
    /// An array of strings, with at least one.
    Names,
    /// A mapping of strings.
    Strings,
    /// A form of its own, which is described where it is read.
    Own,
}

/// Defines the extensions, in the order of their names.
macro_rules! extensions {
    ($($(#[$doc:meta])* $extension:ident = $key:literal: $form:ident;)*) => {
        /// An extension of the document or an overlay.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Extension {
            $($(#[$doc])* $extension,)*
        }

        impl Extension {
            /// All extensions, by name.
            pub const ALL: &'static [Self] = &[$(Self::$extension,)*];

            /// Returns the key of the extension.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$extension => $key,)* }
            }

            /// Returns the form of its value.
            pub const fn form(self) -> Form {
                match self { $(Self::$extension => Form::$form,)* }
            }
        }
    };
}

extensions! {
    /// The properties of an object that every response has.
    Always = "x-connect-always": Names;
    /// The properties that say why an object failed.
    ErrorDetail = "x-connect-error-detail": Names;
    /// The Rust name of a property, a parameter or a filter.
    Field = "x-connect-field": String;
    /// The name of a file that is uploaded without one, on the `encoding` of a part.
    FileName = "x-connect-file-name": String;
    /// What a query parameter is as a filter: its lookups, search and ordering.
    Filter = "x-connect-filter": Own;
    /// The Rust name of the type that forms have beside others of the same schema.
    FormName = "x-connect-form-name": String;
    /// The members of a response that are path parameters where they are absent.
    FromPath = "x-connect-from-path": Own;
    /// The module and the function of an operation.
    Function = "x-connect-function": Own;
    /// Whether an operation is idempotent, if its method does not say it.
    Idempotent = "x-connect-idempotent": Boolean;
    /// The documentation of resource modules.
    Modules = "x-connect-modules": Strings;
    /// The Rust name of a type.
    Name = "x-connect-name": String;
    /// The prefixes that a slice was selected by.
    Prefixes = "x-connect-prefixes": Names;
    /// What the bindings are called in the `User-Agent` header.
    Product = "x-connect-product": Own;
    /// The Rust name of the type that requests have beside that of responses.
    RequestName = "x-connect-request-name": String;
    /// How the outcome of an operation is found out.
    Settle = "x-connect-settle": Own;
    /// The fields whose values differ between any two rows of a list.
    StableOrder = "x-connect-stable-order": Own;
    /// The transitions between the values of an enum.
    States = "x-connect-states": List;
    /// The property that a bare string in place of an object stands for.
    BareString = "x-connect-string": String;
    /// The documentation of a type, where the description is that of a field.
    TypeDoc = "x-connect-type-doc": String;
    /// The documentation of the values of an enum.
    Values = "x-connect-values": Strings;
    /// The Rust names of the values of an enum.
    Variants = "x-connect-variants": Strings;
}

impl Extension {
    /// Returns the extension with a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.key() == key)
    }

    /// Returns the extension on a node, with its span.
    pub fn entry(self, owner: &Node) -> Option<&Entry> {
        owner.as_map()?.entry(self.key())
    }

    /// Returns the value on a node.
    pub fn get(self, owner: &Node) -> Option<&Node> {
        owner.get(self.key())
    }

    /// Returns the value on a node, if it is a string.
    pub fn string(self, owner: &Node) -> Option<&str> {
        self.get(owner)?.as_str()
    }

    /// Returns the value on a node, if it is a boolean.
    pub fn boolean(self, owner: &Node) -> Option<bool> {
        self.get(owner)?.as_bool()
    }

    /// Returns the strings of the array on a node; empty if there is none.
    pub fn strings(self, owner: &Node) -> impl Iterator<Item = &str> {
        let items = self.get(owner).map(Node::items).unwrap_or_default();
        items.iter().filter_map(Node::as_str)
    }

    /// Returns the string that the mapping on a node has for a key.
    pub fn string_of<'n>(self, owner: &'n Node, key: &str) -> Option<&'n str> {
        self.get(owner)?.get_str(key)
    }

    /// Checks that the value has the form of the extension.
    ///
    /// # Errors
    /// The first part that has not.
    pub fn check_form(self, entry: &Entry) -> Result<(), Problem> {
        let key = self.key();
        let whole = |wanted: &str, help: &str| {
            let found = entry.node.kind();
            let message = format!("expected `{key}` to be {wanted}, found {found}");
            Err(Problem::new(entry.span, message, help))
        };
        match (self.form(), &entry.node.value) {
            (Form::Own, _) | (Form::Boolean, Value::Bool(_)) | (Form::String, Value::String(_)) => {
                Ok(())
            }
            (Form::Boolean, _) => whole("a boolean", "write `true` or `false`"),
            (Form::String, _) => whole("a string", "write a string"),
            (Form::List | Form::Names, Value::Array(items)) if items.is_empty() => {
                let message = format!("`{key}` is an empty array");
                let help = "add elements, or remove it";
                Err(Problem::new(entry.span, message, help))
            }
            (Form::List, Value::Array(_)) => Ok(()),
            (Form::Names, Value::Array(items)) => all_strings(key, items),
            (Form::List | Form::Names, _) => whole("an array", "write an array"),
            (Form::Strings, Value::Map(map)) => {
                let mut members = map.entries().iter();
                match members.find(|it| it.node.as_str().is_none()) {
                    None => Ok(()),
                    Some(wrong) => {
                        let (name, found) = (&wrong.key, wrong.node.kind());
                        let message =
                            format!("expected `{name}` of `{key}` to be a string, found {found}");
                        Err(Problem::new(wrong.span, message, "write a string"))
                    }
                }
            }
            (Form::Strings, _) => whole("a mapping", "write a mapping of names to strings"),
        }
    }
}

fn all_strings(key: &str, items: &[Node]) -> Result<(), Problem> {
    match items.iter().find(|it| it.as_str().is_none()) {
        None => Ok(()),
        Some(wrong) => {
            let found = wrong.kind();
            let message = format!("expected an element of `{key}` to be a string, found {found}");
            Err(Problem::new(wrong.span, message, "write a string"))
        }
    }
}
