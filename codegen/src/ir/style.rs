//! How values that are not a single string are written as parameters.

/// The style of a parameter, with its `explode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// As one string, without a style.
    Plain,
    /// `a=1,2`.
    Form,
    /// `a=1&a=2`.
    FormExploded,
    /// `a=1%202`.
    SpaceDelimited,
    /// `a=1%7C2`.
    PipeDelimited,
    /// `a%5Bkey%5D=1`.
    DeepObject,
    /// `1,2`.
    Simple,
    /// `key=1,other=2`.
    SimpleExploded,
    /// `.1,2`.
    Label,
    /// `.1.2`.
    LabelExploded,
    /// `;a=1,2`.
    Matrix,
    /// `;a=1;a=2`.
    MatrixExploded,
    /// As JSON.
    Json,
}

impl Style {
    /// Returns the name that the runtime uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "Plain",
            Self::Form => "Form",
            Self::FormExploded => "FormExploded",
            Self::SpaceDelimited => "SpaceDelimited",
            Self::PipeDelimited => "PipeDelimited",
            Self::DeepObject => "DeepObject",
            Self::Simple => "Simple",
            Self::SimpleExploded => "SimpleExploded",
            Self::Label => "Label",
            Self::LabelExploded => "LabelExploded",
            Self::Matrix => "Matrix",
            Self::MatrixExploded => "MatrixExploded",
            Self::Json => "Json",
        }
    }

    /// Returns the style that OpenAPI names, with or without `explode`; `None` for an unknown one.
    #[must_use]
    pub fn of(name: &str, explode: bool) -> Option<Self> {
        Some(match (name, explode) {
            ("form", false) => Self::Form,
            ("form" | "spaceDelimited" | "pipeDelimited", true) => Self::FormExploded,
            ("spaceDelimited", false) => Self::SpaceDelimited,
            ("pipeDelimited", false) => Self::PipeDelimited,
            ("deepObject", _) => Self::DeepObject,
            ("simple", false) => Self::Simple,
            ("simple", true) => Self::SimpleExploded,
            ("label", false) => Self::Label,
            ("label", true) => Self::LabelExploded,
            ("matrix", false) => Self::Matrix,
            ("matrix", true) => Self::MatrixExploded,
            _ => return None,
        })
    }
}
