//! The recording of one alarm while it runs: waiting for its key, on disk, or stopped and trying again.
//!
//! A disk that fails is told once, tried each second, and told again when it takes. Never here: a thread, a queue, the engine.

use super::Packet;
use super::host::GivenKey;
use super::pace::{Cuts, Places};
use crate::runtime::reader::chain;
use core::time::Duration;
use hoeder_engine::voice::VoiceNews;
use hoeder_store::OsEntropy;
use hoeder_store::recordings::{Recorder, RecordingError, RecordingSteps, Stopped, put_key};
use hoeder_vocab::{AlarmId, UtcMillis};
use hoeder_watch::voice::{RecordingFault, Segment};
use std::collections::VecDeque;
use std::path::Path;

/// Packets that wait for a key or for a disk: ten seconds. Then the oldest go.
pub(super) const PATIENT: usize = 500;
/// Between two attempts.
const TRY_EVERY: Duration = Duration::from_secs(1);
/// That it is stopped is said again after this long: the room may not have begun when it was said first.
const SAY_EVERY: Duration = Duration::from_secs(5);
/// A key that does not come within this long is a fault that is told.
const KEY_WITHIN: Duration = Duration::from_secs(3);
/// So long sound waits for a key once its alarm closed: as long as one is given (`Cell::recording_to_begin`).
const AFTER_CLOSE: Duration = Duration::from_secs(10);

enum Stage {
    /// There is no file yet, or its key is not open.
    Waiting {
        packets: VecDeque<Waited>,
        /// What comes next follows a loss.
        lost: bool,
        /// When a key was asked for last.
        asked: Option<UtcMillis>,
        since: UtcMillis,
    },
    Running(Box<Recorder>),
}

/// A packet that waits for its file.
struct Waited {
    packet: Packet,
    after_loss: bool,
}

/// Nothing is kept.
struct Stop {
    why: RecordingFault,
    last_at: UtcMillis,
    said: UtcMillis,
}

/// The recording of one alarm.
pub(super) struct One {
    alarm: AlarmId,
    stage: Stage,
    stop: Option<Stop>,
    /// The first packet of those that are not durable yet, once it is stopped.
    returns: Option<UtcMillis>,
    /// The last that is durable, or the first that came.
    kept: UtcMillis,
    cuts: Cuts,
    places: Places,
    /// When its alarm closed.
    closed: Option<UtcMillis>,
}

/// What is to be told, and done.
#[derive(Default)]
pub(super) struct Said {
    pub(super) news: Vec<VoiceNews>,
    pub(super) dropped: u64,
}

impl One {
    pub(super) fn new(alarm: AlarmId, now: UtcMillis) -> Self {
        Self {
            alarm,
            stage: Stage::Waiting { packets: VecDeque::new(), lost: false, asked: None, since: now },
            stop: None,
            returns: None,
            kept: now,
            cuts: Cuts::new(),
            places: Places::default(),
            closed: None,
        }
    }

    pub(super) const fn is_stopped(&self) -> bool {
        self.stop.is_some()
    }

    pub(super) const fn is_waiting(&self) -> bool {
        matches!(self.stage, Stage::Waiting { .. })
    }

    /// Its alarm closed: nothing more comes.
    pub(super) fn close(&mut self, now: UtcMillis) {
        self.closed.get_or_insert(now);
    }

    /// Nothing more comes, and nothing waits any more.
    pub(super) fn is_over(&self, now: UtcMillis) -> bool {
        self.closed.is_some_and(|closed| !self.is_waiting() || now.since(closed) > AFTER_CLOSE)
    }

    /// Should a key be asked for now? For sound that was first received then.
    pub(super) fn wants_key(&mut self, now: UtcMillis) -> Option<UtcMillis> {
        let Stage::Waiting { asked, packets, .. } = &mut self.stage else { return None };
        if asked.is_some_and(|asked| now.since(asked) < TRY_EVERY) {
            return None;
        }
        *asked = Some(now);
        Some(packets.front().map_or(now, |first| first.packet.received_at))
    }

    pub(super) fn packet(&mut self, packet: Packet, said: &mut Said) {
        let packet = self.places.place(packet);
        if self.stop.is_some() {
            self.returns.get_or_insert(packet.received_at);
        }
        match &mut self.stage {
            Stage::Waiting { packets, lost, .. } => {
                if packets.len() >= PATIENT {
                    packets.pop_front();
                    said.dropped += 1;
                    self.returns = packets.front().map(|first| first.packet.received_at);
                }
                packets.push_back(Waited { packet, after_loss: core::mem::take(lost) });
            }
            Stage::Running(recorder) => {
                let at = packet.received_at;
                let done = recorder.push(packet);
                self.wrote(done, at, said);
            }
        }
    }

    /// A second passed.
    pub(super) fn tick(&mut self, now: UtcMillis, said: &mut Said) {
        match &mut self.stage {
            Stage::Waiting { since, .. } => {
                if self.stop.is_none() && now.since(*since) >= KEY_WITHIN {
                    self.stopped(RecordingFault::NoKey, now, said);
                }
            }
            Stage::Running(recorder) => {
                let done = recorder.tick(now);
                self.wrote(done, now, said);
            }
        }
        if let Some(stop) = &mut self.stop
            && now.since(stop.said) >= SAY_EVERY
        {
            stop.said = now;
            said.news.push(VoiceNews::RecordingStopped { why: stop.why, last_at: stop.last_at });
        }
    }

