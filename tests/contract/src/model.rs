//! What all responses are.

use connect_runtime::decode::DecodeOwned;
use connect_runtime::serde::Serialize;
use connect_runtime::serde::de::DeserializeOwned;

/// What all responses are.
pub trait Model:
    DecodeOwned + DeserializeOwned + Serialize + Clone + PartialEq + std::fmt::Debug + 'static
{
}

impl<T: DecodeOwned + DeserializeOwned + Serialize + Clone + PartialEq + std::fmt::Debug + 'static>
    Model for T
{
}
