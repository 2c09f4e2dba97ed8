//! Finds the one report with an external id.

use connect_usage::files::filter::EXTERNAL_ID;
use connect_usage::models::{UsageFile, UsageFileStatus, UsageFileSummary};
use connect_usage::{Client, OpenEnum, files};

use super::error::{Failure, ReportErrorKind};
use super::settings::Report;

/// Of how many reports without an external id the details are read, to find it there.
const MOST_DETAILS: usize = 100;

/// The reports of a list that are not deleted, and not known to be others.
#[derive(Default)]
struct Candidates {
    /// With the external id.
    named: Vec<String>,
    /// Without any external id.
    unnamed: Vec<Unnamed>,
}

/// A report that is listed without an external id.
struct Unnamed {
    id: String,
    /// Whether it is about another product or contract.
    is_other: bool,
}

/// Returns the report with the external id of `report` as it is now; `None` if there is none. `stored` is the id in the
/// progress.
///
/// The list alone cannot be trusted: a platform that does not know the filter returns all reports, and rows can lack the
/// external id.
pub(super) async fn find(
    client: &Client,
    report: &Report,
    stored: Option<&str>,
) -> Result<Option<UsageFile>, Failure> {
    let mut found = listed(client, report).await?;
    let mut named = found.named;
    if !found.unnamed.is_empty() {
        if is_filtered(client, report).await? {
            named.extend(found.unnamed.into_iter().map(|it| it.id));
        } else if named.is_empty() {
            found.unnamed.retain(|it| !it.is_other);
            named = by_details(client, report, &found.unnamed, stored).await?;
        }
    }
    let id = match (named.as_slice(), stored) {
        ([one, other, ..], _) => return Err(duplicate(one, other)),
        ([], None) => return Ok(None),
        ([id], None) => id,
        ([id], Some(stored)) if id == stored => id,
        // A list may lag behind.
        ([], Some(stored)) => return existing(client, report, stored).await,
        ([id], Some(stored)) => match existing(client, report, stored).await? {
            Some(_) => return Err(duplicate(id, stored)),
            None => id,
        },
    };
    let detail = client.send(files::get(id)).await?;
    check(report, &detail)?;
    Ok(Some(detail).filter(|it| !is_deleted(it.status.as_ref())))
}

/// Refuses a report that is not this one, whatever the platform says.
pub(super) fn check(report: &Report, detail: &UsageFile) -> Result<(), Failure> {
    if is_other(&report.external_id, external_id(&detail.external_id)) {
        let reports = vec![detail.id.clone()];
        return Err(ReportErrorKind::Unidentified { reports }.into());
    }
    let product = detail.product.as_ref().and_then(|it| it.id.as_deref());
    let contract = detail.contract.as_ref().and_then(|it| it.id.as_deref());
    if is_other(&report.product, product) || is_other(&report.contract, contract) {
        let report = detail.id.clone();
        return Err(ReportErrorKind::OtherSubject { report }.into());
    }
    Ok(())
}

/// Reads the whole list, which has one row where the filter works.
async fn listed(client: &Client, report: &Report) -> Result<Candidates, Failure> {
    let mut found = Candidates::default();
    let filter = EXTERNAL_ID.eq(&report.external_id);
    let mut rows = client.stream(files::list().filter(filter).in_stable_order());
    while let Some(row) = rows.try_next().await? {
        if is_deleted(row.status.as_ref()) {
            continue;
        }
        match external_id(&row.external_id) {
            Some(id) if id == report.external_id => found.named.push(row.id),
            Some(_) => {}
            None => found.unnamed.push(Unnamed {
                is_other: is_other_subject(report, &row),
                id: row.id,
            }),
        }
    }
    Ok(found)
}

/// Whether the platform filters by external ids: a report that cannot exist is not found.
async fn is_filtered(client: &Client, report: &Report) -> Result<bool, Failure> {
    let absent = format!("{} (no such report)", report.external_id);
    let list = files::list().filter(EXTERNAL_ID.eq(absent)).page_size(1);
    let page = client.send(list).await?;
    Ok(page.rows.is_empty())
}

/// Looks for the external id in the details of reports that the list shows without one. Returns those that have it.
async fn by_details(
    client: &Client,
    report: &Report,
    unnamed: &[Unnamed],
    stored: Option<&str>,
) -> Result<Vec<String>, Failure> {
    let mut named = Vec::new();
    let mut is_complete = unnamed.len() <= MOST_DETAILS;
    for Unnamed { id, .. } in unnamed.iter().take(MOST_DETAILS) {
        let detail = match client.send(files::get(id)).await {
            Ok(detail) => detail,
            // It was deleted since.
            Err(error) if error.is_not_found() => continue,
            Err(error) => return Err(error.into()),
        };
        match external_id(&detail.external_id) {
            Some(external_id) if external_id == report.external_id => named.push(detail.id),
            Some(_) => {}
            None if stored == Some(id) => named.push(detail.id),
            None => is_complete = false,
        }
    }
    if named.is_empty() && !is_complete {
        let reports = unnamed.iter().take(3).map(|it| it.id.clone()).collect();
        return Err(ReportErrorKind::Unidentified { reports }.into());
    }
    Ok(named)
}

/// Reads the report that the progress names. `None` if it was deleted since, or has another external id now.
async fn existing(
    client: &Client,
    report: &Report,
    stored: &str,
) -> Result<Option<UsageFile>, Failure> {
    let detail = match client.send(files::get(stored)).await {
        Ok(detail) => detail,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let is_other = is_other(&report.external_id, external_id(&detail.external_id));
    if is_other || is_deleted(detail.status.as_ref()) {
        return Ok(None);
    }
    check(report, &detail)?;
    Ok(Some(detail))
}

fn duplicate(one: &str, other: &str) -> Failure {
    let reports = [one.to_owned(), other.to_owned()];
    ReportErrorKind::Duplicate { reports }.into()
}

/// The external id. An empty one counts as missing.
fn external_id(id: &Option<String>) -> Option<&str> {
    id.as_deref().filter(|it| !it.is_empty())
}

fn is_other_subject(report: &Report, row: &UsageFileSummary) -> bool {
    let product = row.product.as_ref().and_then(|it| it.id.as_deref());
    let contract = row.contract.as_ref().and_then(|it| it.id.as_deref());
    is_other(&report.product, product) || is_other(&report.contract, contract)
}

/// Whether a value is there and different.
fn is_other(ours: &str, theirs: Option<&str>) -> bool {
    theirs.is_some_and(|it| it != ours)
}

fn is_deleted(status: Option<&UsageFileStatus>) -> bool {
    let known = status.and_then(OpenEnum::known_ignoring_case);
    known == Some(UsageFileStatus::Deleted)
}
