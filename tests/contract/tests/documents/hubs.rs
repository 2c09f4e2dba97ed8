/// The presences of fields on another prefix of the vendor's document.
fn hubs() {
    use hubs::models::{DpAccountReferenceInput, DpHub, DpHubInput, DpHubInstanceType};

    // Required, and null must be said: the constructor takes both.
    let hub = || DpHubInput::new("", None, DpHubInstanceType::Oa, "Hub");
    let time = connect_runtime::DateTime::UNIX_EPOCH;
    sent("leave", hubs::hubs::create_with(hub()));
    sent("clear", hubs::hubs::update_with("HB-1", hub().clear_last_health_check()));
    sent("set", hubs::hubs::update_with("HB-1", hub().last_health_check(time)));
    let full = DpHubInput::new("d", Some("I-1".to_owned()), DpHubInstanceType::Api, "Hub")
        .company(DpAccountReferenceInput::new("PA-1"))
        .version("1");
    sent("full", hubs::hubs::create_with(full));

    // What is only ever sent is passed over in a response as any unknown field is.
    let json = r#"{"id":"HB-1","name":"Hub","instance_id":"I-1","instance_type":"oa",
        "instance":{"id":"I-1","type":"OA"},"last_health_check":null,"company":{"id":"PA-1","name":"P"}}"#;
    let response = response(StatusCode::OK, HeaderMap::new(), json);
    let hub: DpHub = hubs::hubs::get("HB-1").decode(response).expect("a hub");
    println!("response\t{}", serde_json::to_string(&hub).expect("JSON"));
}
