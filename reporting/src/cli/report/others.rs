//! Looks for other reports about the same period.

use connect_usage::models::{UsageFileStatus, UsageFileSummary};
use connect_usage::{Client, files};

use super::super::exit::{Failure, Kind};
use super::super::view::View;
use super::args::Plan;

/// Refuses a report whose period another one is about, so that usage is not billed twice.
///
/// # Errors
/// If there is such a report, or the list cannot be read.
pub async fn check(client: &Client, plan: &Plan) -> Result<(), Failure> {
    use files::filter::{CONTRACT_ID, PRODUCT__ID};
    let Some(period) = &plan.period else {
        return Ok(());
    };
    let (first, last) = (
        period.first_day().to_string(),
        period.last_day().to_string(),
    );
    let filter = PRODUCT__ID.eq(&plan.product) & CONTRACT_ID.eq(&plan.contract);
    let mut rows = client.stream(files::list().filter(filter).in_stable_order());
    let nothing = "nothing was created or changed";
    let failed = |error: connect_usage::Error| Failure::from(error).known(nothing);
    while let Some(row) = rows.try_next().await.map_err(failed)? {
        if is_gone(&row) || is_own(row.external_id.as_deref(), plan.report.external_id()) {
            continue;
        }
        let other = View::from(row);
        let is_same_currency = match (&other.currency, &plan.currency) {
            (Some(theirs), Some(own)) => theirs == own,
            _ => true,
        };
        if is_same_currency && other.period() == format!("{first}..{last}") {
            let id = &other.id;
            let own = other.external_id.as_deref().unwrap_or("none");
            let message = format!(
                "{id} is about the same period, product and contract (status {}, external id {own})",
                other.status()
            );
            return Err(Failure::new(Kind::Failed, message).known(nothing).help(
                "go on with that one by its --external-id, delete it, or report beside it with --again",
            ));
        }
    }
    Ok(())
}

/// Deleted and rejected reports bill nothing.
fn is_gone(row: &UsageFileSummary) -> bool {
    matches!(
        row.status,
        Some(UsageFileStatus::Deleted | UsageFileStatus::Rejected)
    )
}

/// Whether a report is this one, or one of its parts: their external ids begin with that of the first.
fn is_own(theirs: Option<&str>, own: &str) -> bool {
    let part = theirs.and_then(|it| it.strip_prefix(own));
    part.is_some_and(|it| it.is_empty() || it.strip_prefix('-').is_some_and(is_number))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}
