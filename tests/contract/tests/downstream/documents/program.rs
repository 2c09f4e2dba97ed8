//! Sends calls of a generated crate by both clients of `connect-client`, and prints what came of each: the client, the
//! step and the result, with tabs in between. The argument is the URL of a server.

mod subject;

use std::error::Error;
use std::time::Duration;

use connect_client::{ApiKey, Client, blocking};

/// The pauses of a wait: first, and at most.
const PAUSES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(5));

/// When a wait gives up.
const DEADLINE: Duration = Duration::from_secs(10);

fn print(client: &str, step: &str, result: impl std::fmt::Display) {
    println!("{client}\t{step}\t{result}");
}

fn print_error(client: &str, step: &str, error: &connect_client::Error) {
    let status = error.status().map(|it| it.as_u16());
    let (kind, code, messages) = (error.kind(), error.code(), error.messages());
    print(client, step, format!("{kind:?} {status:?} {code:?} {messages:?}"));
}

async fn asynchronous(url: &str) -> Result<(), Box<dyn Error>> {
    const NAME: &str = "async";
    let key = ApiKey::new("SU-1:secret")?;
    let client = Client::builder().api_key(key).base_url(format!("{url}/{NAME}")).build()?;

    print(NAME, "create", subject::show(&client.send(subject::create()).await?));
    print(NAME, "act", subject::show(&client.send(subject::act("X-1")).await?));
    for object in client.send(subject::found()).await?.rows {
        print(NAME, "found", subject::show(&object));
    }

    let mut rows = client.stream(subject::list().page_size(2));
    while let Some(object) = rows.try_next().await? {
        print(NAME, "row", subject::show(&object));
    }
    print(NAME, "total", format!("{:?}", rows.total()));

    let wait = client.wait(subject::get("X-1")).every(PAUSES.0, PAUSES.1).deadline(DEADLINE);
    print(NAME, "wait", subject::show(&wait.until(subject::END).await?));
    let wait = client.wait(subject::get("X-2")).every(PAUSES.0, PAUSES.1).deadline(DEADLINE);
    let error = wait.until(subject::ACTED).await.err().ok_or("nobody acts")?;
    print_error(NAME, "wait in vain", &error);

    let error = client.send(subject::get("X-0")).await.err().ok_or("there is none")?;
    print_error(NAME, "error", &error);
    Ok(())
}

fn blocking(url: &str) -> Result<(), Box<dyn Error>> {
    const NAME: &str = "blocking";
    let key = ApiKey::new("SU-1:secret")?;
    let client = blocking::Client::builder().api_key(key).base_url(format!("{url}/{NAME}")).build()?;

    print(NAME, "create", subject::show(&client.send(subject::create())?));
    print(NAME, "act", subject::show(&client.send(subject::act("X-1"))?));
    for object in client.send(subject::found())?.rows {
        print(NAME, "found", subject::show(&object));
    }

    let mut rows = client.stream(subject::list().page_size(2));
    while let Some(object) = rows.try_next()? {
        print(NAME, "row", subject::show(&object));
    }
    print(NAME, "total", format!("{:?}", rows.total()));

    let wait = client.wait(subject::get("X-1")).every(PAUSES.0, PAUSES.1).deadline(DEADLINE);
    print(NAME, "wait", subject::show(&wait.until(subject::END)?));
    let wait = client.wait(subject::get("X-2")).every(PAUSES.0, PAUSES.1).deadline(DEADLINE);
    let error = wait.until(subject::ACTED).err().ok_or("nobody acts")?;
    print_error(NAME, "wait in vain", &error);

    let error = client.send(subject::get("X-0")).err().ok_or("there is none")?;
    print_error(NAME, "error", &error);
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("the URL is missing")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(asynchronous(&url))?;
    blocking(&url)
}
