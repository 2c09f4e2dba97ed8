//! Rows of lists that cannot be read.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::reply::Reply;

/// The members of a row, as they are written.
type Row = BTreeMap<String, Box<RawValue>>;

/// The reply with `value` in place of each integer of the chosen rows. A reply that is not an array of objects is
/// unchanged.
pub(super) fn spoiled(reply: Reply, value: &str, is_chosen: impl Fn(u64) -> bool) -> Reply {
    let length = usize::try_from(reply.content().len()).unwrap_or(usize::MAX);
    let content = reply.content().read(0, length);
    let Ok(mut rows) = serde_json::from_slice::<Vec<Row>>(&content) else {
        return reply;
    };
    let Ok(value) = RawValue::from_string(value.to_owned()) else {
        return reply;
    };
    for (_, row) in (0..).zip(&mut rows).filter(|(index, _)| is_chosen(*index)) {
        let is_integer = |it: &&mut Box<RawValue>| it.get().parse::<i64>().is_ok();
        for member in row.values_mut().filter(is_integer) {
            member.clone_from(&value);
        }
    }
    // Writing to memory does not fail.
    reply.body(serde_json::to_vec(&rows).unwrap_or_default())
}
