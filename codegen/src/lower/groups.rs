//! The types: groups of equal instances, numbered, with what the schemas of a group say together.

use crate::ir::{Direction, Type, TypeId, TypeRef};
use crate::lower::instances::{Content, Instance, InstanceId, Reference};
use crate::pointer::Pointer;

/// The groups of equal instances.
pub struct Groups<'a> {
    instances: &'a [Instance<'a>],
    /// The instances of each type; the first one stands for all.
    members: Vec<Vec<InstanceId>>,
    /// The type of each instance.
    types: Vec<TypeId>,
}

impl<'a> Groups<'a> {
    /// Makes the groups, given the instance that stands for each one. Types are numbered in the order of these.
    pub fn new(instances: &'a [Instance<'a>], stands: &[InstanceId]) -> Self {
        let mut members: Vec<Vec<InstanceId>> = Vec::new();
        let mut types: Vec<TypeId> = Vec::new();
        for (index, first) in stands.iter().enumerate() {
            let id = InstanceId(index);
            // What stands for others comes before them.
            let ty = match types.get(first.0) {
                Some(ty) => *ty,
                None => {
                    members.push(Vec::new());
                    TypeId(members.len() - 1)
                }
            };
            members[ty.0].push(id);
            types.push(ty);
        }
        Self {
            instances,
            members,
            types,
        }
    }

    /// Returns the ids of all types.
    pub fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.members.len()).map(TypeId)
    }

    /// Returns a reference to types in place of one to instances.
    pub fn reference(&self, reference: &Reference) -> TypeRef {
        reference.replace(&mut |id| Type::Named(self.types[id.0]))
    }

    /// Returns the instance that stands for a type.
    pub fn leader(&self, id: TypeId) -> &'a Instance<'a> {
        &self.instances[self.members[id.0][0].0]
    }

    fn all(&self, id: TypeId) -> impl Iterator<Item = &'a Instance<'a>> {
        self.members[id.0].iter().map(|it| &self.instances[it.0])
    }

    /// Returns the schema that a type is made from.
    pub fn pointer(&self, id: TypeId) -> &'a Pointer {
        &self.leader(id).definition.pointer
    }

    /// Returns all schemas that a type stands for.
    pub fn pointers(&self, id: TypeId) -> Vec<&'a Pointer> {
        let mut pointers = Vec::new();
        for instance in self.all(id) {
            let pointer = &instance.definition.pointer;
            if !pointers.contains(&pointer) {
                pointers.push(pointer);
            }
        }
        pointers
    }

    /// Returns the schemas on which the overlay can name a type.
    pub fn named_at(&self, id: TypeId) -> Vec<&'a Pointer> {
        let definitions = self.all(id).map(|it| it.definition);
        let named = definitions.filter(|it| it.has_name);
        let mut pointers: Vec<&Pointer> = named.map(|it| &it.pointer).collect();
        pointers.sort();
        pointers.dedup();
        pointers
    }

    /// Returns all places at which schemas of a type are used.
    pub fn places(&self, id: TypeId) -> Vec<&'a Pointer> {
        let mut places = Vec::new();
        for instance in self.all(id) {
            let place = &instance.definition.place;
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// Returns the name that the overlay gives to the schemas of a type.
    pub fn pinned(&self, id: TypeId) -> Option<&'a str> {
        let mut names = self.all(id).map(|it| &it.definition.names);
        names.find_map(|it| it.schema.as_deref())
    }

    /// Returns the name that the overlay gives to a type, whatever other types there are of its schemas.
    pub fn pinned_alone(&self, id: TypeId) -> Option<&'a str> {
        let mut names = self.all(id).map(|it| &it.definition.names);
        match (&self.leader(id).content, self.direction(id)) {
            (Content::Form(_), _) => names.find_map(|it| it.form.as_deref()),
            (_, Direction::Response) => None,
            (_, Direction::Both) if self.pinned(id).is_some() => None,
            _ => names.find_map(|it| it.request.as_deref()),
        }
    }

    /// Returns the documentation that the overlay gives to a type.
    pub fn doc(&self, id: TypeId) -> Option<String> {
        self.all(id).find_map(|it| it.definition.doc.clone())
    }

    /// Returns the direction of a type: that of all its instances, or both.
    pub fn direction(&self, id: TypeId) -> Direction {
        let direction = self.leader(id).direction;
        match self.all(id).all(|it| it.direction == direction) {
            true => direction,
            false => Direction::Both,
        }
    }

    /// Returns the types that a type mentions.
    pub fn mentioned(&self, id: TypeId) -> impl Iterator<Item = TypeId> {
        let mentioned = self.all(id).flat_map(|it| {
            let rest = it.rest.as_ref().and_then(Type::innermost).copied();
            it.content.mentioned().into_iter().chain(rest)
        });
        mentioned.map(|instance| self.types[instance.0])
    }
}
