//! Items for generated code only. They follow the version of the generator, and are not part of this
//! crate's stable API.
//!
//! The macros take declarations in the syntax of Rust, with attributes of their own, and generate all
//! implementations from one list of fields. They use absolute paths, and their variables are hygienic,
//! so names from a specification cannot collide with them.

mod conversions;
mod enums;
mod filters;
mod headers;
mod models;
mod newtype;
pub mod parts;
mod reading;
mod structs;
mod writing;

pub use crate::call::answer::{Answer, ByStatus};
pub use crate::call::headers::{ReadHeaders, UnreadableHeader, debug_headers, read_header};
pub use crate::decode::Decode;
pub use crate::decode::object::{Fields, FromString, Object, object, object_or_string};
pub use crate::encode::Encode;
pub use crate::encode::object::{Object as ObjectWriter, Unchecked, object as write_object};
pub use crate::encode::tagged::{encode_tagged, encode_tagged_literal};
pub use crate::from_header::FromHeader;
pub use crate::open_enum::{decode_integer, decode_string, from_integer, from_str};
pub use crate::parameter::Style;
pub use crate::request::RequestBuilder;
pub use crate::serde_model;
pub use crate::states::{
    Actor, Detail, Graph, Same, Settlement, Stateful, Status, Subject, Transition,
};
pub use crate::times::check_period;
pub use crate::union::{Sign, read_union, unrecognized};
pub use crate::{
    __both as both, __days as days, __filters as filters, __form as form,
    __from_string as from_string, __from_upload as from_upload, __headers as headers,
    __newtype as newtype, __open_enum as open_enum, __open_integer_enum as open_integer_enum,
    __parameters as parameters, __request as request, __request_reading as request_reading,
    __response as response,
};
pub use serde_core::{Deserializer, Serialize, Serializer};
