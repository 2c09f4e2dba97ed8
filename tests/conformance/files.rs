//! Files of all kinds, as destinations of downloads and as sources of uploads.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use connect_fake::Reply;
use connect_usage::{Downloaded, Error, ErrorKind, Upload, chunks, files};

use crate::case::cases;
use crate::net::{Host, Net};
use crate::support::any::{LONG, with_client};

cases![
    a_replaced_file_keeps_its_permissions,
    a_link_stays_and_its_file_is_replaced,
    what_is_not_a_file_is_not_replaced,
    names_can_be_as_long_as_the_system_allows,
    what_a_killed_process_left_is_removed,
    downloads_of_the_same_target_do_not_disturb_each_other,
    what_is_not_a_file_is_not_uploaded,
];

fn host(net: &Net) -> Host {
    net.serve(|_| Reply::new(200).body("new"))
}

fn download(host: &Host, path: &Path) -> Result<Downloaded, Error> {
    with_client!(&host.client(), it => it.download(chunks::download("UFC-1")).to_file(path))
}

fn content(path: &Path) -> String {
    fs::read_to_string(path).expect("a file")
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o7777
}

/// Returns the names in the folder of the case.
fn names(net: &Net) -> Vec<String> {
    let entries = fs::read_dir(net.path("")).expect("a folder");
    let names = entries.map(|it| it.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|it| it.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn a_replaced_file_keeps_its_permissions(net: &Net) {
    let (host, path) = (host(net), net.path("chunk.xlsx"));
    for permissions in [0o600, 0o640, 0o777, 0o444] {
        fs::write(&path, "old").expect("a file");
        fs::set_permissions(&path, Permissions::from_mode(permissions)).expect("permissions");
        download(&host, &path).expect("content");
        assert_eq!((content(&path).as_str(), mode(&path)), ("new", permissions));
        fs::remove_file(&path).expect("removed");
    }
}

fn a_link_stays_and_its_file_is_replaced(net: &Net) {
    let host = host(net);
    fs::create_dir_all(net.path("there")).expect("a folder");
    let target = net.path("there/chunk.xlsx");
    let (link, second) = (net.path("link.xlsx"), net.path("second.xlsx"));
    symlink("there/chunk.xlsx", &link).expect("a link");
    symlink(&link, &second).expect("a link");
    // Nothing is there at first, and then a file.
    for path in [&link, &second] {
        download(&host, path).expect("content");
        assert!(!fs::symlink_metadata(&target).expect("a file").is_symlink());
        assert_eq!(content(&target), "new");
        fs::write(&target, "old").expect("a file");
    }
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert!(fs::symlink_metadata(&second).expect("a link").is_symlink());

    let circle = net.path("circle.xlsx");
    symlink("circle.xlsx", &circle).expect("a link");
    let error = download(&host, &circle).expect_err("a circle");
    assert!(error.to_string().contains("form a circle"), "{error}");
}

/// Creates a FIFO and a socket, and returns their paths.
fn special(net: &Net) -> (PathBuf, PathBuf) {
    let (fifo, socket) = (net.path("fifo"), net.path("s"));
    let made = Command::new("mkfifo").arg(&fifo).status();
    assert!(made.expect("mkfifo").success());
    // The path of a socket has a limit, so it is bound in the shortest way.
    let short = std::env::temp_dir().join(format!(
        "connect-{}-{}",
        std::process::id(),
        net.transport.name()
    ));
    drop(UnixListener::bind(&short).expect("a socket"));
    fs::rename(&short, &socket).expect("a socket");
    (fifo, socket)
}

/// No device is among them: a client that replaces one would damage the machine.
fn what_is_not_a_file_is_not_replaced(net: &Net) {
    let host = host(net);
    let (fifo, socket) = special(net);
    let folder = net.path("folder");
    fs::create_dir_all(&folder).expect("a folder");
    let link = net.path("link");
    symlink(&fifo, &link).expect("a link");
    for (path, message) in [
        (folder.as_path(), "a directory"),
        (&fifo, "a FIFO"),
        (&link, "a FIFO"),
        (&socket, "a socket"),
    ] {
        let begun = Instant::now();
        let error = download(&host, path).expect_err(message);
        assert!(begun.elapsed() < LONG, "{message}");
        assert_eq!(error.kind(), ErrorKind::Output, "{error}");
        assert!(error.to_string().contains(message), "{error}");
        assert!(
            error.to_string().contains(&*path.to_string_lossy()),
            "{error}"
        );
    }
    assert!(host.requests().is_empty(), "nothing is sent");
    assert_eq!(names(net), ["fifo", "folder", "link", "s"]);
}

fn names_can_be_as_long_as_the_system_allows(net: &Net) {
    let host = host(net);
    for name in ["x".repeat(255), "é".repeat(127), "x".repeat(201)] {
        let path = net.path(&name);
        download(&host, &path).expect("content");
        assert_eq!(content(&path), "new");
        assert_eq!(names(net), [name]);
        fs::remove_file(&path).expect("removed");
    }
    let error = download(&host, &net.path(&"x".repeat(256))).expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::Output, "{error}");
}

/// It is told from the temporary file of a download that runs, and from other files, by its lock and its name.
fn what_a_killed_process_left_is_removed(net: &Net) {
    let host = host(net);
    let long = "x".repeat(255);
    let left = ".chunk.xlsx.0123456789abcdef.part";
    let kept = [
        ".chunk.xlsx.1123456789abcdef.part",
        ".chunk.xlsx.part",
        ".other.xlsx.0123456789abcdef.part",
    ];
    for name in kept.iter().chain([&left]) {
        fs::write(net.path(name), "a part").expect("a file");
    }
    let running = File::open(net.path(kept[0])).expect("a file");
    running.lock().expect("a lock");
    download(&host, &net.path("chunk.xlsx")).expect("content");
    let mut expected = kept.map(str::to_owned).to_vec();
    expected.push("chunk.xlsx".to_owned());
    assert_eq!(names(net), expected);

    // The name of the temporary file of a long name is taken from a download that is interrupted.
    let (path, folder) = (net.path(&long), net.path(""));
    let part = with_client!(&host.client(), it => it
        .download(chunks::download("UFC-1"))
        .on_progress(|_, _| {
            let entries = fs::read_dir(&folder).expect("a folder").flatten();
            let part = entries.map(|it| it.path()).find(|it| {
                it.file_name().is_some_and(|it| it.to_string_lossy().starts_with(".xxx"))
            });
            if let Some(part) = part {
                let copy = part.to_string_lossy().replace(".part", "");
                let _ = fs::copy(&part, copy);
            }
        })
        .to_file(&path));
    part.expect("content");
    let copies = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let paths = entries.map(|it| it.path());
        paths
            .filter(|it| {
                it.file_name()
                    .is_some_and(|it| it.to_string_lossy().starts_with(".xxx"))
            })
            .collect()
    };
    let [copy] = &copies(&folder)[..] else {
        panic!("{:?}", names(net))
    };
    let mut part = copy.clone().into_os_string();
    part.push(".part");
    fs::rename(copy, part).expect("renamed");
    download(&host, &path).expect("content");
    assert_eq!(copies(&folder), Vec::<PathBuf>::new());
}

fn downloads_of_the_same_target_do_not_disturb_each_other(net: &Net) {
    let (host, path) = (host(net), net.path("chunk.xlsx"));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..25 {
                    download(&host, &path).expect("content");
                }
            });
        }
    });
    assert_eq!(content(&path), "new");
    assert_eq!(names(net), ["chunk.xlsx"]);
}

/// Opening a FIFO would wait for another process, beyond every time limit.
fn what_is_not_a_file_is_not_uploaded(net: &Net) {
    let host = net.serve(|_| Reply::json(200, r#"{"id": "UF-1"}"#));
    let (fifo, socket) = special(net);
    let folder = net.path("folder");
    fs::create_dir_all(&folder).expect("a folder");
    for (path, message) in [
        (folder.as_path(), "a directory"),
        (&fifo, "a FIFO"),
        (&socket, "a socket"),
        (Path::new("/dev/zero"), "a device"),
    ] {
        let begun = Instant::now();
        let call = files::upload("UF-1", Upload::path(path));
        let error = host.client().send(call).expect_err(message);
        assert!(begun.elapsed() < LONG, "{message}");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
    assert!(host.requests().is_empty(), "nothing is sent");
}
