//! Explain: from an item of Rust to the document and back, with what the overlays did to it.

mod find;
mod items;
mod neighbours;
mod touches;

use crate::diagnostics::{Diagnostic, Diagnostics, Outcome, Span};
use crate::generate::{Input, Lowered, lowered};
use crate::pointer::Pointer;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The module of a resource.
    Module,
    /// An operation.
    Function,
    /// An argument, or a field of a function's parameters.
    Parameter,
    /// A constant to filter and order a list with.
    Filter,
    /// A struct, an enum or a union.
    Type,
    /// A field of a struct.
    Field,
    /// A variant of an enum or a union.
    Variant,
}

impl Kind {
    /// The kind in words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Module => "module",
            Self::Function => "function",
            Self::Parameter => "parameter",
            Self::Filter => "filter",
            Self::Type => "type",
            Self::Field => "field",
            Self::Variant => "variant",
        }
    }
}

/// An item of Rust, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its path in Rust, such as `files::accept`, `UsageFile::status`, `records::filter::STATUS`.
    pub rust: String,
    /// What it is in the document: a method and a path, a name on the wire, the name of a component.
    pub wire: String,
    /// What it gives, takes or holds, in Rust.
    pub ty: Option<String>,
    /// The node of the document; nothing for a module.
    pub pointer: Option<Pointer>,
    /// Every node that it stands for.
    pub pointers: Vec<Pointer>,
}

/// An item, and all that there is to say about it.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The item.
    pub item: Item,
    /// Where its node stands.
    pub span: Option<Span>,
    /// The keys around that.
    pub around: Vec<Span>,
    /// The further nodes that it stands for, with their places.
    pub also: Vec<(Pointer, Option<Span>)>,
    /// The overlay actions that made of the node what it is.
    pub touches: Vec<Touch>,
    /// What it has to do with.
    pub neighbours: Vec<Neighbour>,
}

/// What an overlay action did to a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// Where the action stands.
    pub span: Option<Span>,
    /// The action's target.
    pub target: String,
    /// The action's description, which gives its reason.
    pub reason: Option<String>,
    /// What it set, below the node: `description`, `x-connect-name`.
    pub set: Vec<String>,
}

/// Items of one relation to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The relation: `takes`, `gives`, `is used by`.
    pub relation: &'static str,
    /// The items' paths in Rust.
    pub items: Vec<String>,
}

/// A document with its overlays, and every item of Rust that is made of it.
pub struct Guide {
    lowered: Lowered,
    items: Vec<Item>,
}

impl Guide {
    /// Reads a document. Without errors, nothing is said of it: that is not what is asked for.
    ///
    /// # Errors
    /// The outcome has no value if the document or an overlay is wrong.
    pub fn new(input: &Input) -> Outcome<Self> {
        let mut diagnostics = Diagnostics::new();
        match lowered(input, &mut |_| {}, &mut diagnostics) {
            None => Outcome::failed(diagnostics),
            Some(lowered) => {
                let items = items::all(&lowered.api, &lowered.document);
                Outcome::new(Self { lowered, items }, Diagnostics::new())
            }
        }
    }

    /// All items.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Explains what is asked for: a path in Rust, a JSON pointer, an operation id, a method and a
    /// path, or a name on the wire.
    ///
    /// # Errors
    /// The outcome has no value if there is no such thing: the finding `unknown-name` then tells what
    /// is near.
    pub fn explain(&self, what: &str) -> Outcome<Vec<Explanation>> {
        let found = find::find(&self.items, &self.lowered, what);
        let mut diagnostics = Diagnostics::new();
        if found.is_empty() {
            diagnostics.push(self.unknown(what));
        }
        let explanations = found
            .into_iter()
            .map(|item| explanation(item, &self.items, &self.lowered))
            .collect();
        Outcome::new(explanations, diagnostics)
    }

    fn unknown(&self, what: &str) -> Diagnostic {
        let near = find::nearest(&self.items, &self.lowered, what);
        let message = format!("there is nothing called `{what}`");
        let diagnostic = Diagnostic::error("unknown-name", message);
        match near.is_empty() {
            true => diagnostic,
            false => diagnostic.help(format!("near to it are {}", near.join(", "))),
        }
    }
}

fn explanation(item: &Item, items: &[Item], lowered: &Lowered) -> Explanation {
    let Lowered {
        document, sources, ..
    } = lowered;
    let located = item
        .pointer
        .as_ref()
        .map(|pointer| sources.locate(Diagnostic::note("", ""), document, pointer));
    let others = item.pointers.iter();
    Explanation {
        span: located.as_ref().and_then(|located| located.span.clone()),
        around: located.map(|located| located.around).unwrap_or_default(),
        also: others
            .filter(|pointer| Some(*pointer) != item.pointer.as_ref())
            .map(|pointer| (pointer.clone(), sources.span_of(document, pointer)))
            .collect(),
        touches: touches::of(item, items, &lowered.applied),
        neighbours: neighbours::of(item, &lowered.api),
        item: item.clone(),
    }
}
