//! Names after operationIds and tags.

use std::collections::BTreeMap;

use connect_codegen::{
    Bindings, FunctionNames, Input, ModuleNames, Naming, Outcome, Source, generate,
};

const BOTH: Naming = Naming {
    functions: FunctionNames::OperationId,
    modules: ModuleNames::Tag,
};

const BY_ID: Naming = Naming {
    functions: FunctionNames::OperationId,
    modules: ModuleNames::Path,
};

const BY_TAG: Naming = Naming {
    functions: FunctionNames::Route,
    modules: ModuleNames::Tag,
};

/// An operation: its method and path, its operationId, and its tag.
type Row = (&'static str, &'static str, &'static str);

const ROWS: [Row; 8] = [
    ("get /tools", "listTools", "Workshop"),
    ("post /tools", "tools_create", "Workshop"),
    ("get /tools/{id}", "getTool", "Workshop"),
    ("post /tools/{id}/lend", "LendTool", "Loans & Returns"),
    ("get /loans", "get-loans", "Loans & Returns"),
    ("get /loans/{id}", "type", "Loans & Returns"),
    ("get /racks/{id}", "shareWith", ""),
    ("delete /racks/{id}", "racks.v1.delete", ""),
];

fn document(rows: &[Row]) -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n".to_owned();
    let mut paths: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (route, id, tag) in rows {
        let (method, path) = route.split_once(' ').expect("a method and a path");
        let id = (!id.is_empty()).then(|| format!("operationId: {id}, "));
        let tag = (!tag.is_empty()).then(|| format!("tags: ['{tag}', other], "));
        let head = format!("{}{}", id.unwrap_or_default(), tag.unwrap_or_default());
        paths.entry(path).or_default().push(format!(
            "    {method}: {{{head}responses: {{'204': {{description: ''}}}}}}\n"
        ));
    }
    for (path, operations) in paths {
        text.push_str(&format!("  {path}:\n{}", operations.concat()));
    }
    text
}

fn generated(text: &str, naming: Naming) -> Outcome<Bindings> {
    let input = Input {
        document: Source::new("t.yml", text),
        naming,
        ..Input::default()
    };
    generate(&input, &mut |_| {})
}

/// The functions by their routes, and what is said of names.
fn functions(rows: &[Row], naming: Naming) -> (BTreeMap<String, String>, Vec<String>) {
    let outcome = generated(&document(rows), naming);
    let said = outcome.diagnostics.iter();
    let said = said.filter(|it| it.code.as_str() == "operation-id");
    let said = said
        .map(|it| format!("{}: {}", it.severity, it.message))
        .collect();
    let operations = outcome.value.expect("it is sound").api.operations;
    let functions = operations.iter();
    let functions = functions.map(|it| {
        let route = format!("{} {}", it.method.key(), it.path);
        (route, format!("{}::{}", it.module, it.function))
    });
    (functions.collect(), said)
}

fn names(rows: &[Row], naming: Naming) -> Vec<String> {
    let (functions, said) = functions(rows, naming);
    assert_eq!(said, [""; 0]);
    let route = |row: &Row| functions.get(row.0).cloned();
    rows.iter()
        .map(|row| route(row).expect("it is there"))
        .collect()
}

#[test]
fn functions_are_named_after_operation_ids() {
    let expected = [
        "tools::list_tools",
        "tools::tools_create",
        "tools::get_tool",
        "tools::lend_tool",
        "loans::get_loans",
        "loans::r#type",
        "racks::share_with_call",
        "racks::racks_v1_delete",
    ];
    assert_eq!(names(&ROWS, BY_ID), expected);
}

#[test]
fn modules_are_named_after_tags() {
    let expected = [
        "workshop::get_tools",
        "workshop::create_tool",
        "workshop::get_tool",
        "loans_returns::lend_tool",
        "loans_returns::get_loans",
        "loans_returns::get_loan",
        "racks::get",
        "racks::delete",
    ];
    assert_eq!(names(&ROWS, BY_TAG), expected);
}

#[test]
fn the_module_of_the_own_tag_has_the_names_of_the_path() {
    let rows = [
        ("get /tools", "", "Tools"),
        ("get /tools/{id}", "", "tools"),
    ];
    assert_eq!(names(&rows, BY_TAG), names(&rows, Naming::default()));
}

#[test]
fn functions_and_modules_can_both_be_named_otherwise() {
    let expected = [
        "workshop::list_tools",
        "workshop::tools_create",
        "workshop::get_tool",
        "loans_returns::lend_tool",
        "loans_returns::get_loans",
        "loans_returns::r#type",
        "racks::share_with_call",
        "racks::racks_v1_delete",
    ];
    assert_eq!(names(&ROWS, BOTH), expected);
}

#[test]
fn an_operation_that_goes_renames_no_other() {
    for naming in [BY_ID, BY_TAG, BOTH] {
        let (all, _) = functions(&ROWS, naming);
        for (at, gone) in ROWS.iter().enumerate() {
            let mut rows = ROWS.to_vec();
            rows.remove(at);
            let (functions, _) = functions(&rows, naming);
            for (route, name) in functions {
                assert_eq!(all.get(&route), Some(&name), "without {gone:?}");
            }
        }
    }
}

