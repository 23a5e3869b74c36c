//! Measures in memory: each with its timeline, notices and documents, and the ways to find them.
//!
//! Never here: rules of the circular (room `measure`), who may see what (`access`), what follows from an event.

use crate::measures::{Channel, Delivery, Filed, NoticeSent, WantedDocument};
use hoeder_measure::due::Due;
use hoeder_measure::effect::{Effect, Notice, Recipient, effects, follows_alone, has_effects};
use hoeder_measure::task::Task;
use hoeder_measure::{Change, ChangeKind, Measure, MeasureEvent, Stage, World};
use hoeder_vocab::{
    AccountId, Actor, CaseId, CivilDate, DocumentId, MeasureId, NoticeId, OfficeId, PersonId, Seq, UtcMillis,
    ZoneId,
};
use std::collections::{BTreeMap, BTreeSet};

/// A timeline grows by so many lines: doubled it would stand half empty for years.
const LINES_MORE: usize = 8;

/// A line of the timeline; what it was about stands in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) at: UtcMillis,
    pub(super) day: CivilDate,
    pub(super) actor: Actor,
    pub(super) what: ChangeKind,
}

/// A notice as the cell keeps it.
#[derive(Debug)]
pub(super) struct KeptNotice {
    pub(super) id: NoticeId,
    pub(super) to: Recipient,
    pub(super) kind: Notice,
    pub(super) at: UtcMillis,
    pub(super) read: Option<Box<(AccountId, UtcMillis)>>,
    /// What became of it on each channel, and since when.
    pub(super) deliveries: Vec<(Channel, Option<Delivery>, UtcMillis)>,
}

/// A document as the cell keeps it.
#[derive(Debug)]
pub(super) struct KeptDocument {
    pub(super) filed: Filed,
    pub(super) at: UtcMillis,
}

/// What is to be done on one day, as the rules compute it from one state.
#[derive(Debug)]
pub(super) struct Today {
    day: CivilDate,
    /// Of which count of changes of the world.
    world: u64,
    pub(super) tasks: Vec<Task>,
    pub(super) due: Vec<Due>,
}

/// The record of an event: its number, when it was decided, and who acted.
pub(super) type Written = (Seq, UtcMillis, Actor);

type Places = (Option<CaseId>, Option<ZoneId>, Option<OfficeId>);

/// A measure as the cell keeps it.
#[derive(Debug)]
pub(super) struct KeptMeasure {
    pub(super) measure: Measure,
    pub(super) history: Vec<Line>,
    pub(super) notices: Vec<KeptNotice>,
    pub(super) documents: Vec<KeptDocument>,
    pub(super) wanted: Vec<WantedDocument>,
    /// The record of the grant.
    pub(super) granted_in: Option<Seq>,
    today: Option<Box<Today>>,
}

impl KeptMeasure {
    fn new(id: MeasureId) -> Self {
        Self {
            measure: Measure::new(id),
            history: Vec::new(),
            notices: Vec::new(),
            documents: Vec::new(),
            wanted: Vec::new(),
            granted_in: None,
            today: None,
        }
    }

    /// Of which case, and whose; `None` before the request.
    pub(super) fn of(&self) -> Option<(CaseId, PersonId)> {
        self.measure.file().request.as_ref().map(|request| (request.case, request.person))
    }

    /// The documents among these effects are to be made.
    fn want(&mut self, effects: Vec<Effect>, since: CivilDate) {
        for effect in effects {
            if let Effect::Document { kind, reader, filing } = effect {
                self.wanted.push(WantedDocument { kind, reader, filing, since });
            }
        }
    }

    /// By what it is found: its case, and the zone and the office that manage it now.
    fn places(&self) -> Places {
        let file = self.measure.file();
        (file.request.as_ref().map(|request| request.case), file.zone, file.office)
    }

    /// How many events it has: what `expected` counts.
    pub(super) fn events(&self) -> u64 {
        self.history.len().try_into().unwrap_or(u64::MAX)
    }

    /// Was it ever granted?
    pub(super) fn granted(&self) -> bool {
        self.measure.term().is_some()
    }

    /// Is it on its way or running? Then its person cannot have another one.
    pub(super) fn is_live(&self) -> bool {
        match self.measure.stage() {
            Stage::Requested | Stage::AwaitingDecision | Stage::Granted | Stage::Running | Stage::Ending => {
                true
            }
            Stage::Nothing | Stage::Refused | Stage::Ended | Stage::TransferredOut => false,
        }
    }

