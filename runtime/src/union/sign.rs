//! How the members of unions are recognised.

/// How a member of a union is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// The type of the JSON value: `object`, `array`, `string`, `number` or `boolean`; empty for any.
    ///
    /// [`read_union`](super::read_union) also knows forms that only some values of a type have: `integer` (a number without fraction and
    /// exponent), `date` (a string such as `2029-01-31`) and `date-time` (a string that begins with such a date, and
    /// goes on with `T`, `t` or a space).
    pub json: &'static str,
    /// The known keys of the member, or of its elements if it is an array of objects.
    pub keys: &'static [&'static str],
    /// The keys that must be present.
    pub required: &'static [&'static str],
    /// A key, and the values that it has in this member: strings, integers by their digits, or
    /// `true` and `false`.
    ///
    /// The empty key stands for the value itself, as of an enum. An object that has no tag in a union of tagged ones is
    /// the member for values that no tag holds.
    pub tag: Option<(&'static str, &'static [&'static str])>,
}

impl Sign {
    /// Whether the member is told by the value of a key.
    pub(super) fn has_key(&self) -> bool {
        self.tag.is_some_and(|(key, _)| !key.is_empty())
    }
}
