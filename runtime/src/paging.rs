//! How all pages of a list are read, without losing a row.
//!
//! A client's streams of rows and pages do it. [`driver::paging`](crate::driver::paging) has the state machine behind
//! them, for other clients.
//!
//! # How it reads
//!
//! - It goes on by the rows that came, not by those that it asked for. A page that is shorter than
//!   asked for, before the end, may come from the server's cap: it clamps without a word. When two
//!   pages in a row have the same length, that is taken for the cap, and asked for from then on.
//! - The list ends where its total says; else with an empty page, which has no body where the document declares a
//!   success without one; else, where the server says no total
//!   or one that cannot be, with a page that is short and has fewer rows than one before it. So the
//!   first short page does not end a list without a total, which costs one more request, and can save
//!   the rows behind a cap.
//! - A page that says it begins elsewhere than asked for, one that is byte for byte the one before
//!   (where the header does not tell them apart), and one that is empty though it says that there are
//!   more rows, are errors. So is a list that takes more requests than
//!   [`List::max_pages`](crate::List::max_pages).
//! - With [`List::prefetch`](crate::List::prefetch) the first page is asked for alone, and further ones
//!   together once the size of pages is known: one came full, or the cap showed. Up to that many are
//!   asked for or held at a time. If one of them is short, exactly the rows that it left out are asked
//!   for before those behind it come out. No page is planned past the total; where there is none, up to
//!   `n - 1` requests may go past the end, and their responses do not count.
//! - What a page says takes effect when it is its turn, in whatever order responses come. An error comes
//!   out after all rows before it, ends the reading, and leaves `position` as the offset to
//!   resume at.
//! - A row that is not of the expected form, such as one with a number that its type cannot hold, is an error in the
//!   place of that row, which knows the [row](crate::Error::row), the path in it, and its JSON. It counts as read, and
//!   the list goes on behind it: no other row is lost. A page is cut into two there. A page that is not an array in
//!   JSON ends the reading.
//! - A list changes while it is read. The total that each page says is compared with the one before;
//!   see [`TotalChange`].

mod fault;
pub(crate) mod fetched;
pub(crate) mod pager;
mod salvage;
mod size;
mod slots;
mod source;
mod stable_order;
pub(crate) mod ticket;
mod total;

pub(crate) use self::source::{Options, Source};
pub use self::stable_order::StableOrder;
pub use self::total::TotalChange;

/// How many rows each request asks for when all pages are read and
/// [`List::page_size`](crate::List::page_size) is not set. Fewer requests cost less, and the pager
/// accounts for a server that sends fewer rows.
pub const DEFAULT_PAGE_SIZE: u32 = 500;

/// How many requests the reading of all pages may take unless
/// [`List::max_pages`](crate::List::max_pages) says otherwise.
pub const DEFAULT_MAX_PAGES: u64 = 100_000;
