//! A whole directory by a seed, for the reporting day of a vendor.

use time::{Duration, OffsetDateTime};

use super::drafts::asset::AssetDraft;
use super::drafts::contract::ContractDraft;
use super::drafts::listing::ListingDraft;
use super::drafts::market::MarketplaceDraft;
use super::drafts::product::ProductDraft;
use super::seed::{ItemSeed, ParameterSeed};
use super::store::Directory;
use crate::platform::instance::Platform;
use crate::platform::names;
use crate::random::Random;

/// How many objects [`Platform::seed_directory`] adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Counts {
    products: usize,
    contracts: usize,
    assets: usize,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            products: 2,
            contracts: 3,
            assets: 40,
        }
    }
}

impl Counts {
    /// Two products, three contracts, and 40 assets.
    pub fn new() -> Self {
        Self::default()
    }

    /// With so many products, at least one.
    pub fn products(mut self, products: usize) -> Self {
        self.products = products.max(1);
        self
    }

    /// With so many contracts, at least one. Every fifth is terminated, and has no assets.
    pub fn contracts(mut self, contracts: usize) -> Self {
        self.contracts = contracts.max(1);
        self
    }

    /// With so many assets, among all products and active contracts.
    pub fn assets(mut self, assets: usize) -> Self {
        self.assets = assets;
        self
    }
}

/// The ids of what [`Platform::seed_directory`] added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Seeded {
    /// The products.
    pub products: Vec<String>,
    /// The active contracts.
    pub contracts: Vec<String>,
    /// The assets, without test assets.
    pub assets: Vec<String>,
    /// The test assets.
    pub previews: Vec<String>,
}

impl Platform {
    /// Adds a whole directory for tests of the reporting day, in which the same seed makes the same objects.
    ///
    /// There are two marketplaces, one in dollars and one in euros, and the contracts take turns on them. Each product is
    /// listed under each active contract; it has two items that are paid as they are used and one that is reserved, and
    /// the parameters `project_id` and `recon_id`. Of ten assets, about one is suspended and one terminated, within the
    /// ten days before the platform's date-time, and one is a test asset; two assets have the same customer.
    ///
    /// The ids depend on the numbers of objects alone, so a second call replaces what the first one added.
    ///
    /// ```
    /// use connect_fake::{Counts, Platform, Side};
    /// use connect_usage::directory::{assets, models::AssetStatus};
    ///
    /// let platform = Platform::builder().without_directory().in_memory();
    /// let seeded = platform.seed_directory(7, Counts::new().products(3).assets(120));
    /// assert_eq!(seeded.assets.len() + seeded.previews.len(), 120);
    ///
    /// let vendor = platform.blocking_client(Side::Vendor)?;
    /// let active = assets::list().filter(assets::filter::STATUS.eq(AssetStatus::Active));
    /// let of_one = active.filter(assets::filter::PRODUCT_ID.eq(&seeded.products[0]));
    /// assert!(vendor.send(of_one)?.total.is_some_and(|it| it > 20));
    /// # Ok::<(), connect_usage::Error>(())
    /// ```
    pub fn seed_directory(&self, seed: u64, counts: Counts) -> Seeded {
        let mut world = self.world();
        let now = world.clock.now();
        fill(&mut world.directory, seed, counts, now)
    }
}

/// How long the products and contracts have been there, in days.
const AGE: i64 = 500;

