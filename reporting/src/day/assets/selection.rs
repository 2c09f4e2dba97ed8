//! Which of the assets that were read are reported, and why the others are not.

use std::fmt;

use connect_usage::directory::models::{Asset, AssetStatus, ConnectionType, Event};
use connect_usage::{DateTime, Error, OpenEnum};

use super::index::{AssetIndex, only};
use super::reported::{ReportedAsset, parameter};
use crate::day::error::DayError;
use crate::day::period::Period;
use crate::day::span::Span;
use crate::usage::text::short;

/// The ids that test assets have in place of a contract, a connection and a hub.
const TEST_CONTRACT: &str = "CRD-00000-00000-00000";
const TEST_CONNECTION: &str = "CT-0000-0000-0000";
const TEST_HUB: &str = "HB-0000-0000";

/// The assets to be reported for a period, and those that were left out.
#[derive(Debug)]
#[non_exhaustive]
pub struct Selection {
    /// The assets, in the order in which the platform returned them.
    pub assets: Vec<ReportedAsset>,
    /// The assets that were left out although the query names them, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// An asset that was left out.
#[derive(Debug)]
#[non_exhaustive]
pub struct LeftOut {
    /// The id. `None` if the asset cannot be read.
    pub id: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// Why an asset is not to be reported.
#[derive(Debug)]
#[non_exhaustive]
pub enum Reason {
    /// It is a test asset: of a preview, or with one of the ids that test assets have in place of a contract, a connection
    /// and a hub.
    Test,
    /// It was created after the period.
    NotStarted,
    /// It stopped before the period, in the window that the query names. Its last usage would be late for this period.
    Stopped(Box<Asset>),
    /// It was suspended or terminated, but the platform does not say when.
    UnknownStop,
    /// It is in another status than those that are reported.
    Status(Option<AssetStatus>),
    /// Its row in the list cannot be read.
    Unreadable(Box<Error>),
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "{}: ", short(id))?,
            None => f.write_str("an asset: ")?,
        }
        self.reason.fmt(f)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Test => f.write_str("a test asset"),
            Self::NotStarted => f.write_str("created after the period"),
            Self::Stopped(_) => f.write_str("stopped before the period"),
            Self::UnknownStop => f.write_str("suspended or terminated at an unknown time"),
            Self::Status(None) => f.write_str("without a status"),
            Self::Status(Some(status)) => write!(f, "in status {}", short(status.as_str())),
            Self::Unreadable(error) => error.fmt(f),
        }
    }
}

impl Selection {
    /// Finds the asset with this value of a parameter, so that a row whose asset is not known, or not certain, is an error
    /// and not dropped. It reads the values of all assets; for many rows, make an [`index`](Self::index) once.
    ///
    /// # Errors
    /// If no asset has this value, or several have it.
    pub fn find(&self, parameter_id: &str, value: &str) -> Result<&ReportedAsset, DayError> {
        let has_value = |it: &&ReportedAsset| parameter(&it.asset, parameter_id) == Some(value);
        let found: Vec<_> = self.assets.iter().filter(has_value).collect();
        only(&found, parameter_id, value)
    }

    /// Indexes the assets by the values of a parameter, to find those of many rows.
    ///
    /// ```
    /// # use connect_reporting::day::{DayError, Selection};
    /// fn ids(selection: &Selection, projects: &[&str]) -> Result<Vec<String>, DayError> {
    ///     let assets = selection.index("project_id");
    ///     projects.iter().map(|it| Ok(assets.find(it)?.id().to_owned())).collect()
    /// }
    /// ```
    pub fn index(&self, parameter_id: &str) -> AssetIndex<'_> {
        AssetIndex::new(&self.assets, parameter_id)
    }
}

/// Decides about each asset.
pub(super) fn select(
    assets: Vec<Asset>,
    unreadable: Vec<Error>,
    period: &Period,
    with_suspended: bool,
) -> Selection {
    let mut selection = Selection {
        assets: Vec::new(),
        left_out: Vec::new(),
    };
    for asset in assets {
        match span(&asset, period, with_suspended) {
            Ok(span) => selection.assets.push(ReportedAsset { asset, span }),
            Err(reason) => selection.left_out.push(LeftOut {
                id: Some(asset.id.clone()),
                reason,
            }),
        }
    }
    let unreadable = unreadable.into_iter().map(|error| LeftOut {
        id: None,
        reason: Reason::Unreadable(Box::new(error)),
    });
    selection.left_out.extend(unreadable);
    selection
}

/// The part of the period that an asset is to be reported for.
fn span(asset: &Asset, period: &Period, with_suspended: bool) -> Result<Span, Reason> {
    if is_test(asset) {
        return Err(Reason::Test);
    }
    let events = asset.events.as_ref();
    let at = |event: Option<&Event>| event.and_then(|it| it.at);
    let created = at(events.and_then(|it| it.created.as_ref()));
    let start = created.map_or(period.start(), |it| it.max(period.start()));
    if start > period.end() {
        return Err(Reason::NotStarted);
    }
    let status = asset.status.as_ref();
    let end = match status.and_then(OpenEnum::known_ignoring_case) {
        Some(AssetStatus::Active | AssetStatus::Terminating) => period.end(),
        Some(AssetStatus::Suspended) if with_suspended => period.end(),
        Some(AssetStatus::Suspended | AssetStatus::Terminated) => {
            let stop: DateTime =
                at(events.and_then(|it| it.updated.as_ref())).ok_or(Reason::UnknownStop)?;
            stop.min(period.end())
        }
        _ => return Err(Reason::Status(status.cloned())),
    };
    // Whatever else could be wrong: the asset ends before it starts.
    Span::new(start, end).map_err(|_| Reason::Stopped(Box::new(asset.clone())))
}

/// Whether an asset has one of the signs of test assets.
fn is_test(asset: &Asset) -> bool {
    let connection = asset.connection.as_ref();
    let kind = connection.and_then(|it| it.r#type.as_ref()?.known_ignoring_case());
    let contract = asset.contract.as_ref().and_then(|it| it.id.as_deref());
    let id = connection.and_then(|it| it.id.as_deref());
    let hub = connection.and_then(|it| it.hub.as_ref()?.id.as_deref());
    matches!(kind, Some(ConnectionType::Preview | ConnectionType::Test))
        || contract == Some(TEST_CONTRACT)
        || id == Some(TEST_CONNECTION)
        || hub == Some(TEST_HUB)
}
