//! Every state x every command is what was read and agreed in review.

use crate::matrix_text::{alarm_matrix, watch_matrix};

/// Fails with the lines that differ.
fn compare(file: &str, agreed: &str, actual: &str) {
    if agreed == actual {
        return;
    }
    let agreed_lines: Vec<&str> = agreed.lines().collect();
    let actual_lines: Vec<&str> = actual.lines().collect();
    let mut difference = String::new();
    for number in 0..agreed_lines.len().max(actual_lines.len()) {
        let (was, is) = (agreed_lines.get(number), actual_lines.get(number));
        if was != is {
            difference += &format!("line {}\n", number + 1);
            difference += &was.map_or(String::new(), |line| format!("  - {line}\n"));
            difference += &is.map_or(String::new(), |line| format!("  + {line}\n"));
        }
    }
    panic!(
        "{file} is no longer what the rules say:\n{difference}\
         If each new cell is what a dispatcher would want: cargo run -p hoeder-watch --example write_matrix"
    );
}

/// Proves AL-09: no cell refuses, delays or assesses a press, and none closes one before a team was sent.
#[test]
fn every_command_does_to_an_alarm_what_was_agreed() {
    compare("alarm_matrix.txt", include_str!("../alarm_matrix.txt"), &alarm_matrix());
}

#[test]
fn every_command_does_to_a_watch_what_was_agreed() {
    compare("watch_matrix.txt", include_str!("../watch_matrix.txt"), &watch_matrix());
}
