//! Finds the types of the parts of a form, in which bytes are a file.

use super::{Instances, Reference};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Direction, Primitive, Type};
use crate::lower::operations::media::Sort;
use crate::lower::schema::{Body, Property, SchemaId, Shape};
use crate::lower::uses::Encoding;

impl<'a> Instances<'a> {
    /// Returns the type of a part, the media type that it is sent as, and the name of a file without one. Of several media
    /// types that the contract allows, it is the first one that the part can be written as; that of a file is the caller's
    /// choice.
    pub(super) fn part(
        &mut self,
        property: &'a Property,
        direction: Direction,
        encoding: &Encoding,
    ) -> (Reference, Option<String>, Option<String>) {
        let media_types = encoding.media_types.as_slice();
        let file_name = encoding.file_name.clone();
        let only = match media_types {
            [only] => Some(only.clone()),
            _ => None,
        };
        let json = media_types.iter().find(|it| Sort::of(it) <= Sort::JsonLike);
        let is_structured = self.is_structured(&property.shape);
        if let (true, None, Some(foreign)) = (is_structured, json, media_types.first()) {
            let message =
                format!("a part of `{foreign}` is not written from its schema; sent as a file");
            let diagnostic = Diagnostic::note(Code::MediaTypes, message);
            self.problems.push((&property.pointer, diagnostic));
            return (Type::Primitive(Primitive::Upload), only, file_name);
        }
        if self.mixes_files(&property.shape) {
            let message = "a part that is a file or a string is sent as a file";
            let diagnostic = Diagnostic::note(Code::Form, message);
            self.problems.push((&property.pointer, diagnostic));
        }
        let ty = self.part_of(&property.shape, direction);
        if !is_file(&ty) {
            self.report_bytes(&property.pointer, &property.shape);
        }
        let media_type = match &ty {
            ty if is_file(ty) => only,
            _ if is_structured => json.cloned(),
            _ => media_types.first().cloned(),
        };
        let file_name = file_name.filter(|_| is_file(&ty));
        (ty, media_type, file_name)
    }

    /// Returns the type of a part of a shape, to which the contract gives no media type.
    pub(super) fn part_of(&mut self, shape: &Shape, direction: Direction) -> Reference {
        match shape {
            Type::Primitive(Primitive::Binary) => Type::Primitive(Primitive::Upload),
            Type::Array(inner) => match self.part_of(inner, direction) {
                // Each file is a part of its own, in lists of lists as well.
                Type::Array(file) if file.is(Primitive::Upload) => Type::Array(file),
                inner => Type::Array(Box::new(inner)),
            },
            // A form has no null.
            Type::Optional(inner) => self.part_of(inner, direction),
            Type::Named(id) => match self.files(*id) {
                Some(Files { several: true, .. }) => {
                    // One file or several: several can be one.
                    Type::Array(Box::new(Type::Primitive(Primitive::Upload)))
                }
                Some(_) => Type::Primitive(Primitive::Upload),
                None => self.refer(shape, direction, None),
            },
            _ => self.refer(shape, direction, None),
        }
    }

    /// Returns whether a value is an object, a list of objects, or any JSON.
    fn is_structured(&self, shape: &Shape) -> bool {
        match shape {
            Type::Map(_) => true,
            Type::Array(inner) | Type::Optional(inner) => self.is_structured(inner),
            Type::Named(id) => {
                let definition = self.arena.get(*id);
                definition.is_some_and(|it| matches!(it.body, Body::Object(_)))
            }
            Type::Primitive(primitive) => *primitive == Primitive::Json,
        }
    }

    /// Returns whether a value is a file or a string, or a list of these.
    fn mixes_files(&self, shape: &Shape) -> bool {
        match shape {
            Type::Array(inner) | Type::Optional(inner) => self.mixes_files(inner),
            Type::Named(id) => self.files(*id).is_some_and(|it| it.or_text),
            Type::Map(_) | Type::Primitive(_) => false,
        }
    }

    /// Returns what a schema says of files, if it is a union of a file with several files or with a string.
    fn files(&self, id: SchemaId) -> Option<Files> {
        let Body::Union(members) = &self.arena.get(id)?.body else {
            return None;
        };
        let mut files = Files::default();
        for member in members {
            match &member.shape {
                Type::Array(inner) if inner.is(Primitive::Binary) => files.several = true,
                shape if shape.is(Primitive::Binary) => files.one = true,
                shape if shape.is(Primitive::String) => files.or_text = true,
                _ => return None,
            }
        }
        (files.one || files.several).then_some(files)
    }
}

/// Returns whether a part is a file or several files.
fn is_file(ty: &Reference) -> bool {
    match ty {
        Type::Array(inner) => is_file(inner),
        ty => ty.is(Primitive::Upload),
    }
}

/// What a union says of files.
#[derive(Debug, Default)]
struct Files {
    /// It can be one file.
    one: bool,
    /// It can be several files.
    several: bool,
    /// It can be a string.
    or_text: bool,
}
