//! Diagnostics about overlays point to the action that set a value last, and suggest existing names.

mod support;

use connect_codegen::{Diagnostic, Input, Source, generate};

const SPEC: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /things:
    get:
      parameters:
        - {name: status, in: query, schema: {type: string}}
        - {name: two, in: query, schema: {type: string}}
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
    post:
      responses: {'204': {description: ''}}
components:
  schemas:
    Thing:
      type: object
      properties:
        id: {type: string}
        category: {type: string}
        kind: {type: string, enum: [x, y]}
";

/// What is found where overlays of these actions are laid over the document. The first action of each
/// is in line 4.
fn found(overlays: &[&str]) -> Vec<Diagnostic> {
    let overlays = overlays.iter().enumerate().map(|(index, actions)| {
        let text = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}");
        Source::new(format!("overlay{index}.yml"), text)
    });
    let input = Input {
        document: Source::new("spec.yml", SPEC),
        overlays: overlays.collect(),
        prefixes: Vec::new(),
        ..Input::default()
    };
    let outcome = generate(&input, &mut |_| {});
    outcome.diagnostics.iter().cloned().collect()
}

/// The span and the pointer of the only diagnostic.
#[track_caller]
fn span(overlays: &[&str]) -> String {
    match found(overlays).as_slice() {
        [only] => only.span.as_ref().expect("it has a span").to_string(),
        all => panic!("{all:#?}"),
    }
}

#[test]
fn a_member_that_a_later_action_sets_has_its_span() {
    let named = |name: &str| {
        format!("  - target: $.components.schemas.Thing\n    update: {{x-connect-name: {name}}}\n")
    };
    assert_eq!(
        span(&[&named("Thing"), &named("self")]),
        "overlay1.yml:5:14"
    );
    // In another action of the same file.
    let both = named("Thing") + &named("self");
    assert_eq!(span(&[&both]), "overlay0.yml:7:14");
    let text = |name: &str| {
        format!(
            "  - target: $.components.schemas.Thing\n    update: {{x-connect-string: {name}}}\n"
        )
    };
    assert_eq!(span(&[&text("id"), &text("kind")]), "overlay1.yml:5:32");
}

#[test]
fn what_a_later_action_merges_in_or_appends_stands_there() {
    let values = |said: &str| {
        format!(
            "  - target: $.components.schemas.Thing.properties.kind\n    update: {{x-connect-values: {{{said}}}}}\n"
        )
    };
    let (good, bad) = (values("x: An X."), values("z: A Z."));
    assert_eq!(span(&[&good, &bad]), "overlay1.yml:5:33");
    assert_eq!(span(&[&bad, &good]), "overlay0.yml:5:33");
    assert_eq!(span(&[&(good + &bad)]), "overlay0.yml:7:33");
    let always = |names: &str| {
        format!(
            "  - target: $.components.schemas.Thing\n    update: {{x-connect-always: [{names}]}}\n"
        )
    };
    let (good, bad) = (always("id"), always("category, gone"));
    assert_eq!(span(&[&good, &bad]), "overlay1.yml:5:43");
    assert_eq!(span(&[&(good + &bad)]), "overlay0.yml:7:43");
    let required = "  - target: $.components.schemas.Thing\n    update: {required: [id, gone]}\n";
    let more = "  - target: $.components.schemas.Thing.required\n    update: [lost]\n";
    let spans: Vec<String> = found(&[required, more])
        .iter()
        .map(|it| it.span.as_ref().expect("it has a span").to_string())
        .collect();
    assert_eq!(spans, ["overlay0.yml:5:14", "overlay1.yml:5:14"]);
}

/// What is said of the only action, which aims at this.
#[track_caller]
fn dead(target: &str) -> String {
    let action = format!("  - target: \"{target}\"\n    update: {{description: A text.}}\n");
    match found(&[&action]).as_slice() {
        [only] if only.code.as_str() == "dead-action" => {
            only.label.clone().expect("it has a label")
        }
        all => panic!("{all:#?}"),
    }
}

