//! Every check that CI runs, in one command.
//!
//! What lives here: the order of the steps, their time limits, the sum at the end.
//! What never comes in: a way to leave a failing step out of the sum.

mod counts;
mod needs;
mod steps;

use std::time::Instant;

use crate::arguments::Arguments;
use crate::workspace::Workspace;
use crate::{Verdict, process};
use counts::Count;
use steps::{Place, STEPS};

/// `cargo xtask test [--only STEP[,STEP]] [--list]`.
///
/// # Errors
/// When something that the checks need is missing; it is named.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Result<Verdict, String> {
    let only = arguments.take_value("--only")?;
    if arguments.take_switch("--list") {
        STEPS.iter().for_each(|step| println!("{:<10} {}", step.name, step.about));
        return Ok(Verdict::Fine);
    }
    arguments.finish()?;
    let chosen = choose(only.as_deref())?;
    let verdict = run_steps(workspace, &chosen);
    process::end_all_of_ours();
    verdict
}

fn choose(only: Option<&str>) -> Result<Vec<&'static steps::Step>, String> {
    let Some(only) = only else { return Ok(STEPS.iter().collect()) };
    only.split(',')
        .map(|name| {
            STEPS
                .iter()
                .find(|step| step.name == name)
                .ok_or_else(|| format!("no such step: {name} (see --list)"))
        })
        .collect()
}

fn run_steps(workspace: &Workspace, chosen: &[&steps::Step]) -> Result<Verdict, String> {
    let since = Instant::now();
    needs::fetch(workspace, chosen)?;
    let mut place = Place::prepare(workspace, chosen)?;
    let mut total = Count::default();
    let mut lines = Vec::new();
    for step in chosen {
        let begun = Instant::now();
        println!("\n==> {}: {}", step.name, step.about);
        let count = (step.run)(&mut place).unwrap_or_else(|trouble| {
            println!("{trouble}");
            Count::one_failed()
        });
        let outcome = if count.failed == 0 { "ok" } else { "FAILED" };
        let line = format!(
            "{:<10} {outcome:<7} {:>5} passed {:>3} failed {:>6.1} s",
            step.name,
            count.passed,
            count.failed,
            begun.elapsed().as_secs_f64()
        );
        println!("<== {line}");
        lines.push(line);
        total = total.and(count);
    }
    println!("\nall steps, in {:.0} s:", since.elapsed().as_secs_f64());
    lines.iter().for_each(|line| println!("  {line}"));
    println!("\n{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 { Verdict::Fine } else { Verdict::Found })
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[test]
    fn without_a_choice_every_step_runs() {
        assert_eq!(choose(None).expect("steps").len(), super::STEPS.len());
    }

    #[test]
    fn a_step_that_does_not_exist_is_refused() {
        assert_eq!(choose(Some("fmt,tidy")).expect("steps").len(), 2);
        assert!(choose(Some("fmt,tydi")).is_err());
    }
}
