//! Where the values of enums stand in a document.

use connect_codegen::Pointer;
use connect_codegen::stages::{Node, Value};

/// Returns the element that is a value, in the enum of a schema; `None` if the schema does not list it.
pub fn place(document: &Node, schema: &Pointer, value: &str) -> Option<Pointer> {
    let list = document.find(schema)?.get("enum")?;
    let index = list.items().iter().position(
        |item| matches!(&item.value, Value::String(text) | Value::Number(text) if text == value),
    )?;
    Some(schema.key("enum").index(index))
}
