//! Measures in memory: each with its timeline, notices and documents, and the ways to find them.
//!
//! Never here: rules of the circular (room `measure`), who may see what (`access`).

use crate::entry::Entry;
use crate::measures::{Channel, Delivery, Filed, NoticeSent};
use hoeder_measure::{ChangeKind, Measure, MeasureEvent, World};
use hoeder_vocab::{
    AccountId, Actor, CaseId, CivilDate, DocumentId, MeasureId, NoticeId, OfficeId, PersonId, UtcMillis,
    ZoneId,
};
use std::collections::{BTreeMap, BTreeSet};

/// A line of the timeline; what it was about stands in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) at: UtcMillis,
    pub(super) day: CivilDate,
    pub(super) actor: Actor,
    pub(super) what: ChangeKind,
}

/// A notice as the cell keeps it.
#[derive(Debug, Clone)]
pub(super) struct KeptNotice {
    pub(super) sent: NoticeSent,
    pub(super) at: UtcMillis,
    pub(super) read: Option<(AccountId, UtcMillis)>,
    pub(super) deliveries: BTreeMap<Channel, (Delivery, UtcMillis)>,
}

/// A document as the cell keeps it.
#[derive(Debug, Clone)]
pub(super) struct KeptDocument {
    pub(super) filed: Filed,
    pub(super) at: UtcMillis,
}

/// A measure as the cell keeps it.
#[derive(Debug)]
pub(super) struct KeptMeasure {
    pub(super) measure: Measure,
    pub(super) history: Vec<Line>,
    pub(super) notices: BTreeMap<NoticeId, KeptNotice>,
    pub(super) documents: BTreeMap<DocumentId, KeptDocument>,
}

impl KeptMeasure {
    fn new(id: MeasureId) -> Self {
        Self {
            measure: Measure::new(id),
            history: Vec::new(),
            notices: BTreeMap::new(),
            documents: BTreeMap::new(),
        }
    }

    /// Whose measure, and of which case; `None` before the request.
    pub(super) fn of(&self) -> Option<(CaseId, PersonId)> {
        self.measure.file().request.as_ref().map(|request| (request.case, request.person))
    }

    /// How many events it has: what `expected` counts.
    pub(super) fn events(&self) -> u64 {
        self.history.len().try_into().unwrap_or(u64::MAX)
    }
}

/// All measures of a cell.
#[derive(Debug, Default)]
pub(super) struct Measures {
    pub(super) all: BTreeMap<MeasureId, KeptMeasure>,
    pub(super) of_case: BTreeMap<CaseId, BTreeSet<MeasureId>>,
    pub(super) of_zone: BTreeMap<ZoneId, BTreeSet<MeasureId>>,
    pub(super) of_office: BTreeMap<OfficeId, BTreeSet<MeasureId>>,
    pub(super) of_notice: BTreeMap<NoticeId, MeasureId>,
    pub(super) of_document: BTreeMap<DocumentId, MeasureId>,
    /// What the rules are told; made anew when zones or offices change.
    pub(super) world: World,
}

impl Measures {
    fn kept(&mut self, id: MeasureId) -> &mut KeptMeasure {
        self.all.entry(id).or_insert_with(|| KeptMeasure::new(id))
    }

    /// Takes in an event of the log, live or replayed.
    pub(super) fn apply(&mut self, id: MeasureId, event: &MeasureEvent, entry: &Entry) {
        let kept = self.kept(id);
        kept.measure.apply(event);
        kept.history.push(Line {
            at: entry.decided_at.0,
            day: event.now.day,
            actor: entry.actor,
            what: event.change.kind(),
        });
    }

    pub(super) fn notice_sent(&mut self, sent: &NoticeSent, at: UtcMillis) {
        self.of_notice.insert(sent.notice, sent.measure);
        let kept = KeptNotice { sent: sent.clone(), at, read: None, deliveries: BTreeMap::new() };
        self.kept(sent.measure).notices.insert(sent.notice, kept);
    }

    pub(super) fn notice_read(&mut self, (id, notice): (MeasureId, NoticeId), by: AccountId, at: UtcMillis) {
        if let Some(kept) = self.kept(id).notices.get_mut(&notice) {
            kept.read = Some((by, at));
        }
    }

    pub(super) fn notice_delivery(
        &mut self,
        (id, notice): (MeasureId, NoticeId),
        (channel, state): (Channel, Delivery),
        at: UtcMillis,
    ) {
        if let Some(kept) = self.kept(id).notices.get_mut(&notice) {
            kept.deliveries.insert(channel, (state, at));
        }
    }

    pub(super) fn document_filed(&mut self, filed: &Filed, at: UtcMillis) {
        let (id, measure) = (filed.document.document, filed.document.measure);
        self.of_document.insert(id, measure);
        self.kept(measure).documents.insert(id, KeptDocument { filed: filed.clone(), at });
    }
}
