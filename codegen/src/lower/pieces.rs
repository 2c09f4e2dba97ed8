//! Reads small parts of the document with openapiv3: security schemes.

use serde::de::DeserializeOwned;

use crate::node::Node;

/// Reads a part of the document; `None` if it has not the form of one. What openapiv3 says about it names types of
/// Rust, so callers say themselves what they expected.
pub fn piece<T: DeserializeOwned>(node: &Node) -> Option<T> {
    serde_yaml::from_value(node.to_yaml()).ok()
}
