//! Finds what is generated for an item and is no item itself: constructors, setters, traits, the modules of filters.

use super::item::Part;
use super::spelling;
use crate::surface::{Entry, Surface};

/// Returns the public item that is written, and the shorter paths under which the item that it belongs to may be found,
/// the nearest first. `None` if the crate has no such public item.
pub fn of(surface: &Surface, wanted: &str) -> Option<(Part, Vec<String>)> {
    let (name, entry) = public(surface, wanted)?;
    let part = Part {
        name: name.to_owned(),
        signature: entry.shown.clone(),
    };
    Some((part, owners(&spelling::path(name))))
}

fn public<'s>(surface: &'s Surface, wanted: &str) -> Option<(&'s str, &'s Entry)> {
    let mut items = surface.iter();
    let (name, entry) = items.find(|(name, _)| spelling::path(name) == wanted)?;
    Some((name, entry))
}

/// Returns the paths of what a public item may belong to: `records::filter::field::STATUS` to `records::filter::STATUS`,
/// `NewUsageFile::new` and `NewUsageFile: Clone` to `NewUsageFile`.
pub fn owners(path: &str) -> Vec<String> {
    let mut path = path.split(": ").next().unwrap_or(path).to_owned();
    let mut found = vec![path.clone()];
    while let Some((before, last)) = path.rsplit_once("::") {
        if let Some((owner, between)) = before.rsplit_once("::") {
            match between {
                "field" | "offers" => found.push(format!("{owner}::{last}")),
                "operation" => found.push(format!("{owner}::{}", last.to_lowercase())),
                _ => {}
            }
        }
        found.push(before.to_owned());
        path = before.to_owned();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_owner_comes_first() {
        assert_eq!(owners("NewUsageFile: Clone"), ["NewUsageFile"]);
        assert_eq!(
            owners("files::filter::offers::ID: lookup::Eq"),
            [
                "files::filter::offers::ID",
                "files::filter::ID",
                "files::filter::offers",
                "files::filter",
                "files"
            ]
        );
        assert_eq!(owners("files::operation::LIST")[1], "files::list");
    }
}
