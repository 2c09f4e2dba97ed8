//! Finds values that are written as one string.

use crate::ir::Type;
use crate::lower::schema::{Body, Shape};
use crate::lower::schemas::Schemas;

/// Returns whether a value of the shape is written as one string.
pub fn is_scalar(shape: &Shape, schemas: &mut Schemas<'_>) -> bool {
    match shape {
        Type::Primitive(primitive) => primitive.row().scalar.is_some(),
        Type::Array(_) | Type::Map(_) | Type::Optional(_) => false,
        Type::Named(_) => schemas
            .definition(shape)
            .is_some_and(|it| matches!(it.body, Body::Strings(_) | Body::Integers(_))),
    }
}
