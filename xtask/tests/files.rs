//! Documents of several files, in every command that takes a document.

mod support;

use std::process::Command;

use connect_fake::Reply;
use connect_fake::server::Server;
use support::{Root, Run};

/// A document with a schema in another file.
const PETS: &str = "\
openapi: 3.0.3
info: {title: pets, version: '1'}
paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema: {$ref: 'schemas/pet.yml#/Pet'}
  /owners:
    $ref: 'paths.yml#/owners'
";

/// The path items of the document, which have a reference to the folder beside them.
const PATHS: &str = "\
owners:
  get:
    responses:
      '200':
        description: ''
        content:
          application/json:
            schema: {$ref: schemas/owner.yml}
";

const PET: &str = "\
Pet:
  type: object
  properties:
    name: {type: string}
    owner: {$ref: owner.yml}
";

const OWNER: &str = "{type: object, properties: {phone: {type: string}}}\n";

/// Writes the files of a document into a folder.
fn write(root: &Root, folder: &str, pet: &str) {
    root.write(&format!("{folder}/api.yml"), PETS);
    root.write(&format!("{folder}/paths.yml"), PATHS);
    root.write(&format!("{folder}/schemas/pet.yml"), pet);
    root.write(&format!("{folder}/schemas/owner.yml"), OWNER);
}

/// A pet whose name is a number.
fn numbered() -> String {
    PET.replace("name: {type: string}", "name: {type: integer}")
}

/// Asserts that neither stream of a run has a text.
#[track_caller]
fn lacks(run: &Run, text: &str) {
    let (out, err) = (&run.stdout, &run.stderr);
    assert!(!out.contains(text) && !err.contains(text), "{out}{err}");
}

#[test]
fn lint_finds_defects_in_other_files() {
    let root = Root::empty();
    let pet = PET.replace(
        "    name: {type: string}\n",
        "    name: {type: string}\n    born: {type: string, format: date_time}\n",
    );
    let pet = pet.replace("  properties:", "  required: [chip]\n  properties:");
    write(&root, "pets", &pet);
    root.write(
        "pets/paths.yml",
        &PATHS.replace(
            "    responses:",
            "    parameters:\n    - {name: ETag, in: header, schema: {type: string}}\n    responses:",
        ),
    );
    let run = root
        .run(&["lint", "--spec", "pets/api.yml"])
        .ends_with(1)
        .prints(&[
            "`required` names unknown property `chip`",
            "--> pets/schemas/pet.yml:3:3",
            "3 |   required: [chip]",
            "nonstandard format `date_time`; did you mean `date-time`?",
            "--> pets/schemas/pet.yml:6:26",
            "$['x-files']['schemas/pet.yml'].Pet.properties.born",
            "response header `ETag` declared as a parameter",
            "--> pets/paths.yml:4:8",
        ]);
    lacks(&run, "is not read");
    // The proposed actions fit the document with the files in it.
    let run = root.run(&["lint", "--spec", "pets/api.yml", "--actions"]);
    root.write("fixes.yml", &run.ends_with(0).stdout);
    let args = ["lint", "--spec", "pets/api.yml", "--overlay", "fixes.yml"];
    let run = root.run(&args);
    lacks(&run, "nonstandard format");
    lacks(&run, "ETag");
}

#[test]
fn diff_sees_changes_in_other_files_of_either_side() {
    let root = Root::empty();
    write(&root, "old", PET);
    write(&root, "new", &numbered());
    let diff = |old: &str, new: &str| {
        let (old, new) = (format!("{old}/api.yml"), format!("{new}/api.yml"));
        root.run(&["diff", &old, &new])
    };
    diff("old", "new").ends_with(0).prints(&[
        "Breaking (1)",
        "old/schemas/pet.yml:4:11 -> new/schemas/pet.yml:4:11: ",
        "models::Pet.name: Option<i64> (was Option<String>)",
    ]);
    write(&root, "same", PET);
    diff("old", "same")
        .ends_with(0)
        .prints(&["nothing changed"]);
}

