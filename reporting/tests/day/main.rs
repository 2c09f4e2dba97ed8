//! The vendor's reporting day.

mod period;