#[test]
fn a_target_that_does_not_exist_says_what_exists() {
    let schema = "#/components/schemas/Thing";
    let parameters = "#/paths/~1things/get/parameters";
    for (target, said) in [
        (
            "$.paths['/things'].patch",
            "`#/paths/~1things` has no `patch`; expected one of `get`, `post`".to_owned(),
        ),
        (
            "$.paths['/thing'].get",
            "`#/paths` has no `/thing`; did you mean `/things`?".to_owned(),
        ),
        (
            "$.paths['/things'].get.parameters[5]",
            format!("`{parameters}` has 2 elements"),
        ),
        (
            "$.components.schemas.Thing.properties['ident','categry']",
            format!(
                "`{schema}/properties` has none of these members; expected one of `id`, `category`, `kind`"
            ),
        ),
        (
            "$..propertys",
            "no `propertys` below the document; did you mean `properties`?".to_owned(),
        ),
    ] {
        assert_eq!(dead(target), said, "{target}");
    }
}

#[test]
fn a_filter_that_selects_nothing_says_what_exists() {
    let schema = "#/components/schemas/Thing";
    let parameters = "#/paths/~1things/get/parameters";
    for (target, said) in [
        (
            "$.paths['/things'].get.parameters[?@.name=='stauts']",
            format!("no element of `{parameters}` has `name: stauts`; did you mean `status`?"),
        ),
        (
            "$.paths['/things'].get.parameters[?@.name=='colour']",
            format!(
                "no element of `{parameters}` has `name: colour`; expected one of `status`, `two`"
            ),
        ),
        (
            "$.paths['/things'].get.parameters[?@.in=='query' && 'colour'==@.name]",
            format!(
                "no element of `{parameters}` has `name: colour`; expected one of `status`, `two`"
            ),
        ),
        (
            "$.paths['/things'].get.parameters[?@.schema.type=='txet']",
            format!("no element of `{parameters}` has `type: txet`; expected `string`"),
        ),
        (
            "$.paths['/things'].get.parameters[?@.name=='two' && @.name=='status']",
            format!("no element of `{parameters}` matches"),
        ),
        (
            "$.components.schemas.Thing.properties.kind.enum[?@=='z']",
            format!(
                "no element of `{schema}/properties/kind/enum` is `z`; expected one of `x`, `y`"
            ),
        ),
        (
            "$.components.schemas.Thing.properties[?@.type=='strin']",
            format!("no member of `{schema}/properties` has `type: strin`; did you mean `string`?"),
        ),
    ] {
        assert_eq!(dead(target), said, "{target}");
    }
}

#[test]
fn an_undeclared_property_says_what_exists() {
    let said = |property: &str| {
        let action = format!(
            "  - target: $.components.schemas.Thing\n    update: {{properties: {{{property}: {{description: A text.}}}}}}\n"
        );
        let all = found(&[&action]);
        all[0].label.clone().expect("it has a label")
    };
    assert_eq!(
        said("categry"),
        "there is no `categry`; did you mean `category`?"
    );
    assert_eq!(
        said("weight"),
        "there is no `weight`; expected one of `id`, `category`, `kind`"
    );
}

/// The text that had the anchor was taken away.
#[test]
fn an_undefined_alias_names_the_missing_anchor() {
    let actions = "  - target: $.components.schemas.Thing\n    update: {properties: {kind: *icon, id: {description: A text.}}}\n";
    let all = found(&[actions]);
    let [only] = all.as_slice() else {
        panic!("{all:#?}")
    };
    let span = only.span.as_ref().expect("it has a span");
    assert_eq!(
        (only.code.as_str(), span.line, span.column),
        ("unknown-anchor", 5, 33)
    );
    assert_eq!(only.label.as_deref(), Some("no `&icon` above this line"));
    assert_eq!(
        only.advice(),
        "replace `*icon` with the text it stands for, or define `&icon` above it"
    );
    // One that is defined below is no help, and one that is above is found.
    let all = found(&[&format!("{actions}    x-later: &icon {{}}\n")]);
    assert_eq!(all[0].code.as_str(), "unknown-anchor");
    let above = format!(
        "  - x-first: &icon {{description: A kind.}}\n{}",
        actions.replacen("  - t", "    t", 1)
    );
    let above = found(&[&above]);
    assert_eq!(above.first().map(|it| it.code.as_str()), None, "{above:#?}");
}
