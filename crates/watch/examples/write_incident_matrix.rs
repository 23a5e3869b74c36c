//! Writes the matrix that the test compares with: `cargo run -p hoeder-watch --example write_incident_matrix`.
//!
//! Read the difference in review: is each cell what the monitoring centre would want?

#[path = "../tests/incident/matrix_text.rs"]
mod matrix_text;

#[expect(clippy::disallowed_methods, reason = "a tool for whoever changes a rule, not part of the room")]
fn main() -> std::io::Result<()> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/incident_matrix.txt");
    std::fs::write(file, matrix_text::incident_matrix())
}
