//! Targets with a name: so many of a hundred alarms answered within so many seconds, judged with the number beside it
//! (T-ARC-2). Which of them hold is configuration; the known standards come as presets, each with its source, as no law of
//! Europe sets a time to answer (ARC-11).

use super::answer::{Answered, Finish, Start, number};
use core::fmt;
use core::time::Duration;

/// A target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its name: that of the preset, or the organisation's own.
    pub name: String,
    /// Where it comes from, in words.
    pub source: String,
    /// Where the wait begins.
    pub start: Start,
    /// Where it ends.
    pub finish: Finish,
    /// No longer than this.
    pub within: Duration,
    /// For at least so many of a thousand alarms.
    pub per_mille: u16,
}

/// How a target was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// All alarms that it was judged on.
    pub alarms: u32,
    /// How many were within it.
    pub within: u32,
    /// Met? `None` without alarms.
    pub met: Option<bool>,
}

/// A text that is neither the name of a preset nor a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATarget;

impl fmt::Display for NotATarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a preset (")?;
        for (place, preset) in PRESETS.iter().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            f.write_str(preset.name)?;
        }
        f.write_str(") or a target such as \"gent: 95 % in 15 s from pressed to taken\" was expected")
    }
}

impl core::error::Error for NotATarget {}

/// A standard with its targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// As it stands in the settings.
    pub name: &'static str,
    source: &'static str,
    limits: [(Finish, u16, u16); 2],
}

/// The known standards. Each judges from the moment at which the alarm reached the centre, except the dispatch of NFPA 1225,
/// which runs from the answer.
pub const PRESETS: [Preset; 4] = [
    Preset {
        name: "bs8484",
        source: "BS 8484:2016, lone workers, rolling 12 months (ARC-04)",
        limits: [(Finish::Taken, 10, 800), (Finish::Taken, 40, 985)],
    },
    Preset {
        name: "nena",
        source: "NENA-STA-020.1-2020 (ARC-09)",
        limits: [(Finish::Taken, 15, 900), (Finish::Taken, 20, 950)],
    },
    Preset {
        name: "nfpa1225",
        source: "NFPA 1225:2022 (ARC-10)",
        limits: [(Finish::Taken, 10, 900), (Finish::Dispatched, 60, 900)],
    },
    Preset {
        name: "en50518",
        source: "EN 50518:2019+A1:2023, hold-up alarms (ARC-03)",
        limits: [(Finish::Taken, 30, 800), (Finish::Taken, 60, 985)],
    },
];

impl Preset {
    fn targets(&self) -> Vec<Target> {
        let target = |(finish, within_s, per_mille): (Finish, u16, u16)| Target {
            name: self.name.to_owned(),
            source: self.source.to_owned(),
            start: match finish {
                Finish::Taken => Start::Delivered,
                Finish::Dispatched => Start::Taken,
            },
            finish,
            within: Duration::from_secs(u64::from(within_s)),
            per_mille,
        };
        self.limits.map(target).to_vec()
    }
}

impl Target {
    /// The targets that a setting names: those of a preset, or one of the organisation's own, written as
    /// `NAME: 98.5 % in 40 s from pressed|delivered|taken to taken|dispatched`.
    ///
    /// # Errors
    /// [`NotATarget`].
    pub fn parse(text: &str) -> Result<Vec<Self>, NotATarget> {
        if let Some(preset) = PRESETS.iter().find(|preset| preset.name == text.trim()) {
            return Ok(preset.targets());
        }
        let (name, rule) = text.split_once(':').ok_or(NotATarget)?;
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 40 || name.chars().any(char::is_control) {
            return Err(NotATarget);
        }
        let words: Vec<&str> = rule.split_whitespace().collect();
        let [share, "%", "in", seconds, "s", "from", start, "to", finish] = words.as_slice() else {
            return Err(NotATarget);
        };
        let seconds = seconds.parse::<u16>().ok().filter(|s| (1..=3_600).contains(s)).ok_or(NotATarget)?;
        let target = Self {
            name: name.to_owned(),
            source: String::from("own"),
            start: start_of(start)?,
            finish: finish_of(finish)?,
            within: Duration::from_secs(u64::from(seconds)),
            per_mille: per_mille(share)?,
        };
        // From taken to taken is no wait.
        if target.start == Start::Taken && target.finish == Finish::Taken {
            return Err(NotATarget);
        }
        Ok(vec![target])
    }

    /// Judges: never taken, or never sent to, is a failure.
    #[must_use]
    pub fn judge<'a>(&self, rows: impl IntoIterator<Item = &'a Answered>) -> Verdict {
        let waits: Vec<Option<Duration>> =
            rows.into_iter().map(|row| row.wait(self.start, self.finish)).collect();
        let alarms = number(waits.len());
        let within = number(waits.iter().filter(|wait| wait.is_some_and(|w| w <= self.within)).count());
        let wanted = u64::from(alarms) * u64::from(self.per_mille);
        Verdict { alarms, within, met: (alarms > 0).then_some(u64::from(within) * 1_000 >= wanted) }
    }
}

fn start_of(word: &str) -> Result<Start, NotATarget> {
    match word {
        "pressed" => Ok(Start::Pressed),
        "delivered" => Ok(Start::Delivered),
        "taken" => Ok(Start::Taken),
        _ => Err(NotATarget),
    }
}

fn finish_of(word: &str) -> Result<Finish, NotATarget> {
    match word {
        "taken" => Ok(Finish::Taken),
        "dispatched" => Ok(Finish::Dispatched),
        _ => Err(NotATarget),
    }
}

/// From 0.1 to 100, with at most one decimal.
fn per_mille(text: &str) -> Result<u16, NotATarget> {
    let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty();
    if !digits(whole) || !digits(tenth) || tenth.len() != 1 || whole.len() > 3 {
        return Err(NotATarget);
    }
    let value = format!("{whole}{tenth}").parse::<u16>().map_err(|_| NotATarget)?;
    if (1..=1_000).contains(&value) { Ok(value) } else { Err(NotATarget) }
}
