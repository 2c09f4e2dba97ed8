//! Turns shapes into types: splits them by direction, unifies equal types, and names them.
//!
//! Requests and responses differ: a response can lack or add anything, a request must follow the
//! contract. A schema that is used in both directions becomes two types if the two would differ,
//! otherwise one.

mod direction;
mod kinds;
mod naming;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{
    Direction, Ident, Primitive, Skipped, Type, TypeDef, TypeId, TypeKind, TypeRef, WireName,
};
use crate::lower::document::Document;
use crate::lower::schemas::{MOST_NESTED, Schemas, too_deep};
use crate::lower::shape::{Definition, SchemaRef, Shape};
use crate::names;
use crate::pointer::Pointer;

/// The context in which a type is used. It determines its name and its group.
#[derive(Debug, Clone)]
pub struct Site {
    /// The name for an inline type.
    pub name: String,
    /// The resource module.
    pub group: Ident,
    /// The direction of use.
    pub direction: Direction,
    /// Whether it is used in a form.
    pub form: bool,
    /// The name of the use in the document, if the pointer does not end with it.
    pub leaf: Option<String>,
}

impl Site {
    /// Returns the site of a parameter: `item.type` is about a `type`.
    pub fn of_parameter(&self, wire: &str) -> Self {
        let leaf = wire.rsplit('.').next().map(str::to_owned);
        Self {
            leaf,
            ..self.clone()
        }
    }
}

/// A type that is not finished yet.
pub(crate) struct Draft {
    pub(crate) pointer: Pointer,
    pub(crate) pointers: Vec<Pointer>,
    pub(crate) direction: Direction,
    pub(crate) kind: TypeKind,
    pub(crate) bare_string: Option<WireName>,
    pub(crate) pinned: Option<String>,
    pub(crate) component: Option<String>,
    pub(crate) uses: Vec<Use>,
    pub(crate) doc: Option<String>,
    pub(crate) group: Ident,
    pub(crate) shared: bool,
}

/// A source for the name of an inline type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Use {
    /// A field of another type.
    Field(TypeId, String),
    /// An operation.
    Operation(String),
}

/// Makes types from shapes.
pub struct Types<'s, 'a> {
    schemas: &'s Schemas<'a>,
    drafts: Vec<Draft>,
    inline: HashMap<(String, String), TypeId>,
    components: HashMap<(String, Direction), TypeId>,
    differing: Option<BTreeSet<String>>,
    emitted: BTreeSet<Pointer>,
    withheld: BTreeMap<Pointer, &'static str>,
    problems: Vec<(Pointer, Diagnostic)>,
    /// The number of shapes that are being converted, each within the one before.
    depth: usize,
}

impl<'s, 'a> Types<'s, 'a> {
    /// Creates an empty table of types.
    pub fn new(schemas: &'s Schemas<'a>) -> Self {
        Self {
            schemas,
            drafts: Vec::new(),
            inline: HashMap::new(),
            components: HashMap::new(),
            differing: None,
            emitted: BTreeSet::new(),
            withheld: BTreeMap::new(),
            problems: Vec::new(),
            depth: 0,
        }
    }

    /// Returns the type of a shape at a site.
    pub fn instantiate(&mut self, shape: &Shape, site: &Site) -> TypeRef {
        self.depth += 1;
        let ty = self.type_of(shape, site);
        self.depth -= 1;
        ty
    }

    fn type_of(&mut self, shape: &Shape, site: &Site) -> TypeRef {
        match shape {
            Type::Primitive(primitive) => Type::Primitive(*primitive),
            Type::Array(inner) => Type::Array(Box::new(self.instantiate(inner, site))),
            Type::Map(inner) => Type::Map(Box::new(self.instantiate(inner, site))),
            Type::Named(SchemaRef::Component(name)) => self.component(name, site),
            Type::Named(SchemaRef::Inline(definition)) => {
                Type::Named(self.in_place(definition, site))
            }
        }
    }

