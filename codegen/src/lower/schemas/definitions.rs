//! Puts definitions into the arena, with what the overlay says of them.

use hashbrown::HashSet;

use super::{Schemas, Slot};
use crate::bundle::FILES;
use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::ir::{Primitive, Type};
use crate::lower::schema::{Body, Definition, Pinned, SchemaId, Shape};
use crate::markdown::prose;
use crate::names;
use crate::node::At;
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Adds the definition of the schema at a node. A node that several operations share is defined once.
    pub(super) fn define(&mut self, at: &At<'a>, body: Body) -> Shape {
        self.define_with(at, body, None)
    }

    /// As [`define`](Self::define), for an object with further members of a schema.
    pub(super) fn define_with(&mut self, at: &At<'a>, body: Body, rest: Option<Shape>) -> Shape {
        let id = match self.ids.get(&at.pointer) {
            Some(id) => *id,
            None => self.add(&at.pointer, Slot::Reading),
        };
        if matches!(self.slots[id.0], Slot::Reading) {
            self.slots[id.0] = Slot::Definition(self.definition_at(at, body, rest));
        }
        Type::Named(id)
    }

    /// Adds what is made of the schema at a pointer and of others, and stands at a place.
    pub(super) fn made_at(&mut self, pointer: &Pointer, place: Pointer, body: Body) -> Shape {
        let id = SchemaId(self.slots.len());
        self.slots.push(Slot::Definition(Definition {
            pointer: pointer.clone(),
            leaf: place.last().unwrap_or_default(),
            place,
            component: None,
            is_referred: false,
            names: Box::default(),
            has_name: false,
            doc: None,
            bare_string: None,
            rest: None,
            body,
        }));
        Type::Named(id)
    }

    pub(super) fn definition_at(&self, at: &At<'a>, body: Body, rest: Option<Shape>) -> Definition {
        let component = self.component_name(at);
        let in_place = Extension::TypeDoc.string(at.node).map(prose);
        let is_own = component.is_some() || !self.is_property(at);
        Definition {
            pointer: at.pointer.clone(),
            place: at.pointer.clone(),
            leaf: at.pointer.last().unwrap_or_default(),
            names: Box::new(Pinned {
                schema: self.pinned(at, Extension::Name, type_name),
                request: self.pinned(at, Extension::RequestName, type_name),
                form: self.pinned(at, Extension::FormName, type_name),
            }),
            has_name: true,
            bare_string: self.bare_string_property(at, &body),
            doc: in_place.or_else(|| at.doc().filter(|_| is_own)),
            component,
            is_referred: self.is_referred(at),
            rest,
            body,
        }
    }

    /// Returns whether the node is the schema of a property, whose description documents the field.
    fn is_property(&self, at: &At<'a>) -> bool {
        let place = self.place(at);
        place.is_some_and(|(_, keys)| keys.len() > 1)
    }

    /// Returns whether a reference leads to a node, or it can contain itself by what it extends.
    fn is_referred(&self, at: &At<'a>) -> bool {
        let is_known = |known: &HashSet<Pointer>| known.contains(&at.pointer);
        self.component_name(at).is_some() || is_known(&self.referred) || is_known(&self.deferred)
    }

    /// Returns the name of the component that a node is, if it is one. What is referred to in another file is a component
    /// as well: it has the name of its key, or that of the file. So is what is referred to in the `$defs` of a schema.
    pub(super) fn component_name(&self, at: &At<'a>) -> Option<String> {
        let mut keys = at.pointer.keys();
        let is_in_file = keys.next()? == FILES;
        if is_in_file {
            let is_whole = at.pointer.keys().count() == 2;
            let last = at
                .pointer
                .last()
                .filter(|_| self.referred.contains(&at.pointer))?;
            let stem = last.rsplit('/').next().unwrap_or_default();
            return Some(match is_whole {
                true => stem.split('.').next().unwrap_or_default().to_owned(),
                false => last,
            });
        }
        let mut last = at.pointer.keys().collect::<Vec<_>>().into_iter().rev();
        let (name, holder) = (last.next()?, last.next()?);
        if holder == "$defs" && self.referred.contains(&at.pointer) {
            return Some(name.into_owned());
        }
        let schemas = self.context.root.get("components")?.get("schemas")?;
        let is_component = at.pointer.is_within(&schemas.pointer) && at.pointer.depth() == 3;
        at.pointer.last().filter(|_| is_component)
    }

    /// Returns a name that the overlay gives. A name that is not a valid Rust identifier of its
    /// sort is an error.
    pub(super) fn pinned(
        &self,
        at: &At<'a>,
        extension: Extension,
        proper: fn(&str) -> Option<String>,
    ) -> Option<String> {
        let name = extension.string(at.node)?;
        self.proper(at, extension.key(), name, proper)
    }

    /// Returns a name that the overlay gives, which is the value of a key of a node.
    pub(super) fn proper(
        &self,
        at: &At<'a>,
        key: &str,
        name: &str,
        proper: fn(&str) -> Option<String>,
    ) -> Option<String> {
        match proper(name) {
            Some(form) if form == name => Some(form),
            form => {
                let message = format!("invalid Rust name in `{key}: {name}`");
                let mut diagnostic = Diagnostic::error(Code::InvalidName, message).at_member(key);
                if let Some(form) = form {
                    diagnostic = diagnostic.help(format!("write `{form}`"));
                }
                self.report(diagnostic, at);
                None
            }
        }
    }

    /// Returns the property that a bare string stands for, which must be a string property.
    fn bare_string_property(&self, at: &At<'a>, body: &Body) -> Option<String> {
        let name = Extension::BareString.string(at.node)?;
        let is_string = match body {
            Body::Object(properties) => properties
                .iter()
                .any(|property| property.wire == name && property.shape.is(Primitive::String)),
            _ => false,
        };
        if !is_string {
            let message =
                format!("`x-connect-string` names `{name}`, which is not a string property");
            let given = at.get(Extension::BareString.key());
            let diagnostic = Diagnostic::error(Code::UnknownProperty, message);
            self.report(diagnostic, given.as_ref().unwrap_or(at));
        }
        is_string.then(|| name.to_owned())
    }
}

/// Returns the valid name of a type that is most like a text.
fn type_name(text: &str) -> Option<String> {
    names::pinned_type(text).map(|ident| ident.0)
}
