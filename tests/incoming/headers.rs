//! The declared headers of a stream are read once it is open.

use connect_fake::server::Server;
use connect_usage::ErrorKind;
use connect_usage::runtime::codegen;

use crate::stream::{events, follow, open};
use crate::support::any::with_each;
use crate::support::printed;

codegen::headers! {
    /// As generated code has it.
    pub struct FollowHeaders {
        /// An integer.
        #[wire("X-Backlog")]
        pub backlog: Option<u64>,
        /// A list.
        #[wire("X-Topics")]
        pub topics: Option<Vec<String>>,
        /// One that no response has.
        #[wire("X-Other")]
        pub other: Option<String>,
    }
}

#[test]
fn the_headers_of_a_stream_are_typed() {
    with_each(|kind| {
        let server = Server::start(|_| {
            let reply = events("data: 1\n\n").header("X-Backlog", "12");
            reply.header("X-Topics", "a, b").header("X-Topics", "c")
        });
        let mut incoming = open(&kind.client(&server), follow()).expect("a stream");
        let headers = incoming.read_headers::<FollowHeaders>().expect("headers");
        assert_eq!(headers.backlog, Some(12));
        let topics = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(headers.topics, Some(topics));
        assert_eq!(headers.other, None);
        assert_eq!(incoming.data(), "1");
    });
}

#[test]
fn a_header_that_cannot_be_read_is_an_error_and_the_stream_is_read_on() {
    with_each(|kind| {
        let server = Server::start(|_| {
            let reply = events("data: 1\n\n").header("X-Backlog", "s3cr3t");
            reply.header("X-Request-Id", "R-1")
        });
        let mut incoming = open(&kind.client(&server), follow()).expect("a stream");
        let error = incoming.read_headers::<FollowHeaders>().map(drop);
        let error = error.expect_err("no number");
        let printed = printed(&error);
        assert_eq!(error.kind(), ErrorKind::Decode);
        let says =
            "the header `X-Backlog` is not of the expected form: expected a non-negative integer";
        assert!(error.to_string().contains(says), "{printed}");
        assert!(!printed.contains("s3cr3t"), "{printed}");
        assert_eq!(error.request_id(), Some("R-1"));
        assert_eq!(error.request_path(), Some("/usage/files"));
        assert_eq!(incoming.data(), "1");
    });
}