    /// Sound is missing from here on.
    pub(super) fn cut(&mut self, now: UtcMillis, said: &mut Said) {
        if !self.cuts.take(now) {
            return self.places.lose();
        }
        self.places.begin();
        match &mut self.stage {
            Stage::Waiting { packets, lost, .. } => *lost |= !packets.is_empty(),
            Stage::Running(recorder) => {
                let done = recorder.cut();
                self.wrote(done, now, said);
            }
        }
    }

    /// The segment ends: all is made durable.
    pub(super) fn end(&mut self, now: UtcMillis, said: &mut Said) {
        match &mut self.stage {
            Stage::Waiting { packets, .. } => {
                let lost = count(packets.len());
                if lost > 0 {
                    tracing::error!(alarm = %self.alarm, packets = lost, "sound of an alarm is lost: no key came to keep it with");
                }
                said.dropped += lost;
            }
            Stage::Running(recorder) => {
                let done = recorder.cut();
                self.wrote(done, now, said);
            }
        }
    }

    /// The key came: kept before any sound, then all that waited. With what watches each step of a write in a test.
    pub(super) fn key(
        &mut self,
        folder: &Path,
        given: Option<GivenKey>,
        (now, steps): (UtcMillis, Option<RecordingSteps>),
        said: &mut Said,
    ) {
        let Stage::Waiting { packets, lost, .. } = &mut self.stage else { return };
        let Some(GivenKey { key, made, named }) = given else {
            return self.stopped(RecordingFault::NoKey, now, said);
        };
        let first = packets.front().map_or(now, |first| first.packet.received_at);
        let begun = match made {
            Some(wrapped) => put_key(folder, self.alarm, &wrapped),
            None => Ok(()),
        };
        let begun = begun.and_then(|()| Recorder::begin(folder, (self.alarm, first), &key, &mut OsEntropy));
        match begun {
            Err(error) => self.failed(&error, now, said),
            Ok((recorder, resumed)) => {
                let unnamed = resumed.segments.into_iter().filter(|segment| segment.number > named);
                said.news.extend(unnamed.map(VoiceNews::SegmentKept));
                let (waited, lost) = (core::mem::take(packets), *lost);
                let recorder = match steps {
                    Some(steps) => recorder.with_steps(steps),
                    None => recorder,
                };
                self.stage = Stage::Running(Box::new(recorder));
                self.write(waited, said);
                if lost {
                    self.end(now, said);
                }
            }
        }
    }

    /// They have their places already.
    fn write(&mut self, packets: VecDeque<Waited>, said: &mut Said) {
        for Waited { packet, after_loss } in packets {
            let at = packet.received_at;
            if after_loss {
                self.end(at, said);
            }
            let Stage::Running(recorder) = &mut self.stage else { return };
            let done = recorder.push(packet);
            self.wrote(done, at, said);
        }
    }

    /// What became of something that was given to the recorder.
    fn wrote(&mut self, done: Result<Option<Segment>, Stopped>, now: UtcMillis, said: &mut Said) {
        match done {
            Ok(ended) => {
                let Stage::Running(recorder) = &self.stage else { return };
                let durable = ended.map(|segment| segment.last_at).or(recorder.kept_until());
                if let Some(durable) = durable {
                    self.kept = self.kept.max(durable);
                    self.goes_on(now, said);
                }
                said.news.extend(ended.map(VoiceNews::SegmentKept));
            }
            Err(Stopped { error, kept }) => {
                if let Some(segment) = kept {
                    self.kept = self.kept.max(segment.last_at);
                    said.news.push(VoiceNews::SegmentKept(*segment));
                }
                self.places.begin();
                self.failed(&error, now, said);
            }
        }
    }

    fn failed(&mut self, error: &RecordingError, now: UtcMillis, said: &mut Said) {
        if self.stop.is_none() {
            tracing::error!(
                alarm = %self.alarm, error = %chain(error),
                "the sound of an alarm is not kept; whoever listens hears it all the same"
            );
        }
        self.stopped(error.fault(), now, said);
    }

    fn stopped(&mut self, why: RecordingFault, now: UtcMillis, said: &mut Said) {
        self.returns = None;
        match &mut self.stop {
            Some(stop) => stop.why = why,
            None => {
                let last_at = self.kept;
                self.stop = Some(Stop { why, last_at, said: now });
                said.news.push(VoiceNews::RecordingStopped { why, last_at });
            }
        }
        if let Stage::Waiting { packets, .. } = &self.stage {
            self.returns = packets.front().map(|first| first.packet.received_at);
        }
    }

    fn goes_on(&mut self, now: UtcMillis, said: &mut Said) {
        if self.stop.take().is_some() {
            let at = self.returns.take().unwrap_or(now);
            tracing::info!(alarm = %self.alarm, "the sound of an alarm is kept again");
            said.news.push(VoiceNews::RecordingResumed { at });
        }
    }
}

fn count(packets: usize) -> u64 {
    u64::try_from(packets).unwrap_or(u64::MAX)
}
