//! What only generated code names. It follows the version of the generator, and is no part of what
//! this crate promises to its users.
//!
//! The macros take declarations in the syntax of Rust, with attributes of their own, and make of one
//! list of fields all that is needed of it. Whatever they name stands with its whole path, and their
//! variables are hygienic: so no name of a document can get in their way.

mod enums;
mod filters;
mod structs;

pub use crate::decode::Decode;
pub use crate::decode::object::{Fields, FromText, Object, object, object_or_text};
pub use crate::encode::Encode;
pub use crate::encode::object::{Object as ObjectWriter, object as write_object};
pub use crate::open_enum::{decode_integer, decode_text, from_integer, from_text};
pub use crate::request::RequestBuilder;
pub use crate::serde_model;
pub use crate::states::{Actor, Detail, Graph, Settlement, Stateful, Status, Transition};
pub use crate::union::{Sign, choose, unrecognized};
pub use crate::{
    __both as both, __filters as filters, __form as form, __from_string as from_string,
    __from_upload as from_upload, __open_enum as open_enum,
    __open_integer_enum as open_integer_enum, __parameters as parameters, __request as request,
    __response as response,
};
pub use serde_core::{Deserializer, Serialize, Serializer};
