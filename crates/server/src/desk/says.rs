//! What a screen says: each frame is one input of the engine, and a screen that babbles is cut off.
//!
//! Never here: what follows from it.

use crate::api::dto::desk::{DeskSays, TeamFix};
use crate::app::App;
use crate::clock;
use crate::runtime::gate::{Lane, Work};
use core::time::Duration;
use hoeder_engine::duty::Readiness;
use hoeder_engine::input::Input;
use hoeder_engine::input::TeamPlace;
use hoeder_vocab::handset::{MAX_TEXT_CHARS, Typed};
use hoeder_vocab::{AlarmId, DeskId, MessageId, ReceivedAt, Sensitive};
use tokio::time::Instant;

/// A page says that it can be heard every five seconds, and once more when that changes: so many at most in [`SPAN`].
const MOST_READY: u32 = 30;
const SPAN: Duration = Duration::from_secs(10);
/// A page of a team says every few seconds where it is: so many at most in [`SPAN`].
const MOST_PLACES: u32 = 20;
/// A page says at most every 300 ms how a line stands: so many at most in [`SPAN`].
const MOST_TYPED: u32 = 60;
/// Longest call sign, characters.
const UNIT: usize = 40;
/// Longest version of a page that is looked at, characters.
const VERSION: usize = 40;

/// Is the page in front? Browsers slow hidden pages down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    InFront,
    Hidden,
}

/// What one screen said so far.
pub(super) struct Says<'a> {
    app: &'a App,
    desk: DeskId,
    /// How often it said `ready` since when.
    ready: (u32, Instant),
    /// How often it said where its team is since when.
    places: (u32, Instant),
    /// How often it said how a line stands since when.
    typed: (u32, Instant),
    seen: Seen,
    version_told: bool,
}

impl<'a> Says<'a> {
    pub(super) fn new(app: &'a App, desk: DeskId) -> Self {
        Self {
            app,
            desk,
            ready: (0, Instant::now()),
            places: (0, Instant::now()),
            typed: (0, Instant::now()),
            seen: Seen::InFront,
            version_told: false,
        }
    }

    /// Takes in a frame.
    ///
    /// # Errors
    /// Why the connection must end.
    pub(super) fn hear(&mut self, text: &str) -> Result<(), &'static str> {
        let says = serde_json::from_str(text).map_err(|_| "a frame that is not of this protocol")?;
        let desk = self.desk;
        let input = match says {
            DeskSays::Pong {} => return Ok(()),
            DeskSays::Painted { alarm } => Input::Painted { desk, alarm: AlarmId::from_uuid(alarm) },
            DeskSays::Ready { audio, heard, visible, version } => {
                if !counts(&mut self.ready, MOST_READY) {
                    return Err("the screen says too often that it is ready");
                }
                self.show(if visible { Seen::InFront } else { Seen::Hidden });
                self.look_at_version(&version);
                Input::Ready { desk, readiness: Readiness { audio: audio.into(), heard } }
            }
            DeskSays::TeamAt { alarm, unit, place } => {
                if !counts(&mut self.places, MOST_PLACES) {
                    return Err("the screen says too often where its team is");
                }
                let place = team_place(unit, place).map_err(|()| "a place that is none")?;
                Input::TeamAt { desk, alarm: AlarmId::from_uuid(alarm), place }
            }
            DeskSays::Typing { alarm, line, edit, text } => {
                if !counts(&mut self.typed, MOST_TYPED) {
                    return Err("the screen types faster than anybody");
                }
                if text.0.chars().nth(MAX_TEXT_CHARS).is_some() {
                    return Err("a line that is too long");
                }
                let (alarm, message) = (AlarmId::from_uuid(alarm), MessageId::from_uuid(line));
                let typed = Typed { alarm, message, edit, text: Sensitive::new(text.0) };
                Input::Typing { desk, typed }
            }
            DeskSays::OffDuty {} => Input::OffDuty { desk },
        };
        self.app.gate.send(Lane::Urgent, Work::Input(input)).map_err(|_| "the engine is at its limit")
    }

    fn show(&mut self, seen: Seen) {
        if self.seen != seen {
            self.seen = seen;
            self.app.metrics.desks_hidden(match seen {
                Seen::Hidden => 1,
                Seen::InFront => -1,
            });
        }
    }

    /// A page of another version than the server is named once in the log.
    fn look_at_version(&mut self, version: &str) {
        let plain = version.len() <= VERSION && version.chars().all(|c| c.is_ascii_graphic());
        if plain && !self.version_told && version != env!("CARGO_PKG_VERSION") {
            tracing::info!(desk = %self.desk, version, "a screen of another version");
        }
        self.version_told = true;
    }
}

/// One more: is it within `most` in [`SPAN`]?
fn counts(said: &mut (u32, Instant), most: u32) -> bool {
    let (count, since) = *said;
    *said = if since.elapsed() > SPAN { (1, Instant::now()) } else { (count + 1, since) };
    said.0 <= most
}

fn team_place(unit: String, place: Option<TeamFix>) -> Result<Option<TeamPlace>, ()> {
    let Some(place) = place else { return Ok(None) };
    if unit.is_empty() || unit.chars().count() > UNIT {
        return Err(());
    }
    let fix = Sensitive::new(place.fix().ok_or(())?);
    Ok(Some(TeamPlace { unit, fix, received_at: ReceivedAt(clock::now()) }))
}

impl Drop for Says<'_> {
    fn drop(&mut self) {
        self.show(Seen::InFront);
    }
}
