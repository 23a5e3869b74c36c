//! Every stage x every command, and every hand x every command, are what was read and agreed in review.

use crate::matrix_text::{hands_matrix, measure_matrix};

/// Every command in every state: a refusal with its point, or the events and the state after.
#[test]
fn every_command_does_to_a_measure_what_was_agreed() {
    compare("measure_matrix.txt", include_str!("../measure_matrix.txt"), &measure_matrix());
}

/// Proves MS-15: no command takes a hand that was not agreed.
#[test]
fn every_command_takes_the_hands_that_were_agreed() {
    compare("hands_matrix.txt", include_str!("../hands_matrix.txt"), &hands_matrix());
}

fn compare(file: &str, agreed: &str, actual: &str) {
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
        "{file} is no longer what the rules say:\n{difference}\
         If each new cell is what the circular wants: cargo run -p hoeder-measure --example write_measure_matrix"
    );
}
