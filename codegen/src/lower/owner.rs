//! Who a schema belongs to: equal inline schemas are one type only where they belong to the same.

use hashbrown::HashMap;

use crate::ir::Method;
use crate::lower::instances::Instance;
use crate::pointer::Pointer;

/// Who a schema belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The nearest schema around it that the overlay names. All schemas of one such name are one type.
    Named(String),
    /// A component, an operation, or what the operations of a path have in common, by its pointer.
    Part(String),
}

/// Tells the owners of schemas.
pub struct Owners<'a> {
    /// The names from the overlay, by the pointers of their schemas.
    names: HashMap<&'a str, &'a str>,
}

impl<'a> Owners<'a> {
    /// Looks for the schemas that the overlay names.
    pub fn new(instances: &'a [Instance<'_>]) -> Self {
        let definitions = instances.iter().map(|it| it.definition);
        let named =
            definitions.filter_map(|it| Some((it.place.as_str(), it.names.schema.as_deref()?)));
        Self {
            names: named.collect(),
        }
    }

    /// Returns the owner of the schema at a pointer.
    pub fn of(&self, pointer: &Pointer) -> Owner {
        let part = part(pointer.as_str());
        let mut above = pointer.as_str();
        while let Some((holder, _)) = above.rsplit_once('/') {
            if holder.len() < part.len() {
                break;
            }
            if let Some(name) = self.names.get(holder) {
                return Owner::Named((*name).to_owned());
            }
            above = holder;
        }
        Owner::Part(part.to_owned())
    }
}

/// Returns the pointer of the component, the operation or the path that a pointer is within.
pub fn part(pointer: &str) -> &str {
    let mut ends = pointer.match_indices('/').map(|(at, _)| at).skip(1);
    let (first, second, third) = (ends.next(), ends.next(), ends.next());
    let Some(second) = second.or(first.map(|_| pointer.len())) else {
        return pointer;
    };
    let third = third.unwrap_or(pointer.len());
    let is_component = pointer.starts_with("/components/");
    let key = pointer.get(second + 1..third).unwrap_or_default();
    match is_component || Method::ALL.iter().any(|it| it.key() == key) {
        true => &pointer[..third],
        false => &pointer[..second],
    }
}

/// Returns whether a pointer is within a parameter.
pub fn is_in_parameter(pointer: &str) -> bool {
    let within = pointer.strip_prefix(part(pointer)).unwrap_or_default();
    within.starts_with("/parameters/") || pointer.starts_with("/components/parameters/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_components_operations_and_paths() {
        for (pointer, owner) in [
            (
                "/components/schemas/A/properties/b",
                "/components/schemas/A",
            ),
            ("/components/schemas/A", "/components/schemas/A"),
            ("/paths/~1a/get/responses/200", "/paths/~1a/get"),
            ("/paths/~1a/parameters/0/schema", "/paths/~1a"),
            ("/webhooks/a/post/requestBody", "/webhooks/a/post"),
            ("/x-files/a.yml/A", "/x-files/a.yml"),
            ("/x-files/a.yml", "/x-files/a.yml"),
            ("/paths", "/paths"),
            ("", ""),
        ] {
            assert_eq!(part(pointer), owner);
        }
    }
}
