//! Reads schemas into an arena: each definition once, and each component that is reached.

mod all_of;
mod alternatives;
mod bases;
mod becoming;
mod compare;
mod deferred;
mod definitions;
mod demands;
mod discriminators;
mod distribute;
mod foreign;
mod further;
mod integers;
mod joint;
mod keywords;
mod kinds;
mod known_values;
mod limits;
mod mappings;
mod merge;
mod merges;
mod nulls;
mod objects;
mod ranges;
mod together;
mod unions;
mod values;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hashbrown::{HashMap, HashSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::heirs::Heirs;
use crate::ir::Type;
use crate::lower::arena::Arena;
use crate::lower::context::Context;
use crate::lower::schema::{Body, Definition, Pinned, SchemaId, Shape};
use crate::lower::stack::with_stack;
use crate::node::At;
use crate::pointer::Pointer;

pub use becoming::becomes_type;
use becoming::is_filled;
use joint::Together;
use mappings::Mapping;
use merges::Merges;

/// The maximum depth of inline schemas within each other. What references lead to is counted by itself. The vendor's need
/// 13.
pub const MOST_NESTED: usize = 100;

/// The number of arrays and maps, each directly within the one before, from which on a component is a type of its own.
const MOST_PLAIN: usize = 32;

/// Returns the warning about a deeper nesting.
pub fn too_deep() -> Diagnostic {
    let message = "too many schemas within each other; any JSON is accepted";
    Diagnostic::warning(Code::TooDeep, message)
}

fn recursive() -> Diagnostic {
    let message = "schemas that refer to each other in a circle; any JSON is accepted";
    Diagnostic::warning(Code::BadReference, message)
}

/// A place in the arena.
#[derive(Debug)]
enum Slot {
    /// A schema that is referred to, and not read yet.
    Referred(Pointer),
    /// A component that is being read.
    Reading,
    /// A schema that becomes a type.
    Definition(Definition),
    /// A component that is another schema: `allOf` with one member is that member.
    Alias(Shape),
}

impl Slot {
    fn definition(&self) -> Option<&Definition> {
        match self {
            Self::Definition(definition) => Some(definition),
            _ => None,
        }
    }
}

/// What is known of a referred schema that does not become a type of itself.
#[derive(Debug, Clone)]
enum Plain {
    /// It is being read.
    Reading,
    /// It is being read, and contains itself: it becomes a type that wraps an array or a map.
    Recursive(SchemaId),
    /// Its shape.
    Known(Shape),
}

/// The pointer of a base, the object that it declares, and the name of the component and that of the overlay.
type Middle = (Pointer, SchemaId, (Option<String>, Box<Pinned>));

/// Reads schemas.
pub struct Schemas<'a> {
    /// The context.
    pub context: &'a Context<'a>,
    slots: Vec<Slot>,
    /// The ids of the schemas that become types.
    ids: HashMap<Pointer, SchemaId>,
    /// The shapes of referred schemas that do not become types of themselves.
    plain: HashMap<Pointer, Plain>,
    /// The schemas that become types, by their ids.
    pointers: HashMap<SchemaId, Pointer>,
    /// The schemas that references lead to.
    referred: HashSet<Pointer>,
    /// The inline schemas that are read once what they extend has been read.
    deferred: HashSet<Pointer>,
    /// The components that extend others, once they are asked for.
    heirs: Option<Heirs>,
    /// The objects that bases declare whose discriminator is that of what they extend: the pointers of the bases, and
    /// the names of their components, which the overlay may give.
    middles: Vec<Middle>,
    /// The objects that are merged from others.
    merges: Merges,
    /// The names that schemas with an `allOf` require, as far as that is known.
    required: RefCell<HashMap<Pointer, Rc<BTreeSet<String>>>>,
    /// The first `type` of schemas with an `allOf`, as far as that is known.
    kinds: HashMap<Pointer, Option<&'a str>>,
    /// Whether schemas allow null, as far as that is known.
    nulls: RefCell<HashMap<Pointer, bool>>,
    /// The components that neither have a discriminator nor extend what has one.
    plain_heirs: HashSet<Pointer>,
    /// The mappings of discriminators, by their place.
    mappings: HashMap<Pointer, Mapping<'a>>,
    /// The schemas that one value satisfies together, by their place.
    together: HashMap<Pointer, Rc<Together<'a>>>,
    /// What objects list in `required` and do not declare. What they are merged with may declare it.
    unknown_required: Vec<(At<'a>, String)>,
    /// Components that may not be read yet.
    pending: Vec<SchemaId>,
    /// The number of schemas that are being read, each within the one before.
    depth: usize,
}

impl<'a> Schemas<'a> {
    /// Creates a reader for a document.
    pub fn new(context: &'a Context<'a>) -> Self {
        Self {
            context,
            slots: Vec::new(),
            ids: HashMap::new(),
            plain: HashMap::new(),
            pointers: HashMap::new(),
            referred: HashSet::new(),
            deferred: HashSet::new(),
            heirs: None,
            middles: Vec::new(),
            merges: Merges::default(),
            required: RefCell::default(),
            kinds: HashMap::new(),
            nulls: RefCell::default(),
            plain_heirs: HashSet::new(),
            mappings: HashMap::new(),
            together: HashMap::new(),
            unknown_required: Vec::new(),
            pending: Vec::new(),
            depth: 0,
        }
    }

