//! The lists of the Usage API.

use connect_runtime::filter::{FilterField, lookup};
use connect_usage_api::{aggregates, chunks, files, reconciliations, records};

use crate::leaves::{self, Leaf};
use crate::random::Random;
use crate::subject::{
    Absent as _, Condition, Offered, Offering, Subject, Visit, condition, fields, offered, subjects,
};

subjects! {
    aggregates::list => aggregates::filter {
        strings [eq ne like ilike one_of none_of null empty]:
            ASSET_EXTERNAL_UID ASSET_ID ITEM_ID ITEM_LOCAL_ID;
        choices [eq ne like ilike one_of none_of]:
            ITEM_TYPE;
    } order_by {}
    chunks::list => chunks::filter {
        strings [eq ne like ilike one_of none_of null empty]:
            BINDING_HUB_ID ID PROVIDER_ID USAGEFILE_ID;
        choices [eq ne like ilike one_of none_of]:
            STATUS;
    } order_by { USAGEFILE_ID }
    files::list => files::filter {
        strings [eq ne like ilike one_of none_of null empty]:
            CONTRACT_ID CONTRACT_NAME DISTRIBUTION_CONTRACT_ID EXTERNAL_ID ID MARKETPLACE__ID MARKETPLACE_NAME
            MARKETPLACE_ID NAME PRODUCT__ID PRODUCT_NAME PRODUCT_ID PROVIDER__ID PROVIDER_NAME PROVIDER_ID VENDOR__ID
            VENDOR_NAME VENDOR_ID;
        date_times [lt le gt ge]:
            CREATED_AT;
        choices [eq ne like ilike one_of none_of]:
            ENVIRONMENT SCHEMA STATUS;
    } order_by {
        CONTRACT_NAME CREATED_AT ENVIRONMENT ID MARKETPLACE_NAME PRODUCT_NAME PROVIDER_NAME SCHEMA STATUS VENDOR_NAME
    }
    || files::list_categories("UF-1") => files::categories_filter {
        strings [eq ne like ilike one_of none_of empty]:
            ID NAME;
    } order_by { NAME }
    reconciliations::list => reconciliations::filter {
        strings [eq ne like ilike one_of none_of null empty]:
            BINDING_HUB_ID PARTUSAGEFILE_ID PARTUSAGEFILE_PROVIDER_ID USAGEFILE_ID;
    } order_by { PARTUSAGEFILE_ID USAGEFILE_ID }
    records::list => records::filter {
        strings [eq ne like ilike one_of none_of null empty]:
            ASSET__EXTERNAL_ID ASSET__EXTERNAL_UID ASSET__ID ASSET_EXTERNAL_ID ASSET_EXTERNAL_UID ASSET_ID HUB_ID
            ITEM__ID ITEM_ID PART_USAGE_FILE_HUB_ID PRODUCT__ID PRODUCT_ID USAGE_FILE USAGEFILE_ID;
        date_times [eq ne lt le gt ge one_of none_of null]:
            CREATED_TIME END_DATE START_DATE USAGE_START_TIME;
        choices [eq ne like ilike one_of none_of null]:
            STATUS;
        choices [eq ne like ilike one_of none_of]:
            USAGEFILE_SCHEMA;
    } order_by { CREATED_TIME STATUS USAGE_START_TIME }
}