fn fill(directory: &mut Directory, seed: u64, counts: Counts, now: OffsetDateTime) -> Seeded {
    let at = now.saturating_sub(Duration::days(AGE));
    let mut seeded = Seeded::default();
    let marketplaces = marketplaces(directory, at);
    for number in 1..=counts.products {
        seeded.products.push(product(directory, number, at));
    }
    for number in 1..=counts.contracts {
        let mut draft = ContractDraft::new(&format!("CRD-00000-00001-{number:05}"));
        marketplaces[number % 2].clone_into(&mut draft.marketplace);
        let id = draft.id.clone();
        if number.is_multiple_of(5) {
            "terminated".clone_into(&mut draft.status);
        } else {
            seeded.contracts.push(id);
        }
        draft.insert(directory, at);
    }
    let mut number = 0;
    for product in &seeded.products {
        for contract in &seeded.contracts {
            number += 1;
            let mut draft = ListingDraft::new(&format!("LST-000-001-{number:03}"));
            product.clone_into(&mut draft.product);
            contract.clone_into(&mut draft.contract);
            draft.insert(directory, at);
        }
    }
    let mut random = Random::new(seed);
    for number in 1..=counts.assets {
        asset(directory, number, &mut random, now, &mut seeded);
    }
    seeded
}

/// A marketplace in euros, and the default one, in dollars.
fn marketplaces(directory: &mut Directory, at: OffsetDateTime) -> [&'static str; 2] {
    let ids = ["MP-00002", names::MARKETPLACE.0];
    for (index, (id, currency)) in ids.into_iter().zip(["EUR", "USD"]).enumerate() {
        let mut draft = MarketplaceDraft::new(id);
        draft.currency = Some(currency.to_owned());
        draft.hubs.push(names::hub(2 - index).id);
        draft.insert(directory, at);
    }
    ids
}

fn product(directory: &mut Directory, number: usize, at: OffsetDateTime) -> String {
    let mut draft = ProductDraft::new(&format!("PRD-000-001-{number:03}"));
    let schema = ["QT", "CR", "PR", "TR"][(number - 1) % 4];
    let precision = ["decimal(2)", "decimal(4)", "decimal(8)", "integer"][(number - 1) % 4];
    draft.schema = Some(schema.to_owned());
    draft.items = vec![
        ItemSeed::new("SPACE").precision(precision),
        ItemSeed::reservation("SEAT").unit("Seats"),
        ItemSeed::new("TRAFFIC").precision("integer"),
    ];
    draft.parameters = vec![
        ParameterSeed::new("project_id"),
        ParameterSeed::new("recon_id").reconciliation(),
    ];
    let id = draft.id.clone();
    draft.insert(directory, at);
    id
}

fn asset(
    directory: &mut Directory,
    number: usize,
    random: &mut Random,
    now: OffsetDateTime,
    seeded: &mut Seeded,
) {
    let id = format!("AS-0000-{:04}-{:04}", number / 10_000 + 1, number % 10_000);
    let mut draft = AssetDraft::new(&id);
    pick(&seeded.products, random).clone_into(&mut draft.product);
    pick(&seeded.contracts, random).clone_into(&mut draft.contract);
    draft.customer = Some(format!("TA-0000-0001-{:04}", number.div_ceil(2)));
    let created = now.saturating_sub(back(random, 20, AGE - 1));
    draft.created = Some(created);
    let (status, updated) = match random.below(10) {
        0 => ("suspended", now.saturating_sub(back(random, 0, 10))),
        1 => ("terminated", now.saturating_sub(back(random, 0, 10))),
        fate => {
            draft.is_preview = fate == 2;
            ("active", created)
        }
    };
    status.clone_into(&mut draft.status);
    draft.updated = Some(updated);
    match draft.is_preview {
        true => seeded.previews.push(id),
        false => seeded.assets.push(id),
    }
    draft.insert(directory, now);
}

fn pick<'a>(ids: &'a [String], random: &mut Random) -> &'a str {
    let index = usize::try_from(random.below(ids.len() as u64)).unwrap_or_default();
    ids.get(index).map_or("", String::as_str)
}

/// A duration between two numbers of days, to the second.
fn back(random: &mut Random, from: i64, to: i64) -> Duration {
    let seconds = random.below(((to - from) * 86_400).unsigned_abs());
    Duration::days(from) + Duration::seconds(i64::try_from(seconds).unwrap_or_default())
}
