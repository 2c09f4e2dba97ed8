//! The objects that are there from the start, which are those that reports name by default.

use time::Duration;

use super::drafts::asset::AssetDraft;
use super::drafts::listing::ListingDraft;
use super::store::Directory;
use crate::clock::BEGINNING;
use crate::platform::model::record::Asset;

/// How long the default objects have been there, when a platform starts.
const AGE: Duration = Duration::days(62);

impl Directory {
    /// A vendor and a provider with a hub, a marketplace, a contract, a product of this schema, a listing, and an asset.
    pub fn with_defaults(schema: &'static str) -> Self {
        let mut directory = Self::new(schema);
        let at = BEGINNING.saturating_sub(AGE);
        ListingDraft::new("LST-000-000-001").insert(&mut directory, at);
        let known = Asset::numbered(1);
        let mut asset = AssetDraft::new(&known.id);
        let recon_id = ("recon_id".to_owned(), known.recon_id);
        asset.values.extend([recon_id]);
        // An integer, as some systems of providers have it.
        let external_id = known.external_id.parse::<u32>();
        asset
            .changes
            .set("external_id", external_id.unwrap_or_default());
        asset.changes.set("external_uid", known.external_uid);
        asset.created = Some(at);
        // Its next billing date is still to come.
        asset.insert(&mut directory, BEGINNING);
        directory
    }
}
