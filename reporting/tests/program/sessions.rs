//! Sessions with the fake of `--fake`, as they look. `TRYCMD=overwrite` writes them anew.

use crate::support::Folder;

#[test]
fn sessions_look_as_they_did() {
    let home = Folder::new("sessions");
    let cases = trycmd::TestCases::new();
    cases
        .env("CONNECT_API_KEY", "")
        .env("CONNECT_ENDPOINT", "")
        .env("HTTPS_PROXY", "")
        .env("XDG_STATE_HOME", home.path().display().to_string())
        .case("README.md")
        .case("tests/program/sessions/*.trycmd");
    cases.run();
}
