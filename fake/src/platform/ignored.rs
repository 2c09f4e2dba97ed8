//! Filters that were sent and have no effect.

use crate::platform::instance::Platform;
use crate::platform::lists;
use crate::platform::rql;
use crate::platform::url::{BASE, percent_decoded};
use crate::request::Received;

/// A filter that the contract does not declare for the list that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IgnoredFilter {
    /// The path below the base URL, such as `/usage/files`.
    pub path: String,
    /// The name as it was sent.
    pub name: String,
}

impl Platform {
    /// The filters of all requests so far that the contract does not declare.
    ///
    /// The platform ignores such a filter, so that a typo returns all rows. The typed fields of the bindings cannot be
    /// mistyped; a raw filter, or another client, can.
    ///
    /// ```
    /// use connect_fake::{Platform, Side};
    /// use connect_usage::files;
    /// use connect_usage::runtime::Filter;
    ///
    /// let platform = Platform::in_memory();
    /// let vendor = platform.blocking_client(Side::Vendor)?;
    /// vendor.send(files::list().filter(Filter::raw("eq(nmae,January)")))?;
    /// assert_eq!(platform.ignored_filters()[0].name, "nmae");
    /// # Ok::<(), connect_usage::Error>(())
    /// ```
    pub fn ignored_filters(&self) -> Vec<IgnoredFilter> {
        self.requests().iter().flat_map(ignored).collect()
    }
}

/// The ignored filters of one request. One that is not for a list, or whose query cannot be read, has none: it is
/// refused.
fn ignored(request: &Received) -> Vec<IgnoredFilter> {
    let path = request.path().strip_prefix(BASE).unwrap_or_default();
    let segments: Vec<_> = path.split('/').filter_map(percent_decoded).collect();
    let segments: Vec<_> = segments.iter().map(String::as_str).collect();
    let declared = match request.method.as_str() {
        "GET" => lists::filter_names(&segments),
        _ => None,
    };
    let query = rql::parse(request.query().unwrap_or_default());
    let (Some(declared), Ok(query)) = (declared, query) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for filter in &query.filters {
        filter.names(&mut names);
    }
    names.retain(|it| !declared.contains(it));
    let ignored = names.into_iter().map(|name| IgnoredFilter {
        path: path.to_owned(),
        name: name.to_owned(),
    });
    ignored.collect()
}
