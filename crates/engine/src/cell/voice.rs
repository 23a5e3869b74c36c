//! The voice rooms of alarms: who may ask what of them, and the gates by which the media server lets sound pass (AL-05).
//!
//! Nothing of this stands before an alarm: a room that refuses, or a media server that says nonsense, changes no alarm.

use super::Cell;
use super::alarms::Running;
use super::timers::Timer;
use super::voice_lines;
use crate::access::{self, Action, Resource, Verdict, VoiceFacts};
use crate::entry::{Event, Subject};
use crate::output::{Output, Problem, Reply};
use crate::voice::{
    ListenerView, RecordingAllowed, RecordingFacts, RecordingStage, VoiceAct, VoiceGate, VoiceNews,
    VoiceOrder, VoiceView,
};
use core::time::Duration;
use hoeder_vocab::{
    AccountId, Actor, AlarmId, DecidedAt, DeskId, HandsetId, Purpose, RequestId, Role, UtcMillis, VoicePeerId,
};
use hoeder_watch::alarm::AlarmEvent;
use hoeder_watch::voice::{
    HandedFile, Leaving, Loudspeaker, Recording, RecordingPurpose, RecordingUse, Seat, VoiceCommand,
    VoiceEvent, VoiceRefusal, VoiceRoom,
};

impl Cell {
    pub(super) fn apply_voice(&mut self, alarm: AlarmId, event: &VoiceEvent, by: (Actor, DecidedAt)) {
        let (actor, at) = by;
        let running = self.alarms.entry(alarm).or_insert_with(|| Running::new(alarm));
        let room = running.voice.get_or_insert_with(|| Box::new(VoiceRoom::new(alarm)));
        voice_lines::keep(&mut running.voice_lines, room, event, (actor, at.0));
        room.apply(event, at);
    }

    pub(super) fn voice_order(
        &mut self,
        by: AccountId,
        order: &VoiceOrder,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        let alarm = order.alarm;
        if !self.alarms.contains_key(&alarm) {
            return Err(Problem::NotFound);
        }
        match &order.act {
            VoiceAct::Join { peer } => self.join_voice(by, alarm, *peer, now),
            VoiceAct::Leave { peer } => {
                let command = VoiceCommand::Leave { peer: *peer, why: Leaving::Left };
                self.give_up(by, (alarm, *peer), &command, now)
            }
            VoiceAct::EndSpeech { peer } => {
                self.give_up(by, (alarm, *peer), &VoiceCommand::EndSpeech { peer: *peer }, now)
            }
            VoiceAct::Speak { peer } => {
                let actor = self.allowed_voice(by, Action::Speak, alarm, now)?;
                let command = VoiceCommand::Speak { peer: self.own_peer(alarm, by, *peer)? };
                self.ordered(alarm, &command, (actor, Purpose::AlarmHandling), now)
            }
            VoiceAct::ForbidSpeech => {
                let actor = self.allowed_voice(by, Action::ForbidSpeech, alarm, now)?;
                self.ordered(alarm, &VoiceCommand::ForbidSpeech { by }, (actor, Purpose::AlarmHandling), now)
            }
            VoiceAct::AllowSpeech => {
                let actor = self.allowed_voice(by, Action::AllowSpeech, alarm, now)?;
                self.ordered(alarm, &VoiceCommand::AllowSpeech { by }, (actor, Purpose::AlarmHandling), now)
            }
            VoiceAct::SwitchLoudspeaker(to) => {
                let actor = self.allowed_voice(by, Action::SwitchLoudspeaker, alarm, now)?;
                let command = VoiceCommand::SwitchLoudspeaker { by, to: *to };
                self.ordered(alarm, &command, (actor, Purpose::AlarmHandling), now)
            }
            VoiceAct::Hold { reason } => {
                let command = VoiceCommand::Hold { by, reason: reason.clone() };
                self.hold_recording(by, alarm, &command, now)
            }
            VoiceAct::Release { reason } => {
                let command = VoiceCommand::Release { by, reason: reason.clone() };
                self.hold_recording(by, alarm, &command, now)
            }
            VoiceAct::HandOut { why, file } => self.hand_out((by, alarm), (*why, *file), now),
        }
    }

    fn join_voice(
        &mut self,
        by: AccountId,
        alarm: AlarmId,
        peer: VoicePeerId,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        let actor = self.allowed_voice(by, Action::ListenIn, alarm, now)?;
        let seat = seat_of(self.account(by)?.role);
        let command = VoiceCommand::Join { peer, by, seat };
        self.ordered(alarm, &command, (actor, Purpose::AlarmHandling), now)?;
        let case =
            self.alarms.get(&alarm).and_then(|running| running.alarm.bearer()).map(|bearer| bearer.case);
        self.log_access((actor, Action::ListenIn), (case, Some(alarm)), None, now);
        Ok(())
    }

