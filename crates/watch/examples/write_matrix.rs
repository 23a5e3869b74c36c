//! Writes the two matrices that the tests compare with: `cargo run -p hoeder-watch --example write_matrix`.
//!
//! Read the difference in review: is each cell what a dispatcher would want?

#[path = "../tests/promises/matrix_text.rs"]
mod matrix_text;

#[expect(clippy::disallowed_methods, reason = "a tool for whoever changes a rule, not part of the room")]
fn main() -> std::io::Result<()> {
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    std::fs::write(format!("{tests}/alarm_matrix.txt"), matrix_text::alarm_matrix())?;
    std::fs::write(format!("{tests}/watch_matrix.txt"), matrix_text::watch_matrix())
}