    /// What is to be done on that day, if it was computed.
    pub(super) fn today(&self) -> Option<&Today> {
        self.today.as_deref()
    }
}

/// All measures of a cell.
#[derive(Debug, Default)]
pub(super) struct Measures {
    /// Each in a place of its own: a tree of ten thousand large leaves would be half empty.
    pub(super) all: BTreeMap<MeasureId, Box<KeptMeasure>>,
    pub(super) of_case: BTreeMap<CaseId, BTreeSet<MeasureId>>,
    /// Of a zone: every one that it ever managed, sent or received.
    of_zone: BTreeMap<ZoneId, BTreeSet<MeasureId>>,
    of_office: BTreeMap<OfficeId, BTreeSet<MeasureId>>,
    pub(super) of_document: BTreeMap<DocumentId, MeasureId>,
    /// Notices by the place that they go to, oldest first: the measure and the number in it. None to persons.
    pub(super) inboxes: BTreeMap<Recipient, Vec<(MeasureId, u32)>>,
    /// Notices that the shell was asked to send and that are not delivered yet.
    pub(super) on_their_way: BTreeMap<(NoticeId, Channel), (MeasureId, u32)>,
    /// What the rules are told; made anew when zones or offices change.
    pub(super) world: World,
    /// A zone or an office changed since.
    pub(super) world_is_old: bool,
    /// How often it was made.
    worlds: u64,
}

/// The id of the n-th notice of a measure, from 1: nobody makes one up.
pub(super) fn notice_id(measure: MeasureId, n: u32) -> NoticeId {
    NoticeId::from_u128(measure.as_u128() ^ (u128::from(n) << 80))
}

impl Measures {
    pub(super) fn get(&self, id: &MeasureId) -> Option<&KeptMeasure> {
        self.all.get(id).map(Box::as_ref)
    }

    fn kept(&mut self, id: MeasureId) -> &mut KeptMeasure {
        self.all.entry(id).or_insert_with(|| Box::new(KeptMeasure::new(id)))
    }

    /// Takes in an event, live or replayed. What it tells is kept itself, without a copy, where nothing can follow from it or
    /// what follows is known before.
    pub(super) fn take_in(&mut self, id: MeasureId, event: MeasureEvent, (seq, at, actor): Written) {
        let kept = self.kept(id);
        let before = kept.places();
        let (day, what) = (event.now.day, event.change.kind());
        kept.today = None;
        if matches!(what, ChangeKind::Granted | ChangeKind::TakenOver) {
            kept.granted_in = Some(seq);
        }
        if kept.history.len() == kept.history.capacity() {
            kept.history.reserve_exact(LINES_MORE);
        }
        kept.history.push(Line { at, day, actor, what });
        if !has_effects(what) || follows_alone(what) {
            kept.want(effects(&event, &kept.measure), day);
            kept.measure.take_in(event);
            let after = kept.places();
            if after != before {
                self.index(id, after);
            }
            return;
        }
        kept.measure.apply(&event);
        kept.want(effects(&event, &kept.measure), day);
        let after = kept.places();
        if after != before {
            self.index(id, after);
        }
        self.index_places(id, &event.change);
    }

    fn index(&mut self, id: MeasureId, (case, zone, office): Places) {
        if let Some(case) = case {
            self.of_case.entry(case).or_default().insert(id);
        }
        if let Some(zone) = zone {
            self.of_zone.entry(zone).or_default().insert(id);
        }
        if let Some(office) = office {
            self.of_office.entry(office).or_default().insert(id);
        }
    }

    /// A file on its way belongs to both ends; a move that asks for an answer also to the office that gives it.
    fn index_places(&mut self, id: MeasureId, change: &Change) {
        use hoeder_measure::Seat;
        if let Change::HandedOver(hand_over) = change {
            for seat in [hand_over.from, hand_over.to] {
                match seat {
                    Seat::Zone(zone) => {
                        self.of_zone.entry(zone).or_default().insert(id);
                    }
                    Seat::Office(office) => {
                        self.of_office.entry(office).or_default().insert(id);
                    }
                    Seat::District(_) | Seat::Nowhere => {}
                }
            }
        }
        if let Change::MoveAnnounced(moved) = change
            && let Some(office) = moved.new_office
        {
            self.of_office.entry(office).or_default().insert(id);
        }
        if let Change::Requested { competence, .. } = change
            && let Some(office) = competence.contact_from
        {
            self.of_office.entry(office).or_default().insert(id);
        }
    }

