//! All lists and all of their fields.

use std::marker::PhantomData;

use connect_runtime::filter::{Offers, Order, Scope, lookup};
use connect_runtime::{Filter, List};
use connect_usage_api::{aggregates, chunks, files, models, reconciliations, records};

use crate::leaves::{self, Leaf};
use crate::random::Random;

/// A list, and the fields that it can be filtered and ordered by.
pub struct Subject<S, T> {
    /// The call that returns the list.
    pub list: fn() -> List<S, T>,
    /// The path of each field in Rust, and a random condition of it.
    pub fields: Vec<(&'static str, Condition<S>)>,
    /// The path of each field to order by in Rust, and both directions.
    pub orders: Vec<(&'static str, Order<S>, Order<S>)>,
}

/// Makes a random condition of a field, whose name on the wire is given.
pub type Condition<S> = fn(&str, &mut Random) -> Leaf<S>;

/// An operation on each list, generic over its type.
pub trait Visit {
    /// Visits one list.
    fn list<S: Scope, T: connect_runtime::decode::DecodeOwned>(&mut self, subject: &Subject<S, T>);
}

/// What a field offers, as the compiler sees it.
pub struct Offered {
    /// The path in Rust.
    pub rust: &'static str,
    /// The name on the wire, as it is sent.
    pub wire: &'static str,
    /// What the field offers: the contract's names, in alphabetical order.
    pub offers: Vec<&'static str>,
}

// Whether a bound holds, as a constant: the inherent constant of `Offering` applies if its bound holds, that
// of the trait otherwise.
struct Offering<F, L>(PhantomData<(F, L)>);

trait Absent {
    const OFFERED: bool = false;
}

impl<T> Absent for T {}

impl<F: Offers<L>, L> Offering<F, L> {
    const OFFERED: bool = true;
}

macro_rules! offered {
    ($field:ty) => {{
        let all = [
            ("eq", Offering::<$field, lookup::Eq>::OFFERED),
            ("ge", Offering::<$field, lookup::Ge>::OFFERED),
            ("gt", Offering::<$field, lookup::Gt>::OFFERED),
            ("ilike", Offering::<$field, lookup::Ilike>::OFFERED),
            ("in", Offering::<$field, lookup::In>::OFFERED),
            ("le", Offering::<$field, lookup::Le>::OFFERED),
            ("like", Offering::<$field, lookup::Like>::OFFERED),
            ("lt", Offering::<$field, lookup::Lt>::OFFERED),
            ("ne", Offering::<$field, lookup::Ne>::OFFERED),
            ("null", Offering::<$field, lookup::Null>::OFFERED),
            ("ordering", Offering::<$field, lookup::Ordering>::OFFERED),
            ("out", Offering::<$field, lookup::Out>::OFFERED),
        ];
        all.into_iter().filter(|it| it.1).map(|it| it.0).collect()
    }};
}

macro_rules! subjects {
    ($(
        $list:expr => $resource:ident::$module:ident {
            $($kind:ident: $($field:ident)*;)*
        } order_by { $($order:ident)* }
    )*) => {
        /// Visits all lists, one after the other.
        pub fn visit(visitor: &mut impl Visit) {
            $(
                visitor.list(&Subject {
                    list: $list,
                    fields: vec![$($((
                        concat!(stringify!($resource), "::", stringify!($module), "::", stringify!($field)),
                        |wire, random| leaves::$kind($resource::$module::$field, wire, random),
                    ),)*)*],
                    orders: vec![$((
                        concat!(stringify!($resource), "::", stringify!($module), "::", stringify!($order)),
                        $resource::$module::$order.asc(),
                        $resource::$module::$order.desc(),
                    ),)*],
                });
            )*
        }

        /// What each field offers.
        #[must_use]
        pub fn offered() -> Vec<Offered> {
            vec![$($($(Offered {
                rust: concat!(stringify!($resource), "::", stringify!($module), "::", stringify!($field)),
                wire: <$resource::$module::field::$field as connect_runtime::filter::FilterField>::WIRE,
                offers: offered!($resource::$module::field::$field),
            },)*)*)*]
        }
    };
}

subjects! {
    aggregates::list => aggregates::filter {
        string_or_null: ASSET_EXTERNAL_UID ASSET_ID ITEM_ID ITEM_LOCAL_ID;
        choice: ITEM_TYPE;
    } order_by {}
    chunks::list => chunks::filter {
        string_or_null: BINDING_HUB_ID ID PROVIDER_ID USAGEFILE_ID;
        choice: STATUS;
    } order_by { USAGEFILE_ID }
    files::list => files::filter {
        string_or_null:
            CONTRACT_ID CONTRACT_NAME DISTRIBUTION_CONTRACT_ID EXTERNAL_ID ID MARKETPLACE__ID MARKETPLACE_NAME
            MARKETPLACE_ID NAME PRODUCT__ID PRODUCT_NAME PRODUCT_ID PROVIDER__ID PROVIDER_NAME PROVIDER_ID
            VENDOR__ID VENDOR_NAME VENDOR_ID;
        choice: ENVIRONMENT SCHEMA STATUS;
        order: CREATED_AT;
    } order_by { CONTRACT_NAME CREATED_AT ENVIRONMENT ID MARKETPLACE_NAME PRODUCT_NAME PROVIDER_NAME SCHEMA STATUS VENDOR_NAME }
    || files::list_categories("UF-1") => files::categories_filter {
        string: ID NAME;
    } order_by { NAME }
    reconciliations::list => reconciliations::filter {
        string_or_null: BINDING_HUB_ID PARTUSAGEFILE_ID PARTUSAGEFILE_PROVIDER_ID USAGEFILE_ID;
    } order_by { PARTUSAGEFILE_ID USAGEFILE_ID }
    records::list => records::filter {
        string_or_null:
            ASSET__EXTERNAL_ID ASSET__EXTERNAL_UID ASSET__ID ASSET_EXTERNAL_ID ASSET_EXTERNAL_UID ASSET_ID HUB_ID
            ITEM__ID ITEM_ID PART_USAGE_FILE_HUB_ID PRODUCT__ID PRODUCT_ID USAGE_FILE USAGEFILE_ID;
        choice: USAGEFILE_SCHEMA;
        choice_or_null: STATUS;
        date_time: CREATED_TIME END_DATE START_DATE USAGE_START_TIME;
    } order_by { CREATED_TIME STATUS USAGE_START_TIME }
}

/// A list with its own query parameter besides the filters. The contract has no such list; other parts of
/// the API do.
pub fn list_in_mode(mode: &str) -> List<files::filter::Scope, models::UsageFile> {
    List::new(connect_runtime::Request::new(&MODE).query("mode", mode))
}

static MODE: connect_runtime::Operation = connect_runtime::Operation::new(
    "files::list",
    connect_runtime::Method::GET,
    &[connect_runtime::Segment::Literal("files")],
    "/paths/~1files/get",
)
.idempotent();

/// A filter of raw RQL.
#[must_use]
pub fn raw<S>() -> Filter<S> {
    Filter::raw(r#"eq(of.their.own,"x")"#)
}
