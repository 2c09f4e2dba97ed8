//! A list with its fields, and what lists are made of.

use std::marker::PhantomData;

use connect_runtime::List;
use connect_runtime::filter::{Offers, Order, Scope};

use crate::leaves::Leaf;
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
pub(crate) struct Offering<F, L>(PhantomData<(F, L)>);

pub(crate) trait Absent {
    const OFFERED: bool = false;
}

impl<T> Absent for T {}

impl<F: Offers<L>, L> Offering<F, L> {
    pub(crate) const OFFERED: bool = true;
}

macro_rules! offered {
    ($field:ty) => {{
        let all = [
            ("eq", Offering::<$field, lookup::Eq>::OFFERED),
            ("exclude", Offering::<$field, lookup::Exclude>::OFFERED),
            ("ge", Offering::<$field, lookup::Ge>::OFFERED),
            ("gt", Offering::<$field, lookup::Gt>::OFFERED),
            ("ilike", Offering::<$field, lookup::Ilike>::OFFERED),
            ("in", Offering::<$field, lookup::In>::OFFERED),
            ("include", Offering::<$field, lookup::Include>::OFFERED),
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

/// The condition of a field by one of its lookups.
macro_rules! condition {
    ($field:expr, $kind:ident []) => {
        None
    };
    ($field:expr, $kind:ident [$($lookup:ident)+]) => {{
        fn condition(wire: &str, random: &mut Random) -> Leaf<Own> {
            let by: &[Condition<Own>] = &[$(
                |wire, random| leaves::$lookup($field, wire, random, leaves::$kind($field)),
            )+];
            random.pick(by)(wire, random)
        }
        Some(condition as Condition<Own>)
    }};
}

/// Lists with their fields: for each kind of values and set of lookups the fields that have them.
macro_rules! subjects {
    ($(
        $list:expr => $resource:ident::$module:ident {
            $($kind:ident $lookups:tt: $($field:ident)*;)*
        } order_by { $($order:ident)* }
    )*) => {
        /// Visits all lists, one after the other.
        pub fn visit(visitor: &mut impl Visit) {
            $({
                type Own = $resource::$module::Scope;
                visitor.list(&Subject {
                    list: $list,
                    fields: fields(vec![$($((
                        concat!(stringify!($resource), "::", stringify!($module), "::", stringify!($field)),
                        condition!($resource::$module::$field, $kind $lookups),
                    ),)*)*]),
                    orders: vec![$((
                        concat!(stringify!($resource), "::", stringify!($module), "::", stringify!($order)),
                        $resource::$module::$order.asc(),
                        $resource::$module::$order.desc(),
                    ),)*],
                });
            })*
        }

        /// What each field offers.
        #[must_use]
        pub fn offered() -> Vec<Offered> {
            vec![$($($(Offered {
                rust: concat!(stringify!($resource), "::", stringify!($module), "::", stringify!($field)),
                wire: <$resource::$module::field::$field as FilterField>::WIRE,
                offers: offered!($resource::$module::field::$field),
            },)*)*)*]
        }
    };
}

pub(crate) use {condition, offered, subjects};

/// The fields with a condition: one that can only be selected has none.
pub(crate) fn fields<S>(
    all: Vec<(&'static str, Option<Condition<S>>)>,
) -> Vec<(&'static str, Condition<S>)> {
    let conditions = all.into_iter();
    conditions
        .filter_map(|(rust, it)| Some((rust, it?)))
        .collect()
}
