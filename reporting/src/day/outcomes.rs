//! What became of each customer, when one's failure must not stop the others.

use std::fmt;

use futures_util::{StreamExt, stream};

/// The number of failures that are printed.
const PRINTED: usize = 100;

/// What became of one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome<K, T, E> {
    /// Of what, such as an asset.
    pub of: K,
    /// What the function returned for it.
    pub result: Result<T, E>,
}

/// What became of each, in the order in which they were given.
///
/// It prints how many succeeded, and up to 100 failures.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "failures are only in here"]
pub struct Outcomes<K, T, E> {
    all: Vec<Outcome<K, T, E>>,
}

impl<K, T, E> Outcomes<K, T, E> {
    /// Puts together what became of each.
    pub fn new(all: impl IntoIterator<Item = (K, Result<T, E>)>) -> Self {
        let all = all.into_iter();
        Self {
            all: all.map(|(of, result)| Outcome { of, result }).collect(),
        }
    }

    /// What became of each.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Outcome<K, T, E>> {
        self.all.iter()
    }

    /// Those that succeeded, with what the function returned.
    pub fn succeeded(&self) -> impl Iterator<Item = (&K, &T)> {
        self.iter()
            .filter_map(|it| Some((&it.of, it.result.as_ref().ok()?)))
    }

    /// Those that failed, and why.
    pub fn failed(&self) -> impl Iterator<Item = (&K, &E)> {
        self.iter()
            .filter_map(|it| Some((&it.of, it.result.as_ref().err()?)))
    }

    /// Whether none failed.
    pub fn is_success(&self) -> bool {
        self.failed().next().is_none()
    }
}

impl<K, T, E> IntoIterator for Outcomes<K, T, E> {
    type Item = Outcome<K, T, E>;
    type IntoIter = std::vec::IntoIter<Outcome<K, T, E>>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

impl<K: fmt::Display, T, E: fmt::Display> fmt::Display for Outcomes<K, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (succeeded, all) = (self.succeeded().count(), self.all.len());
        write!(f, "{succeeded} of {all} succeeded")?;
        for (of, error) in self.failed().take(PRINTED) {
            write!(f, "\n{of}: {error}")?;
        }
        match (all - succeeded).checked_sub(PRINTED) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, "\nand {more} more failures"),
        }
    }
}

/// Runs an asynchronous function for each, one after the other. A failure stops none of the others.
///
/// ```
/// use connect_reporting::day::for_each;
///
/// # async fn report_usage(customer: &str) -> Result<u32, String> {
/// #     if customer == "AS-2" { Err("no meter".to_owned()) } else { Ok(4) }
/// # }
/// # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
/// # runtime.block_on(async {
/// let customers = ["AS-1", "AS-2", "AS-3"];
/// let outcomes = for_each(customers, async |customer| report_usage(customer).await).await;
/// assert_eq!(outcomes.succeeded().count(), 2);
/// assert_eq!(outcomes.to_string(), "2 of 3 succeeded\nAS-2: no meter");
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
pub async fn for_each<K, T, E>(
    all: impl IntoIterator<Item = K>,
    work: impl AsyncFn(&K) -> Result<T, E>,
) -> Outcomes<K, T, E> {
    let mut outcomes = Vec::new();
    for of in all {
        let result = work(&of).await;
        outcomes.push((of, result));
    }
    Outcomes::new(outcomes)
}

/// Runs an asynchronous function for each, up to a number of them at once (at least one), in the task of the caller. A
/// failure stops none of the others.
///
/// Not for a blocking client, which has one request at a time: its futures are ready when they are polled once, and these
/// are not.
pub async fn for_each_at_once<K, T, E>(
    all: impl IntoIterator<Item = K>,
    at_once: usize,
    work: impl AsyncFn(&K) -> Result<T, E>,
) -> Outcomes<K, T, E> {
    let work = &work;
    let runs = all.into_iter().map(|of| async move {
        let result = work(&of).await;
        (of, result)
    });
    let runs = stream::iter(runs).buffered(at_once.max(1));
    Outcomes::new(runs.collect::<Vec<_>>().await)
}