    /// What one has, one may give up, also when the right to it ended meanwhile.
    fn give_up(
        &mut self,
        by: AccountId,
        (alarm, peer): (AlarmId, VoicePeerId),
        command: &VoiceCommand,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        let actor = Actor::Account(by, self.account(by)?.role);
        self.own_peer(alarm, by, peer)?;
        self.ordered(alarm, command, (actor, Purpose::AlarmHandling), now)
    }

    fn hold_recording(
        &mut self,
        by: AccountId,
        alarm: AlarmId,
        command: &VoiceCommand,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        let actor = self.allowed_alarm(by, Action::HoldRecording, alarm, now)?;
        self.ordered(alarm, command, (actor, Purpose::CaseWork), now)
    }

    /// The line in the access log was written with the use: this is the second half of the same act.
    fn hand_out(
        &mut self,
        (by, alarm): (AccountId, AlarmId),
        (why, file): (RecordingPurpose, HandedFile),
        now: UtcMillis,
    ) -> Result<(), Problem> {
        let action = Action::ExportRecording;
        let actor = self.allowed_alarm(by, action, alarm, now)?;
        let command = VoiceCommand::HandOut { by, why, file };
        self.ordered(alarm, &command, (actor, Self::purpose(action)), now)
    }

    fn ordered(
        &mut self,
        alarm: AlarmId,
        command: &VoiceCommand,
        who: (Actor, Purpose),
        now: UtcMillis,
    ) -> Result<(), Problem> {
        self.voice_command(alarm, command, who, now).map_err(problem_of)
    }

    /// A connection is that of the account which joined with it: nobody speaks with a colleague's.
    fn own_peer(&self, alarm: AlarmId, by: AccountId, peer: VoicePeerId) -> Result<VoicePeerId, Problem> {
        let room = self.alarms.get(&alarm).and_then(|running| running.voice.as_ref());
        let own = room.and_then(|room| room.listener(peer)).is_some_and(|listener| listener.by == by);
        if own { Ok(peer) } else { Err(problem_of(VoiceRefusal::NotIn)) }
    }

