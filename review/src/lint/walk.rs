//! Enumerates the parts of a document by sort. Only references into other files are followed: what is in such a file is
//! of the sort that the reference wants.

use std::collections::BTreeSet;

use connect_codegen::Pointer;
use connect_codegen::ir::Method;
use connect_codegen::stages::{At, FILES, Node};

/// What a node is, according to OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An HTTP method on a path.
    Operation,
    /// A parameter in the path, query or headers.
    Parameter,
    /// A request body.
    RequestBody,
    /// A response.
    Response,
    /// A response header.
    Header,
    /// A schema.
    Schema,
    /// An example.
    Example,
    /// A link of a response.
    Link,
}

impl Kind {
    /// Returns the section of components for this sort; `None` if it is never referenced.
    pub fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Operation => return None,
            Self::Parameter => "parameters",
            Self::RequestBody => "requestBodies",
            Self::Response => "responses",
            Self::Header => "headers",
            Self::Schema => "schemas",
            Self::Example => "examples",
            Self::Link => "links",
        })
    }

    /// Returns the sort in words, with an article.
    pub fn words(self) -> &'static str {
        match self {
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::Response => "a response",
            Self::Header => "a header",
            Self::Schema => "a schema",
            Self::Example => "an example",
            Self::Link => "a link",
        }
    }

    /// Returns the sort of a section of components.
    pub fn of_section(section: &str) -> Option<Self> {
        const ALL: [Kind; 7] = [
            Kind::Parameter,
            Kind::RequestBody,
            Kind::Response,
            Kind::Header,
            Kind::Schema,
            Kind::Example,
            Kind::Link,
        ];
        ALL.into_iter().find(|kind| kind.section() == Some(section))
    }
}

/// A node of a document, with its sort.
#[derive(Debug, Clone)]
pub struct Piece<'a> {
    /// The sort.
    pub kind: Kind,
    /// The node.
    pub at: At<'a>,
}

impl Piece<'_> {
    /// Returns the target, if it is a reference.
    pub fn reference(&self) -> Option<&str> {
        self.at.node.get_str("$ref")
    }

    /// Returns the path and the method, if it is an operation.
    pub fn route(&self) -> Option<(String, String)> {
        let mut segments = self.at.pointer.segments();
        let is_path = segments.next().as_deref() == Some("paths");
        let (path, method) = (segments.next()?, segments.next()?);
        (is_path && segments.next().is_none()).then_some((path, method))
    }
}

/// Returns all parts of a document, in order.
pub fn pieces(root: &Node) -> Vec<Piece<'_>> {
    let mut walk = Walk {
        root,
        found: Vec::new(),
        passed: BTreeSet::new(),
        pending: Vec::new(),
    };
    let at = At {
        node: root,
        pointer: Pointer::root(),
    };
    for (_, item) in at.get("paths").iter().flat_map(At::members) {
        walk.path_item(&item);
    }
    for (section, members) in at.get("components").iter().flat_map(At::members) {
        let kind = Kind::of_section(section);
        for (_, member) in members.members() {
            if let Some(kind) = kind {
                walk.piece(kind, member);
            }
        }
    }
    while let Some(target) = walk.pending.pop() {
        match target {
            Target::PathItem(at) => walk.path_item(&at),
            Target::Piece(kind, at) => walk.piece(kind, at),
        }
    }
    walk.found
}

/// The state of the enumeration.
struct Walk<'a> {
    /// The document.
    root: &'a Node,
    /// The parts, in order.
    found: Vec<Piece<'a>>,
    /// What was passed in other files, where references meet.
    passed: BTreeSet<Pointer>,
    /// What is left to enumerate in other files. Chains of references can be long, so they are not followed at once.
    pending: Vec<Target<'a>>,
}

