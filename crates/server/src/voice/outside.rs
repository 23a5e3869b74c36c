//! The media thread among the rest of the server: the engine, the sessions, the recorder, the figures.
//!
//! Never here: packets on the net.

use super::around::{Around, Counts};
use super::recording::Recordings;
use crate::auth::{Accounts, Sessions, Token};
use crate::clock;
use crate::metrics::Metrics;
use crate::runtime::gate::{Gate, Lane, Work};
use hoeder_engine::input::Input;
use hoeder_engine::roster::AccountState;
use hoeder_engine::voice::VoiceNews;
use hoeder_store::recordings::Packet;
use hoeder_vocab::{AlarmId, UtcMillis};
use std::sync::Arc;

/// What it holds.
pub(crate) struct Outside {
    pub(crate) gate: Arc<Gate>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) recordings: Recordings,
}

impl Around for Outside {
    fn now(&self) -> UtcMillis {
        clock::now()
    }
    fn tell(&self, alarm: AlarmId, news: VoiceNews) -> bool {
        self.gate.send(Lane::Urgent, Work::Input(Input::Voice(alarm, news))).is_ok()
    }
    fn lives(&self, session: &Token) -> bool {
        let role = |account| {
            let account = self.accounts.by_id(account)?;
            (account.state == AccountState::Enabled).then_some(account.role)
        };
        self.sessions.lives(*session, clock::now(), role)
    }
    fn packet(&self, alarm: AlarmId, packet: Packet) {
        self.recordings.packet(alarm, packet);
    }
    fn lost(&self, alarm: AlarmId) {
        self.recordings.lost(alarm);
    }
    fn closed(&self, alarm: AlarmId) {
        self.recordings.closed(alarm);
    }
    fn counted(&self, counts: Counts) {
        self.metrics.voice(counts);
    }
}
