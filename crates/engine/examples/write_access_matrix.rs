//! Writes the access matrix that people read in review: `cargo run -p hoeder-engine --example write_access_matrix`.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a tool for developers: it writes one file or stops"
)]

#[path = "../tests/common/matrix.rs"]
mod matrix;

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/access_matrix.txt");
    std::fs::write(path, matrix::matrix()).unwrap();
}
