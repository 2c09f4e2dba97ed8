//! Members of objects, by paths with dots.

use crate::ir::{Primitive, Type, TypeDef, TypeKind, TypeRef};

/// Finds members.
pub struct Members<'a> {
    pub types: &'a [TypeDef],
}

impl<'a> Members<'a> {
    /// Returns the type of a member.
    ///
    /// # Errors
    /// The members that the last object on the path has, if it does not have this one.
    pub fn find(&self, object: &'a TypeDef, path: &str) -> Result<&'a TypeRef, Vec<&'a str>> {
        let (first, rest) = match path.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (path, None),
        };
        let (TypeKind::Struct(fields) | TypeKind::Form(fields)) = &object.kind else {
            return Err(Vec::new());
        };
        let known = || {
            fields
                .iter()
                .map(|it| it.wire.0.as_str())
                .collect::<Vec<_>>()
        };
        let field = fields
            .iter()
            .find(|it| it.wire.0 == first)
            .ok_or_else(known)?;
        match (rest, &field.ty) {
            (None, ty) => Ok(ty),
            (Some(rest), Type::Named(id)) => self.find(&self.types[id.0], rest),
            (Some(_), _) => Err(Vec::new()),
        }
    }
}

/// Whether a value can be compared as text: a string, or a value of an enum of strings.
pub fn is_text(ty: &TypeRef, types: &[TypeDef]) -> bool {
    match ty {
        Type::Primitive(Primitive::String) => true,
        Type::Named(id) => matches!(types[id.0].kind, TypeKind::OpenEnum(_)),
        _ => false,
    }
}
