//! What the platform does not know of a report, as a value that can be stored.

use std::collections::BTreeMap;

use connect_usage::DateTime;
use serde::{Deserialize, Serialize};

use super::workbook::Fingerprint;

/// The version of the JSON.
const VERSION: u32 = 1;

/// How far a report has come, to be stored and given to the next run.
///
/// The platform's state is the truth, so this can be older than it, or lost: what it adds is which workbook was uploaded,
/// which the platform does not say. Without it, a run uploads the workbook again before it submits the report.
///
/// # Format
/// It is this JSON. Members that are missing below `report` are as if they were null, and unknown ones are ignored. A version
/// above 1 is an error: a newer program has written it.
///
/// ```
/// # use connect_reporting::{Progress, ProgressStep};
/// let json = r#"{
///     "version": 1,
///     "external_id": "2029-01/PRD-000-000-001",
///     "report": "UF-2029-01-0001-0001",
///     "step": "uploaded",
///     "uploading": null,
///     "uploaded": { "workbook": "sha256:2cf24dba…", "at": "2029-02-01T08:00:00Z" }
/// }"#;
/// let progress: Progress = serde_json::from_str(json)?;
/// assert_eq!(progress.step, ProgressStep::Uploaded);
/// # serde_json::Result::Ok(())
/// ```
///
/// | member | meaning |
/// |---|---|
/// | `version` | the version of this format, 1 |
/// | `external_id` | the external id of the report |
/// | `report` | the id of the report, `UF-…` |
/// | `step` | the last step: `found`, `created`, `uploading`, `uploaded`, `ready`, `invalid` or `submitted` |
/// | `uploading` | the fingerprint of a workbook whose upload has begun, and has no known result |
/// | `uploaded` | the last workbook that was uploaded for certain: its fingerprint, and when, by the platform's clock, if the platform said so |
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
#[non_exhaustive]
pub struct Progress {
    /// The external id of the report.
    pub external_id: String,
    /// The id of the report, `UF-…`.
    pub report: String,
    /// The last step.
    pub step: ProgressStep,
    /// The workbook whose upload has begun, and has no known result.
    pub uploading: Option<Fingerprint>,
    /// The last workbook that was uploaded for certain.
    pub uploaded: Option<UploadedWorkbook>,
}

/// A step of a report, after which its [`Progress`] is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProgressStep {
    /// The report existed.
    Found,
    /// The report was created.
    Created,
    /// The upload of the workbook begins.
    Uploading,
    /// The workbook was uploaded.
    Uploaded,
    /// The platform has found no errors in the workbook.
    Ready,
    /// The platform has found errors in the workbook.
    Invalid,
    /// The report was submitted.
    Submitted,
    /// A step that this version does not know.
    #[serde(other)]
    Other,
}

/// A workbook that was uploaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadedWorkbook {
    /// What identifies its content.
    pub workbook: Fingerprint,
    /// When it was uploaded, as the report says; `None` if it says nothing.
    #[serde(default)]
    pub at: Option<DateTime>,
}

/// Where the [`Progress`] of reports is kept: a [`ProgressFile`](crate::ProgressFile), a
/// [`ProgressFolder`](crate::ProgressFolder), a `BTreeMap` in memory, or a table of your own. `()` keeps nothing.
///
/// ```
/// use connect_reporting::{BoxError, Progress, ProgressStore};
///
/// /// Prints each step, and keeps nothing.
/// struct Printed;
///
/// impl ProgressStore for Printed {
///     fn load(&mut self, _external_id: &str) -> Result<Option<Progress>, BoxError> {
///         Ok(None)
///     }
///
///     fn save(&mut self, progress: &Progress) -> Result<(), BoxError> {
///         println!("{}: {:?}", progress.report, progress.step);
///         Ok(())
///     }
/// }
/// ```
///
/// Both methods may block.
pub trait ProgressStore: Send {
    /// Returns what was saved last of the report with this external id, or `None`.
    ///
    /// # Errors
    /// If the store cannot be read. The report then fails before anything is sent.
    fn load(&mut self, external_id: &str) -> Result<Option<Progress>, BoxError>;

    /// Saves the progress in place of what was saved before for its external id. It is called after each step.
    ///
    /// # Errors
    /// If it cannot be saved. The report then stops. Nothing is lost: the next run continues it.
    fn save(&mut self, progress: &Progress) -> Result<(), BoxError>;
}

/// Why a [`ProgressStore`] failed.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Keeps nothing.
impl ProgressStore for () {
    fn load(&mut self, _: &str) -> Result<Option<Progress>, BoxError> {
        Ok(None)
    }

    fn save(&mut self, _: &Progress) -> Result<(), BoxError> {
        Ok(())
    }
}

/// Keeps the progress of all reports in memory, by their external ids.
impl ProgressStore for BTreeMap<String, Progress> {
    fn load(&mut self, external_id: &str) -> Result<Option<Progress>, BoxError> {
        Ok(self.get(external_id).cloned())
    }

    fn save(&mut self, progress: &Progress) -> Result<(), BoxError> {
        self.insert(progress.external_id.clone(), progress.clone());
        Ok(())
    }
}

impl Progress {
    pub(super) fn new(external_id: &str, report: &str, step: ProgressStep) -> Self {
        Self {
            external_id: external_id.to_owned(),
            report: report.to_owned(),
            step,
            uploading: None,
            uploaded: None,
        }
    }
}

/// The JSON.
#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    external_id: String,
    report: String,
    #[serde(default)]
    step: Option<ProgressStep>,
    #[serde(default)]
    uploading: Option<Fingerprint>,
    #[serde(default)]
    uploaded: Option<UploadedWorkbook>,
}

impl From<Progress> for Stored {
    fn from(progress: Progress) -> Self {
        Self {
            version: VERSION,
            external_id: progress.external_id,
            report: progress.report,
            step: Some(progress.step),
            uploading: progress.uploading,
            uploaded: progress.uploaded,
        }
    }
}

impl TryFrom<Stored> for Progress {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, String> {
        if stored.version != VERSION {
            return Err(format!(
                "expected progress of version {VERSION}, found version {}",
                stored.version
            ));
        }
        Ok(Self {
            external_id: stored.external_id,
            report: stored.report,
            step: stored.step.unwrap_or(ProgressStep::Other),
            uploading: stored.uploading,
            uploaded: stored.uploaded,
        })
    }
}
