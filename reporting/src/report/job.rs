//! One run of a report: a step for each status, until it has an end.

use connect_usage::models::{UsageFile, UsageFileStatus};
use connect_usage::waiting::Reason;
use connect_usage::{Client, DateTime, Error, OpenEnum, Outcome, files};

use super::error::{Failure, Happened, ReportError, ReportErrorKind};
use super::find;
use super::invalid;
use super::outcome::ReportOutcome;
use super::progress::{Progress, ProgressStep, ProgressStore, UploadedWorkbook};
use super::settings::Report;
use super::workbook::{Fingerprint, ReportWorkbook};

/// The statuses that end a wait: all in which a report stays until somebody acts.
const STAYS: [UsageFileStatus; 8] = [
    UsageFileStatus::Draft,
    UsageFileStatus::Ready,
    UsageFileStatus::Invalid,
    UsageFileStatus::Pending,
    UsageFileStatus::Rejected,
    UsageFileStatus::Accepted,
    UsageFileStatus::Closed,
    UsageFileStatus::Deleted,
];

/// A run of a report.
pub(super) struct Job<'a> {
    client: &'a Client,
    report: &'a Report,
    workbook: &'a ReportWorkbook,
    fingerprint: Fingerprint,
    store: &'a mut dyn ProgressStore,
    progress: Progress,
    happened: Happened,
    /// Whether this run has uploaded the workbook. It does so once at most.
    has_uploaded: bool,
}

/// What to do next.
enum Next {
    Wait,
    Upload,
    Submit,
    Errors,
    End(ReportOutcome),
}

/// Takes a report as far as it goes.
pub(super) async fn run(
    client: &Client,
    report: &Report,
    workbook: &ReportWorkbook,
    store: &mut dyn ProgressStore,
) -> Result<ReportOutcome, ReportError> {
    let mut happened = Happened::Nothing;
    let begun = begin(client, report, workbook, store, &mut happened).await;
    let (mut job, detail) =
        begun.map_err(|it| ReportError::new(&report.external_id, happened, it))?;
    let outcome = job.go_on(detail).await;
    outcome.map_err(|it| ReportError::new(&report.external_id, job.happened, it))
}

/// Finds or creates the report.
async fn begin<'a>(
    client: &'a Client,
    report: &'a Report,
    workbook: &'a ReportWorkbook,
    store: &'a mut dyn ProgressStore,
    happened: &mut Happened,
) -> Result<(Job<'a>, UsageFile), Failure> {
    if !report.has_safe_external_id() {
        return Err(ReportErrorKind::ExternalId.into());
    }
    let fingerprint = workbook.fingerprint();
    let fingerprint = fingerprint.map_err(|it| Failure::with(ReportErrorKind::Workbook, it))?;
    let stored = store.load(&report.external_id);
    let stored = stored.map_err(|it| Failure::with(ReportErrorKind::Store, it))?;
    let stored = stored.filter(|it| it.external_id == report.external_id);
    let id = stored.as_ref().map(|it| it.report.as_str());
    let (detail, step) = match find::find(client, report, id).await? {
        Some(found) => {
            *happened = Happened::Found(found.id.clone());
            (found, ProgressStep::Found)
        }
        None => (
            create(client, report, happened).await?,
            ProgressStep::Created,
        ),
    };
    let is_stored = stored.as_ref().is_some_and(|it| it.report == detail.id);
    let mut job = Job {
        client,
        report,
        workbook,
        fingerprint,
        store,
        progress: stored
            .filter(|_| is_stored)
            .unwrap_or_else(|| Progress::new(&report.external_id, &detail.id, step)),
        happened: happened.clone(),
        has_uploaded: false,
    };
    if !is_stored {
        job.save(step)?;
    }
    Ok((job, detail))
}

