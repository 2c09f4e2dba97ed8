//! The lists of the slice `directory`.

use connect_directory_api::{
    accounts, assets, contracts, hubs, listings, marketplaces, product_items, product_parameters,
    products, subscription_assets, tier_accounts,
};
use connect_runtime::filter::{FilterField, lookup};

use crate::leaves::{self, Leaf};
use crate::random::Random;
use crate::subject::{
    Absent as _, Condition, Offered, Offering, Subject, Visit, condition, fields, offered, subjects,
};

subjects! {
    accounts::list => accounts::filter {
        date_times [eq ne lt le gt ge one_of none_of]:
            EVENTS_CREATED_AT;
        strings [eq ne like ilike one_of none_of empty]:
            EXTERNAL_ID NAME;
        strings [eq ne like ilike one_of none_of null empty]:
            ID;
        booleans [eq ne null]:
            PUBLIC;
        choices [eq ne like ilike one_of none_of]:
            ROLE TYPE;
    } order_by { EVENTS_CREATED_AT EXTERNAL_ID ID }
    assets::list => assets::filter {
        strings []:
            CONFIGURATION ITEMS PENDING_REQUEST PENDING_REQUEST_TEMPLATE TEMPLATE;
        strings [eq ne like ilike one_of none_of null empty]:
            CONNECTION_HUB_ID CONNECTION_ID CONNECTION_PROVIDER_ID CONNECTION_VENDOR_ID CONTRACT_ID EXTERNAL_ID
            EXTERNAL_UID HUB_ID ID MARKETPLACE_ID PARAMS_VALUE PRODUCT_ID TEMPLATE_ID TIERS_CUSTOMER_EXTERNAL_ID
            TIERS_CUSTOMER_ID TIERS_CUSTOMER_NAME TIERS_TIER1_ID TIERS_TIER2_ID;
        strings [eq ne like ilike one_of none_of empty]:
            CONNECTION_HUB_NAME CONNECTION_PROVIDER_NAME CONNECTION_VENDOR_NAME HUB_NAME MARKETPLACE_NAME PARAMS_ID
            PRODUCT_NAME PRODUCT_TITLE TIERS_CUSTOMER_EXTERNAL_UID;
        choices [eq ne like ilike one_of none_of]:
            CONNECTION_TYPE STATUS;
        date_times [lt gt]:
            CREATED UPDATED;
    } order_by {
        CREATED MARKETPLACE_ID MARKETPLACE_NAME PRODUCT_ID PRODUCT_NAME PRODUCT_TITLE STATUS TIERS_CUSTOMER_ID
        TIERS_CUSTOMER_NAME UPDATED
    }
    contracts::list => contracts::filter {
        strings [eq ne like ilike one_of none_of null empty]:
            AGREEMENT_ID AGREEMENT_OWNER_ID AGREEMENT_PRODUCT_GROUPS_ID AGREEMENT_PRODUCT_GROUPS_PRODUCTS_ID
            AGREEMENT_SOURCING_AGREEMENT_ID AGREEMENT__ID AGREEMENT__OWNER__ID EVENTS_CREATED_BY_ID
            EVENTS_CREATED_BY_NAME EVENTS_SIGNED_BY_ID ID ISSUER_ID MARKETPLACE_ID MARKETPLACE__ID OWNER_ID OWNER__ID
            PARTNER_ID REFERRAL_AGREEMENT_ID SOURCING_LISTING_ID SOURCING_MARKETPLACE_ID SOURCING_PRODUCT_ID;
        strings [eq ne like ilike one_of none_of empty]:
            AGREEMENT_NAME AGREEMENT__NAME EVENTS_SIGNED_BY_NAME ISSUER_NAME MARKETPLACE_NAME MARKETPLACE__NAME
            OWNER_NAME OWNER__NAME SOURCING_MARKETPLACE_NAME SOURCING_PRODUCT_NAME;
        choices [eq ne like ilike one_of none_of]:
            AGREEMENT_SOURCING_AGREEMENT_TYPE KIND STATUS TYPE;
        date_times [eq ne lt le gt ge one_of none_of]:
            EVENTS_CREATED_AT;
    } order_by {
        AGREEMENT_NAME AGREEMENT__NAME EVENTS_CREATED_AT ID ISSUER_ID ISSUER_NAME OWNER_NAME OWNER__NAME STATUS
    }
    hubs::list => hubs::filter {
        date_times [eq ne lt le gt ge one_of none_of]:
            EVENTS_CREATED_AT EVENTS__CREATED__AT;
        date_times [eq ne lt le gt ge one_of none_of null]:
            EVENTS_UPDATED_AT EVENTS__UPDATED__AT;
        strings [eq ne like ilike one_of none_of null empty]:
            ID INSTANCE_ID INSTANCE__ID;
        choices [eq ne like ilike one_of none_of]:
            INSTANCE_TYPE INSTANCE__TYPE;
        strings [eq ne like ilike one_of none_of empty]:
            NAME;
        integers [eq ne lt le gt ge one_of none_of]:
            STATS_CONNECTIONS STATS_MARKETPLACES STATS__CONNECTIONS STATS__MARKETPLACES;
    } order_by {
        EVENTS_CREATED_AT EVENTS_UPDATED_AT EVENTS__CREATED__AT EVENTS__UPDATED__AT ID INSTANCE_TYPE INSTANCE__TYPE
        NAME STATS_CONNECTIONS STATS_MARKETPLACES STATS__CONNECTIONS STATS__MARKETPLACES
    }
    listings::list => listings::filter {
        strings [eq ne like ilike one_of none_of null empty]:
            ALT_PRICELIST_1_ID ALT_PRICELIST_2_ID CONTRACT_ID CONTRACT__ID ID MARKETPLACE_ID MARKETPLACE__ID OFFER_ID
            PRICELIST_ID PRODUCT_ID PRODUCT__ID PROVIDER_ID PROVIDER__ID VENDOR_ID;
        strings [eq ne like ilike one_of none_of empty]:
            ALT_PRICELIST_1_NAME ALT_PRICELIST_2_NAME CONTRACT__MARKETPLACE__NAME MARKETPLACE_NAME MARKETPLACE__NAME
            OFFER_NAME PRICELIST_NAME PRODUCT_NAME PRODUCT__NAME PROVIDER_NAME VENDOR_NAME;
        date_times [eq ne lt le gt ge one_of none_of]:
            CREATED UPDATED;
        strings [eq]:
            MARKETPLACE__NAME__ICONTAINS PENDING_REQUEST__ID PENDING_REQUEST__IS_NULL PRODUCT__NAME__ICONTAINS;
        strings [eq one_of]:
            PENDING_REQUEST_STATUS PENDING_REQUEST_TYPE;
        choices [eq ne like ilike one_of none_of]:
            STATUS;
    } order_by {
        CONTRACT__MARKETPLACE__NAME CREATED MARKETPLACE_NAME PRODUCT_NAME PRODUCT__NAME PROVIDER_NAME UPDATED
        VENDOR_NAME
    }
    marketplaces::list => marketplaces::filter {
        strings [eq ne like ilike one_of none_of null empty]:
            AGREEMENTS_ID ALT_CURRENCY_1 ALT_CURRENCY_2 COUNTRIES_ID CURRENCY DESCRIPTION HUBS_ID ID LOCALES_ID
            OWNER_ID OWNER__ID;
        strings [eq ne like ilike one_of none_of empty]:
            HUBS_NAME LOCALES_NAME NAME OWNER_NAME;
        integers [eq ne lt le gt ge one_of none_of]:
            STATS_CONTRACTS STATS_HUBS;
    } order_by { ALT_CURRENCY_1 ALT_CURRENCY_2 CURRENCY ID NAME STATS_CONTRACTS STATS_HUBS }
    products::list => products::filter {
        date_times [eq ne lt le gt ge one_of none_of]:
            EVENTS_CREATED_AT EVENTS_UPDATED_AT;
        date_times [eq ne lt le gt ge one_of none_of null]:
            EVENTS_PUBLISHED_AT;
        strings [eq ne like ilike one_of none_of null empty]:
            EVENTS_PUBLISHED_BY_ID EVENTS_PUBLISHED_BY_NAME EVENTS_UPDATED_BY_ID EVENTS_UPDATED_BY_NAME EXTERNAL_ID
            GROUPS_ID ID OWNER_ID REPLACEMENT_ID;
        strings [eq ne like ilike one_of none_of empty]:
            NAME OWNER_NAME;
        choices [eq ne one_of]:
            PURCHASE_MODEL;
        strings [eq ne ilike one_of null empty]:
            SOURCING_MARKETPLACES;
        choices [eq ne lt le gt ge one_of none_of]:
            STATUS;
        strings [eq]:
            VISIBILITY_CATALOG VISIBILITY_LISTING VISIBILITY_OWNER VISIBILITY_SYNDICATION CATEGORY_ID;
        strings []:
            CATEGORY_PARENT;
    } order_by {
        EVENTS_CREATED_AT EVENTS_PUBLISHED_AT EVENTS_PUBLISHED_BY_ID EVENTS_PUBLISHED_BY_NAME EVENTS_UPDATED_AT
        EVENTS_UPDATED_BY_ID EVENTS_UPDATED_BY_NAME NAME
    }
    || product_items::list("PRD-1") => product_items::filter {
        strings [eq ne like ilike one_of none_of null empty]:
            APP_ID DESCRIPTION_VALUE EXTERNAL_ID GROUP_ID GROUP_NAME X_ID MPN REPLACEMENT_ID ID VERSION;
        choices [eq ne like ilike one_of none_of null]:
            APPLICABILITY PERIOD USAGE_DATA_TYPE;
        integers [eq ne lt le gt ge one_of none_of]:
            COMMITMENT_COUNT;
        strings [eq ne like ilike one_of none_of empty]:
            DISPLAY_NAME GROUP_MPN LOCAL_ID NAME UNIT_TITLE;
        booleans [eq ne]:
            DYNAMIC FROZEN;
        date_times [eq ne lt le gt ge one_of none_of null]:
            EVENTS_CREATED_AT EVENTS_SALEENDED_AT EVENTS_UPDATED_AT;
        choices [eq ne like ilike one_of none_of]:
            ITEM_TYPE STATUS TYPE;
    } order_by {}
    || product_parameters::list("PRD-1") => product_parameters::filter {
        booleans [eq ne]:
            CONSTRAINTS_HIDDEN CONSTRAINTS_UNIQUE;
        booleans [eq]:
            CONSTRAINTS_RECONCILIATION;
        strings [eq one_of]:
            CONSTRAINTS_REQUIRED;
        strings [eq one_of null]:
            CONSTRAINTS_SHARED;
        strings [eq ne like ilike one_of none_of null empty]:
            ID;
        strings [eq ne like ilike one_of none_of empty]:
            NAME TITLE;
        choices [eq ne like ilike one_of none_of]:
            PHASE SCOPE TYPE;
        integers [eq ne lt le gt ge one_of none_of null]:
            POSITION;
    } order_by { POSITION TITLE }
    subscription_assets::list => subscription_assets::filter {
        date_times [eq ne lt le gt ge one_of none_of null]:
            BILLING_NEXT_DATE;
        choices [eq ne like ilike one_of none_of null]:
            BILLING_PERIOD_UOM CONNECTION_TYPE;
        strings [eq ne like ilike one_of none_of null empty]:
            CONNECTION_HUB_ID CONNECTION_ID CONNECTION_PROVIDER_ID CONNECTION_VENDOR_ID CONTRACT_ID EXTERNAL_ID
            EXTERNAL_UID ID MARKETPLACE_ID PARAMS_VALUE PRODUCT_ID TIERS_TIER1_ID TIERS_TIER2_ID;
        strings [eq ne like ilike one_of none_of empty]:
            CONNECTION_HUB_NAME CONNECTION_PROVIDER_NAME CONNECTION_VENDOR_NAME MARKETPLACE_NAME PARAMS_ID PARAMS_NAME
            PRODUCT_NAME TIERS_CUSTOMER_ID TIERS_CUSTOMER_NAME;
        date_times [eq ne lt le gt ge one_of none_of]:
            EVENTS_CREATED_AT EVENTS_UPDATED_AT;
        strings []:
            ITEMS PENDING_REQUEST PENDING_REQUEST_TEMPLATE TEMPLATE;
        choices [eq ne like ilike one_of none_of]:
            STATUS;
    } order_by { BILLING_NEXT_DATE EVENTS_CREATED_AT }
    tier_accounts::list => tier_accounts::filter {
        strings []:
            CONTACT_INFO TAX_ID VERSION;
        strings [eq one_of]:
            CONTACT_INFO_CONTACT_EMAIL;
        choices [eq ne like ilike one_of none_of]:
            DB TYPE;
        date_times [eq ne lt le gt ge one_of none_of]:
            EVENTS_CREATED_AT;
        strings [eq ne like ilike one_of none_of null empty]:
            EVENTS_CREATED_BY EVENTS_UPDATED_BY EXTERNAL_ID HUB_ID ID NAME OWNER_ID PARENT_ID PARENT_NAME
            PARENT_PARENT_ID;
        strings [eq ne like ilike one_of none_of empty]:
            EXTERNAL_UID HUB_NAME OWNER_NAME;
        strings [eq like ilike one_of]:
            SCOPES;
    } order_by { DB EVENTS_CREATED_AT EXTERNAL_ID HUB_ID HUB_NAME NAME OWNER_ID OWNER_NAME PARENT_NAME }
}