#[test]
fn without_an_operation_id_the_route_names_the_function() {
    let rows = [
        ("get /tools/{id}", "", ""),
        ("put /tools/{id}", "putTool", ""),
    ];
    let (functions, said) = functions(&rows, BY_ID);
    assert_eq!(functions["get /tools/{id}"], "tools::get");
    assert_eq!(functions["put /tools/{id}"], "tools::put_tool");
    let expected = "warning: operation without operationId; it is named `tools::get`";
    assert_eq!(said, [expected]);
}

#[test]
fn operation_ids_of_one_name_are_told_apart() {
    for other in ["getTool", "get_tool", "get-Tool"] {
        let rows = [
            ("get /tools/all", other, "Tools"),
            ("get /tools/{id}", "getTool", "Tools"),
        ];
        let (functions, said) = functions(&rows, BOTH);
        assert_eq!(functions["get /tools/all"], "tools::get_tool", "{other}");
        assert_eq!(functions["get /tools/{id}"], "tools::get", "{other}");
        let expected = "warning: another operation has the name of the operationId `getTool`; it is named `tools::get`";
        assert_eq!(said, [expected], "{other}");
    }
    // Their types would be equal.
    let rows = [
        ("get /tools/{id}", "get2", ""),
        ("put /tools/{id}", "get_2", ""),
    ];
    let (functions, said) = functions(&rows, BY_ID);
    assert_eq!(functions["get /tools/{id}"], "tools::get2");
    assert_eq!(functions["put /tools/{id}"], "tools::update");
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn an_operation_id_keeps_its_name_beside_a_route() {
    let rows = [("get /tools/{id}", "", ""), ("get /tools/zoo", "get", "")];
    let (functions, _) = functions(&rows, BY_ID);
    assert_eq!(functions["get /tools/zoo"], "tools::get");
    assert_ne!(functions["get /tools/{id}"], "tools::get");
}

#[test]
fn names_of_overlays_win() {
    let overlay = "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n- target: $.paths['/tools'].get\n  update: {x-connect-function: 'shed::all'}\n";
    let input = Input {
        document: Source::new("t.yml", document(&ROWS)),
        overlays: vec![Source::new("o.yml", overlay)],
        naming: BOTH,
        ..Input::default()
    };
    let outcome = generate(&input, &mut |_| {});
    let api = outcome.value.expect("it is sound").api;
    let names: Vec<String> = api.operations.iter().map(|it| it.name()).collect();
    assert!(names.contains(&"shed::all".to_owned()), "{names:?}");
    assert!(
        !names.contains(&"workshop::list_tools".to_owned()),
        "{names:?}"
    );
}

#[test]
fn lists_of_any_names_have_filters_of_their_own() {
    let list = |path: &str, id: &str| {
        format!(
            "  {path}:\n    get:\n      operationId: {id}\n      tags: [things]\n      parameters:\n        \
             - {{name: limit, in: query, schema: {{type: integer}}}}\n        \
             - {{name: offset, in: query, schema: {{type: integer}}}}\n      responses:\n        '200':\n          \
             description: ''\n          content: {{application/json: {{schema: {{type: array, items: {{type: object, properties: {{a: {{type: string}}}}}}}}}}}}\n"
        )
    };
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n{}{}",
        list("/things", "listPets"),
        list("/others", "pets")
    );
    let api = generated(&text, BOTH).value.expect("it is sound").api;
    let filters: Vec<String> = api
        .operations
        .iter()
        .filter_map(|it| it.filter_module.clone())
        .map(|it| it.to_string())
        .collect();
    assert_eq!(filters, ["pets_filter", "list_pets_filter"]);
}

/// What an operationId says again of the resource is not in the names of inline types.
#[test]
fn inline_types_do_not_repeat_the_resource() {
    let body = |field: &str| {
        format!(
            "content: {{application/json: {{schema: {{type: object, properties: {{{field}: {{type: string}}}}}}}}}}"
        )
    };
    let types = |method: &str, id: &str| {
        let (sent, returned, failed) = (body("a"), body("b"), body("c"));
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /cloud-servers:\n    {method}:\n      \
             operationId: {id}\n      requestBody: {{required: true, {sent}}}\n      responses:\n        \
             '200': {{description: '', {returned}}}\n        '400': {{description: '', {failed}}}\n"
        );
        let api = generated(&text, BY_ID).value.expect("it is sound").api;
        let types = api.types.iter().map(|it| it.name.0.clone());
        types.collect::<Vec<_>>().join(" ")
    };
    for (method, id, expected) in [
        (
            "put",
            "getCloudServer",
            "GetCloudServer CloudServer GetCloudServerError",
        ),
        (
            "post",
            "createCloudServers",
            "NewCloudServers CreatedCloudServers CreateCloudServersError",
        ),
        (
            "put",
            "cloudServerReset",
            "CloudServerReset CloudServerResetResponse CloudServerResetError",
        ),
        (
            "put",
            "findDiskOfCloudServer",
            "FindDiskOfCloudServer DiskOfCloudServerFind FindDiskOfCloudServerError",
        ),
        (
            "put",
            "resetServer",
            "ResetCloudServer CloudServerReset ResetCloudServerError",
        ),
        (
            "put",
            "reset",
            "ResetCloudServer CloudServerReset ResetCloudServerError",
        ),
    ] {
        assert_eq!(types(method, id), expected, "{id}");
    }
}
