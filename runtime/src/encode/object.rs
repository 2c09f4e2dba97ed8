//! Objects with known fields, as the macros of generated code write them.

use std::collections::BTreeMap;

use serde_core::ser::{SerializeMap, Serializer};

use super::{AsSerialize, Encode};
use crate::Nullable;

/// The check of objects that have no check of their own: an inherent method of this name comes before it.
pub trait Unchecked {
    /// Accepts the value.
    ///
    /// # Errors
    /// Never.
    fn __check(&self) -> crate::Result<()> {
        Ok(())
    }
}

impl<T> Unchecked for T {}

/// Begins a JSON object.
///
/// # Errors
/// If the serializer fails.
pub fn object<S: Serializer>(serializer: S) -> Result<Object<S::SerializeMap>, S::Error> {
    serializer.serialize_map(None).map(Object)
}

/// A JSON object that is being written.
pub struct Object<M>(M);

impl<M: SerializeMap> Object<M> {
    /// Writes a field that is always sent.
    ///
    /// # Errors
    /// If the value cannot be written.
    pub fn field<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &AsSerialize(value))
    }

    /// Writes a field that is left out when there is no value.
    ///
    /// # Errors
    /// If the value cannot be written.
    pub fn optional<T: Encode>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => self.field(name, value),
            None => Ok(()),
        }
    }

    /// Writes a field that can be left out, null or set.
    ///
    /// # Errors
    /// If the value cannot be written.
    pub fn nullable<T: Encode>(
        &mut self,
        name: &'static str,
        value: &Nullable<T>,
    ) -> Result<(), M::Error> {
        match value {
            Nullable::Leave => Ok(()),
            Nullable::Clear => self.0.serialize_entry(name, &()),
            Nullable::Set(value) => self.field(name, value),
        }
    }

    /// Writes the members that no field has. Those that have the name of one of the `fields` are left out.
    ///
    /// # Errors
    /// If a value cannot be written.
    pub fn rest<T: Encode>(
        &mut self,
        members: &BTreeMap<String, T>,
        fields: &[&str],
    ) -> Result<(), M::Error> {
        let others = members.iter().filter(|(key, _)| !fields.contains(&&***key));
        for (key, value) in others {
            self.0.serialize_entry(key, &AsSerialize(value))?;
        }
        Ok(())
    }

    /// Ends the object.
    ///
    /// # Errors
    /// If the serializer fails.
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.0.end()
    }
}