    pub(super) fn notice_sent(&mut self, sent: &NoticeSent, at: UtcMillis) {
        let kept = self.kept(sent.measure);
        kept.notices.push(KeptNotice {
            id: sent.notice,
            to: sent.to,
            kind: sent.kind,
            at,
            read: None,
            deliveries: sent.channels.iter().map(|channel| (*channel, None, at)).collect(),
        });
        let n = u32::try_from(kept.notices.len()).unwrap_or(u32::MAX);
        if !matches!(sent.to, Recipient::Person(_)) {
            self.inboxes.entry(sent.to).or_default().push((sent.measure, n));
        }
        for channel in &sent.channels {
            self.on_their_way.insert((sent.notice, *channel), (sent.measure, n));
        }
    }

    fn notice_mut(&mut self, measure: MeasureId, notice: NoticeId) -> Option<&mut KeptNotice> {
        self.all.get_mut(&measure)?.notices.iter_mut().find(|kept| kept.id == notice)
    }

    pub(super) fn notice_read(&mut self, measure: MeasureId, notice: NoticeId, by: (AccountId, UtcMillis)) {
        if let Some(kept) = self.notice_mut(measure, notice) {
            kept.read = Some(Box::new(by));
        }
    }

    pub(super) fn notice_delivery(
        &mut self,
        (measure, notice): (MeasureId, NoticeId),
        (channel, state): (Channel, Delivery),
        at: UtcMillis,
    ) {
        if let Some(kept) = self.notice_mut(measure, notice) {
            for one in kept.deliveries.iter_mut().filter(|(known, _, _)| *known == channel) {
                (one.1, one.2) = (Some(state), at);
            }
        }
        match state {
            Delivery::Delivered | Delivery::GivenUp { .. } => {
                self.on_their_way.remove(&(notice, channel));
            }
            Delivery::Failed { .. } => {}
        }
    }

    pub(super) fn document_filed(&mut self, filed: &Filed, at: UtcMillis) {
        let (id, measure, kind) = (filed.document.document, filed.document.measure, filed.document.kind);
        self.of_document.insert(id, measure);
        let kept = self.kept(measure);
        if let Some(place) = kept.wanted.iter().position(|wanted| wanted.kind == kind) {
            kept.wanted.remove(place);
        }
        kept.documents.push(KeptDocument { filed: filed.clone(), at });
    }

    /// The key of a person was destroyed: no words of its measures are left (GN-04).
    pub(super) fn forget(&mut self, person: PersonId) {
        for kept in self.all.values_mut() {
            if kept.of().is_none_or(|(_, of)| of != person) {
                continue;
            }
            kept.measure.forget_words();
            for document in &mut kept.documents {
                document.filed.document.name = hoeder_vocab::Sensitive::default();
            }
        }
    }

    pub(super) fn change_world(&mut self, world: World) {
        self.world = world;
        self.world_is_old = false;
        self.worlds = self.worlds.saturating_add(1);
    }

    /// Computes what is to be done on that day, unless it is known.
    pub(super) fn look_at(&mut self, id: MeasureId, day: CivilDate) -> Option<&KeptMeasure> {
        let kept = self.all.get_mut(&id)?;
        let fresh = kept.today.as_ref().is_some_and(|today| today.day == day && today.world == self.worlds);
        if !fresh {
            kept.today = Some(Box::new(Today {
                day,
                world: self.worlds,
                tasks: kept.measure.tasks(day, &self.world),
                due: kept.measure.next_due(&self.world.terms),
            }));
        }
        Some(&*kept)
    }

    /// Those that have or had to do with this zone or office.
    pub(super) fn at(&self, zone: Option<ZoneId>, office: Option<OfficeId>) -> BTreeSet<MeasureId> {
        let zones = zone.and_then(|zone| self.of_zone.get(&zone)).into_iter().flatten();
        let offices = office.and_then(|office| self.of_office.get(&office)).into_iter().flatten();
        zones.chain(offices).copied().collect()
    }

    /// Those of a person, in order of their ids.
    pub(super) fn of_person(&self, case: CaseId, person: PersonId) -> impl Iterator<Item = &KeptMeasure> {
        let ids = self.of_case.get(&case).into_iter().flatten();
        ids.filter_map(|id| self.get(id)).filter(move |kept| kept.of().is_some_and(|(_, of)| of == person))
    }
}
