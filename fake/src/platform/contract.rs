//! What the contract declares, as the generated crates have it.

use connect_client::runtime::Segment;
use connect_client::runtime::contract::{Declaration, DeclaredFilter};
use connect_usage_api::specification::OPERATIONS;

use crate::platform::url;
use crate::request::Received;

/// The operations that the platform handles.
pub(crate) fn operations() -> impl Iterator<Item = &'static Declaration> {
    #[cfg(feature = "directory")]
    let directory = connect_directory_api::specification::OPERATIONS;
    #[cfg(not(feature = "directory"))]
    let directory = &[];
    OPERATIONS.iter().chain(directory)
}

/// The filters of a list, by its name. Empty if there is no such list.
pub(crate) fn filters(list: &str) -> &'static [DeclaredFilter] {
    let found = operations().find(|it| it.operation.name == list);
    found.map(|it| it.filters).unwrap_or_default()
}

/// The operation that a request calls.
pub(crate) fn operation(request: &Received) -> Option<&'static Declaration> {
    let segments = url::segments(request.path())?;
    let mut fitting = operations().filter(|it| {
        it.operation.method.as_str() == request.method && fits(it.operation.path, &segments)
    });
    // A literal segment wins over a parameter, as `close-records` over an id.
    let first = fitting.next()?;
    Some(fitting.fold(first, |best, it| {
        match literals(it.operation.path) > literals(best.operation.path) {
            true => it,
            false => best,
        }
    }))
}

fn fits(path: &[Segment], sent: &[String]) -> bool {
    let is_same = |(own, sent): (&Segment, &String)| match own {
        Segment::Literal(literal) => literal == sent,
        Segment::Parameter(_) | Segment::Mixed(_) => !sent.is_empty(),
    };
    path.len() == sent.len() && path.iter().zip(sent).all(is_same)
}

fn literals(path: &[Segment]) -> usize {
    let literals = path.iter().filter(|it| matches!(it, Segment::Literal(_)));
    literals.count()
}
