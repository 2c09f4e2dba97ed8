//! Addresses of documents and schemas, and what relative ones lead to (RFC 3986, section 5).

/// Returns the address that one without a fragment leads to, where `base` is the address.
pub fn resolve(base: &str, address: &str) -> String {
    let (start, path) = split(base);
    if address.is_empty() {
        base.to_owned()
    } else if has_scheme(address) {
        address.to_owned()
    } else if let Some(rest) = address.strip_prefix("//") {
        let (scheme, _) = base.split_once("//").unwrap_or_default();
        format!("{scheme}//{rest}")
    } else if address.starts_with('/') {
        format!("{start}{}", without_dots(address))
    } else {
        let (folder, _) = path.rsplit_once('/').unwrap_or_default();
        let is_rooted = path.contains('/') || !start.is_empty();
        let slash = if is_rooted { "/" } else { "" };
        let joined = without_dots(&format!("{folder}{slash}{address}"));
        format!("{start}{joined}")
    }
}

/// Splits an address into the scheme and the authority, and the path.
fn split(address: &str) -> (&str, &str) {
    let Some(authority) = address.find("//") else {
        return ("", address);
    };
    let behind = authority + 2;
    let rest = address.get(behind..).unwrap_or_default();
    let path = rest.find('/').map_or(address.len(), |it| behind + it);
    address.split_at_checked(path).unwrap_or((address, ""))
}

fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else {
        return false;
    };
    scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
}

/// Returns a path without the segments `.` and `..`.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                // The first segment of an absolute path is empty, and stays.
                if segment == ".." && kept.last().is_some_and(|it| !it.is_empty()) {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    kept.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_in_the_examples_of_the_standard() {
        // RFC 3986, section 5.4.
        for (address, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("", "http://a/b/c/d"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/../h", "http://a/b/c/h"),
        ] {
            assert_eq!(resolve("http://a/b/c/d", address), expected, "{address}");
        }
    }

    #[test]
    fn addresses_where_the_base_has_no_authority_or_no_path() {
        for (base, address, expected) in [
            ("http://a", "g", "http://a/g"),
            ("/specs/api.yml", "../specs/api.yml", "/specs/api.yml"),
            ("/specs/api.yml", "more.yml", "/specs/more.yml"),
            ("specs/api.yml", "more.yml", "specs/more.yml"),
            ("api.yml", "more.yml", "more.yml"),
            ("urn:x:api", "urn:x:more", "urn:x:more"),
            ("", "more", "more"),
        ] {
            assert_eq!(resolve(base, address), expected, "{base} {address}");
        }
    }
}
