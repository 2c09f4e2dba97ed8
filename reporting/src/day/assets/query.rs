//! Which assets to ask for.

use std::time::Duration;

use connect_usage::directory::assets::filter::{self, Scope};
use connect_usage::directory::models::{Asset, AssetStatus};
use connect_usage::runtime::time::OffsetDateTime;
use connect_usage::{Client, DateTime, Filter, List};

use super::parts::parts;
use super::selection::{Selection, select};
use crate::day::error::DayError;
use crate::day::period::Period;
use crate::listing;

/// The number of bytes that the ids of one kind may take in a URL, unless a single one takes more.
const IDS: usize = 1_500;

/// The assets that are to be reported for a period: those that are active, and those that were suspended or terminated in
/// it or later, up to their stop. Test assets are never among them.
///
/// - An asset that is being terminated is active, since the termination can fail.
/// - An asset starts when it was created. Its activation is later, but the platform does not say when.
/// - An asset stops at its last update. If it was updated again later, for instance because a parameter was changed, its
///   stop is not known, and it counts as stopped then.
///
/// ```
/// use connect_reporting::{blocking, day::{AssetQuery, Period, Zone}};
/// # use connect_fake::{Platform, Side};
/// # let platform = Platform::in_memory();
/// # let created: connect_usage::DateTime = "2028-05-01T00:00:00Z".parse()?;
/// # let product = platform.product("PRD-000-000-002").parameter("project_id").add();
/// # platform.asset("AS-0000-0000-0002").product(product).created(created).parameter("project_id", "P-1").add();
/// # let client = platform.blocking_client(Side::Vendor)?;
///
/// let january = Period::month(2029, 1, &Zone::utc())?;
/// let query = AssetQuery::new(&january).product("PRD-000-000-002");
/// let selection = blocking::day::assets(&client, &query)?;
/// for it in &selection.assets {
///     println!("{} from {} to {}", it.id(), it.span.start(), it.span.end());
/// }
/// let asset = selection.find("project_id", "P-1")?;
/// assert_eq!(asset.id(), "AS-0000-0000-0002");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until it is read"]
pub struct AssetQuery {
    period: Period,
    products: Vec<String>,
    contracts: Vec<String>,
    ids: Vec<String>,
    filter: Option<Filter<Scope>>,
    window: Duration,
    with_suspended: bool,
    with_items: bool,
}

impl AssetQuery {
    /// Asks for all assets of a period.
    pub fn new(period: &Period) -> Self {
        Self {
            period: period.clone(),
            products: Vec::new(),
            contracts: Vec::new(),
            ids: Vec::new(),
            filter: None,
            window: Duration::ZERO,
            with_suspended: false,
            with_items: false,
        }
    }

    /// Only of this product, or of one of several if it is called again.
    pub fn product(mut self, id: impl Into<String>) -> Self {
        self.products.push(id.into());
        self
    }

    /// Only under this contract, or under one of several if it is called again.
    pub fn contract(mut self, id: impl Into<String>) -> Self {
        self.contracts.push(id.into());
        self
    }

    /// Only the asset with this id, or one of several if it is called again. Many ids are divided into several requests.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.ids.push(id.into());
        self
    }

    /// Only assets that pass this filter, too. See `connect_usage::directory::assets::filter` for the fields.
    pub fn filter(mut self, filter: Filter<Scope>) -> Self {
        self.filter = Some(match self.filter.take() {
            Some(other) => other & filter,
            None => filter,
        });
        self
    }

    /// Also asks for assets that stopped before the period, but not longer before it than this. They have no span in the
    /// period, so they are among those that are left out, as [`Reason::Stopped`](super::Reason::Stopped), for products
    /// that permit late usage.
    pub fn stopped_within(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// Reports suspended assets as active ones. By default, they are reported until they were suspended.
    pub fn with_suspended(mut self) -> Self {
        self.with_suspended = true;
        self
    }

    /// Reads the items of the assets, too. Lists come faster without them.
    pub fn with_items(mut self) -> Self {
        self.with_items = true;
        self
    }

    /// Reads the assets.
    ///
    /// They are ordered by their creation, so that new ones come last. If the list loses a row while it is read, or rows
    /// change places, it is read again.
    ///
    /// # Errors
    /// If a request fails, or the list changes during each of three attempts ([`DayError::Unstable`]). A single row that
    /// cannot be read is left out, as [`Reason::Unreadable`](super::Reason::Unreadable).
    pub async fn read(&self, client: &Client) -> Result<Selection, DayError> {
        let (mut assets, mut unreadable) = (Vec::new(), Vec::new());
        for products in parts(&self.products, IDS) {
            for contracts in parts(&self.contracts, IDS) {
                for ids in parts(&self.ids, IDS) {
                    let list = || self.list(&products, &contracts, &ids);
                    let found = listing::read(client, list, |it| it.id.clone()).await?;
                    assets.extend(found.rows);
                    unreadable.extend(found.unreadable);
                }
            }
        }
        let (period, with_suspended) = (&self.period, self.with_suspended);
        Ok(select(assets, unreadable, period, with_suspended))
    }

    /// The list of the assets with one of each kind of ids, or with any.
    fn list(&self, products: &[&str], contracts: &[&str], ids: &[&str]) -> List<Scope, Asset> {
        let mut list = self.status();
        if !products.is_empty() {
            list = list & filter::PRODUCT_ID.one_of(products.iter().copied());
        }
        if !contracts.is_empty() {
            list = list & filter::CONTRACT_ID.one_of(contracts.iter().copied());
        }
        if !ids.is_empty() {
            list = list & filter::ID.one_of(ids.iter().copied());
        }
        if let Some(filter) = &self.filter {
            list = list & filter.clone();
        }
        let mut left_out = vec![filter::CONFIGURATION.exclude()];
        if !self.with_items {
            left_out.push(filter::ITEMS.exclude());
        }
        let list = connect_usage::directory::assets::list().filter(list);
        list.select(left_out).order_by([filter::CREATED.asc()])
    }

    /// One condition for both kinds: an asset that stops between two requests is still one of them.
    fn status(&self) -> Filter<Scope> {
        use AssetStatus::{Active, Suspended, Terminated, Terminating};
        let mut running = vec![Active, Terminating];
        if self.with_suspended {
            running.push(Suspended);
        }
        let stopped = filter::STATUS.one_of([Suspended, Terminated])
            & filter::UPDATED.gt(self.stopped_after());
        filter::STATUS.one_of(running) | stopped
    }

    /// The second before the first one in which an asset must have been in use.
    fn stopped_after(&self) -> DateTime {
        let start = self.period.start().into_inner();
        let window = self.window.saturating_add(Duration::from_secs(1));
        let window = window.try_into().ok();
        let after = window.and_then(|it| start.checked_sub(it));
        // A window that reaches beyond the calendar has everything in it.
        let after = after.filter(|it| it.year() >= 1);
        after.unwrap_or(OffsetDateTime::UNIX_EPOCH).into()
    }
}
