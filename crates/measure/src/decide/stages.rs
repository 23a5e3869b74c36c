//! In which stage a command has its place: every command x every stage.
//!
//! Never here: who asks.

use crate::command::{Command, CommandKind};
use crate::decision::RulingKind;
use crate::refusal::Refusal;
use crate::state::{Measure, Stage};

/// Where a command has its place.
#[derive(Clone, Copy)]
struct Places {
    nothing: Place,
    requested: Place,
    awaiting: Place,
    refused: Place,
    granted: Place,
    running: Place,
    ending: Place,
    ended: Place,
    transferred: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Yes,
    No,
}

/// Nine letters, in the order of [`Stage::ALL`]: `+` where the command has its place.
const fn places(row: &[u8; 9]) -> Places {
    const fn place(letter: u8) -> Place {
        if letter == b'+' { Place::Yes } else { Place::No }
    }
    let [nothing, requested, awaiting, refused, granted, running, ending, ended, transferred] = *row;
    Places {
        nothing: place(nothing),
        requested: place(requested),
        awaiting: place(awaiting),
        refused: place(refused),
        granted: place(granted),
        running: place(running),
        ending: place(ending),
        ended: place(ended),
        transferred: place(transferred),
    }
}

/// The table. Columns: nothing, requested, awaiting, refused, granted, running, ending, ended, transferred out.
const fn row(kind: CommandKind) -> Places {
    places(match kind {
        CommandKind::Request | CommandKind::TakeOver => b"+........",
        CommandKind::Reopen => b"...+.....",
        CommandKind::AgreeOffice => b".++......",
        CommandKind::ConfirmReceipt | CommandKind::Release | CommandKind::Settle => b".++++++++",
        CommandKind::Hear | CommandKind::Assess | CommandKind::GiveAntecedents => b".++.+++..",
        CommandKind::PutBefore => b".+.......",
        CommandKind::AskMore => b"..+......",
        CommandKind::Rule => b"..+.+++..",
        CommandKind::ConfirmRuling => b"...++++++",
        CommandKind::Agree => b"....++...",
        CommandKind::Activate => b"....+....",
        CommandKind::InvolveJudge | CommandKind::ReferChain => b".++++++..",
        CommandKind::TrackSuspect => b".++.+++..",
        CommandKind::OfferSupport => b"....++++.",
        CommandKind::AskSecondOffer => b".....++..",
        CommandKind::ReportShortage | CommandKind::DecideShortage => b"....+....",
        CommandKind::ReportIncident | CommandKind::AnnounceFact => b"....++++.",
        CommandKind::RecordRevisit => b".....+++.",
        CommandKind::SharePlaces
        | CommandKind::AnnounceTrip
        | CommandKind::AnnounceMove
        | CommandKind::AnswerMove
        | CommandKind::AskToEnd => b"....++...",
        CommandKind::RecordBreach | CommandKind::Continue => b"....+++..",
        CommandKind::DoEndStep => b"......+..",
        CommandKind::Tick => b"+++++++++",
    })
}

/// Where a ruling has its place. Same columns.
const fn ruling_row(kind: RulingKind) -> Places {
    places(match kind {
        RulingKind::Grant | RulingKind::Refuse => b"..+......",
        RulingKind::Extend | RulingKind::EndAsPlanned => b".....++..",
        RulingKind::EndEarly => b"....++...",
        RulingKind::Resume => b"......+..",
    })
}

impl Places {
    const fn at(self, stage: Stage) -> Place {
        match stage {
            Stage::Nothing => self.nothing,
            Stage::Requested => self.requested,
            Stage::AwaitingDecision => self.awaiting,
            Stage::Refused => self.refused,
            Stage::Granted => self.granted,
            Stage::Running => self.running,
            Stage::Ending => self.ending,
            Stage::Ended => self.ended,
            Stage::TransferredOut => self.transferred,
        }
    }
}

impl Measure {
    pub(super) fn check_stage(&self, command: &Command) -> Result<(), Refusal> {
        let stage = self.stage();
        let ruling = if let Command::Rule(decision) = command { Some(decision.ruling.kind()) } else { None };
        // Two who decide at once: the first wins, and the second is shown since when it is granted.
        if let (Some(RulingKind::Grant | RulingKind::Refuse), Some(term)) = (ruling, self.term()) {
            return Err(Refusal::AlreadyGranted { on: term.granted_on });
        }
        let ruling_has_place = ruling.is_none_or(|kind| ruling_row(kind).at(stage) == Place::Yes);
        if row(command.kind()).at(stage) == Place::Yes && ruling_has_place {
            Ok(())
        } else {
            Err(Refusal::NotNow { command: command.kind(), stage })
        }
    }
}
