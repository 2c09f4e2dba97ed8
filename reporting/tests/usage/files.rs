//! What is on disk while workbooks are written, and afterwards.

use std::fs;
use std::path::Path;

use connect_reporting::{UsageWorkbook, WriteError};
use connect_usage::models::UsageFileSchema::Qt;

use crate::support::{bare, row};

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let names = entries.map(|it| it.expect("an entry").file_name());
    let mut names: Vec<_> = names.map(|it| it.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn files_get_their_names_when_all_are_complete() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("january.xlsx");
    fs::write(&path, "of an earlier run").expect("it is written");
    let mut writer = UsageWorkbook::new(Qt)
        .row_limit(1)
        .create(&path)
        .expect("it can be written");
    for id in ["R-1", "R-2"] {
        writer.add(&row(id)).expect("rows can be written");
    }
    let before = fs::read(&path).expect("it is there");
    assert_eq!(before, b"of an earlier run");
    let written = writer.finish().expect("it is written");
    assert_eq!(names(folder.path()), ["january-2.xlsx", "january.xlsx"]);
    let paths: Vec<_> = written.iter().filter_map(|it| it.path()).collect();
    assert_eq!(
        paths,
        [path.as_path(), &folder.path().join("january-2.xlsx")]
    );
    let content = fs::read(&path).expect("it is there");
    assert!(content.starts_with(b"PK\x03\x04"));
    assert_eq!(written[0].upload().sent_file_name(), "january.xlsx");

    // The same bytes as in memory.
    let mut writer = UsageWorkbook::new(Qt)
        .in_memory()
        .expect("the settings are right");
    writer.add(&row("R-1")).expect("rows can be written");
    let written = writer.finish().expect("it is written");
    assert_eq!(written[0].bytes().map(|it| it.to_vec()), Some(content));
}

#[test]
fn no_rows_leave_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("january.xlsx");
    let writer = UsageWorkbook::new(Qt)
        .create(&path)
        .expect("it can be written");
    let error = writer.finish().expect_err("there are no rows");
    assert!(matches!(error, WriteError::NoRows), "{error}");
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn broken_rows_leave_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("january.xlsx");
    fs::write(&path, "of an earlier run").expect("it is written");
    let mut writer = UsageWorkbook::new(Qt)
        .row_limit(1)
        .create(&path)
        .expect("it can be written");
    for row in [row("R-1"), row("R-2"), bare("R-3"), row("R-4")] {
        writer.add(&row).expect("rows can be written");
    }
    // The others are only checked.
    assert_eq!(names(folder.path()), ["january.xlsx"]);
    assert_eq!((writer.rows(), writer.problems().len()), (4, 1));
    let error = writer.finish().expect_err("a row is broken");
    assert!(matches!(error, WriteError::Rows(_)), "{error}");
    assert_eq!(names(folder.path()), ["january.xlsx"]);
    assert_eq!(fs::read(&path).expect("it is there"), b"of an earlier run");
}

#[test]
fn a_dropped_writer_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("january.xlsx");
    let mut writer = UsageWorkbook::new(Qt)
        .create(path)
        .expect("it can be written");
    writer.add(&row("R-1")).expect("rows can be written");
    assert_eq!(names(folder.path()).len(), 1);
    drop(writer);
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_folder_that_does_not_exist_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("none").join("january.xlsx");
    let error = UsageWorkbook::new(Qt)
        .create(path)
        .expect_err("no such folder");
    assert!(
        matches!(&error, WriteError::File { path, .. } if path.ends_with("none")),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn files_are_as_readable_as_others() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let mode = |path: &Path| {
        fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
    };
    let other = folder.path().join("other");
    fs::write(&other, "").expect("it is written");
    let path = folder.path().join("january.xlsx");
    let writer = UsageWorkbook::new(Qt)
        .allow_empty()
        .create(&path)
        .expect("it can be written");
    writer.finish().expect("it is written");
    assert_eq!(mode(&path), mode(&other));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_stays_and_its_file_is_replaced() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().expect("a folder");
    let other = tempfile::tempdir().expect("a folder");
    let target = other.path().join("real.xlsx");
    fs::write(&target, "of an earlier run").expect("it is written");
    let private = fs::Permissions::from_mode(0o600);
    fs::set_permissions(&target, private).expect("they are set");
    let links = ["first.xlsx", "first-2.xlsx"].map(|it| folder.path().join(it));
    symlink(&target, &links[0]).expect("a link");
    // One that leads to nothing yet.
    let new = other.path().join("new.xlsx");
    symlink(&new, &links[1]).expect("a link");
    let workbook = UsageWorkbook::new(Qt).row_limit(1);
    let mut writer = workbook.create(&links[0]).expect("it can be written");
    for id in ["R-1", "R-2"] {
        writer.add(&row(id)).expect("rows can be written");
    }
    let written = writer.finish().expect("it is written");
    assert!(links.iter().all(|it| it.is_symlink()));
    for (written, (link, file)) in written.iter().zip(links.iter().zip([&target, &new])) {
        assert_eq!(written.path(), Some(link.as_path()));
        assert!(fs::read(file).expect("it is there").starts_with(b"PK"));
    }
    let mode = fs::metadata(&target).expect("it is there").permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    assert_eq!(names(folder.path()), ["first-2.xlsx", "first.xlsx"]);
    assert_eq!(names(other.path()), ["new.xlsx", "real.xlsx"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let (link, inner) = ("null.xlsx", "folder.xlsx");
    std::os::unix::fs::symlink("/dev/null", folder.path().join(link)).expect("a link");
    fs::create_dir(folder.path().join(inner)).expect("a folder");
    for name in [link, inner] {
        let created = UsageWorkbook::new(Qt).create(folder.path().join(name));
        let error = created.expect_err("no file");
        assert!(matches!(&error, WriteError::File { path, .. } if path.ends_with(name)));
    }
    assert_eq!(names(folder.path()), [inner, link]);
}

/// A limit on the size of files stands for the disk, since nothing else can be filled without rights. It holds for a process, so
/// the test starts itself again in one that has it.
#[cfg(unix)]
#[test]
fn a_full_disk_is_an_error_that_names_the_file() {
    if let Some(folder) = std::env::var_os("FULL_FOLDER") {
        write_too_much(Path::new(&folder));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let program = std::env::current_exe().expect("this program");
    let output = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "sh"])
        .arg(program)
        .args([
            "--exact",
            "files::a_full_disk_is_an_error_that_names_the_file",
        ])
        .env("FULL_FOLDER", folder.path())
        .output()
        .expect("a shell");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
    assert!(names(folder.path()).is_empty(), "nothing is left behind");
}

#[cfg(unix)]
fn write_too_much(folder: &Path) {
    let path = folder.join("january.xlsx");
    let workbook = UsageWorkbook::new(Qt);
    let mut writer = workbook.create(&path).expect("it can be created");
    let rows = (0..100_000_u32).map(|it| row(&format!("R-{}", it.wrapping_mul(2_654_435_761))));
    let added = rows.map(|it| writer.add(&it)).find(Result::is_err);
    let error = match added {
        Some(error) => {
            let again = writer.add(&row("R"));
            assert!(matches!(again, Err(WriteError::Abandoned)), "{again:?}");
            error.expect_err("it is one")
        }
        None => writer.finish().expect_err("it does not fit"),
    };
    assert!(matches!(error, WriteError::File { .. }), "{error:?}");
    let expected = format!("cannot write {}: File too large", path.display());
    assert!(error.to_string().starts_with(&expected), "{error}");
}
