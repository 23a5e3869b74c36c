//! Every state x every command is what was read and agreed in review.

use crate::matrix_text::incident_matrix;

/// Proves FL-02, FL-10: no cell lets an incident end without a person, or lets a dead device be set aside.
#[test]
fn every_command_does_to_an_incident_what_was_agreed() {
    let (agreed, actual) = (include_str!("../incident_matrix.txt"), incident_matrix());
    for (number, (was, is)) in agreed.lines().zip(actual.lines()).enumerate() {
        assert_eq!(
            was,
            is,
            "line {}: if it is what the centre would want: cargo run -p hoeder-watch --example write_incident_matrix",
            number + 1
        );
    }
    assert_eq!(agreed.lines().count(), actual.lines().count());
}
