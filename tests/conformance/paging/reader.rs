//! The lists of both clients behind one interface.

use connect_usage::models::UsageRecord;
use connect_usage::paging::TotalChange;
use connect_usage::records::filter::Scope;
use connect_usage::{Error, List, Page};

use crate::support::any::{AnyClient, with_client};

pub type Records = List<Scope, UsageRecord>;

pub fn count(client: &AnyClient, list: Records) -> Result<u64, Error> {
    with_client!(client, it => it.count(list))
}

pub fn first(client: &AnyClient, list: Records) -> Result<Option<UsageRecord>, Error> {
    with_client!(client, it => it.first(list))
}

/// Returns all pages, and checks that the end stays the end.
pub fn pages(client: &AnyClient, list: Records) -> Vec<Result<Page<UsageRecord>, Error>> {
    let mut read = Vec::new();
    match client {
        AnyClient::Async(client, runtime) => runtime.block_on(async {
            let mut pages = client.pages(list);
            while let Some(page) = pages.next().await {
                read.push(page);
            }
            assert!(pages.next().await.is_none());
        }),
        AnyClient::Blocking(client) => {
            let mut pages = client.pages(list);
            read.extend(pages.by_ref());
            assert!(pages.next().is_none());
        }
    }
    read
}

/// The rows of a list.
pub struct AnyRows {
    client: AnyClient,
    rows: Either,
}

enum Either {
    Async(connect_usage::Rows<UsageRecord>),
    Blocking(connect_usage::blocking::Rows<UsageRecord>),
}

impl AnyRows {
    pub fn of(client: &AnyClient, list: Records) -> Self {
        let rows = match client {
            AnyClient::Async(client, _) => Either::Async(client.stream(list)),
            AnyClient::Blocking(client) => Either::Blocking(client.stream(list)),
        };
        Self {
            client: client.clone(),
            rows,
        }
    }

    /// Returns the next row, or `None` after the last one and after an error.
    pub fn next(&mut self) -> Option<Result<UsageRecord, Error>> {
        match (&mut self.rows, &self.client) {
            (Either::Async(rows), AnyClient::Async(_, runtime)) => runtime.block_on(rows.next()),
            (Either::Blocking(rows), _) => rows.next(),
            (Either::Async(_), AnyClient::Blocking(_)) => unreachable!("both are of the same kind"),
        }
    }

    /// Collects all remaining rows.
    pub fn collect(self) -> Result<Vec<UsageRecord>, Error> {
        match (self.rows, &self.client) {
            (Either::Async(rows), AnyClient::Async(_, runtime)) => runtime.block_on(rows.collect()),
            (Either::Blocking(rows), _) => rows.collect(),
            (Either::Async(_), AnyClient::Blocking(_)) => unreachable!("both are of the same kind"),
        }
    }

    /// Returns the ids of all remaining rows up to the first error, and that error.
    pub fn rest(&mut self) -> (Vec<String>, Option<Error>) {
        let mut read = Vec::new();
        while let Some(row) = self.next() {
            match row {
                Ok(row) => read.push(row.id),
                Err(error) => return (read, Some(error)),
            }
        }
        (read, None)
    }

    fn state(&self) -> (u64, Option<u64>, Option<TotalChange>) {
        match &self.rows {
            Either::Async(it) => (it.position(), it.total(), it.total_change()),
            Either::Blocking(it) => (it.position(), it.total(), it.total_change()),
        }
    }

    pub fn position(&self) -> u64 {
        self.state().0
    }

    pub fn total(&self) -> Option<u64> {
        self.state().1
    }

    pub fn total_change(&self) -> Option<TotalChange> {
        self.state().2
    }
}
