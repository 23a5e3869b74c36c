//! Every stage x every command is what was read and agreed in review.

use crate::matrix_text::measure_matrix;

/// Every command in every state: a refusal with its point, or the events and the state after.
#[test]
fn every_command_does_to_a_measure_what_was_agreed() {
    let agreed = include_str!("../measure_matrix.txt");
    let actual = measure_matrix();
    if agreed == actual {
        return;
    }
    let (agreed, actual): (Vec<&str>, Vec<&str>) = (agreed.lines().collect(), actual.lines().collect());
    let mut difference = String::new();
    for number in 0..agreed.len().max(actual.len()) {
        let (was, is) = (agreed.get(number), actual.get(number));
        if was != is {
            difference += &format!("line {}\n", number + 1);
            difference += &was.map_or(String::new(), |line| format!("  - {line}\n"));
            difference += &is.map_or(String::new(), |line| format!("  + {line}\n"));
        }
    }
    panic!(
        "measure_matrix.txt is no longer what the rules say:\n{difference}\
         If each new cell is what the circular wants: cargo run -p hoeder-measure --example write_matrix"
    );
}
