//! What the platform knows of the product and the contract of a report.

use crate::platform::model::Named;
use crate::platform::names::{CONTRACT, CURRENCY, MARKETPLACE, PRODUCT};
use crate::platform::world::World;

/// What is known of a product and a contract.
pub(crate) struct Terms {
    pub product: Named,
    pub contract: Named,
    pub marketplace: Named,
    pub currency: Option<String>,
    /// The schema of the product's usage.
    pub schema: Option<&'static str>,
}

impl Terms {
    /// The default product and the default contract are known, also without a directory. Others are made up.
    fn without_directory(product: &str, contract: &str) -> Self {
        let product_name = match product == PRODUCT.0 {
            true => PRODUCT.1,
            false => "Example product",
        };
        let is_default = contract == CONTRACT.0;
        let contract_name = match is_default {
            true => CONTRACT.1,
            false => "Example contract",
        };
        Self {
            product: Named::new(product, product_name),
            contract: Named::new(contract, contract_name),
            marketplace: Named::new(MARKETPLACE.0, MARKETPLACE.1),
            currency: is_default.then(|| CURRENCY.to_owned()),
            schema: None,
        }
    }
}

impl World {
    #[expect(clippy::unused_self, reason = "what is known is a matter of the world")]
    pub fn terms(&self, product: &str, contract: &str) -> Terms {
        Terms::without_directory(product, contract)
    }
}
