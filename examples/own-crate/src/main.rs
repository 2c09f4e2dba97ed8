//! Uses the crate `tool-shed`, which the program `connect-codegen` generates from the document of the example
//! `build-script`:
//!
//! ```sh
//! connect-codegen generate --spec ../build-script/api.yml --out tool-shed --runtime-path ../../runtime
//! ```
//!
//! A call is data, and a model is read from JSON, so neither needs a server.

use connect_runtime::Json;
use tool_shed::loans;
use tool_shed::models::{Loan, NewLoan};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let call = loans::create(NewLoan::new("Ada", "T-2"));
    call.check()?;
    let operation = call.operation();
    println!("{} {}", operation.method, operation.path_template());

    let json = Json::parse(r#"{"id": "L-1", "due": "2029-01-31T12:00:00+02:00"}"#)?;
    let loan: Loan = json.read()?;
    println!(
        "{:?} is due {:?}",
        loan.id,
        loan.due.map(|it| it.to_string())
    );
    Ok(())
}
