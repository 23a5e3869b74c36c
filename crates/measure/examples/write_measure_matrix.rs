//! Writes the two matrices that the tests compare with: `cargo run -p hoeder-measure --example write_measure_matrix`.
//!
//! Read the difference in review, beside the circular: is each cell what it wants?

#[path = "../tests/promises/common.rs"]
#[allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "written for the tests, which use more of it"
)]
mod common;
#[path = "../tests/promises/matrix_text.rs"]
mod matrix_text;

#[expect(clippy::disallowed_methods, reason = "a tool for whoever changes a rule, not part of the room")]
fn main() -> std::io::Result<()> {
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    std::fs::write(format!("{tests}/measure_matrix.txt"), matrix_text::measure_matrix())?;
    std::fs::write(format!("{tests}/hands_matrix.txt"), matrix_text::hands_matrix())
}
