//! Why a parameter is not read.

/// Why a parameter is not read.
pub enum LeftOut {
    /// It does not belong to the request.
    Ignored,
    /// Such parameters are not supported.
    Unsupported(String),
}
