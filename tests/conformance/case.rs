//! Cases, which the modules of subjects list.

use crate::net::Net;

/// One case: its name and its function.
pub type Case = (&'static str, fn(&Net));

/// The functions of a module as cases under their own names.
macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        pub const CASES: &[crate::case::Case] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use cases;
