//! Looks for other reports about the same time.

use connect_reporting::day::Period;
use connect_usage::models::{self, UsageFileStatus, UsageFileSummary};
use connect_usage::runtime::time::Time;
use connect_usage::{Client, DateOrDateTime, OpenEnum as _, files};

use super::super::exit::{Failure, Kind};
use super::super::text::count;
use super::super::view::View;
use super::args::Plan;

/// The last second of a day.
const LAST: (u8, u8, u8) = (23, 59, 59);

/// What a report has in common with the period of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shared {
    Nothing,
    Part,
    All,
}

/// Refuses a report if another one is about its period or a part of it, so that usage is not billed twice.
///
/// # Errors
/// If there is such a report, or the list cannot be read.
pub async fn check(client: &Client, plan: &Plan) -> Result<(), Failure> {
    use files::filter::{CONTRACT_ID, PRODUCT__ID};
    let Some(period) = &plan.period else {
        return Ok(());
    };
    let filter = PRODUCT__ID.eq(&plan.product) & CONTRACT_ID.eq(&plan.contract);
    let mut rows = client.stream(files::list().filter(filter).in_stable_order());
    let failed = |error: connect_usage::Error| Failure::from(error).known(NOTHING);
    let mut found = Vec::new();
    while let Some(row) = rows.try_next().await.map_err(failed)? {
        let shared = shared(period, row.period.as_ref());
        let is_other_currency =
            matches!((&row.currency, &plan.currency), (Some(theirs), Some(own)) if theirs != own);
        let is_own = is_own(row.external_id.as_deref(), plan.report.external_id());
        if shared != Shared::Nothing && !is_own && !is_other_currency && !bills_nothing(&row) {
            found.push((View::from(row), shared));
        }
    }
    match found.split_first() {
        None => Ok(()),
        Some((first, others)) => Err(refused(first, others.len() as u64)),
    }
}

const NOTHING: &str = "nothing was created or changed";

/// The failure that names the first of the reports.
fn refused((other, shared): &(View, Shared), more: u64) -> Failure {
    let about = match shared {
        Shared::All => "the same period".to_owned(),
        _ => format!("{}, which is partly the same period,", other.period()),
    };
    let id = &other.id;
    let own = other.external_id.as_deref().unwrap_or("none");
    let status = other.status();
    let mut failure = Failure::new(
        Kind::Failed,
        format!("{id} is about {about} product and contract (status {status}, external id {own})"),
    );
    failure = failure.known(NOTHING);
    if more > 0 {
        let more = count(more, "other report");
        failure = failure.known(format!("{more} about it or a part of it"));
    }
    failure.help(match shared {
        Shared::All => {
            "go on with that one by its --external-id, delete it, or report beside it with --again"
        }
        _ => {
            "delete that one, correct --period, or report beside it with --again if no usage is in both"
        }
    })
}

/// Compares a period with that of another report. One that is not complete has nothing in common with any.
fn shared(own: &Period, other: Option<&models::Period>) -> Shared {
    let Some((from, to)) = other.and_then(|it| it.from.zip(it.to)) else {
        return Shared::Nothing;
    };
    // Days come back as date-times in UTC, whatever the time zone was; other date-times are what they say.
    let (is_equal, is_apart) = match is_day(from, false) && is_day(to, true) {
        true => {
            let (first, last) = (own.first_day(), own.last_day());
            let (from, to) = (from.date(), to.date());
            ((from, to) == (first, last), to < first || from > last)
        }
        false => {
            let (start, end) = (own.start(), own.end());
            let (from, to) = (from.start(), to.start());
            ((from, to) == (start, end), to < start || from > end)
        }
    };
    match (is_equal, is_apart) {
        (true, _) => Shared::All,
        (false, true) => Shared::Nothing,
        (false, false) => Shared::Part,
    }
}

/// Whether an end of a period is a day: its midnight, or at the end also its last second.
fn is_day(at: DateOrDateTime, is_end: bool) -> bool {
    let DateOrDateTime::Time(at) = at else {
        return true;
    };
    let time = at.into_inner().time();
    time == Time::MIDNIGHT || is_end && time.as_hms() == LAST
}

/// Whether a report was deleted or rejected, or has no usage yet.
fn bills_nothing(row: &UsageFileSummary) -> bool {
    use UsageFileStatus::{Deleted, Draft, Rejected};
    let status = row.status.as_ref().and_then(|it| it.known_ignoring_case());
    matches!(status, Some(Deleted | Draft | Rejected))
}

/// Whether a report is this one, or one of its parts, whose external ids `Report::numbered` makes of that of the first.
fn is_own(theirs: Option<&str>, own: &str) -> bool {
    let part = theirs.and_then(|it| it.strip_prefix(own));
    part.is_some_and(|it| it.is_empty() || it.strip_prefix("-part").is_some_and(is_number))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use connect_reporting::Report;
    use connect_reporting::day::Zone;

    use super::*;

    #[test]
    fn days_are_compared_as_days_and_other_times_as_times() {
        let zone: Zone = "America/New_York".parse().expect("a zone");
        let own = Period::month(2029, 2, &zone).expect("a month");
        for (from, to, expected) in [
            ("2029-02-01", "2029-02-28", Shared::All),
            (
                "2029-02-01T00:00:00+00:00",
                "2029-02-28T00:00:00+00:00",
                Shared::All,
            ),
            (
                "2029-02-01T00:00:00Z",
                "2029-02-28T23:59:59.999Z",
                Shared::All,
            ),
            ("2029-02-28T00:00:00Z", "2029-03-01T00:00:00Z", Shared::Part),
            ("2029-02-10", "2029-02-10", Shared::Part),
            ("2029-01-01", "2029-12-31", Shared::Part),
            (
                "2029-01-01T00:00:00Z",
                "2029-01-31T23:59:59Z",
                Shared::Nothing,
            ),
            ("2029-03-01", "2029-03-31", Shared::Nothing),
            // The months of the same time zone, as the portal writes them.
            ("2029-02-01T05:00:00Z", "2029-03-01T04:59:59Z", Shared::All),
            (
                "2029-01-01T05:00:00Z",
                "2029-02-01T04:59:59Z",
                Shared::Nothing,
            ),
            ("2029-01-01T05:00:00Z", "2029-02-01T05:00:00Z", Shared::Part),
        ] {
            let json = format!(r#"{{"from": "{from}", "to": "{to}"}}"#);
            let other: models::Period = serde_json::from_str(&json).expect("a period");
            assert_eq!(shared(&own, Some(&other)), expected, "{json}");
        }
        let half: models::Period =
            serde_json::from_str(r#"{"from": "2029-02-01"}"#).expect("a period");
        assert_eq!(shared(&own, Some(&half)), Shared::Nothing);
        assert_eq!(shared(&own, None), Shared::Nothing);
    }

    #[test]
    fn a_part_is_told_from_a_day_of_the_month() {
        let report = Report::new("2029-01", "PRD-1", "CRD-1");
        for (part, ()) in report.numbered([(); 12]) {
            assert!(is_own(Some(part.external_id()), "2029-01"));
        }
        for other in ["2029-01-12", "2029-01-part", "2029-01-partx", "2029-02"] {
            assert!(!is_own(Some(other), "2029-01"), "{other}");
        }
        assert!(!is_own(None, "2029-01"));
    }
}
