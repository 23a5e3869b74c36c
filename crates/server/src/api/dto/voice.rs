//! The voice room of an alarm as a desk is shown it (docs/voice.md). What loss, jitter and level are comes by another way.
//!
//! Never here: sound.

use super::Time;
use hoeder_engine::voice as engine;
use hoeder_vocab::{Purpose, Sensitive};
use hoeder_watch::voice as watch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// To listen in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoiceOffer {
    /// The offer in SDP (RFC 8829): one line of audio with Opus, and the data channel `state`.
    #[schema(min_length = 1, max_length = 12288)]
    pub sdp: String,
}

/// A connection that listens.
#[derive(Serialize, ToSchema)]
pub struct VoiceConnection {
    /// Its name in the room.
    pub peer: Uuid,
    /// The answer in SDP.
    pub sdp: String,
}

/// The sound of the handset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VoiceMicrophone {
    /// Nothing ever came.
    Awaited,
    /// It comes.
    Live,
    /// It came.
    Lost,
}

/// Why there is no sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VoiceLoss {
    /// Nothing arrives.
    Network,
    /// The handset stopped, or may not use its microphone.
    Handset,
    /// The server started anew.
    Restart,
}

impl From<watch::LossReason> for VoiceLoss {
    fn from(why: watch::LossReason) -> Self {
        match why {
            watch::LossReason::Network => Self::Network,
            watch::LossReason::Handset => Self::Handset,
            watch::LossReason::Restart => Self::Restart,
        }
    }
}

/// Where a listener sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VoiceSeat {
    /// A desk of a control room.
    Room,
    /// A desk of a zone.
    Zone,
    /// A patrol.
    Patrol,
}

impl From<watch::Seat> for VoiceSeat {
    fn from(seat: watch::Seat) -> Self {
        match seat {
            watch::Seat::Room => Self::Room,
            watch::Seat::Zone => Self::Zone,
            watch::Seat::Patrol => Self::Patrol,
        }
    }
}

/// What is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VoiceRecording {
    /// Nothing ever came.
    Awaited,
    /// All that comes.
    Running,
    /// Nothing; listening goes on.
    Stopped,
    /// The alarm is closed: what there is.
    Ended,
    /// Its key is destroyed.
    Erased,
}

/// Why nothing is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VoiceFault {
    /// No room on the disk.
    DiskFull,
    /// The disk fails.
    DiskFailed,
    /// There is no key to seal with.
    NoKey,
    /// It is as long as a recording may be.
    Limit,
}

impl From<watch::RecordingFault> for VoiceFault {
    fn from(fault: watch::RecordingFault) -> Self {
        match fault {
            watch::RecordingFault::DiskFull => Self::DiskFull,
            watch::RecordingFault::DiskFailed => Self::DiskFailed,
            watch::RecordingFault::NoKey => Self::NoKey,
            watch::RecordingFault::Limit => Self::Limit,
        }
    }
}

/// Time without sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct VoiceGap {
    /// The last that there was before.
    pub from: Time,
    /// The first that there was again.
    pub until: Time,
}

/// Somebody who listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VoiceListener {
    /// The connection.
    pub peer: Uuid,
    /// Who.
    pub account: Uuid,
    /// By name.
    pub name: Option<String>,
    /// From where.
    pub seat: VoiceSeat,
    /// Live sound reached this connection.
    pub hears: bool,
    /// Speaks now.
    pub speaks: bool,
}

/// The voice room of an alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Voice {
    /// The sound of the handset.
    pub microphone: VoiceMicrophone,
    /// The last sound there was, when it is lost.
    pub lost_since: Option<Time>,
    /// Why, when it is lost.
    pub lost_why: Option<VoiceLoss>,
    /// Who is in, by order of joining.
    pub listeners: Vec<VoiceListener>,
    /// Nobody speaks before; absent while no desk has heard live sound, and then nobody speaks at all.
    pub silent_until: Option<Time>,
    /// 'Do not speak' is set.
    pub speech_forbidden: bool,
    /// The loudspeaker of the handset is on.
    pub loudspeaker: bool,
    /// What is recorded.
    pub recording: VoiceRecording,
    /// Why nothing is, when it is stopped.
    pub recording_fault: Option<VoiceFault>,
    /// What is missing, oldest first, at most 256.
    pub gaps: Vec<VoiceGap>,
    /// How many older gaps there are.
    pub more_gaps: u32,
    /// The recording is kept beyond its term.
    pub held: bool,
}

