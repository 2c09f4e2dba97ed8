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

#[cfg(not(feature = "directory"))]
impl World {
    #[expect(clippy::unused_self, reason = "as with the directory")]
    pub fn terms(&self, product: &str, contract: &str) -> Terms {
        Terms::without_directory(product, contract)
    }
}

#[cfg(feature = "directory")]
impl World {
    /// What the directory has of them, or else what is known without it.
    pub fn terms(&self, product: &str, contract: &str) -> Terms {
        use crate::platform::directory::kind::Kind;

        let mut terms = Terms::without_directory(product, contract);
        if let Some(found) = self.directory.get(Kind::Product, product) {
            if let Some(name) = found.string("name") {
                name.clone_into(&mut terms.product.name);
            }
            let schema = found.string("capabilities.ppu.schema");
            let schema = schema.map(str::to_lowercase);
            let mut known = ["qt", "cr", "pr", "tr"].into_iter();
            terms.schema = known.find(|it| schema.as_deref() == Some(it));
        }
        let Some(found) = self.directory.get(Kind::Contract, contract) else {
            return terms;
        };
        if let Some(name) = found.string("name") {
            name.clone_into(&mut terms.contract.name);
        }
        let marketplace = found.string("marketplace.id");
        let marketplace = marketplace.and_then(|id| self.directory.get(Kind::Marketplace, id));
        if let Some(found) = marketplace {
            let name = found.string("name").unwrap_or_default();
            terms.marketplace = Named::new(&found.id, name);
            terms.currency = found.string("currency").map(str::to_owned);
        }
        terms
    }
}
