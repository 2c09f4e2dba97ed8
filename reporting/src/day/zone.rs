//! Time zones.

use std::fmt;
use std::str::FromStr;

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::period_error::PeriodError;

/// The time zone of a vendor, in which its days begin and end: `Europe/Berlin`, `UTC`, or a fixed offset such as `+01:00`.
///
/// The data of the zones is compiled in, so that every machine has the same days.
///
/// ```
/// use connect_reporting::day::Zone;
///
/// let berlin: Zone = "Europe/Berlin".parse()?;
/// assert_eq!(berlin.name(), "Europe/Berlin");
/// assert!("Europe/Nowhere".parse::<Zone>().is_err());
/// # Ok::<(), connect_reporting::day::PeriodError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    /// Finds a time zone by its name, or creates one of a fixed offset of the form `+01:00`.
    ///
    /// # Errors
    /// If no zone has this name.
    pub fn new(name: &str) -> Result<Self, PeriodError> {
        let zone = match offset(name) {
            Some(offset) => TimeZone::fixed(offset),
            None => {
                let found = TimeZoneDatabase::bundled().get(name);
                found.map_err(|_| PeriodError::UnknownZone(name.to_owned()))?
            }
        };
        let name = zone.iana_name().unwrap_or(name).to_owned();
        Ok(Self { name, zone })
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self {
            name: "UTC".to_owned(),
            zone: TimeZone::UTC,
        }
    }

    /// The name, such as `Europe/Berlin` or `+01:00`.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn as_jiff(&self) -> &TimeZone {
        &self.zone
    }
}

impl FromStr for Zone {
    type Err = PeriodError;

    fn from_str(name: &str) -> Result<Self, PeriodError> {
        Self::new(name)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

/// Reads an offset of the form `+01:00`, of less than a day.
pub(super) fn offset(text: &str) -> Option<Offset> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let two_digits = |it: &str| {
        let is_number = it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| it.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    let is_offset = hours < 24 && minutes < 60;
    let seconds = sign * (hours * 3600 + minutes * 60);
    is_offset.then(|| Offset::from_seconds(seconds).ok())?
}
