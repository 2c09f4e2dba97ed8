//! How parameters of more than one value are written.

/// How a parameter, or a member of a form, is written: the `style` and `explode` of OpenAPI 3.0.
///
/// A scalar has a form in every style. Null members of objects and null items of arrays are left out. An array or an
/// object for which a style has no form, such as one inside of an array, is written as its JSON text. A style that
/// does not belong to the place of a parameter is read as the one of that place: [`Matrix`](Self::Matrix) is
/// [`Form`](Self::Form) in a query, and `Form` is [`Simple`](Self::Simple) in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `tag=brass,tin`, `size=wide,3,tall,4`.
    Form,
    /// `tag=brass&tag=tin`, `wide=3&tall=4`.
    FormExploded,
    /// `tag=brass%20tin`.
    SpaceDelimited,
    /// `tag=brass%7Ctin`.
    PipeDelimited,
    /// `size%5Bwide%5D=3&size%5Btall%5D=4`.
    DeepObject,
    /// `brass,tin`, `wide,3,tall,4`.
    Simple,
    /// `brass,tin`, `wide=3,tall=4`.
    SimpleExploded,
    /// `.brass,tin`, `.wide,3,tall,4`.
    Label,
    /// `.brass.tin`, `.wide=3.tall=4`.
    LabelExploded,
    /// `;tag=brass,tin`, `;size=wide,3,tall,4`.
    Matrix,
    /// `;tag=brass;tag=tin`, `;wide=3;tall=4`.
    MatrixExploded,
    /// The whole value as one JSON text.
    Json,
}

impl Style {
    /// Whether the members of an object are `name=value`.
    pub(crate) fn is_exploded(self) -> bool {
        matches!(
            self,
            Self::FormExploded
                | Self::DeepObject
                | Self::SimpleExploded
                | Self::LabelExploded
                | Self::MatrixExploded
        )
    }
}
