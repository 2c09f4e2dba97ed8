//! What must not compile, and what the compiler says of it: see `tests/ui.rs`.
