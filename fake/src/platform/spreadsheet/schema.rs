//! The schemas of usage.

/// What the rows of a report say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Schema {
    /// `qt`: quantities.
    Quantity,
    /// `cr`: amounts at the customer's rate.
    CustomerRate,
    /// `pr`: amounts at the partner's rate.
    PartnerRate,
    /// `tr`: amounts of a tier.
    TieredRate,
}

impl Schema {
    /// The error names a schema that does not exist.
    pub fn read(name: &str) -> Result<Self, String> {
        match name {
            "qt" => Ok(Self::Quantity),
            "cr" => Ok(Self::CustomerRate),
            "pr" => Ok(Self::PartnerRate),
            "tr" => Ok(Self::TieredRate),
            _ => Err(format!("There is no schema `{name}`.")),
        }
    }

    pub fn has_amounts(self) -> bool {
        self != Self::Quantity
    }

    /// The columns that the schema needs beside those of all schemas.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Quantity => &[],
            Self::CustomerRate | Self::PartnerRate => &["amount"],
            Self::TieredRate => &["amount", "tier"],
        }
    }
}
