//! Every state x every command is what was read and agreed in review.

use crate::matrix_text::voice_matrix;

/// Proves AL-05 (its rules): no cell lets anybody speak in the silent phase, while it is forbidden, or after the close.
#[test]
fn every_command_does_to_a_voice_room_what_was_agreed() {
    let (agreed, actual) = (include_str!("../voice_matrix.txt"), voice_matrix());
    for (number, (was, is)) in agreed.lines().zip(actual.lines()).enumerate() {
        assert_eq!(
            was,
            is,
            "line {}: if nobody beside the phone may notice it: cargo run -p hoeder-watch --example write_voice_matrix",
            number + 1
        );
    }
    assert_eq!(agreed.lines().count(), actual.lines().count());
}
