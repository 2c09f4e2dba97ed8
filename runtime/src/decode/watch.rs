//! Records what is unknown to the contract while a value is decoded.
//!
//! Off by default, and then it costs one check of a flag per value. While it is on, the path to the current
//! value is kept, so that an unknown member or value is reported with its JSON pointer.
//!
//! How often a value differs from its type is always counted: a union prefers the member that differs least.

use std::cell::{Cell, RefCell};

use super::trace::Step;
use super::unknown::{Unknown, UnknownKind};

thread_local! {
    static WATCHING: Cell<bool> = const { Cell::new(false) };
    /// How often what was read on this thread differs from its type: by what is unknown, and by conversions.
    static DIFFERENCES: Cell<usize> = const { Cell::new(0) };
    static WATCH: RefCell<Watch> = const { RefCell::new(Watch { path: Vec::new(), found: Vec::new() }) };
}

struct Watch {
    path: Vec<Step>,
    found: Vec<Unknown>,
}

/// Runs `read`, and returns what it found that is unknown.
pub(crate) fn watched<T>(read: impl FnOnce() -> T) -> (T, Vec<Unknown>) {
    // If `read` panics, the flag of this thread must be reset.
    struct Off(bool);
    impl Drop for Off {
        fn drop(&mut self) {
            WATCHING.set(self.0);
        }
    }
    let fresh = Watch {
        path: Vec::new(),
        found: Vec::new(),
    };
    let outer = WATCH.replace(fresh);
    let off = Off(WATCHING.replace(true));
    let result = read();
    drop(off);
    let watch = WATCH.replace(outer);
    (result, watch.found)
}

/// Records that the value of a member is about to be read. Pass the result to [`exit`]. Neither is
/// generic: every value of every type passes through them.
#[inline]
pub(crate) fn enter_key(key: &str) -> bool {
    let watching = WATCHING.get();
    if watching {
        enter(Step::Key(key.to_owned()));
    }
    watching
}

/// As [`enter_key`], for an element of an array.
#[inline]
pub(crate) fn enter_index(index: usize) -> bool {
    let watching = WATCHING.get();
    if watching {
        enter(Step::Index(index));
    }
    watching
}

/// How the value of an attempt differs from its type.
pub(crate) struct Differences {
    /// How often it does.
    pub(crate) count: usize,
    found: Vec<Unknown>,
}

/// Runs `read`, and takes back what it recorded: it was an attempt, which something else may replace. Pass the
/// differences of the value that is kept to [`keep`].
pub(crate) fn attempt<T>(read: impl FnOnce() -> Option<T>) -> Option<(T, Differences)> {
    let (before, known) = (DIFFERENCES.get(), found());
    let value = read();
    let count = DIFFERENCES.replace(before).saturating_sub(before);
    let found = match WATCHING.get() {
        true => WATCH.with_borrow_mut(|watch| watch.found.split_off(known)),
        false => Vec::new(),
    };
    Some((value?, Differences { count, found }))
}

/// Records the differences of an attempt after all.
pub(crate) fn keep(differences: Differences) {
    DIFFERENCES.set(DIFFERENCES.get().saturating_add(differences.count));
    if WATCHING.get() {
        WATCH.with_borrow_mut(|watch| watch.found.extend(differences.found));
    }
}

/// Records that a value was read from another JSON type than its own, such as a string from an integer.
#[inline]
pub(crate) fn converted() {
    differs();
}

#[inline]
fn differs() {
    DIFFERENCES.set(DIFFERENCES.get().saturating_add(1));
}

/// How much was found that is unknown. Pass the result to [`forget`].
pub(crate) fn found() -> usize {
    match WATCHING.get() {
        true => WATCH.with_borrow(|watch| watch.found.len()),
        false => 0,
    }
}

/// Forgets what was found since.
pub(crate) fn forget(found: usize) {
    if WATCHING.get() {
        WATCH.with_borrow_mut(|watch| watch.found.truncate(found));
    }
}

fn enter(step: Step) {
    WATCH.with_borrow_mut(|watch| watch.path.push(step));
}

/// Records that the value has been read.
#[inline]
pub(crate) fn exit(watching: bool) {
    if watching {
        WATCH.with_borrow_mut(|watch| watch.path.pop());
    }
}

/// Records a member without a field.
#[inline]
pub(crate) fn unknown_field(key: &str) {
    differs();
    if WATCHING.get() {
        note(UnknownKind::Field, Some(Step::Key(key.to_owned())));
    }
}

/// Records a value of an enum without a variant.
#[inline]
pub(crate) fn unknown_value() {
    differs();
    if WATCHING.get() {
        note(UnknownKind::Value, None);
    }
}

/// Records a value that matches no member of a union.
pub(crate) fn unknown_form() {
    differs();
    if WATCHING.get() {
        note(UnknownKind::Form, None);
    }
}

fn note(kind: UnknownKind, last: Option<Step>) {
    WATCH.with_borrow_mut(|watch| {
        let mut pointer = String::new();
        for step in watch.path.iter().chain(&last) {
            step.push_to(&mut pointer);
        }
        watch.found.push(Unknown { pointer, kind });
    });
}
