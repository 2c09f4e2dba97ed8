//! What the platform knows of the product and the contract of a report.

#[cfg(feature = "directory")]
use crate::platform::directory::kind::Kind;
use crate::platform::model::Named;
use crate::platform::names::{CONTRACT, CURRENCY, MARKETPLACE, PRODUCT, hub};
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
    /// The hubs that bill a report: as many as a test said, or those of the contract's marketplace, or else one.
    pub fn hubs_of(&self, file: &str) -> Vec<Named> {
        let hubs = match self.options.hubs {
            Some(number) => (1..=number).map(hub).collect(),
            None => self.hubs_of_marketplace(file),
        };
        match hubs.is_empty() {
            true => vec![hub(1)],
            false => hubs,
        }
    }
}

#[cfg(not(feature = "directory"))]
impl World {
    #[expect(clippy::unused_self, reason = "as with the directory")]
    fn hubs_of_marketplace(&self, _: &str) -> Vec<Named> {
        Vec::new()
    }

    #[expect(clippy::unused_self, reason = "as with the directory")]
    pub fn terms(&self, product: &str, contract: &str) -> Terms {
        Terms::without_directory(product, contract)
    }
}

#[cfg(feature = "directory")]
impl World {
    /// What the directory has of them, or else what is known without it.
    pub fn terms(&self, product: &str, contract: &str) -> Terms {
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

    /// The hubs that the directory has of the marketplace of a report's contract.
    fn hubs_of_marketplace(&self, file: &str) -> Vec<Named> {
        let contract = self.files.get(file).map(|it| it.contract.id.as_str());
        let contract = contract.and_then(|id| self.directory.get(Kind::Contract, id));
        let marketplace = contract.and_then(|it| it.string("marketplace.id"));
        let marketplace = marketplace.and_then(|id| self.directory.get(Kind::Marketplace, id));
        let hubs = marketplace.and_then(|it| it.json.get("hubs")?.as_array());
        let named = hubs.into_iter().flatten().filter_map(|it| {
            let id = it.pointer("/hub/id")?.as_str()?;
            let name = it.pointer("/hub/name").and_then(|it| it.as_str());
            Some(Named::new(id, name.unwrap_or_default()))
        });
        named.collect()
    }
}
