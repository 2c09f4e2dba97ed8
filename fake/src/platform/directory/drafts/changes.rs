//! What a test says of an object beside what its builder has a method for.

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::platform::date_time::{Style, write_date_time};
use crate::platform::directory::members;
use crate::platform::directory::store::{Oddity, Stored};

/// Changes of an object before it is added.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes {
    /// Members by their paths.
    pub members: Vec<(String, Value)>,
    pub oddities: Vec<Oddity>,
}

impl Changes {
    pub fn set(&mut self, path: &str, value: impl Into<Value>) {
        self.members.push((path.to_owned(), value.into()));
    }

    /// Applies the changes. The id stays.
    pub fn apply(self, mut object: Stored) -> Stored {
        for (path, value) in &self.members {
            members::set(&mut object.json, path, value);
        }
        members::set(&mut object.json, "id", &Value::from(object.id.as_str()));
        object.oddities.extend(self.oddities);
        object
    }
}

/// A date-time as most responses have it.
pub(crate) fn moment(at: OffsetDateTime) -> Value {
    write_date_time(at, Style::Offset).into()
}

/// The events of an object that was created and not changed since. The one has a user, the other has none.
pub(crate) fn events(at: OffsetDateTime) -> Value {
    json!({
        "created": {"at": moment(at), "by": {"id": "UR-000-000-002", "name": "Provider's Token"}},
        "updated": {"at": write_date_time(at, Style::Micros)},
    })
}
