//! The media thread among the rest of the server: the engine, the sessions, the recorder, the figures.
//!
//! Never here: packets on the net.

use super::around::{Around, Counts};
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
    fn packet(&self, _alarm: AlarmId, _packet: Packet) {}
    fn lost(&self, _alarm: AlarmId) {}
    fn closed(&self, _alarm: AlarmId) {}
    fn counted(&self, counts: Counts) {
        self.metrics.voice(counts);
    }
}
