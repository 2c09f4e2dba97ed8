//! Objects with known fields, as the macros of generated code read them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::{Decode, trace, watch};

/// A struct of the API: a JSON object whose fields are known by name.
pub trait Object<'de>: Sized {
    /// The name for messages.
    const NAME: &'static str;

    /// Reads the fields, in any order.
    ///
    /// # Errors
    /// If a field is not of its type, or one that is always there is missing.
    fn read<A: MapAccess<'de>>(fields: Fields<'de, A>) -> Result<Self, A::Error>;
}

/// An object that the API also sends as a bare string: a reference that consists of its id.
pub trait FromString {
    /// The object that the string stands for.
    fn from_string(text: String) -> Self;
}

/// Reads a JSON object into a struct.
///
/// # Errors
/// If the value is not an object, and as [`Object::read`] says.
pub fn object<'de, T: Object<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Reads a JSON object, or a string that stands for one, into a struct.
///
/// # Errors
/// If the value is neither, and as [`Object::read`] says.
pub fn object_or_string<'de, T: Object<'de> + FromString, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(ObjectOrStringVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<T, A::Error> {
        T::read(Fields(access, PhantomData))
    }
}

struct ObjectOrStringVisitor<T>(PhantomData<T>);

impl<'de, T: Object<'de> + FromString> Visitor<'de> for ObjectOrStringVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<T, A::Error> {
        T::read(Fields(access, PhantomData))
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        watch::converted();
        Ok(T::from_string(text.to_owned()))
    }
}

/// The fields of an object that is being read.
pub struct Fields<'de, A>(A, PhantomData<&'de str>);

impl<'de, A: MapAccess<'de>> Fields<'de, A> {
    /// The name of the next field; `None` at the object's end.
    ///
    /// # Errors
    /// If the JSON is malformed.
    pub fn next_key(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        self.0.next_key_seed(KeySeed)
    }

    /// Reads the value of the current field, which has this key. `null` is stored as `None`; if a field is
    /// repeated, the last value counts.
    ///
    /// # Errors
    /// If the value is not of the type.
    pub fn read<T: Decode<'de>>(
        &mut self,
        key: &str,
        slot: &mut Option<T>,
    ) -> Result<(), A::Error> {
        *slot = self.value(key)?;
        Ok(())
    }

    /// As [`read`](Self::read), for a field whose null differs from its absence.
    ///
    /// # Errors
    /// If the value is not of the type.
    pub fn read_nullable<T: Decode<'de>>(
        &mut self,
        key: &str,
        slot: &mut crate::Nullable<T>,
    ) -> Result<(), A::Error> {
        *slot = crate::Nullable::set_or_clear(self.value(key)?);
        Ok(())
    }

    /// Skips the value of a field that this version does not know.
    ///
    /// # Errors
    /// If the JSON is malformed.
    pub fn skip(&mut self, key: &str) -> Result<(), A::Error> {
        watch::unknown_field(key);
        self.0.next_value::<IgnoredAny>().map(drop)
    }

    /// Reads the value of a member that no field has, into the map of those. If it is repeated, the last value counts.
    ///
    /// # Errors
    /// If the value is not of the type.
    pub fn rest<T: Decode<'de>>(
        &mut self,
        key: &str,
        members: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        let watching = watch::enter_key(key);
        let value = self.0.next_value_seed(Seed::new());
        watch::exit(watching);
        match value {
            Ok(value) => {
                members.insert(key.to_owned(), value);
                Ok(())
            }
            Err(error) => {
                trace::leave_key(key);
                Err(error)
            }
        }
    }

    /// The value of a field that is always present.
    ///
    /// # Errors
    /// If it is missing or null.
    pub fn always<T>(&self, name: &'static str, slot: Option<T>) -> Result<T, A::Error> {
        slot.ok_or_else(|| A::Error::missing_field(name))
    }

    fn value<T: Decode<'de>>(&mut self, key: &str) -> Result<Option<T>, A::Error> {
        let watching = watch::enter_key(key);
        let value = self.0.next_value_seed(OptionSeed::new());
        watch::exit(watching);
        if value.is_err() {
            trace::leave_key(key);
        }
        value
    }
}

/// Reads a `T` where serde asks for a seed.
pub(crate) struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Decode<'de>> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::decode(deserializer)
    }
}

/// Reads an `Option<T>` where serde asks for a seed. It is its own visitor, which saves one
/// function per type.
pub(crate) struct OptionSeed<T>(PhantomData<T>);

impl<T> OptionSeed<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Decode<'de>> DeserializeSeed<'de> for OptionSeed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

/// Reads a key, borrowed from the JSON unless it contains an escape.
pub(crate) struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}
