//! The steps of the pipeline one by one, for tools that need what lies between two of them.

pub use crate::bundle::FILES;
pub use crate::check::check;
pub use crate::emit::{Stamp, emit};
pub use crate::generate::{Lowered, lowered};
pub use crate::load::load;
pub use crate::lower::lower;
pub use crate::normalize::load_whole;
pub use crate::overlay::apply_all;
pub use crate::select::{Prose, check_version, is_slice, select_node, strip_prose};