    /// Returns the definitions that were read.
    pub fn finish(mut self) -> Arena {
        self.name_middles();
        for (at, name) in &self.unknown_required {
            if self.merges.declares(&at.pointer, name) {
                continue;
            }
            match self.has_values(at) {
                true => self.report_required_value(at, name),
                false => self.report_unknown(at, "required", name),
            }
        }
        let is_alias = |id: &SchemaId| matches!(self.slots[id.0], Slot::Alias(_));
        let aliased = self.ids.iter().filter(|(_, id)| is_alias(id));
        let aliased = aliased.map(|(pointer, _)| pointer.clone()).collect();
        let mut definitions = BTreeMap::new();
        let mut aliases = BTreeMap::new();
        for (index, slot) in self.slots.into_iter().enumerate() {
            let id = SchemaId(index);
            match slot {
                Slot::Definition(definition) => {
                    definitions.insert(id, definition);
                }
                Slot::Alias(shape) => {
                    aliases.insert(id, shape);
                }
                // A reference to a component is read before anything is returned.
                Slot::Referred(_) | Slot::Reading => {}
            }
        }
        Arena::new(definitions, aliases, aliased)
    }

    /// Reports a diagnostic about a node.
    pub fn report(&self, diagnostic: Diagnostic, at: &At<'_>) {
        self.context.report(diagnostic, at);
    }

    fn report_member(&self, diagnostic: Diagnostic, at: &At<'_>, member: &str) {
        self.context.report_member(diagnostic, at, member);
    }

    /// Reads the schema at a node, and all components that it leads to.
    pub fn read(&mut self, at: &At<'a>) -> Shape {
        let shape = self.shape(at);
        while let Some(id) = self.pending.pop() {
            self.settle(id);
        }
        shape
    }

    /// Reads the schema of a body, which may be null. A body without a schema is any JSON.
    pub fn read_body(&mut self, schema: Option<&At<'a>>) -> Shape {
        let Some(at) = schema else {
            return Type::JSON;
        };
        let shape = self.read(at);
        self.or_null(at, shape)
    }

    /// Reads the schema of a parameter, whose name is that of the type.
    pub fn read_parameter(&mut self, at: &At<'a>, wire: &str) -> Shape {
        let shape = self.read(at);
        // `item.type` is about a `type`.
        let leaf = wire.rsplit('.').next().unwrap_or(wire);
        if let Some(Slot::Definition(definition)) =
            shape.innermost().map(|id| &mut self.slots[id.0])
            && definition.component.is_none()
        {
            definition.leaf = leaf.to_owned();
        }
        shape
    }

    /// Returns the shape of a referred schema that is no type of itself. If it contains itself, it becomes one.
    fn plain(&mut self, at: &At<'a>) -> Shape {
        match self.plain.get(&at.pointer) {
            Some(Plain::Known(shape)) => return shape.clone(),
            Some(Plain::Recursive(id)) => return Type::Named(*id),
            Some(Plain::Reading) => {
                let id = self.add(&at.pointer, Slot::Reading);
                self.plain.insert(at.pointer.clone(), Plain::Recursive(id));
                return Type::Named(id);
            }
            None => {}
        }
        self.plain.insert(at.pointer.clone(), Plain::Reading);
        let depth = std::mem::take(&mut self.depth);
        let shape = self.shape(at);
        self.depth = depth;
        let shape = match self.plain.get(&at.pointer) {
            Some(Plain::Recursive(id)) => self.wrapped(*id, shape, at),
            _ if shape.wrappers() >= MOST_PLAIN => {
                let id = self.add(&at.pointer, Slot::Reading);
                self.wrapped(id, shape, at)
            }
            _ => shape,
        };
        let known = Plain::Known(shape.clone());
        self.plain.insert(at.pointer.clone(), known);
        shape
    }

