//! How many tests a test runner says passed and failed.
//!
//! What lives here: reading cargo's lines and the JSON reports of vitest and Playwright.
//! What never comes in: running them.

use serde_json::Value;

use crate::process::Ending;

/// Tests that passed and failed. A step that is not a test runner counts as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Count {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Count {
    pub(super) fn one_passed() -> Self {
        Self { passed: 1, failed: 0 }
    }

    pub(super) fn one_failed() -> Self {
        Self { passed: 0, failed: 1 }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }

    /// What a runner printed, made true to how it ended: a runner that fails without a failed test
    /// (it did not compile, it broke off), or that ran nothing, has failed once.
    pub(super) fn made_true(self, ending: &Ending) -> Self {
        let silent = self.failed == 0 && (!ending.is_well() || self.passed == 0);
        if silent { self.and(Self::one_failed()) } else { self }
    }
}

/// The sum of cargo's `test result:` lines. An ignored test counts as failed: none may be.
pub(super) fn of_cargo(output: &str) -> Count {
    let number_before = |line: &str, word: &str| -> u64 {
        line.split(';')
            .find_map(|part| part.trim().strip_suffix(word)?.split_whitespace().last()?.parse().ok())
            .unwrap_or(0)
    };
    output
        .lines()
        .filter(|line| line.trim_start().starts_with("test result:"))
        .map(|line| Count {
            passed: number_before(line, " passed"),
            failed: number_before(line, " failed") + number_before(line, " ignored"),
        })
        .fold(Count::default(), Count::and)
}

/// vitest's JSON report. A test that did not run counts as failed.
pub(super) fn of_vitest(report: &Value) -> Count {
    let number = |key: &str| report.get(key).and_then(Value::as_u64).unwrap_or(0);
    let passed = number("numPassedTests");
    Count { passed, failed: number("numTotalTests").saturating_sub(passed) }
}

/// Playwright's JSON report. A test that was skipped, or passed at a second try only, counts as failed.
pub(super) fn of_playwright(report: &Value) -> Count {
    let number =
        |key: &str| report.get("stats").and_then(|stats| stats.get(key)).and_then(Value::as_u64).unwrap_or(0);
    Count { passed: number("expected"), failed: number("unexpected") + number("flaky") + number("skipped") }
}

#[cfg(test)]
mod tests {
    use super::{Count, of_cargo, of_playwright, of_vitest};
    use crate::process::Ending;
    use serde_json::json;

    #[test]
    fn the_lines_of_all_test_programs_are_summed() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.00s\n";
        assert_eq!(of_cargo(output), Count { passed: 13, failed: 3 });
    }

    #[test]
    fn a_runner_that_fails_in_silence_or_runs_nothing_has_failed() {
        let badly = Ending::Badly("exit status: 101".to_owned());
        assert_eq!(of_cargo("error: could not compile").made_true(&badly), Count::one_failed());
        assert_eq!(Count::default().made_true(&Ending::Well), Count::one_failed());
        assert_eq!(Count { passed: 4, failed: 0 }.made_true(&badly), Count { passed: 4, failed: 1 });
        assert_eq!(Count { passed: 4, failed: 2 }.made_true(&badly), Count { passed: 4, failed: 2 });
        assert_eq!(Count::one_passed().made_true(&Ending::Well), Count::one_passed());
    }

    #[test]
    fn tests_that_did_not_run_are_not_passed() {
        let vitest =
            json!({"numTotalTests": 9, "numPassedTests": 7, "numFailedTests": 1, "numPendingTests": 1});
        assert_eq!(of_vitest(&vitest), Count { passed: 7, failed: 2 });
        let playwright = json!({"stats": {"expected": 5, "unexpected": 1, "flaky": 1, "skipped": 1}});
        assert_eq!(of_playwright(&playwright), Count { passed: 5, failed: 3 });
    }
}
