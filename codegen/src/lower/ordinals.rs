//! Words that tell apart what would be called the same.

/// The ordinals from the second on. The first has none.
pub const ORDINALS: [&str; 8] = [
    "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
];