#[test]
fn diagnostics_of_a_diff_show_the_file_of_their_side() {
    let root = Root::empty();
    write(&root, "good", PET);
    write(&root, "bad", &PET.replace("{type: string}", "{type: str"));
    for sides in [
        ["good/api.yml", "bad/api.yml"],
        ["bad/api.yml", "good/api.yml"],
    ] {
        let run = root.run(&["diff", sides[0], sides[1]]).ends_with(2).says(&[
            "error[yaml]",
            "--> bad/schemas/pet.yml:5:",
            "owner: {$ref",
        ]);
        lacks(&run, "good/schemas");
    }
}

/// Runs git in the workspace.
fn git(root: &Root, args: &[&str]) {
    let user = ["-c", "user.name=Test", "-c", "user.email=test@localhost"];
    let status = Command::new("git")
        .current_dir(root.path())
        .args([&user[..], &["-c", "commit.gpgsign=false"], args].concat())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", root.at("no-such-file"))
        .status();
    assert!(status.expect("git starts").success(), "{args:?}");
}

#[test]
fn a_revision_comes_with_its_own_files() {
    let root = Root::empty();
    write(&root, "specs/usage", PET);
    root.write("specs/usage/contract.yml", PETS);
    git(&root, &["init", "--quiet"]);
    git(&root, &["add", "specs"]);
    git(&root, &["commit", "--quiet", "--message", "First"]);
    write(&root, "specs/usage", &numbered());
    root.run(&["diff", "HEAD"]).ends_with(0).prints(&[
        "HEAD:specs/usage/schemas/pet.yml:4:11 -> specs/usage/schemas/pet.yml:4:11: ",
        "models::Pet.name: Option<i64> (was Option<String>)",
    ]);
}

#[test]
fn items_of_other_files_are_listed_and_explained() {
    let root = Root::empty();
    write(&root, "pets", PET);
    let run = root.run(&["inventory", "--spec", "pets/api.yml"]);
    run.ends_with(0).prints(&[
        "\"name\": \"Pet\"",
        "\"pointer\": \"/x-files/schemas~1pet.yml/Pet\"",
    ]);
    let run = root.run(&["explain", "Pet::name", "--spec", "pets/api.yml"]);
    run.ends_with(0)
        .prints(&["pets/schemas/pet.yml:4", "name: {type: string}"]);
}

/// The slice holds what it needs of the other files, so it is one file.
#[test]
fn a_slice_of_a_file_holds_the_other_files() {
    let root = Root::empty();
    write(&root, "pets", PET);
    root.start("usage", "/pets*", "pets/api.yml").ends_with(0);
    let contract = root.read("specs/usage/contract.yml");
    assert!(contract.contains("x-files:"), "{contract}");
    assert!(!contract.contains("paths.yml"), "{contract}");
    root.run(&["generate"]).ends_with(0);
    let models = root.read("generated/usage/src/models/pets.rs");
    assert!(models.contains("pub name: Option<String>"), "{models}");
    let update = || root.run(&["update", "--no-compile", "--from", "pets/api.yml"]);
    update().ends_with(0).prints(&["nothing new"]);
    // Only another file changed.
    write(&root, "pets", &numbered());
    update().ends_with(0).prints(&[
        "models::Pet.name: Option<i64> (was Option<String>)",
        " -> pets/schemas/pet.yml:4:11: ",
        "wrote     specs/usage/contract.yml",
    ]);
    update().ends_with(0).prints(&["nothing new"]);
    root.run(&["check"]).ends_with(0);
}

#[test]
fn a_document_of_a_url_has_to_be_bundled() {
    let root = Root::empty();
    // Files that happen to be in the current folder are not those of the server.
    write(&root, ".", PET);
    let server = Server::start(|_| Reply::new(200).body(PETS));
    let url = server.url("/api.yml");
    let says = [
        "the reference `schemas/pet.yml#/Pet` leads to another file, `schemas/pet.yml`, which is not read",
        "bundle the document into one file first",
    ];
    root.start("usage", "/pets*", &url).ends_with(2).says(&says);
    assert!(!root.exists("specs/usage/contract.yml"));
    let start = [
        "fetch", "--slice", "usage", "--prefix", "/pets*", "--from", &url,
    ];
    root.run(&[&start[..], &["--accept-losses"]].concat())
        .ends_with(0);
    root.run(&["generate"]).says(&says);
}