impl From<&engine::VoiceView> for Voice {
    fn from(view: &engine::VoiceView) -> Self {
        let (microphone, lost_since, lost_why) = match view.microphone {
            watch::Microphone::Awaited => (VoiceMicrophone::Awaited, None, None),
            watch::Microphone::Live => (VoiceMicrophone::Live, None, None),
            watch::Microphone::Lost { last_at, why } => {
                (VoiceMicrophone::Lost, Some(Time(last_at)), Some(why.into()))
            }
        };
        let (recording, recording_fault) = match view.recording {
            watch::Recording::Awaited => (VoiceRecording::Awaited, None),
            watch::Recording::Running => (VoiceRecording::Running, None),
            watch::Recording::Stopped { why, .. } => (VoiceRecording::Stopped, Some(why.into())),
            watch::Recording::Ended => (VoiceRecording::Ended, None),
            watch::Recording::Erased => (VoiceRecording::Erased, None),
        };
        Self {
            microphone,
            lost_since,
            lost_why,
            listeners: view.listeners.iter().map(VoiceListener::from).collect(),
            silent_until: match view.silence {
                watch::Silence::NobodyHeard => None,
                watch::Silence::Until(until) => Some(Time(until)),
            },
            speech_forbidden: view.speech_forbidden,
            loudspeaker: view.loudspeaker == watch::Loudspeaker::On,
            recording,
            recording_fault,
            gaps: view
                .gaps
                .iter()
                .map(|gap| VoiceGap { from: Time(gap.from), until: Time(gap.until) })
                .collect(),
            more_gaps: view.more_gaps,
            held: view.held,
        }
    }
}

impl From<&engine::ListenerView> for VoiceListener {
    fn from(listener: &engine::ListenerView) -> Self {
        let open = |name: &Sensitive<String>| name.reveal(Purpose::AlarmHandling).clone();
        Self {
            peer: listener.peer.as_uuid(),
            account: listener.account.as_uuid(),
            name: listener.name.as_ref().map(open),
            seat: listener.seat.into(),
            hears: listener.hears,
            speaks: listener.speaks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_vocab::{AccountId, UtcMillis, VoicePeerId};

    #[test]
    fn a_desk_is_told_who_listens_until_when_it_is_silent_and_why_nothing_is_recorded() {
        let at = |seconds: u32| UtcMillis::from_unix_ms(1_795_000_000_000 + i64::from(seconds) * 1_000);
        let (why, last_at) = (watch::RecordingFault::DiskFull, at(7));
        let view = engine::VoiceView {
            microphone: watch::Microphone::Lost { last_at: at(9), why: watch::LossReason::Network },
            listeners: vec![engine::ListenerView {
                peer: VoicePeerId::from_u128(1),
                account: AccountId::from_u128(2),
                name: Some(Sensitive::new("Jan".to_owned())),
                seat: watch::Seat::Patrol,
                hears: true,
                speaks: false,
            }],
            silence: watch::Silence::Until(at(15)),
            speech_forbidden: true,
            loudspeaker: watch::Loudspeaker::On,
            recording: watch::Recording::Stopped { why, last_at },
            gaps: vec![watch::Gap { from: at(1), until: at(2) }],
            more_gaps: 3,
            held: false,
        };
        let voice = Voice::from(&view);
        assert_eq!((voice.microphone, voice.lost_since), (VoiceMicrophone::Lost, Some(Time(at(9)))));
        assert_eq!((voice.silent_until, voice.speech_forbidden), (Some(Time(at(15))), true));
        assert_eq!(voice.recording_fault, Some(VoiceFault::DiskFull));
        assert_eq!(voice.lost_why, Some(VoiceLoss::Network));
        let json = serde_json::to_value(&voice).unwrap();
        assert_eq!(json["listeners"][0]["seat"], "patrol");
        for (why, said) in [(watch::LossReason::Handset, "handset"), (watch::LossReason::Restart, "restart")]
        {
            let microphone = watch::Microphone::Lost { last_at: at(9), why };
            let lost = Voice::from(&engine::VoiceView { microphone, ..view.clone() });
            assert_eq!(serde_json::to_value(&lost).unwrap()["lost_why"], said);
        }
        let live = Voice::from(&engine::VoiceView { microphone: watch::Microphone::Live, ..view });
        assert_eq!((live.lost_since, live.lost_why), (None, None));
        assert_eq!(json["listeners"][0]["name"], "Jan");
        assert_eq!(json["gaps"][0]["until"], Time(at(2)).to_string());
        assert_eq!((&json["recording"], &json["loudspeaker"]), (&"stopped".into(), &true.into()));
    }
}
