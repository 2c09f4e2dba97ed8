//! Builders of objects: what a test says of an object, and that it is added.

mod asset;
mod partners;
mod product;
mod trade;

pub use asset::AssetBuilder;
pub use partners::{AccountBuilder, TierAccountBuilder};
pub use product::ProductBuilder;
pub use trade::{ContractBuilder, HubBuilder, ListingBuilder, MarketplaceBuilder};

/// A builder, with the methods that all of them have.
macro_rules! builder {
    ($(#[$docs:meta])* $name:ident, $draft:ty) => {
        $(#[$docs])*
        #[derive(Clone)]
        #[must_use = "the object is added by `add`"]
        pub struct $name<'a> {
            platform: &'a crate::platform::instance::Platform,
            draft: $draft,
        }

        impl $name<'_> {
            /// Sets the member at a path of names, such as `events.created.at`. An array on the way stands for each of
            /// its elements. It is for what has no method here, and for values that no real object has: nothing is
            /// checked. The id cannot be set.
            pub fn set(mut self, path: &str, value: impl Into<serde_json::Value>) -> Self {
                self.draft.changes.set(path, value);
                self
            }

            /// Leaves the member at a path out of responses, as some real ones do. Filters still find it.
            pub fn without(mut self, path: impl Into<String>) -> Self {
                let oddity = crate::platform::directory::store::Oddity::Without(path.into());
                self.draft.changes.oddities.push(oddity);
                self
            }

            /// Adds the object, and those that it refers to and that are not there; it replaces one of the same kind and
            /// id. Returns the id.
            pub fn add(self) -> String {
                let id = self.draft.id.clone();
                let mut world = self.platform.world();
                let at = world.clock.tick();
                self.draft.insert(&mut world.directory, at);
                world.begin_in_directory(&id);
                id
            }
        }
    };
}
use builder;

/// A method that sets a member of this name.
macro_rules! sets {
    ($($(#[$docs:meta])* $name:ident),* $(,)?) => {$(
        $(#[$docs])*
        pub fn $name(self, $name: impl Into<String>) -> Self {
            self.set(stringify!($name), $name.into())
        }
    )*};
}
use sets;
