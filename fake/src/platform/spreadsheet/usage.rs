//! Workbooks with usage: their sheets, and their rows as records.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::fields::Fields;
use super::objects::{Found, Objects};
use super::precision::with_precision;
use super::read::Tables;
use super::schema::Schema;
use super::table::{Cell, Row, Table};
use crate::clock::BEGINNING;
use crate::platform::format::{Numbers, Problem};
use crate::platform::model::record::{Asset, Item, Record};
use crate::platform::model::{Named, RecordStatus};

/// The name of the sheet with records, and its older name.
pub(super) const SHEETS: [&str; 2] = ["records", "usage_records"];

/// The columns that a sheet with records must have, for every schema.
const REQUIRED: &[&str] = &[
    "record_id",
    "item_search_criteria",
    "item_search_value",
    "quantity",
    "start_time_utc",
    "end_time_utc",
    "asset_search_criteria",
    "asset_search_value",
];

/// The columns that the sheet with categories must have.
const OF_CATEGORIES: &[&str] = &["category_id", "category_name"];

/// What a row is read with.
pub(super) struct Context<'a> {
    pub product: &'a str,
    pub schema: Schema,
    pub objects: &'a dyn Objects,
    pub numbers: &'a mut Numbers,
}

/// The usage in a workbook.
#[derive(Debug, Default)]
pub(super) struct Usage {
    pub records: Vec<Record>,
    pub categories: Vec<Named>,
    /// What is wrong with the invalid records.
    pub problems: Vec<Problem>,
}

/// The sheet with records.
fn records_of(tables: &Tables) -> Option<(&'static str, &Table)> {
    let mut found = SHEETS.iter();
    found.find_map(|name| Some((*name, tables.get(name)?)))
}

/// Takes the sheet with records out of the others.
pub(super) fn take_records(tables: &mut Tables) -> Option<(&'static str, Table)> {
    let (name, _) = records_of(tables)?;
    tables.remove_entry(name)
}

/// Reads the usage. The error is about the whole workbook.
pub(super) fn read(tables: &Tables, context: &mut Context<'_>) -> Result<Usage, String> {
    let Some((name, table)) = records_of(tables) else {
        return Err("The workbook has no sheet `records`.".to_owned());
    };
    let mut required = REQUIRED.to_vec();
    required.extend(context.schema.columns());
    table.check(name, &required)?;
    let categories = categories(tables)?;
    let mut usage = Usage::default();
    let mut record_ids = BTreeSet::new();
    for row in &table.rows {
        let mut fields = Fields::new(table, row);
        let mut record = record(&mut fields, context, &categories);
        let id = &record.record_id;
        if !id.is_empty() && !record_ids.insert(id.clone()) {
            fields.problem("record_id", "this id occurs twice");
        }
        record.params = params(&mut fields, table, row);
        if !fields.problems.is_empty() {
            record.status = RecordStatus::Invalid;
            record.error = Some(message(&fields.problems));
            usage.problems.append(&mut fields.problems);
        }
        usage.records.push(record);
    }
    usage.categories = categories.into_values().collect();
    Ok(usage)
}

/// What is wrong with a row, in one line.
fn message(problems: &[Problem]) -> String {
    let problems = problems.iter();
    let messages: Vec<_> = problems
        .map(|it| format!("{}: {}", it.column, it.message))
        .collect();
    messages.join("; ")
}

/// The categories by id.
fn categories(tables: &Tables) -> Result<BTreeMap<String, Named>, String> {
    let Some(table) = tables.get("categories") else {
        return Ok(BTreeMap::new());
    };
    table.check("categories", OF_CATEGORIES)?;
    let mut categories = BTreeMap::new();
    for row in &table.rows {
        let mut fields = Fields::new(table, row);
        let id = fields.required("category_id");
        let name = fields.required("category_name");
        let (Some(id), Some(name), true) = (id, name, fields.problems.is_empty()) else {
            let row = row.number.saturating_add(1);
            let message = message(&fields.problems);
            return Err(format!("Row {row} of the sheet `categories`: {message}."));
        };
        if categories
            .insert(id.clone(), Named::new(&id, name))
            .is_some()
        {
            return Err(format!("The category `{id}` occurs twice."));
        }
    }
    Ok(categories)
}

fn record(
    fields: &mut Fields<'_>,
    context: &mut Context<'_>,
    categories: &BTreeMap<String, Named>,
) -> Record {
    let schema = context.schema;
    let record_id = fields.required("record_id").unwrap_or_default();
    let item = item(fields, context);
    let asset = asset(fields, context);
    let usage = fields.decimal("quantity", schema == Schema::Quantity);
    let amount = fields.decimal("amount", schema.has_amounts());
    let start = fields.date_time("start_time_utc");
    let end = fields.date_time("end_time_utc");
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        fields.problem("end_time_utc", "this is before the start");
    }
    Record {
        id: String::new(),
        file: String::new(),
        record_id,
        record_note: fields.text("record_note"),
        chunk: None,
        status: RecordStatus::Valid,
        item,
        asset,
        category: category(fields, categories),
        amount,
        usage,
        tier: tier(fields, schema),
        params: Vec::new(),
        start,
        end,
        created: BEGINNING,
        billing_id: None,
        billing_note: None,
        closed_at: None,
        error: None,
    }
}