    fn voice_facts(&self, alarm: AlarmId, by: AccountId) -> Option<VoiceFacts<'_>> {
        let goes = |event: &AlarmEvent| {
            if let AlarmEvent::OnTheWay { by: who, .. }
            | AlarmEvent::OnScene { by: who, .. }
            | AlarmEvent::Found { by: who, .. } = event
            {
                *who == by
            } else {
                false
            }
        };
        let history = &self.alarms.get(&alarm)?.history;
        let engaged = history.iter().any(|happened| goes(&happened.event));
        Some(VoiceFacts { alarm: self.facts(alarm, by)?, engaged })
    }

    fn allowed_voice(
        &mut self,
        by: AccountId,
        action: Action,
        alarm: AlarmId,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let account = self.account(by)?;
        let actor = Actor::Account(by, account.role);
        let facts = self.voice_facts(alarm, by).ok_or(Problem::NotFound)?;
        let verdict = access::decide(account, action, Resource::Voice(facts));
        self.hold_about(alarm, verdict, (actor, action), now)
    }

    /// Only the handset that pressed, and only while its alarm is open: it need not be told which of the two it is.
    pub(super) fn on_offer_voice(&mut self, request: RequestId, (handset, alarm): (HandsetId, AlarmId)) {
        let running = self.alarms.get(&alarm);
        let its = running.is_some_and(|one| one.is_open() && one.alarm.claimed() == Some(handset));
        self.reply(request, if its { Reply::Done } else { Reply::Problem(Problem::NotFound) });
    }

    /// What the media server or the recorder says. What does not fit is nothing: it may speak of what is over.
    pub(super) fn on_voice(&mut self, alarm: AlarmId, news: VoiceNews, now: UtcMillis) {
        let Some(running) = self.alarms.get(&alarm) else { return };
        let handset = running.alarm.claimed().map_or(Actor::System, Actor::Handset);
        if let VoiceNews::MicUp { at } = news
            && running.voice.is_none()
            && !running.is_open()
            && came_before_the_end(running, at, now)
        {
            return self.begin_and_close_voice(alarm, at, now);
        }
        let (command, actor) = match news {
            VoiceNews::MicUp { at } => (VoiceCommand::MicUp { at }, handset),
            VoiceNews::MicLost { last_at, why } => (VoiceCommand::LoseMic { last_at, why }, Actor::System),
            VoiceNews::Heard { peer } => (VoiceCommand::Hear { peer }, Actor::System),
            VoiceNews::PeerLost { peer } => (VoiceCommand::Leave { peer, why: Leaving::Lost }, Actor::System),
            VoiceNews::SegmentKept(segment) => (VoiceCommand::KeepSegment(segment), Actor::System),
            VoiceNews::RecordingStopped { why, last_at } => {
                (VoiceCommand::StopRecording { why, last_at }, Actor::System)
            }
            VoiceNews::RecordingResumed { at } => (VoiceCommand::ResumeRecording { at }, Actor::System),
            VoiceNews::TermOver => (VoiceCommand::EraseRecording, Actor::System),
        };
        let purpose = Purpose::AlarmHandling;
        let _does_not_fit = self.voice_command(alarm, &command, (actor, purpose), now);
    }

    fn voice_command(
        &mut self,
        alarm: AlarmId,
        command: &VoiceCommand,
        who: (Actor, Purpose),
        now: UtcMillis,
    ) -> Result<(), VoiceRefusal> {
        let decided = self.voice_decision(alarm, command, now)?;
        if decided.is_empty() {
            return Ok(());
        }
        let shown = decided.iter().any(|event| !matches!(event, VoiceEvent::SegmentKept(_)));
        self.record_voice(alarm, decided, who, now);
        if shown && self.alarms.get(&alarm).is_some_and(Running::is_open) {
            self.page_alarm(alarm, now);
        }
        Ok(())
    }

    fn voice_decision(
        &self,
        alarm: AlarmId,
        command: &VoiceCommand,
        now: UtcMillis,
    ) -> Result<Vec<VoiceEvent>, VoiceRefusal> {
        let Some(running) = self.alarms.get(&alarm) else { return Ok(Vec::new()) };
        let times = &self.config.voice;
        match &running.voice {
            Some(room) => room.decide(command, DecidedAt(now), times),
            None if running.is_open() => VoiceRoom::new(alarm).decide(command, DecidedAt(now), times),
            None => Err(VoiceRefusal::Closed),
        }
    }

    /// Writes down, then lets the media server know: what is refused to it is refused before anything is told to a screen.
    fn record_voice(
        &mut self,
        alarm: AlarmId,
        events: Vec<VoiceEvent>,
        (actor, purpose): (Actor, Purpose),
        now: UtcMillis,
    ) {
        let before = self.gate(alarm);
        let erased = events.contains(&VoiceEvent::RecordingErased);
        for event in events {
            self.record(actor, purpose, now, Event::Voice(alarm, event));
        }
        let after = self.gate(alarm);
        if before != after {
            self.rest.extend(after.map(|gate| Output::Voice(Box::new(gate))));
        }
        if erased {
            self.rest.push_back(Output::EraseRecording(alarm));
        }
        let room = self.alarms.get(&alarm).and_then(|running| running.voice.as_ref());
        let due = room.and_then(|room| room.next_due(&self.config.voice));
        self.timers.set(Timer::Voice(alarm), due);
    }

    fn gate(&self, alarm: AlarmId) -> Option<VoiceGate> {
        let room = self.alarms.get(&alarm)?.voice.as_ref()?;
        Some(VoiceGate {
            alarm,
            open: !room.is_closed(),
            listeners: room.listeners().iter().map(|listener| listener.peer).collect(),
            speaker: room.speaking().map(|speaking| speaking.peer),
            loudspeaker: room.loudspeaker(),
        })
    }

    pub(super) fn tick_voice(&mut self, alarm: AlarmId, now: UtcMillis) {
        let who = (Actor::System, Purpose::AlarmHandling);
        if self.voice_command(alarm, &VoiceCommand::Tick, who, now).is_err() {
            self.timers.set(Timer::Voice(alarm), None);
        }
    }

    /// The alarm closed: all leave, and nothing more is heard.
    pub(super) fn close_voice(&mut self, alarm: AlarmId, now: UtcMillis) {
        if self.alarms.get(&alarm).is_some_and(|running| running.voice.is_some()) {
            let _closed = self.voice_command(alarm, &VoiceCommand::Close, SYSTEM, now);
        } else {
            // A handset may have been let in whose sound had not come yet.
            let (open, loudspeaker) = (false, Loudspeaker::Off);
            let gate = VoiceGate { alarm, open, listeners: Vec::new(), speaker: None, loudspeaker };
            self.rest.push_back(Output::Voice(Box::new(gate)));
        }
    }

    /// The first sound came before the close, and the word of it after: the room is one that closed with its alarm.
    fn begin_and_close_voice(&mut self, alarm: AlarmId, at: UtcMillis, now: UtcMillis) {
        let mut room = VoiceRoom::new(alarm);
        let mut events = Vec::new();
        for command in [VoiceCommand::MicUp { at }, VoiceCommand::Close] {
            let Ok(decided) = room.decide(&command, DecidedAt(now), &self.config.voice) else { return };
            for event in &decided {
                room.apply(event, DecidedAt(now));
            }
            events.extend(decided);
        }
        self.record_voice(alarm, events, SYSTEM, now);
    }

    /// Nobody is connected any more. The rooms of open alarms know it, and screens are told at once.
    pub(super) fn on_sound_off(&mut self, now: UtcMillis) {
        if self.sound_off {
            return;
        }
        self.sound_off = true;
        let all: Vec<DeskId> = self.desks.keys().copied().collect();
        self.page_wall(&all, now);
        let open: Vec<AlarmId> = self.open_alarms().map(|(alarm, _)| alarm).collect();
        for alarm in open {
            let _no_room = self.voice_command(alarm, &VoiceCommand::Restart { last_at: None }, SYSTEM, now);
        }
    }

    /// After a start nobody is connected; the rooms of alarms that closed just before it close now.
    pub(super) fn start_voice(&mut self, now: UtcMillis) {
        let unfinished = |running: &Running| running.voice.as_ref().is_some_and(|room| !room.is_closed());
        let rooms: Vec<(AlarmId, bool)> = self
            .alarms
            .iter()
            .filter(|(_, running)| unfinished(running))
            .map(|(alarm, running)| (*alarm, running.is_open()))
            .collect();
        for (alarm, open) in rooms {
            let command = if open { VoiceCommand::Restart { last_at: None } } else { VoiceCommand::Close };
            if let Ok(events) = self.voice_decision(alarm, &command, now) {
                self.record_voice(alarm, events, SYSTEM, now);
            }
            if open && let Some(gate) = self.gate(alarm) {
                self.rest.push_back(Output::Voice(Box::new(gate)));
            }
        }
    }

    /// Whose right to hear ended is put out, before anything else is told of this alarm.
    pub(super) fn put_out_strangers(&mut self, alarm: AlarmId, now: UtcMillis) {
        let Some(room) = self.alarms.get(&alarm).and_then(|running| running.voice.as_ref()) else { return };
        let gone: Vec<VoicePeerId> = room
            .listeners()
            .iter()
            .filter(|listener| !self.may_listen(alarm, listener.by))
            .map(|listener| listener.peer)
            .collect();
        for peer in gone {
            let leave = VoiceCommand::Leave { peer, why: Leaving::NoRight };
            if let Ok(events) = self.voice_decision(alarm, &leave, now) {
                self.record_voice(alarm, events, SYSTEM, now);
            }
        }
    }

    fn may_listen(&self, alarm: AlarmId, by: AccountId) -> bool {
        let (Some(account), Some(facts)) = (self.book.accounts.get(&by), self.voice_facts(alarm, by)) else {
            return false;
        };
        matches!(access::decide(account, Action::ListenIn, Resource::Voice(facts)), Verdict::Allowed(_))
    }

    /// What an account may changed: it is put out of the rooms that it may hear no longer.
    pub(super) fn put_out_of_voice(&mut self, account: AccountId, now: UtcMillis) {
        let is_in = |running: &Running| {
            running.voice.as_ref().is_some_and(|room| room.listeners().iter().any(|l| l.by == account))
        };
        let rooms: Vec<AlarmId> =
            self.open_alarms().filter(|(_, running)| is_in(running)).map(|(alarm, _)| alarm).collect();
        for alarm in rooms {
            self.put_out_strangers(alarm, now);
            self.page_alarm(alarm, now);
        }
    }

    /// Each hearing and each export is a record with its purpose, and a line in the access log (GN-02).
    pub(super) fn use_recording(
        &mut self,
        (by, alarm): (AccountId, AlarmId),
        (what, why): (RecordingUse, RecordingPurpose),
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let action = match what {
            RecordingUse::Heard => Action::HearRecording,
            RecordingUse::Exported => Action::ExportRecording,
        };
        if !self.alarms.contains_key(&alarm) {
            return Err(Problem::NotFound);
        }
        let actor = self.allowed_alarm(by, action, alarm, now)?;
        let command = VoiceCommand::UseRecording { by, what, why };
        let running = self.alarms.get(&alarm).ok_or(Problem::NotFound)?;
        let Some(room) = &running.voice else { return Err(problem_of(VoiceRefusal::NothingRecorded)) };
        let gaps = room.gaps().to_vec();
        let bearer = running.alarm.bearer();
        let subject = bearer.map_or(Subject::Alarm(alarm), |bearer| Subject::Person(bearer.person));
        let events = self.voice_decision(alarm, &command, now).map_err(problem_of)?;
        self.log_access((actor, action), (bearer.map(|bearer| bearer.case), Some(alarm)), None, now);
        self.record_voice(alarm, events, (actor, Self::purpose(action)), now);
        Ok(Reply::Recording(Box::new(RecordingAllowed { alarm, what, why, subject, gaps })))
    }

    /// What the log says of the recording of an alarm; `None` when there is no such alarm.
    #[must_use]
    pub fn recording(&self, alarm: AlarmId) -> Option<RecordingFacts> {
        let running = self.alarms.get(&alarm)?;
        let room = running.voice.as_ref();
        let erased = room.is_some_and(|room| room.recording() == Recording::Erased);
        let last = room.and_then(|room| room.last_segment());
        Some(RecordingFacts {
            alarm,
            subject: running.alarm.bearer().map_or(Subject::Alarm(alarm), |b| Subject::Person(b.person)),
            stage: match (erased, running.is_open()) {
                (true, _) => RecordingStage::Erased,
                (false, true) => RecordingStage::Open,
                (false, false) => RecordingStage::Closed,
            },
            segments: last.map_or(0, |last| last.number),
            bytes: room.map_or(0, |room| room.bytes()),
            last_at: last.map(|last| last.last_at),
        })
    }

    /// May a recording be begun with sound that was first received then? While the alarm is open, and so long after its close
    /// for what came before it: the recorder asks a moment after the sound. A room must know of it, so that its term will end.
    #[must_use]
    pub fn recording_to_begin(
        &self,
        alarm: AlarmId,
        first_at: UtcMillis,
        now: UtcMillis,
    ) -> Option<RecordingFacts> {
        let facts = self.recording(alarm)?;
        match facts.stage {
            RecordingStage::Open => Some(facts),
            RecordingStage::Closed => {
                let running = self.alarms.get(&alarm)?;
                (running.voice.is_some() && came_before_the_end(running, first_at, now)).then_some(facts)
            }
            RecordingStage::Erased => None,
        }
    }

    /// Likewise, of all alarms that have one.
    #[must_use]
    pub fn recordings(&self) -> Vec<RecordingFacts> {
        let has = |running: &Running| {
            running.voice.as_ref().is_some_and(|room| room.recording() != Recording::Awaited)
        };
        let alarms = self.alarms.iter().filter(|(_, running)| has(running)).map(|(alarm, _)| *alarm);
        alarms.filter_map(|alarm| self.recording(alarm)).collect()
    }

    pub(super) fn voice_view(&self, running: &Running) -> Option<VoiceView> {
        let room = running.voice.as_ref()?;
        let speaker = room.speaking().map(|speaking| speaking.peer);
        let listeners = room.listeners().iter().map(|listener| ListenerView {
            peer: listener.peer,
            account: listener.by,
            name: self.book.account_name(listener.by),
            seat: listener.seat,
            hears: listener.hears,
            speaks: speaker == Some(listener.peer),
        });
        Some(VoiceView {
            microphone: room.microphone(),
            listeners: listeners.collect(),
            silence: room.silence(),
            speech_forbidden: room.is_speech_forbidden(),
            loudspeaker: room.loudspeaker(),
            recording: room.recording(),
            gaps: room.gaps().to_vec(),
            more_gaps: room.more_gaps(),
            held: room.is_held(),
        })
    }
}

/// Sound that came before the close of its alarm is still taken in for so long.
const AFTER_CLOSE: Duration = Duration::from_secs(10);

fn came_before_the_end(running: &Running, first_at: UtcMillis, now: UtcMillis) -> bool {
    let ending = running.alarm.ending();
    ending.is_some_and(|ending| first_at <= ending.at && now.since(ending.at) <= AFTER_CLOSE)
}

const SYSTEM: (Actor, Purpose) = (Actor::System, Purpose::AlarmHandling);

const fn seat_of(role: Role) -> Seat {
    match role {
        Role::Operator | Role::Supervisor => Seat::Room,
        Role::Patrol => Seat::Patrol,
        Role::ZoneDuty
        | Role::CaseOfficer
        | Role::Magistrate
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc
        | Role::Monitor => Seat::Zone,
    }
}

fn problem_of(refusal: VoiceRefusal) -> Problem {
    if refusal == VoiceRefusal::ReasonMissing {
        Problem::Invalid { field: "reason", expected: "1 to 300 characters" }
    } else {
        Problem::Conflict(refusal.code())
    }
}
