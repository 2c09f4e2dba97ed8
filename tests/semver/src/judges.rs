//! Three judges: two of what two crates ask of callers, one of what they send and read. None knows of the comparison.

use std::path::Path;

use connect_review::diff::Class;
use public_api::PublicApi;
use public_api::diff::PublicApiDiff;

use crate::crates::Crate;

/// What rustdoc lists of the two crates: an item that is gone or other breaks, one that is new adds.
///
/// # Errors
/// If the documentation cannot be read: each release of rustdoc has its own format.
pub fn by_documentation(old: &Path, new: &Path) -> Result<Class, String> {
    let difference = PublicApiDiff::between(items(old)?, items(new)?);
    Ok(
        if !difference.removed.is_empty() || !difference.changed.is_empty() {
            Class::Breaking
        } else if !difference.added.is_empty() {
            Class::Addition
        } else {
            Class::None
        },
    )
}

/// The public items of a crate, from the JSON of its documentation.
///
/// # Errors
/// If it cannot be read.
pub fn items(documentation: &Path) -> Result<PublicApi, String> {
    let items = public_api::Builder::from_rustdoc_json(documentation)
        .omit_blanket_impls(true)
        .build();
    items.map_err(|error| error.to_string())
}

/// What the same calls send and make of the same responses, by the recordings of them through each of two crates.
#[must_use]
pub fn by_wire([old, new]: &[String; 2]) -> Class {
    match old == new {
        true => Class::None,
        false => Class::Wire,
    }
}

/// What the compiler says of a program that uses every item: if that of the old crate does not
/// compile against the new one, something broke; if that of the new one does not compile against the
/// old one, something was added.
///
/// # Panics
/// If the program of the new crate does not compile against its own crate.
#[must_use]
pub fn by_compiler(old: &Crate<'_>, old_caller: &str, new: &Crate<'_>, new_caller: &str) -> Class {
    let folder = new.folder();
    if new
        .compile_caller(old_caller, folder, "old_caller")
        .is_err()
    {
        return Class::Breaking;
    }
    if old_caller == new_caller || old.compile_caller(new_caller, folder, "new_caller").is_ok() {
        return Class::None;
    }
    // A program that did not compile for a reason of its own would see an addition everywhere.
    let own = new.compile_caller(new_caller, folder, "own_caller");
    assert_eq!(own, Ok(()), "{}", folder.display());
    Class::Addition
}