    /// Makes a type of an array or a map that contains itself. Any other schema that consists of itself allows any
    /// JSON.
    fn wrapped(&mut self, id: SchemaId, shape: Shape, at: &At<'a>) -> Shape {
        if matches!(self.slots[id.0], Slot::Definition(_)) {
            return Type::Named(id);
        }
        self.slots[id.0] = match shape {
            Type::Array(_) | Type::Map(_) => {
                Slot::Definition(self.definition_at(at, Body::Newtype(shape), None))
            }
            _ => {
                self.report(recursive(), at);
                Slot::Alias(Type::JSON)
            }
        };
        Type::Named(id)
    }

    /// Reads a schema that becomes a type, unless that is done or in progress, or has to wait. What is nested in it is
    /// counted from there on.
    fn settle(&mut self, id: SchemaId) {
        let Slot::Referred(pointer) = &self.slots[id.0] else {
            return;
        };
        let Some(at) = self.context.at(pointer.clone()) else {
            return;
        };
        if self.waits(&at) {
            return;
        }
        self.slots[id.0] = Slot::Reading;
        let depth = std::mem::take(&mut self.depth);
        let shape = self.shape(&at);
        self.depth = depth;
        if matches!(self.slots[id.0], Slot::Definition(_)) {
            return;
        }
        if self.leads_to(&shape, id) {
            self.wrapped(id, shape, &at);
        } else {
            self.slots[id.0] = Slot::Alias(shape);
        }
    }

    /// Returns whether a shape is only a component, or arrays and maps of it, through other such components.
    fn leads_to(&self, shape: &Shape, id: SchemaId) -> bool {
        let mut next = shape.innermost();
        while let Some(at) = next {
            next = match &self.slots[at.0] {
                _ if *at == id => return true,
                Slot::Alias(shape) => shape.innermost(),
                Slot::Referred(_) | Slot::Reading | Slot::Definition(_) => None,
            };
        }
        false
    }

    /// Returns what a shape is: the component that it is an alias of, or itself.
    pub fn resolve(&mut self, shape: &Shape) -> Shape {
        let mut shape = shape.clone();
        let mut passed = Vec::new();
        while let Type::Named(id) = shape {
            self.settle(id);
            let Slot::Alias(next) = &self.slots[id.0] else {
                break;
            };
            shape = next.clone();
            passed.push(id);
        }
        // Each alias is passed once: thousands can stand for each other.
        passed.pop();
        for id in passed {
            self.slots[id.0] = Slot::Alias(shape.clone());
        }
        shape
    }

    /// Returns the definition that a shape is; `None` if it is none, or is being read.
    pub fn definition(&mut self, shape: &Shape) -> Option<&Definition> {
        match self.resolve(shape) {
            Type::Named(id) => self.slots[id.0].definition(),
            _ => None,
        }
    }

    /// Returns the id of a referred schema that becomes a type. It is read later.
    fn referred(&mut self, at: &At<'_>) -> SchemaId {
        if let Some(id) = self.ids.get(&at.pointer) {
            return *id;
        }
        let id = self.add(&at.pointer, Slot::Referred(at.pointer.clone()));
        self.pending.push(id);
        id
    }

    fn add(&mut self, pointer: &Pointer, slot: Slot) -> SchemaId {
        let id = SchemaId(self.slots.len());
        self.slots.push(slot);
        self.ids.insert(pointer.clone(), id);
        self.pointers.insert(id, pointer.clone());
        id
    }

    /// Reads a schema as a shape. What is not supported is reported and becomes any JSON.
    fn shape(&mut self, at: &At<'a>) -> Shape {
        if self.depth >= MOST_NESTED {
            self.report(too_deep(), at);
            return Type::JSON;
        }
        if at.node.get("$ref").is_some() {
            self.check_beside_reference(at);
            let Ok(target) = self.context.dereference(at, "schemas") else {
                self.context
                    .skip(&at.pointer, "its reference cannot be read");
                return Type::JSON;
            };
            return self.component(&target);
        }
        self.check_keywords(at);
        self.depth += 1;
        let shape = with_stack(|| self.shape_of(at));
        self.depth -= 1;
        self.check_values(at, &shape);
        shape
    }

    /// Returns the shape of a schema that is referred to. One that becomes a type is read later.
    fn component(&mut self, target: &At<'a>) -> Shape {
        if !self.referred.contains(&target.pointer) {
            self.referred.insert(target.pointer.clone());
        }
        if becomes_type(target) {
            return Type::Named(self.referred(target));
        }
        self.plain(target)
    }
}