    fn component(&mut self, name: &str, site: &Site) -> TypeRef {
        let Some(component) = self.schemas.component(name) else {
            return Type::Primitive(Primitive::Json);
        };
        let Type::Named(SchemaRef::Inline(definition)) = &component.shape else {
            return self.instantiate(&component.shape.clone(), site);
        };
        let direction = if self.differs(name) {
            site.direction
        } else {
            Direction::Both
        };
        let key = (name.to_owned(), direction);
        if let Some(id) = self.components.get(&key).copied() {
            self.reached(id, site);
            return Type::Named(id);
        }
        if self.depth > MOST_NESTED {
            self.problems.push((definition.pointer.clone(), too_deep()));
            return Type::Primitive(Primitive::Json);
        }
        // The id is reserved first, because a schema can contain itself.
        let id = TypeId(self.drafts.len());
        self.components.insert(key, id);
        self.drafts.push(Draft {
            pointer: definition.pointer.clone(),
            pointers: vec![definition.pointer.clone()],
            direction,
            kind: TypeKind::Struct(Vec::new()),
            bare_string: definition.bare_string.clone().map(WireName),
            pinned: definition.name.clone(),
            component: Some(name.to_owned()),
            uses: Vec::new(),
            doc: definition.doc.clone(),
            group: site.group.clone(),
            shared: false,
        });
        let definition = Rc::clone(definition);
        let kind = self.kind(
            &definition,
            &Site {
                direction,
                ..site.clone()
            },
        );
        self.drafts[id.0].kind = kind;
        self.remember_uses(id);
        Type::Named(id)
    }

    fn in_place(&mut self, definition: &Definition, site: &Site) -> TypeId {
        let kind = self.kind(definition, site);
        let structure = format!("{}{:?}", structure(&kind), definition.bare_string);
        let leaf = site
            .leaf
            .clone()
            .or_else(|| definition.pointer.last())
            .unwrap_or_default();
        let label = definition.name.clone().unwrap_or_default();
        let known = self
            .inline
            .get(&(structure.clone(), format!("name {label}")))
            .filter(|_| !label.is_empty())
            .or_else(|| {
                self.inline
                    .get(&(structure.clone(), format!("leaf {leaf}")))
            })
            .copied()
            .filter(|id| {
                label.is_empty()
                    || self.drafts[id.0]
                        .pinned
                        .as_ref()
                        .is_none_or(|name| *name == label)
            });
        let id = known.unwrap_or_else(|| self.draft(definition, kind, site));
        let names = [
            (!label.is_empty()).then(|| format!("name {label}")),
            Some(format!("leaf {leaf}")),
        ];
        for name in names.into_iter().flatten() {
            self.inline.entry((structure.clone(), name)).or_insert(id);
        }
        let draft = &mut self.drafts[id.0];
        if !draft.pointers.contains(&definition.pointer) {
            draft.pointers.push(definition.pointer.clone());
        }
        if draft.pinned.is_none() {
            draft.pinned = definition.name.clone();
        }
        if draft.doc.is_none() {
            draft.doc = definition.doc.clone();
        }
        if draft.direction != site.direction {
            draft.direction = Direction::Both;
        }
        self.reached(id, site);
        self.remember_uses(id);
        id
    }

    fn draft(&mut self, definition: &Definition, kind: TypeKind, site: &Site) -> TypeId {
        self.drafts.push(Draft {
            pointer: definition.pointer.clone(),
            pointers: Vec::new(),
            direction: site.direction,
            kind,
            bare_string: definition.bare_string.clone().map(WireName),
            pinned: definition.name.clone(),
            component: None,
            uses: Vec::new(),
            doc: definition.doc.clone(),
            group: site.group.clone(),
            shared: false,
        });
        TypeId(self.drafts.len() - 1)
    }

