//! Reading all pages: the machine against a model of a server, which knows what is there.

mod cases;
mod driver;
mod no_content;
mod properties;
mod server;