/// What a reference into another file leads to.
enum Target<'a> {
    /// The operations of a path.
    PathItem(At<'a>),
    /// A part of a sort.
    Piece(Kind, At<'a>),
}

impl<'a> Walk<'a> {
    fn path_item(&mut self, item: &At<'a>) {
        if let Some(target) = self.in_file(item)
            && self.is_new(&target)
        {
            self.pending.push(Target::PathItem(target));
        }
        self.elements(Kind::Parameter, item, "parameters");
        for (method, operation) in item.members() {
            if Method::of_key(method).is_some() {
                self.piece(Kind::Operation, operation);
            }
        }
    }

    /// Returns what a reference leads to, if that is in another file.
    fn in_file(&self, at: &At<'a>) -> Option<At<'a>> {
        let pointer = Pointer::from_reference(at.node.get_str("$ref")?)?;
        let is_in_file = pointer.is_within(&Pointer::root().key(FILES));
        let node = self.root.find(&pointer).filter(|_| is_in_file)?;
        Some(At { node, pointer })
    }

    /// Returns whether a node in another file is passed for the first time.
    fn is_new(&mut self, at: &At<'a>) -> bool {
        self.passed.insert(at.pointer.clone())
    }

    fn piece(&mut self, kind: Kind, at: At<'a>) {
        let is_in_file = at.pointer.is_within(&Pointer::root().key(FILES));
        if is_in_file && !self.is_new(&at) {
            return;
        }
        self.found.push(Piece {
            kind,
            at: at.clone(),
        });
        // Members beside a `$ref` are ignored.
        if at.node.get_str("$ref").is_some() {
            if let Some(target) = self.in_file(&at).filter(is_mapping) {
                self.pending.push(Target::Piece(kind, target));
            }
            return;
        }
        match kind {
            Kind::Operation => self.operation(&at),
            Kind::Parameter | Kind::Header => {
                self.member(Kind::Schema, &at, "schema");
                self.members(Kind::Example, &at, "examples");
                self.content(&at);
            }
            Kind::RequestBody => self.content(&at),
            Kind::Response => {
                self.members(Kind::Header, &at, "headers");
                self.content(&at);
                self.members(Kind::Link, &at, "links");
            }
            Kind::Schema => self.schema(&at),
            Kind::Example | Kind::Link => {}
        }
    }

    fn operation(&mut self, at: &At<'a>) {
        self.elements(Kind::Parameter, at, "parameters");
        self.member(Kind::RequestBody, at, "requestBody");
        self.members(Kind::Response, at, "responses");
        for (_, callback) in at.get("callbacks").iter().flat_map(At::members) {
            for (_, item) in callback.members() {
                self.path_item(&item);
            }
        }
    }

    fn content(&mut self, at: &At<'a>) {
        for (_, media) in at.get("content").iter().flat_map(At::members) {
            self.member(Kind::Schema, &media, "schema");
            self.members(Kind::Example, &media, "examples");
            for (_, encoding) in media.get("encoding").iter().flat_map(At::members) {
                self.members(Kind::Header, &encoding, "headers");
            }
        }
    }

    fn schema(&mut self, at: &At<'a>) {
        self.members(Kind::Schema, at, "properties");
        for keyword in ["items", "additionalProperties", "not"] {
            self.member(Kind::Schema, at, keyword);
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            self.elements(Kind::Schema, at, keyword);
        }
    }

    fn member(&mut self, kind: Kind, at: &At<'a>, key: &str) {
        if let Some(at) = at.get(key).filter(is_mapping) {
            self.piece(kind, at);
        }
    }

    fn members(&mut self, kind: Kind, at: &At<'a>, key: &str) {
        for (name, at) in at.get(key).iter().flat_map(At::members) {
            if is_mapping(&at) && !name.starts_with("x-") {
                self.piece(kind, at);
            }
        }
    }

    fn elements(&mut self, kind: Kind, at: &At<'a>, key: &str) {
        for at in at.get(key).iter().flat_map(At::elements) {
            if is_mapping(&at) {
                self.piece(kind, at);
            }
        }
    }
}

fn is_mapping(at: &At<'_>) -> bool {
    at.node.as_map().is_some()
}
