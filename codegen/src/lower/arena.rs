//! The definitions that are read, in which nothing refers to an alias any more.

use std::collections::BTreeMap;

use hashbrown::HashSet;

use crate::ir::Type;
use crate::lower::schema::{Body, Definition, SchemaId, Shape};
use crate::lower::stack::with_stack;
use crate::pointer::Pointer;

/// All definitions that operations lead to.
#[derive(Debug, Default)]
pub struct Arena {
    definitions: BTreeMap<SchemaId, Definition>,
    aliases: BTreeMap<SchemaId, Shape>,
    /// Where the aliases are.
    aliased: HashSet<Pointer>,
}

impl Arena {
    /// Resolves all references to aliases, which stand at the pointers `aliased`. Aliases must not refer to themselves.
    pub fn new(
        definitions: BTreeMap<SchemaId, Definition>,
        aliases: BTreeMap<SchemaId, Shape>,
        aliased: HashSet<Pointer>,
    ) -> Self {
        let mut arena = Self {
            definitions: BTreeMap::new(),
            aliases,
            aliased,
        };
        let resolved = definitions.into_iter().map(|(id, mut definition)| {
            shapes(&mut definition, &mut |shape| *shape = arena.resolve(shape));
            (id, definition)
        });
        let resolved = resolved.collect();
        arena.definitions = resolved;
        arena
    }

    /// Returns the shape without aliases in it.
    pub fn resolve(&self, shape: &Shape) -> Shape {
        shape.replace(&mut |id| match self.aliases.get(id) {
            Some(shape) => with_stack(|| self.resolve(shape)),
            None => Type::Named(*id),
        })
    }

    /// Returns whether the schema at a pointer is another one, which stands for it.
    pub fn is_alias(&self, pointer: &Pointer) -> bool {
        self.aliased.contains(pointer)
    }

    /// Returns a definition.
    pub fn get(&self, id: SchemaId) -> Option<&Definition> {
        self.definitions.get(&id)
    }

    /// Returns all definitions.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Definition)> {
        self.definitions.iter().map(|(id, it)| (*id, it))
    }
}

/// Calls a function with each shape that a definition consists of.
fn shapes(definition: &mut Definition, visit: &mut dyn FnMut(&mut Shape)) {
    definition.rest.iter_mut().for_each(&mut *visit);
    match &mut definition.body {
        Body::Newtype(inner) => visit(inner),
        Body::Object(properties) => properties.iter_mut().for_each(|it| visit(&mut it.shape)),
        Body::Union(members) => members.iter_mut().for_each(|it| visit(&mut it.shape)),
        Body::Strings(_) | Body::Integers(_) => {}
    }
}
