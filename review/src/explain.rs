//! Explains items: maps Rust items to the document and back, and shows what overlays changed.

mod find;
mod items;
mod neighbours;
mod touches;

use connect_codegen::Input;
use connect_codegen::Pointer;
use connect_codegen::diagnostics::{Code, Diagnostic, Diagnostics, Outcome, Span};
use connect_codegen::stages::{Lowered, lowered};

/// The sort of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A resource module.
    Module,
    /// The function of an operation.
    Function,
    /// An argument, or a field of a function's parameters.
    Parameter,
    /// A constant for filtering and ordering a list.
    Filter,
    /// A struct, an enum or a union.
    Type,
    /// A field of a struct.
    Field,
    /// A variant of an enum or a union.
    Variant,
}

impl Kind {
    /// Returns the sort in words.
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

/// A Rust item and its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The sort.
    pub kind: Kind,
    /// The Rust path, such as `files::accept`, `UsageFile::status`, `records::filter::STATUS`.
    pub rust: String,
    /// The name in the document: a method and a path, a wire name, or the name of a component.
    pub wire: String,
    /// The Rust type that it returns, takes or holds.
    pub ty: Option<String>,
    /// The node of the document; `None` for a module.
    pub pointer: Option<Pointer>,
    /// All nodes that it stands for.
    pub pointers: Vec<Pointer>,
}

/// An item with everything known about it.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The item.
    pub item: Item,
    /// The span of its node.
    pub span: Option<Span>,
    /// The spans of the keys that enclose the node.
    pub around: Vec<Span>,
    /// The other nodes that it stands for, with their spans.
    pub also: Vec<(Pointer, Option<Span>)>,
    /// The overlay actions that changed the node.
    pub touches: Vec<Touch>,
    /// Related items.
    pub neighbours: Vec<Neighbour>,
}

/// The effect of an overlay action on a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// The span of the action.
    pub span: Option<Span>,
    /// The target of the action.
    pub target: String,
    /// The description of the action, which gives its reason.
    pub reason: Option<String>,
    /// The members that it set, relative to the node: `description`, `x-connect-name`.
    pub set: Vec<String>,
}

/// The items in one relation to another item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The relation: `takes`, `returns`, `is used by`.
    pub relation: &'static str,
    /// The Rust paths of the items.
    pub items: Vec<String>,
}

/// A document with its overlays, and all Rust items generated from it.
pub struct Guide {
    lowered: Lowered,
    items: Vec<Item>,
}

impl Guide {
    /// Reads a document. Warnings and notes are dropped, because they are not what is asked for.
    ///
    /// # Errors
    /// The outcome has no value if the document or an overlay has an error.
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

    /// Returns all items.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Explains an item, given by its Rust path, a JSON pointer, an operationId, a method and a
    /// path, or a wire name.
    ///
    /// # Errors
    /// The outcome has no value if nothing has this name. The diagnostic `unknown-name` then
    /// suggests similar names.
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
        let message = format!("unknown name `{what}`");
        let diagnostic = Diagnostic::error(Code::UnknownName, message);
        match near.is_empty() {
            true => diagnostic,
            false => diagnostic.help(format!("similar names: {}", near.join(", "))),
        }
    }
}

fn explanation(item: &Item, items: &[Item], lowered: &Lowered) -> Explanation {
    let Lowered {
        document, sources, ..
    } = lowered;
    let span = item
        .pointer
        .as_ref()
        .and_then(|pointer| sources.span_of(document, pointer));
    let around = item.pointer.as_ref().zip(span.as_ref());
    let others = item.pointers.iter();
    Explanation {
        around: around
            .map(|(pointer, span)| sources.around(document, pointer, span))
            .unwrap_or_default(),
        span,
        also: others
            .filter(|pointer| Some(*pointer) != item.pointer.as_ref())
            .map(|pointer| (pointer.clone(), sources.span_of(document, pointer)))
            .collect(),
        touches: touches::of(item, items, &lowered.applied),
        neighbours: neighbours::of(item, &lowered.api),
        item: item.clone(),
    }
}