async fn create(
    client: &Client,
    report: &Report,
    happened: &mut Happened,
) -> Result<UsageFile, Failure> {
    let created = match client.send(files::create(report.body())).await {
        Ok(created) => created,
        Err(error) => {
            if may_have_happened(&error) {
                *happened = Happened::MayBeCreated;
            }
            return Err(error.into());
        }
    };
    // A client that got no response takes a report of the list for this one.
    find::check(report, &created).inspect_err(|_| *happened = Happened::MayBeCreated)?;
    *happened = Happened::Created(created.id.clone());
    match created.status {
        Some(_) => Ok(created),
        None => Ok(client.send(files::get(&created.id)).await?),
    }
}

impl Job<'_> {
    async fn go_on(&mut self, mut detail: UsageFile) -> Result<ReportOutcome, Failure> {
        loop {
            detail = match self.next(&detail)? {
                Next::Wait => wait(self.client, self.report, &detail.id).await?,
                Next::Upload => self.upload(&detail).await?,
                Next::Submit => return self.submit(&detail.id).await,
                Next::Errors => {
                    self.save(ProgressStep::Invalid)?;
                    let invalid = invalid::errors(self.client, &detail.id).await?;
                    return Ok(ReportOutcome::Invalid(invalid));
                }
                Next::End(outcome) => return Ok(outcome),
            };
        }
    }

    /// Decides what to do with the report as it is.
    fn next(&self, detail: &UsageFile) -> Result<Next, Failure> {
        use UsageFileStatus::{
            Accepted, Closed, Deleted, Draft, Invalid, Pending, Processing, Ready, Rejected,
            Uploaded, Uploading,
        };
        let same = self.is_uploaded(detail);
        let report = || detail.id.clone();
        Ok(match status(detail)? {
            Draft => Next::Upload,
            Uploading | Processing => Next::Wait,
            Ready | Uploaded if same != Some(true) => Next::Upload,
            Ready | Uploaded if self.report.submits => Next::Submit,
            Ready | Uploaded => Next::End(ReportOutcome::Ready { report: report() }),
            Invalid if same == Some(true) => Next::Errors,
            Invalid => Next::Upload,
            Rejected if self.is_to_be_replaced(same) => Next::Upload,
            Rejected => Next::End(ReportOutcome::Rejected {
                report: report(),
                reason: detail.rejection_note.clone().filter(|it| !it.is_empty()),
                same_workbook: same,
            }),
            status @ (Pending | Accepted | Closed) => Next::End(ReportOutcome::AlreadyReported {
                report: report(),
                status,
                same_workbook: same,
            }),
            status @ Deleted => return Err(moved(&status)),
            other => return Err(unknown(Some(other.as_str()))),
        })
    }

    fn is_to_be_replaced(&self, same: Option<bool>) -> bool {
        !self.has_uploaded && (same == Some(false) || self.report.replaces_rejected)
    }

    /// Whether the workbook that the platform has is this one; `None` if that is not known.
    fn is_uploaded(&self, detail: &UsageFile) -> Option<bool> {
        let uploaded = self.progress.uploaded.as_ref()?;
        let is_known = match (&uploaded.at, uploaded_at(detail)) {
            // Another one was uploaded since, or this is the one.
            (Some(stored), Some(now)) => seconds(stored) == seconds(now),
            _ if self.progress.uploading.is_none() => true,
            // The upload that has begun had no effect yet: it would have ended this status.
            _ => status(detail).is_ok_and(|it| it == UsageFileStatus::Rejected),
        };
        is_known.then(|| uploaded.workbook == self.fingerprint)
    }

    /// Uploads the workbook, and waits until the platform has processed it.
    async fn upload(&mut self, detail: &UsageFile) -> Result<UsageFile, Failure> {
        if self.has_uploaded {
            return Err(moved(&status(detail)?));
        }
        let id = &detail.id;
        // Stored before: if nothing is known of the end, the workbook is uploaded again.
        self.progress.uploading = Some(self.fingerprint.clone());
        self.save(ProgressStep::Uploading)?;
        let call = files::upload(id, self.workbook.upload());
        let response = match self.client.send(call).await {
            Ok(response) => response,
            Err(error) => {
                if may_have_happened(&error) {
                    self.happened = Happened::MayBeUploaded(id.clone());
                }
                return Err(error.into());
            }
        };
        self.has_uploaded = true;
        self.happened = Happened::Uploaded(id.clone());
        self.check_unchanged()?;
        self.note_upload(&response);
        self.save(ProgressStep::Uploaded)?;
        let detail = wait(self.client, self.report, id).await?;
        self.note_upload(&detail);
        Ok(detail)
    }

    /// A file that was changed while it was sent may have been sent in parts of both.
    fn check_unchanged(&self) -> Result<(), Failure> {
        if self.workbook.as_path().is_none() {
            return Ok(());
        }
        match self.workbook.fingerprint() {
            Ok(now) if now == self.fingerprint => Ok(()),
            Ok(_) => Err(ReportErrorKind::WorkbookChanged.into()),
            Err(error) => Err(Failure::with(ReportErrorKind::WorkbookChanged, error)),
        }
    }

    /// Notes that this workbook is the one that the report has.
    fn note_upload(&mut self, detail: &UsageFile) {
        self.progress.uploading = None;
        self.progress.uploaded = Some(UploadedWorkbook {
            workbook: self.fingerprint.clone(),
            at: uploaded_at(detail).cloned(),
        });
    }

    async fn submit(&mut self, id: &str) -> Result<ReportOutcome, Failure> {
        self.save(ProgressStep::Ready)?;
        let submitted = match self.client.send(files::submit(id)).await {
            Ok(submitted) => submitted,
            Err(error) => {
                if may_have_happened(&error) {
                    self.happened = Happened::MayBeSubmitted(id.to_owned());
                }
                return Err(error.into());
            }
        };
        self.happened = Happened::Submitted(id.to_owned());
        self.save(ProgressStep::Submitted)?;
        Ok(ReportOutcome::Submitted {
            report: id.to_owned(),
            status: submitted.status.unwrap_or(UsageFileStatus::Pending),
        })
    }

    fn save(&mut self, step: ProgressStep) -> Result<(), Failure> {
        self.progress.step = step;
        let saved = self.store.save(&self.progress);
        saved.map_err(|it| Failure::with(ReportErrorKind::Store, it))
    }
}

