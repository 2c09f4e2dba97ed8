//! `products::…`

use connect_fake::Reply;
use connect_usage::models::ProductTemplate;
use connect_usage::products;

use crate::fixtures::SIGNATURE;
use crate::harness::{ENCODED, Expected, ID};

pub const EXERCISES: &[fn()] = &[template];

#[test]
fn template() {
    let expected = Expected::new("GET", format!("/usage/products/{ENCODED}/template"));
    let call = products::template(ID);

    let link = format!("https://storage.example/template.xlsx?a=1&signature={SIGNATURE}");
    let body = format!(r#"{{"template_link": "{link}", "expires": 600}}"#);
    let template = expected.send(&call, Reply::json(200, body));
    let printed = format!("{template:?}");
    assert!(
        printed.contains("template.xlsx?…") && !printed.contains(SIGNATURE),
        "{printed}"
    );
    assert_eq!(template.template_link, Some(link.into()));

    for body in ["{}", r#"{"template_link": null}"#] {
        let template = expected.send(&call, Reply::json(200, body));
        assert_eq!(template, ProductTemplate::new());
    }
}
