//! Items, and what is known about each.

use connect_codegen::Pointer;
use connect_codegen::diagnostics::Span;

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
    /// A field of a function's response headers.
    Header,
    /// The constant of a security scheme.
    Scheme,
    /// A constant about the document itself.
    Constant,
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
            Self::Header => "response header",
            Self::Scheme => "security scheme",
            Self::Constant => "constant",
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

/// A public item of the generated crate that is made of another one: a constructor, a setter, an implementation of a trait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The item, as `diff` prints it: `models::NewUsageFile::new`, `models::UsageFile: Default`.
    pub name: String,
    /// Its signature.
    pub signature: String,
}

/// An item with everything known about it.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// What was asked for, if that is only a part of the item.
    pub part: Option<Part>,
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
