//! Lists from values, for tests of code that takes lists.

mod support;

use std::cell::Cell;
use std::collections::BTreeSet;

use connect_usage::{Error, Page, Pages, Rows, blocking};

/// Returns an error for the end of a list.
fn failure() -> Error {
    connect_usage::ApiKey::new("").expect_err("an empty key")
}

fn page(rows: &[u32], total: Option<u64>) -> Page<u32> {
    let mut page = Page::new(rows.to_vec());
    page.total = total;
    page
}

#[test]
fn lists_can_be_shared_between_threads_whatever_their_rows() {
    fn check<T: Send + Sync>() {}
    check::<Rows<u32>>();
    check::<Pages<u32>>();
    check::<blocking::Rows<u32>>();
    check::<blocking::Pages<u32>>();
    // A row that is `Send` but not `Sync`.
    check::<Rows<Cell<u32>>>();
    check::<Pages<Cell<u32>>>();
    check::<blocking::Rows<Cell<u32>>>();
    check::<blocking::Pages<Cell<u32>>>();
}

#[test]
fn rows_from_values_are_a_list_of_one_page() {
    support::run(async {
        let mut rows = Rows::from_values([1, 2]);
        assert_eq!((rows.position(), rows.total()), (0, None));
        assert_eq!(rows.try_next().await.expect("a row"), Some(1));
        assert_eq!((rows.position(), rows.total()), (1, Some(2)));
        assert_eq!(rows.try_next().await.expect("a row"), Some(2));
        assert!(rows.next().await.is_none());
        assert!(rows.next().await.is_none());
        assert_eq!((rows.position(), rows.total_change()), (2, None));
    });
    let mut rows = blocking::Rows::from_values([1, 2]);
    assert_eq!((rows.position(), rows.total()), (0, None));
    assert_eq!(rows.try_next().expect("a row"), Some(1));
    assert_eq!((rows.position(), rows.total()), (1, Some(2)));
    assert_eq!(rows.by_ref().map(Result::unwrap).collect::<Vec<_>>(), [2]);
    assert!(rows.next().is_none());
    assert_eq!((rows.position(), rows.total_change()), (2, None));
}

#[test]
fn an_empty_list_has_no_rows_and_no_pages() {
    let mut rows = blocking::Rows::<u32>::from_values([]);
    assert!(rows.next().is_none());
    assert_eq!((rows.position(), rows.total()), (0, Some(0)));
    let mut pages = blocking::Pages::from_pages([Ok(page(&[], None))]);
    assert!(pages.next().is_none(), "a list without rows has no pages");
}

#[test]
fn pages_from_values_end_with_the_first_error() {
    let values = || {
        [
            Ok(page(&[1, 2], Some(9))),
            Ok(page(&[], None)),
            Ok(page(&[3], None)),
            Err(failure()),
            Ok(page(&[4], None)),
        ]
    };
    let mut pages = blocking::Pages::from_pages(values());
    assert_eq!(
        pages.try_next().expect("a page").expect("a page").rows,
        [1, 2]
    );
    assert_eq!((pages.position(), pages.total()), (2, Some(9)));
    assert_eq!(pages.try_next().expect("a page").expect("a page").rows, [3]);
    assert!(pages.next().expect("an error").is_err());
    assert!(pages.next().is_none());
    assert_eq!((pages.position(), pages.total()), (3, Some(9)));

    support::run(async {
        let mut rows = Rows::from(Pages::from_pages(values()));
        let mut read = Vec::new();
        while let Ok(Some(row)) = rows.try_next().await {
            read.push(row);
        }
        assert_eq!(read, [1, 2, 3]);
        assert!(rows.next().await.is_none());
        assert_eq!((rows.position(), rows.total()), (3, Some(9)));
    });
}

#[test]
fn rows_are_collected_until_the_first_error() {
    let pages = |failed: bool| {
        let last = failed.then(|| Err(failure()));
        let pages = [Ok(page(&[1, 2], None)), Ok(page(&[3, 2], None))];
        pages.into_iter().chain(last)
    };
    let rows = |failed| blocking::Rows::from(blocking::Pages::from_pages(pages(failed)));
    let list: Vec<u32> = rows(false).collect().expect("rows");
    assert_eq!(list, [1, 2, 3, 2]);
    let set: BTreeSet<u32> = rows(false).collect().expect("rows");
    assert_eq!(set, BTreeSet::from([1, 2, 3]));
    assert!(rows(true).collect::<Vec<_>>().is_err());
    // What was read before is not read again.
    let mut rest = rows(false);
    assert_eq!(rest.try_next().expect("a row"), Some(1));
    assert_eq!(rest.collect::<Vec<_>>().expect("rows"), [2, 3, 2]);

    support::run(async {
        let rows = |failed| Rows::from(Pages::from_pages(pages(failed)));
        let list: Vec<u32> = rows(false).collect().await.expect("rows");
        assert_eq!(list, [1, 2, 3, 2]);
        let set: BTreeSet<u32> = rows(false).collect().await.expect("rows");
        assert_eq!(set, BTreeSet::from([1, 2, 3]));
        assert!(rows(true).collect::<Vec<_>>().await.is_err());
    });
}

#[test]
fn rows_from_values_can_be_used_in_another_thread() {
    let rows = blocking::Rows::from(blocking::Pages::from_pages([Ok(page(&[1], Some(1)))]));
    std::thread::scope(|scope| {
        let position = scope.spawn(|| rows.position()).join();
        assert_eq!(position.expect("the thread ends"), 0);
    });
    let last = std::thread::spawn(|| rows.last()).join();
    assert_eq!(
        last.expect("the thread ends")
            .expect("a row")
            .expect("a row"),
        1
    );
}
