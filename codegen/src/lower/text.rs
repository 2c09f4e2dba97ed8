//! The forms of texts in HTTP.

/// Returns whether a text is a token (RFC 9110, section 5.6.2), as the names of headers are.
pub fn is_token(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(allowed)
}
