//! Watching a value being read: what in it the contract does not know.
//!
//! Off by default, and then it costs a look at a flag per value. While it is on, the reader's way
//! into the value is kept, so that what is unknown can be named by its place.

use std::cell::{Cell, RefCell};

use super::trace::Step;
use crate::observed::{Unknown, UnknownKind};

thread_local! {
    static WATCHING: Cell<bool> = const { Cell::new(false) };
    static WATCH: RefCell<Watch> = const { RefCell::new(Watch { way: Vec::new(), found: Vec::new() }) };
}

struct Watch {
    way: Vec<Step>,
    found: Vec<Unknown>,
}

/// Runs `read`, and tells what it came upon that is unknown.
pub(crate) fn watched<T>(read: impl FnOnce() -> T) -> (T, Vec<Unknown>) {
    // A panic of `read` must not leave the next reader of this thread being watched.
    struct Off(bool);
    impl Drop for Off {
        fn drop(&mut self) {
            WATCHING.set(self.0);
        }
    }
    let fresh = Watch {
        way: Vec::new(),
        found: Vec::new(),
    };
    let outer = WATCH.replace(fresh);
    let off = Off(WATCHING.replace(true));
    let result = read();
    drop(off);
    let watch = WATCH.replace(outer);
    (result, watch.found)
}

/// Notes that a value one step further in is about to be read. [`exit`] takes back what this
/// returns. Neither is generic: every value of every type passes through them.
#[inline]
pub(crate) fn enter_key(key: &str) -> bool {
    let watching = WATCHING.get();
    if watching {
        enter(Step::Key(key.to_owned()));
    }
    watching
}

/// As [`enter_key`], for an element of a list.
#[inline]
pub(crate) fn enter_index(index: usize) -> bool {
    let watching = WATCHING.get();
    if watching {
        enter(Step::Index(index));
    }
    watching
}

fn enter(step: Step) {
    WATCH.with_borrow_mut(|watch| watch.way.push(step));
}

/// Notes that the value has been read.
#[inline]
pub(crate) fn exit(watching: bool) {
    if watching {
        WATCH.with_borrow_mut(|watch| watch.way.pop());
    }
}

/// Notes a member that no field is for.
#[inline]
pub(crate) fn unknown_field(key: &str) {
    if WATCHING.get() {
        note(UnknownKind::Field, Some(Step::Key(key.to_owned())));
    }
}

/// Notes a value of an enum that no variant is for.
#[inline]
pub(crate) fn unknown_value() {
    if WATCHING.get() {
        note(UnknownKind::Value, None);
    }
}

/// Notes a value of a union that no member is for.
pub(crate) fn unknown_form() {
    if WATCHING.get() {
        note(UnknownKind::Form, None);
    }
}

fn note(kind: UnknownKind, last: Option<Step>) {
    WATCH.with_borrow_mut(|watch| {
        let mut pointer = String::new();
        for step in watch.way.iter().chain(&last) {
            step.push_to(&mut pointer);
        }
        watch.found.push(Unknown { pointer, kind });
    });
}
