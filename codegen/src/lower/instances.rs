//! Finds the types that operations need: a definition in a direction, with what it holds there.

mod parts;

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Access, Direction, Holds, Ident, Presence, Primitive, Type};
use crate::lower::arena::Arena;
use crate::lower::schema::{Body, Definition, Known, Member, Property, SchemaId, Shape};
use crate::lower::schemas::{MOST_NESTED, too_deep};
use crate::lower::stack::with_stack;
use crate::lower::uses::{Form, Use};
use crate::names;
use crate::pointer::Pointer;

/// The index of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(pub usize);

/// What a field or a member of a union holds.
pub type Reference = Type<InstanceId>;

/// A definition in a direction.
#[derive(Debug)]
pub struct Instance<'a> {
    /// The definition.
    pub definition: &'a Definition,
    /// The direction.
    pub direction: Direction,
    /// What it holds in this direction.
    pub content: Content<'a>,
    /// What the members hold that are not declared, if there can be such members.
    pub rest: Option<Reference>,
}

/// What an instance holds.
#[derive(Debug)]
pub enum Content<'a> {
    /// An object.
    Struct(Vec<Held<'a>>),
    /// The parts of a form.
    Form(Vec<Held<'a>>),
    /// Known strings, with their names in Rust.
    Strings(Vec<(&'a Known<String>, Ident)>),
    /// Known integers, with their names in Rust.
    Integers(Vec<(&'a Known<i64>, Ident)>),
    /// The members of a union.
    Union(Vec<(&'a Member, Reference)>),
    /// An array or a map that contains itself.
    Newtype(Reference),
}

/// A property that is used in the direction of an instance.
#[derive(Debug)]
pub struct Held<'a> {
    /// The property.
    pub property: &'a Property,
    /// Its name in Rust.
    pub rust: Ident,
    /// Its type.
    pub ty: Reference,
    /// How Rust represents its presence.
    pub holds: Holds,
    /// The media type of the part, if the contract gives one to it.
    pub media_type: Option<String>,
    /// The name of the part's file, if it has none of its own.
    pub file_name: Option<String>,
}

impl Content<'_> {
    /// Returns the instances that this mentions.
    pub fn mentioned(&self) -> Vec<InstanceId> {
        let inner: Vec<&Reference> = match self {
            Self::Struct(fields) | Self::Form(fields) => fields.iter().map(|it| &it.ty).collect(),
            Self::Union(members) => members.iter().map(|(_, ty)| ty).collect(),
            Self::Newtype(inner) => vec![inner],
            Self::Strings(_) | Self::Integers(_) => Vec::new(),
        };
        inner
            .into_iter()
            .filter_map(Type::innermost)
            .copied()
            .collect()
    }
}

/// What an instance is made of.
type Key = (SchemaId, Direction, Option<Form>);

/// The instances that are found.
pub struct Instances<'a> {
    arena: &'a Arena,
    differing: &'a BTreeSet<SchemaId>,
    /// `None` for a component that is being converted.
    list: Vec<Option<Instance<'a>>>,
    ids: HashMap<Key, InstanceId>,
    /// The properties that an instance has.
    emitted: BTreeSet<&'a Pointer>,
    /// The properties that an instance lacks because of its direction.
    withheld: BTreeMap<&'a Pointer, &'static str>,
    problems: Vec<(&'a Pointer, Diagnostic)>,
    /// The components that are converted once nothing else is.
    pending: Vec<(InstanceId, Key)>,
    /// The number of definitions that are being converted, each within the one before.
    depth: usize,
    /// The number of inline schemas among them, since the last one that is referred to.
    inline: usize,
}

impl<'a> Instances<'a> {
    /// Begins with none.
    pub fn new(arena: &'a Arena, differing: &'a BTreeSet<SchemaId>) -> Self {
        Self {
            arena,
            differing,
            list: Vec::new(),
            ids: HashMap::new(),
            emitted: BTreeSet::new(),
            withheld: BTreeMap::new(),
            problems: Vec::new(),
            pending: Vec::new(),
            depth: 0,
            inline: 0,
        }
    }

    /// Returns what an operation refers to by a use, and finds all that is in it.
    pub fn refer_root(&mut self, used: &'a Use) -> Reference {
        let value = &used.value;
        let shape = self.arena.resolve(&value.shape);
        self.report_bytes(&used.pointer, &shape);
        self.refer(&shape, value.direction, value.form.as_ref())
    }

    /// Reports bytes where there are none but a string.
    fn report_bytes(&mut self, pointer: &'a Pointer, shape: &Shape) {
        if shape.base() == Some(Primitive::Binary) {
            let message = "bytes without an encoding (`format: binary`) are a whole body or a part of a form; taken as a string here";
            let help = "if it is base64, declare it as `format: byte` in the overlay";
            let diagnostic = Diagnostic::note(Code::Format, message).help(help);
            self.problems.push((pointer, diagnostic));
        }
    }

    /// Returns what a shape without aliases refers to, and finds all that is in it.
    fn refer(&mut self, shape: &Shape, direction: Direction, form: Option<&Form>) -> Reference {
        match shape {
            // In JSON, bytes are a string.
            Type::Primitive(Primitive::Binary) => Type::Primitive(Primitive::String),
            Type::Primitive(primitive) => Type::Primitive(*primitive),
            Type::Array(inner) => Type::Array(Box::new(self.refer(inner, direction, form))),
            Type::Map(inner) => Type::Map(Box::new(self.refer(inner, direction, form))),
            Type::Optional(inner) => Type::Optional(Box::new(self.refer(inner, direction, form))),
            Type::Named(id) => self.named(*id, direction, form),
        }
    }

    fn named(&mut self, schema: SchemaId, direction: Direction, form: Option<&Form>) -> Reference {
        let arena = self.arena;
        let Some(definition) = arena.get(schema) else {
            return Type::JSON;
        };
        let is_component = definition.component.is_some();
        let direction = match is_component && !self.differing.contains(&schema) {
            true => Direction::Both,
            false => direction,
        };
        let key = (schema, direction, form.cloned());
        if let Some(id) = self.ids.get(&key) {
            return Type::Named(*id);
        }
        if self.inline > MOST_NESTED && !definition.is_referred {
            self.problems.push((&definition.pointer, too_deep()));
            return Type::JSON;
        }
        // The id of a schema that is referred to is reserved first, because it can contain itself.
        let reserved = definition.is_referred.then(|| self.reserve(key.clone()));
        if let (Some(id), true) = (reserved, self.depth > MOST_NESTED) {
            self.pending.push((id, key));
            return Type::Named(id);
        }
        let instance = self.convert(definition, direction, form);
        let id = reserved.unwrap_or_else(|| self.reserve(key));
        self.list[id.0] = Some(instance);
        self.convert_pending();
        Type::Named(id)
    }

    /// Converts the components that are pending, once nothing else is being converted.
    fn convert_pending(&mut self) {
        while self.depth == 0
            && let Some((id, (schema, direction, form))) = self.pending.pop()
        {
            if let Some(definition) = self.arena.get(schema) {
                self.list[id.0] = Some(self.convert(definition, direction, form.as_ref()));
            }
        }
    }

    fn convert(
        &mut self,
        definition: &'a Definition,
        direction: Direction,
        form: Option<&Form>,
    ) -> Instance<'a> {
        let inline = self.inline;
        self.inline = if definition.is_referred {
            0
        } else {
            inline + 1
        };
        self.depth += 1;
        let content = with_stack(|| self.content(definition, direction, form));
        let rest = definition.rest.as_ref();
        let rest = rest.map(|it| match form {
            Some(_) => self.part_of(it, direction),
            None => {
                self.report_bytes(&definition.pointer, it);
                self.refer(it, direction, None)
            }
        });
        self.depth -= 1;
        self.inline = inline;
        Instance {
            definition,
            direction,
            content,
            rest,
        }
    }

    fn reserve(&mut self, key: Key) -> InstanceId {
        let id = InstanceId(self.list.len());
        self.list.push(None);
        self.ids.insert(key, id);
        id
    }

    fn content(
        &mut self,
        definition: &'a Definition,
        direction: Direction,
        form: Option<&Form>,
    ) -> Content<'a> {
        match &definition.body {
            Body::Object(properties) if form.is_some() => {
                Content::Form(self.held(properties, direction, form))
            }
            Body::Object(properties) => Content::Struct(self.held(properties, direction, None)),
            Body::Strings(values) => {
                let named: Vec<(&str, Option<&str>)> = values
                    .iter()
                    .map(|known| (known.value.as_str(), known.name.as_deref()))
                    .collect();
                let idents = self.variants(definition, &named);
                Content::Strings(named_ones(values, idents))
            }
            Body::Integers(values) => {
                let minus = |known: &Known<i64>| known.value.to_string().replace('-', "minus ");
                let texts: Vec<String> = values.iter().map(minus).collect();
                let named: Vec<(&str, Option<&str>)> = texts
                    .iter()
                    .zip(values)
                    .map(|(text, known)| (text.as_str(), known.name.as_deref()))
                    .collect();
                let idents = self.variants(definition, &named);
                Content::Integers(named_ones(values, idents))
            }
            Body::Newtype(inner) => Content::Newtype(self.refer(inner, direction, form)),
            Body::Union(members) => {
                let members = members.iter().map(|it| {
                    self.report_bytes(&it.pointer, &it.shape);
                    (it, self.refer(&it.shape, direction, form))
                });
                Content::Union(members.collect())
            }
        }
    }

    fn held(
        &mut self,
        properties: &'a [Property],
        direction: Direction,
        form: Option<&Form>,
    ) -> Vec<Held<'a>> {
        let kept: Vec<&Property> = properties
            .iter()
            .filter(|property| self.travels(property, direction))
            .collect();
        let named: Vec<(&str, Option<&str>)> = kept
            .iter()
            .map(|property| (property.wire.as_str(), property.name.as_deref()))
            .collect();
        let (idents, problems) = names::distinct::all(&named, &names::distinct::FIELDS);
        for (index, problem) in problems {
            let pointer = kept.get(index).map(|property| &property.pointer);
            self.report_name(pointer, problem);
        }
        kept.into_iter()
            .zip(idents)
            .map(|(property, rust)| {
                let presence = Presence::new(property.required, property.nullable);
                let (ty, media_type, file_name) = match form {
                    Some(form) => {
                        let encoding = form.encoding(&property.wire).cloned();
                        self.part(property, direction, &encoding.unwrap_or_default())
                    }
                    None => {
                        self.report_bytes(&property.pointer, &property.shape);
                        (self.refer(&property.shape, direction, None), None, None)
                    }
                };
                Held {
                    property,
                    rust,
                    ty,
                    holds: holds(presence, property.always, direction, form.is_some()),
                    media_type,
                    file_name,
                }
            })
            .collect()
    }

    /// Returns whether a property is used in a direction. Records the property as withheld if not.
    fn travels(&mut self, property: &'a Property, direction: Direction) -> bool {
        let reason = match (property.access, direction) {
            (Access::WriteOnly, Direction::Response) => "write-only, and used in no request",
            (Access::ReadOnly, Direction::Request) => "read-only, and used in no response",
            _ => {
                self.emitted.insert(&property.pointer);
                return true;
            }
        };
        self.withheld.insert(&property.pointer, reason);
        false
    }

    /// Returns distinct names for the known values of an enum.
    fn variants(
        &mut self,
        definition: &'a Definition,
        named: &[(&str, Option<&str>)],
    ) -> Vec<Ident> {
        let (idents, problems) = names::distinct::all(named, &names::distinct::VARIANTS);
        for (_, problem) in problems {
            self.report_name(Some(&definition.pointer), problem);
        }
        idents
    }

    /// Reports a name that is not distinct or cannot be made.
    fn report_name(&mut self, pointer: Option<&'a Pointer>, problem: String) {
        if let Some(pointer) = pointer {
            let diagnostic = Diagnostic::error(Code::Name, problem)
                .help("add a name in the overlay: `x-connect-field`, `x-connect-variants`");
            self.problems.push((pointer, diagnostic));
        }
    }

    /// Returns the definitions that have an instance.
    pub fn reached(&self) -> BTreeSet<SchemaId> {
        self.ids.keys().map(|(schema, ..)| *schema).collect()
    }

    /// Returns the properties that no instance has, each with the reason.
    pub fn withheld(&self) -> impl Iterator<Item = (&'a Pointer, &'static str)> {
        let withheld = self.withheld.iter();
        withheld
            .filter(|(pointer, _)| !self.emitted.contains(*pointer))
            .map(|(pointer, reason)| (*pointer, *reason))
    }

    /// Returns the instances in the order of their ids, and the problems that were found.
    pub fn finish(self) -> (Vec<Instance<'a>>, Vec<(&'a Pointer, Diagnostic)>) {
        // Each reserved id has got its instance.
        (self.list.into_iter().flatten().collect(), self.problems)
    }
}

fn named_ones<T>(values: &[Known<T>], idents: Vec<Ident>) -> Vec<(&Known<T>, Ident)> {
    values.iter().zip(idents).collect()
}

/// Returns how Rust represents the presence of a field.
fn holds(presence: Presence, always: bool, direction: Direction, form: bool) -> Holds {
    match (direction, presence) {
        (Direction::Response, _) if always => Holds::Value,
        (Direction::Response, _) => Holds::Option,
        // A form has no null: a part is present or absent.
        (_, Presence::Required | Presence::RequiredNullable) if form => Holds::Value,
        (_, Presence::Optional | Presence::OptionalNullable) if form => Holds::Option,
        (_, Presence::Required) => Holds::Value,
        (_, Presence::RequiredNullable) => Holds::NullOption,
        (_, Presence::Optional) => Holds::Option,
        (_, Presence::OptionalNullable) => Holds::Nullable,
    }
}