    /// Marks a type that a second resource uses as shared.
    fn reached(&mut self, id: TypeId, site: &Site) {
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let draft = &mut self.drafts[id.0];
            if draft.group != site.group && !draft.shared {
                draft.shared = true;
                pending.extend(named_in(&draft.kind).into_iter().map(|(id, _)| id));
            }
        }
    }

    /// Records that a type uses the inline types in it.
    fn remember_uses(&mut self, id: TypeId) {
        for (used, leaf) in named_in(&self.drafts[id.0].kind) {
            let by = Use::Field(id, leaf);
            if used != id && !self.drafts[used.0].uses.contains(&by) {
                self.drafts[used.0].uses.push(by);
            }
        }
    }

    /// Records that an operation uses an inline type.
    pub fn used_by_operation(&mut self, ty: &TypeRef, name: &str) {
        if let Some(id) = ty.innermost() {
            let by = Use::Operation(name.to_owned());
            if !self.drafts[id.0].uses.contains(&by) {
                self.drafts[id.0].uses.push(by);
            }
        }
    }

    /// Names all types, and returns them with what was skipped.
    pub fn finish(
        mut self,
        document: &Document<'_>,
        diagnostics: &mut Diagnostics,
    ) -> (Vec<TypeDef>, Vec<Skipped>) {
        for (pointer, diagnostic) in std::mem::take(&mut self.problems) {
            diagnostics.push(document.locate_at(diagnostic, &pointer));
        }
        let names = naming::assign(&self.drafts, document, diagnostics);
        let skipped = self.skipped(document);
        let mut types: Vec<TypeDef> = self
            .drafts
            .into_iter()
            .zip(names)
            .map(|(draft, name)| TypeDef {
                pointer: draft.pointer,
                pointers: draft.pointers,
                name,
                group: if draft.shared {
                    Ident("common".to_owned())
                } else {
                    draft.group
                },
                direction: draft.direction,
                kind: draft.kind,
                bare_string: draft.bare_string,
                states: None,
                status: None,
                detail: Vec::new(),
                doc: draft.doc,
            })
            .collect();
        direction::box_cycles(&mut types);
        naming::name_members(&mut types);
        (types, skipped)
    }

    fn skipped(&self, document: &Document<'_>) -> Vec<Skipped> {
        let skip = |pointer: &Pointer, reason: &str| Skipped {
            pointer: pointer.clone(),
            reason: reason.to_owned(),
        };
        let withheld = self
            .withheld
            .iter()
            .filter(|(pointer, _)| !self.emitted.contains(*pointer));
        let mut skipped: Vec<Skipped> = withheld
            .map(|(pointer, reason)| skip(pointer, reason))
            .collect();
        let schemas = document
            .root
            .get("components")
            .and_then(|components| components.get("schemas"));
        let reached: BTreeSet<&str> = self
            .components
            .keys()
            .map(|(name, _)| name.as_str())
            .collect();
        for (name, at) in schemas.iter().flat_map(|schemas| schemas.members()) {
            if !reached.contains(name) && self.schemas.is_type(&at) {
                skipped.push(skip(
                    &at.pointer,
                    "no operation uses it after the overlays are applied",
                ));
            }
        }
        skipped
    }
}

/// Returns a key that is equal for kinds that generate the same Rust, apart from documentation.
fn structure(kind: &TypeKind) -> String {
    let mut text = kind.as_str().to_owned();
    match kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => {
            for field in fields {
                text.push_str(&format!(
                    "|{}:{}:{:?}:{:?}:{:?}",
                    field.wire, field.rust, field.ty, field.holds, field.access
                ));
            }
        }
        // The order of values is irrelevant.
        TypeKind::OpenEnum(variants) => {
            let values: BTreeSet<&WireName> =
                variants.iter().map(|variant| &variant.wire).collect();
            text.push_str(&format!("{values:?}"));
        }
        TypeKind::OpenIntegerEnum(variants) => {
            let values: BTreeSet<i64> = variants.iter().map(|variant| variant.wire).collect();
            text.push_str(&format!("{values:?}"));
        }
        TypeKind::Union(members) => {
            for member in members {
                text.push_str(&format!("|{:?}:{:?}", member.ty, member.sign.tag));
            }
        }
    }
    text
}

/// Returns the generated types that a kind mentions, with the name of each use.
fn named_in(kind: &TypeKind) -> Vec<(TypeId, String)> {
    match kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => fields
            .iter()
            .filter_map(|field| {
                let many = matches!(field.ty, Type::Array(_) | Type::Map(_));
                let wire = &field.wire.0;
                let leaf = if many {
                    names::singular_last(wire)
                } else {
                    wire.clone()
                };
                Some((*field.ty.innermost()?, leaf))
            })
            .collect(),
        TypeKind::Union(members) => members
            .iter()
            .enumerate()
            .filter_map(|(index, member)| {
                let by_tag = member
                    .sign
                    .tag
                    .as_ref()
                    .and_then(|(_, values)| values.first().cloned());
                Some((
                    *member.ty.innermost()?,
                    by_tag.unwrap_or_else(|| format!("variant {}", letter(index))),
                ))
            })
            .collect(),
        TypeKind::OpenEnum(_) | TypeKind::OpenIntegerEnum(_) => Vec::new(),
    }
}

/// Members of a union without a name are called A, B, C.
fn letter(index: usize) -> String {
    let offset = u8::try_from(index % 26).unwrap_or_default();
    char::from(b'A' + offset).to_string().repeat(index / 26 + 1)
}