fn item(fields: &mut Fields<'_>, context: &mut Context<'_>) -> Item {
    let criterion = fields.required("item_search_criteria").unwrap_or_default();
    let value = fields.required("item_search_value").unwrap_or_default();
    let mut item = Item {
        id: String::new(),
        local_id: String::new(),
        name: fields.text("item_name").unwrap_or_default(),
        mpn: fields.text("item_mpn").unwrap_or_default(),
        unit: fields.text("item_unit").unwrap_or_default(),
        precision: fields.text("item_precision").unwrap_or_default(),
        is_reserved: false,
    };
    if criterion.is_empty() || value.is_empty() {
        return item;
    }
    if !matches!(
        criterion.as_str(),
        "item.mpn" | "item.global_id" | "item.local_id"
    ) {
        let expected = "expected item.mpn, item.global_id or item.local_id";
        fields.problem("item_search_criteria", expected);
        return item;
    }
    let known = match context.objects.item(context.product, &criterion, &value) {
        Found::Object(known) => return known,
        Found::Id(id) => Some(id),
        Found::Unknown => None,
        Found::Missing => {
            fields.problem("item_search_value", "the product has no such item");
            return item;
        }
        Found::Several => {
            fields.problem("item_search_value", "several items of the product have it");
            return item;
        }
    };
    let name = format!("{} {criterion} {value}", context.product);
    let made_up = Item::numbered(context.product, context.numbers.item(&name));
    let kept = |own: String, other: String| if own.is_empty() { other } else { own };
    let (id, mpn, local_id) = match criterion.as_str() {
        "item.mpn" => (made_up.id, value, made_up.local_id),
        "item.global_id" => (value, made_up.mpn, made_up.local_id),
        _ => (made_up.id, made_up.mpn, value),
    };
    item.id = known.unwrap_or(id);
    item.local_id = local_id;
    item.mpn = kept(item.mpn, mpn);
    item.name = kept(item.name, made_up.name);
    item.unit = kept(item.unit, made_up.unit);
    item.precision = kept(item.precision, "Decimal(8)".to_owned());
    item
}

fn asset(fields: &mut Fields<'_>, context: &mut Context<'_>) -> Asset {
    let criterion = fields.required("asset_search_criteria").unwrap_or_default();
    let value = fields.required("asset_search_value").unwrap_or_default();
    let mut asset = Asset {
        id: String::new(),
        external_id: String::new(),
        external_uid: String::new(),
        recon_id: fields.text("asset_recon_id").unwrap_or_default(),
    };
    if criterion.is_empty() || value.is_empty() {
        return asset;
    }
    let parameter = criterion.strip_prefix("parameter.");
    if criterion != "asset.id" && parameter.is_none_or(str::is_empty) {
        let expected = "expected asset.id, or `parameter.` and the id of a parameter";
        fields.problem("asset_search_criteria", expected);
        return asset;
    }
    let known = match context.objects.asset(context.product, &criterion, &value) {
        Found::Object(known) => return reconciled(known, asset.recon_id),
        Found::Id(id) => Some(id),
        Found::Unknown => None,
        Found::Missing => {
            fields.problem("asset_search_value", "there is no such asset");
            return asset;
        }
        Found::Several => {
            fields.problem("asset_search_value", "several assets have it");
            return asset;
        }
    };
    let made_up = Asset::numbered(context.numbers.asset(&format!("{criterion} {value}")));
    asset.id = match known {
        Some(id) => id,
        None if criterion == "asset.id" => value,
        None => made_up.id,
    };
    asset.external_id = made_up.external_id;
    asset.external_uid = made_up.external_uid;
    let own = std::mem::take(&mut asset.recon_id);
    asset.recon_id = made_up.recon_id;
    reconciled(asset, own)
}

/// The asset with the value that a row has for its reconciliation, if it has one.
fn reconciled(mut asset: Asset, recon_id: String) -> Asset {
    if !recon_id.is_empty() {
        asset.recon_id = recon_id;
    }
    asset
}

fn category(fields: &mut Fields<'_>, categories: &BTreeMap<String, Named>) -> Option<Named> {
    let id = fields.text("category_id")?;
    let found = categories.get(&id);
    if found.is_none() {
        fields.problem("category_id", "the sheet `categories` has no such category");
    }
    found.cloned()
}

/// The tier, which only the schema `tr` needs.
fn tier(fields: &mut Fields<'_>, schema: Schema) -> Option<u8> {
    let tier = fields.decimal("tier", schema == Schema::TieredRate)?;
    let tiers = [Decimal::ZERO, Decimal::ONE, Decimal::TWO];
    let found = (0..).zip(tiers).find(|(_, it)| *it == tier);
    if found.is_none() {
        fields.problem("tier", "expected 0, 1 or 2");
    }
    found.map(|(number, _)| number)
}

/// The custom parameters: the columns whose names begin with `v.` or `p.`.
fn params(fields: &mut Fields<'_>, table: &Table, row: &Row) -> Vec<(String, String)> {
    let names = table.header.iter().take(row.cells.len());
    let names = names.filter(|it| it.starts_with("v.") || it.starts_with("p."));
    let values = names.filter_map(|name| Some((name.clone(), fields.text(name)?)));
    values.collect()
}

/// The quantities as text, at the precision of their items; `None` for those that cannot be read.
pub(super) fn quantities(records: &[Record]) -> Vec<Option<String>> {
    let records = records.iter();
    let quantity = |it: &Record| Some(with_precision(it.usage?, &it.item.precision));
    records.map(quantity).collect()
}

/// The sheet with these quantities. Without one, a cell stays as it is.
pub(super) fn with_quantities(mut table: Table, quantities: Vec<Option<String>>) -> Table {
    let Some(column) = table.column("quantity") else {
        return table;
    };
    for (row, quantity) in table.rows.iter_mut().zip(quantities) {
        if let (Some(cell), Some(quantity)) = (row.cells.get_mut(column), quantity) {
            *cell = Cell::Text(quantity);
        }
    }
    table
}
