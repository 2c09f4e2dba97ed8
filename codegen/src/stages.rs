//! What `connect-review` works on: the steps of the pipeline one by one, and the document between two of them.
//!
//! It is not part of the documented interface, because its form follows that of the pipeline.

pub use crate::bundle::FILES;
pub use crate::check::check;
pub use crate::emit::text::field_type;
pub use crate::emit::{Stamp, emit};
pub use crate::findings::Findings;
pub use crate::generate::{Lowered, lowered};
pub use crate::load::load_alone;
pub use crate::lower::{Scope, lower};
pub use crate::moves::Moves;
pub use crate::names::{pascal, snake, variant_ident};
pub use crate::node::{At, Node, Sources, Value};
pub use crate::normalize::load_whole;
pub use crate::overlay::apply_all;
pub use crate::select::{Prose, check_version, is_slice, select_node, strip_schema};