/// Waits until the platform has processed a workbook.
async fn wait(client: &Client, report: &Report, id: &str) -> Result<UsageFile, Failure> {
    let Report {
        first_pause,
        longest_pause,
        wait_limit,
        ..
    } = report;
    let wait = client.wait(files::get(id)).ending_at_unknown();
    let wait = wait
        .every(*first_pause, *longest_pause)
        .deadline(*wait_limit);
    wait.until(STAYS).await.map_err(|error| {
        let Some(wait_error) = error.wait_error() else {
            return error.into();
        };
        match (&wait_error.reason, &wait_error.status) {
            (Reason::Deadline(_), _) => Failure::with(ReportErrorKind::WaitLimit, error),
            (_, status) => unknown(status.as_deref()),
        }
    })
}

/// The status of a report, whatever case it is written in.
fn status(detail: &UsageFile) -> Result<UsageFileStatus, Failure> {
    let status = detail.status.as_ref().ok_or_else(|| unknown(None))?;
    let known = status.known_ignoring_case();
    known.ok_or_else(|| unknown(Some(status.as_str())))
}

fn unknown(status: Option<&str>) -> Failure {
    let status = status.map(str::to_owned);
    ReportErrorKind::UnknownStatus { status }.into()
}

fn moved(status: &UsageFileStatus) -> Failure {
    let status = status.as_str().to_owned();
    ReportErrorKind::Moved { status }.into()
}

/// Whether a failed call may have had its effect.
fn may_have_happened(error: &Error) -> bool {
    error.may_have_been_processed() && error.outcome() != Some(Outcome::DidNotHappen)
}

/// When the workbook was uploaded that the report has.
fn uploaded_at(detail: &UsageFile) -> Option<&DateTime> {
    detail.events.as_ref()?.uploaded.as_ref()?.at.as_ref()
}

/// Responses write fractions of seconds or leave them out.
fn seconds(time: &DateTime) -> i64 {
    time.into_inner().unix_timestamp()
}
