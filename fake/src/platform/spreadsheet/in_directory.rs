//! The items and assets of the directory, as rows name them.

use serde_json::Value;

use super::objects::{Found, Objects};
use crate::platform::directory::kind::Kind;
use crate::platform::directory::store::{Directory, Stored};
use crate::platform::model::record::{Asset, Item};

/// Of a product that is not in the directory, every name is accepted.
impl Objects for Directory {
    fn item(&self, product: &str, criterion: &str, value: &str) -> Found<Item> {
        if self.get(Kind::Product, product).is_none() {
            return Found::Unknown;
        }
        let member = match criterion {
            "item.mpn" => "mpn",
            "item.local_id" => "local_id",
            _ => "id",
        };
        let items = self.all(Kind::Item, product);
        let named = items.filter(|it| it.string(member) == Some(value));
        only(named).map(item)
    }

    fn asset(&self, product: &str, criterion: &str, value: &str) -> Found<Asset> {
        if self.get(Kind::Product, product).is_none() {
            return Found::Unknown;
        }
        let is_of_product = |it: &&Stored| it.string("product.id") == Some(product);
        let Some(parameter) = criterion.strip_prefix("parameter.") else {
            let named = self.get(Kind::Asset, value).into_iter();
            return only(named.filter(is_of_product)).map(asset);
        };
        let assets = self.all(Kind::Asset, "").filter(is_of_product);
        only(assets.filter(|it| has_parameter(it, parameter, value))).map(asset)
    }
}

/// The only object with a name.
fn only<'a>(mut named: impl Iterator<Item = &'a Stored>) -> Found<&'a Stored> {
    match (named.next(), named.next()) {
        (None, _) => Found::Missing,
        (Some(object), None) => Found::Object(object),
        (Some(_), Some(_)) => Found::Several,
    }
}

impl<T> Found<T> {
    fn map<U>(self, convert: impl FnOnce(T) -> U) -> Found<U> {
        match self {
            Self::Unknown => Found::Unknown,
            Self::Missing => Found::Missing,
            Self::Several => Found::Several,
            Self::Id(id) => Found::Id(id),
            Self::Object(object) => Found::Object(convert(object)),
        }
    }
}

fn item(stored: &Stored) -> Item {
    let text = |path: &str| stored.string(path).unwrap_or_default().to_owned();
    Item {
        id: stored.id.clone(),
        local_id: text("local_id"),
        name: text("name"),
        mpn: text("mpn"),
        unit: text("unit.unit"),
        precision: text("precision"),
        is_reserved: text("type").eq_ignore_ascii_case("reservation"),
    }
}

fn asset(stored: &Stored) -> Asset {
    // Ids of other systems can be integers.
    let text = |name: &str| match stored.json.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let is_reconciled =
        |it: &&Value| it.pointer("/constraints/reconciliation") == Some(&true.into());
    let value = parameters(stored)
        .find(is_reconciled)
        .map(|it| &it["value"]);
    Asset {
        id: stored.id.clone(),
        external_id: text("external_id"),
        external_uid: text("external_uid"),
        recon_id: value.and_then(Value::as_str).unwrap_or_default().to_owned(),
    }
}

fn has_parameter(asset: &Stored, id: &str, value: &str) -> bool {
    parameters(asset).any(|it| it["id"] == id && it["value"] == value)
}

fn parameters(asset: &Stored) -> impl Iterator<Item = &Value> {
    let parameters = asset.json.get("params").and_then(Value::as_array);
    parameters.into_iter().flatten()
}
