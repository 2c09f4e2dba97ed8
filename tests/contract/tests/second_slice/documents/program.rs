//! Calls the crate `subscriptions` by both clients of `connect-client`, and prints what came of each call: the client, the
//! step and the result, with tabs in between. The argument is the URL of a server.

use std::error::Error;
use std::time::Duration;

use connect_client::{ApiKey, Call, Client, DateTime, Json, List, Pattern, blocking};
use subscriptions::models::{
    BillingRequest, NewBillingRequest, PeriodUnit, Subscription, SubscriptionStatus, SubscriptionSummary,
};
use subscriptions::{assets, requests};

/// The pauses of a wait: first, and at most.
const PAUSES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(5));

/// When a wait gives up.
const DEADLINE: Duration = Duration::from_secs(10);

fn create() -> Result<Call<BillingRequest>, Box<dyn Error>> {
    let from: DateTime = "2029-01-01T00:00:00Z".parse()?;
    let to: DateTime = "2029-02-01T00:00:00Z".parse()?;
    let items = vec![Json::parse(r#"{"id":"PRD-1"}"#)?];
    let request = NewBillingRequest::new(items, 1, from, to, PeriodUnit::Monthly);
    Ok(requests::create(request.asset_id("AS-1")))
}

fn found() -> List<assets::filter::Scope, SubscriptionSummary> {
    use assets::filter::{EVENTS_CREATED_AT, ITEMS, PENDING_REQUEST_TEMPLATE, PRODUCT_NAME, STATUS, TEMPLATE};
    let status = STATUS.one_of([SubscriptionStatus::Active, SubscriptionStatus::Suspended]);
    assets::list()
        .filter(status & !PRODUCT_NAME.like(Pattern::contains("& \"co\"")))
        .order_by([EVENTS_CREATED_AT.desc()])
        .select([TEMPLATE.include(), PENDING_REQUEST_TEMPLATE.include(), ITEMS.exclude()])
}

fn list() -> List<requests::filter::Scope, BillingRequest> {
    requests::list().filter(requests::filter::PERIOD_UOM.eq(PeriodUnit::Yearly))
}

fn show_request(it: &BillingRequest) -> String {
    let unit = it.period.as_ref().and_then(|it| it.uom.as_ref());
    format!("{:?} {unit:?}", it.id)
}

fn show_summary(it: &SubscriptionSummary) -> String {
    format!("{:?} {:?}", it.id, it.status)
}

fn show(it: &Subscription) -> String {
    format!("{:?} {:?}", it.id, it.status)
}

fn print(client: &str, step: &str, result: impl std::fmt::Display) {
    println!("{client}\t{step}\t{result}");
}

async fn asynchronous(url: &str) -> Result<(), Box<dyn Error>> {
    const NAME: &str = "async";
    let key = ApiKey::new("SU-1:secret")?;
    let client = Client::builder().api_key(key).base_url(format!("{url}/{NAME}")).build()?;

    print(NAME, "create", show_request(&client.send(create()?).await?));
    for object in client.send(found()).await?.rows {
        print(NAME, "found", show_summary(&object));
    }
    print(NAME, "count", client.count(list()).await?);
    let mut rows = client.stream(list().page_size(2));
    while let Some(object) = rows.try_next().await? {
        print(NAME, "row", show_request(&object));
    }
    let wait = client.wait(assets::get("AS-1")).every(PAUSES.0, PAUSES.1).deadline(DEADLINE);
    print(NAME, "wait", show(&wait.until(SubscriptionStatus::Active).await?));
    let wait = client.wait(assets::get("AS-2")).every(PAUSES.0, PAUSES.1).deadline(DEADLINE);
    let error = wait.until(SubscriptionStatus::Active).await.err().ok_or("it is over")?;
    print(NAME, "wait in vain", format!("{:?}", error.kind()));
    Ok(())
}

fn blocking(url: &str) -> Result<(), Box<dyn Error>> {
    const NAME: &str = "blocking";
    let key = ApiKey::new("SU-1:secret")?;
    let client = blocking::Client::builder().api_key(key).base_url(format!("{url}/{NAME}")).build()?;

    print(NAME, "create", show_request(&client.send(create()?)?));
    for object in client.send(found())?.rows {
        print(NAME, "found", show_summary(&object));
    }
    print(NAME, "count", client.count(list())?);
    let mut rows = client.stream(list().page_size(2));
    while let Some(object) = rows.try_next()? {
        print(NAME, "row", show_request(&object));
    }
    let wait = client.wait(assets::get("AS-1")).every(PAUSES.0, PAUSES.1).deadline(DEADLINE);
    print(NAME, "wait", show(&wait.until(SubscriptionStatus::Active)?));
    let wait = client.wait(assets::get("AS-2")).every(PAUSES.0, PAUSES.1).deadline(DEADLINE);
    let error = wait.until(SubscriptionStatus::Active).err().ok_or("it is over")?;
    print(NAME, "wait in vain", format!("{:?}", error.kind()));
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("the URL is missing")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(asynchronous(&url))?;
    blocking(&url)
}
