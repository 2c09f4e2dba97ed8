//! Parallel map with results in the order of the items.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The stack of each worker.
const STACK: usize = 8 * 1024 * 1024;

/// Applies `work` to each item on at most `workers` threads, limited by the available parallelism. Each has a stack of
/// 8 MiB.
pub fn map<T: Sync, R: Send>(items: &[T], workers: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let machine = || thread::available_parallelism().map_or(1, usize::from);
    let workers = if workers > 1 {
        workers.min(machine())
    } else {
        1
    };
    let next = AtomicUsize::new(0);
    let share = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else {
                return done;
            };
            done.push((at, work(item)));
        }
    };
    let mut done = thread::scope(|scope| {
        // Where a thread cannot be started, the others do its work.
        let start = |_| {
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, share)
        };
        let others: Vec<_> = (1..workers).flat_map(start).collect();
        let mut done = stacker::maybe_grow(STACK, STACK, share);
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        for workers in [0, 1, 2, 7] {
            let made = map(&items, workers, |item| item * 2);
            assert!(
                made.iter().enumerate().all(|(at, made)| at * 2 == *made),
                "{workers}"
            );
        }
        assert!(map(&[] as &[u8], 4, |item| *item).is_empty());
    }
}
