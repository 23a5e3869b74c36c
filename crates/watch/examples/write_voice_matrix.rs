//! Writes the matrix that the test compares with: `cargo run -p hoeder-watch --example write_voice_matrix`.
//!
//! Read the difference in review: is each cell what somebody beside the phone must not notice?

#[path = "../tests/voice/matrix_text.rs"]
mod matrix_text;

#[expect(clippy::disallowed_methods, reason = "a tool for whoever changes a rule, not part of the room")]
fn main() -> std::io::Result<()> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/voice_matrix.txt");
    std::fs::write(file, matrix_text::voice_matrix())
}
