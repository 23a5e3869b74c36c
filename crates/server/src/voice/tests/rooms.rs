//! Who hears whom, by the gate alone.

use super::page::{ALARM, BEGUN, Net, peer};
use crate::auth::Token;
use crate::voice::peer::Who;
use hoeder_engine::voice::VoiceNews;
use hoeder_vocab::UtcMillis;
use hoeder_watch::voice::{LossReason, Loudspeaker};
use str0m::media::Direction;

fn sounds(net: &mut Net, page: usize, packets: usize) {
    for n in 0..packets {
        let now = net.now;
        net.pages[page].sounds(&[0xf8, u8::try_from(page).unwrap(), u8::try_from(n % 250).unwrap()], now);
        net.step();
    }
}

/// Proves AL-05: recorded from the first packet, whether or not anybody listens; heard only by who is in the gate.
#[test]
fn the_sound_of_a_handset_is_kept_from_the_first_packet_and_goes_to_who_is_in_the_gate_only() {
    let mut net = Net::new();
    let phone = net.handset();
    sounds(&mut net, phone, 10);
    let heard = net.rest.0.lock().unwrap();
    assert_eq!(heard.kept.len(), 10);
    assert!(
        matches!(heard.news[..], [(ALARM, VoiceNews::MicUp { at })] if at >= UtcMillis::from_unix_ms(BEGUN))
    );
    let clocks: Vec<u64> = heard.kept.windows(2).map(|pair| pair[1].clock - pair[0].clock).collect();
    assert_eq!(clocks, [960; 9]);
    drop(heard);
    let (inside, outside) = (net.desk(1), net.desk(2));
    net.gate(&[1], None, Loudspeaker::Off);
    sounds(&mut net, phone, 5);
    assert_eq!(net.pages[inside].sound.len(), 5);
    assert_eq!(net.pages[inside].sound[0].1[..2], [0xf8, 0], "as the handset sent it");
    assert!(net.pages[outside].sound.is_empty(), "no right, no sound");
    assert!(net.pages[phone].sound.is_empty());
    net.gate(&[1, 2], None, Loudspeaker::Off);
    sounds(&mut net, phone, 5);
    let numbers: Vec<_> = net.pages[inside].sound.iter().map(|(_, opus)| opus[2]).collect();
    assert_eq!((numbers.len(), net.pages[outside].sound.len()), (10, 5), "{numbers:?}");
}

/// Proves AL-05: a listener's own sound reaches the handset only while the gate names that listener as speaker.
#[test]
fn who_is_not_the_speaker_is_heard_by_nobody() {
    let mut net = Net::new();
    let (phone, one, two) = (net.handset(), net.desk(1), net.desk(2));
    net.gate(&[1, 2], None, Loudspeaker::Off);
    sounds(&mut net, one, 5);
    assert!(net.pages.iter().all(|page| page.sound.is_empty()));
    net.gate(&[1, 2], Some(1), Loudspeaker::On);
    sounds(&mut net, one, 5);
    sounds(&mut net, two, 5);
    assert_eq!(net.pages[phone].sound.len(), 5);
    assert!(net.pages[phone].sound.iter().all(|(_, opus)| opus[1] == 1));
    let colleague = &net.pages[two].sound;
    assert_eq!(colleague.len(), 5, "the colleague hears what is said");
    assert!(colleague.iter().all(|(line, _)| *line != net.pages[two].audio()), "on a line of its own");
    assert!(net.pages[one].sound.is_empty(), "and nobody hears himself");
    assert_eq!(net.rest.0.lock().unwrap().kept.len(), 0, "the recording is that of the handset");
    let words = &net.pages[phone].words;
    assert!(
        words.contains(&r#"{"kind":"play","loudspeaker":false,"speaking":false}"#.to_owned()),
        "{words:?}"
    );
    assert!(words.contains(&r#"{"kind":"play","loudspeaker":true,"speaking":true}"#.to_owned()), "{words:?}");
    net.gate(&[1, 2], None, Loudspeaker::Off);
    sounds(&mut net, one, 5);
    assert_eq!(net.pages[phone].sound.len(), 5, "the key is let go");
}

/// Proves AL-05, FL-08: the silence before speech is counted from sound that was really there.
#[test]
fn a_desk_is_heard_of_only_when_sound_was_sent_to_it() {
    let mut net = Net::new();
    let (phone, desk) = (net.handset(), net.desk(1));
    net.gate(&[1], None, Loudspeaker::Off);
    net.pages[desk].says(r#"{"kind":"heard"}"#);
    net.step();
    assert!(net.news().is_empty());
    sounds(&mut net, phone, 3);
    net.pages[desk].says(r#"{"kind":"heard"}"#);
    net.step();
    assert!(net.news().contains(&VoiceNews::Heard { peer: peer(1) }));
    net.pages[phone].says(r#"{"kind":"heard"}"#);
    net.step();
    assert_eq!(net.news().len(), 2, "a handset does not hear for a desk");
}

/// Proves AL-05: what is lost on the way is counted and shown to who listens.
#[test]
fn figures_of_the_way_go_to_who_listens_each_second() {
    let mut net = Net::new();
    let (phone, desk) = (net.handset(), net.desk(1));
    net.gate(&[1], None, Loudspeaker::Off);
    sounds(&mut net, phone, 20);
    net.pages[phone].loses();
    net.pages[phone].loses();
    sounds(&mut net, phone, 10);
    net.second();
    let figures = net.pages[desk].words.last().unwrap();
    assert!(figures.starts_with(r#"{"kind":"figures","received":30,"lost":2,"#), "{figures}");
    assert!(figures.contains(r#""level_dbov":-30"#) && figures.contains(r#""path":"udp""#), "{figures}");
    assert!(!net.pages[phone].words.iter().any(|word| word.contains("figures")));
}

/// Proves ARC-12: a link that fell silent is told within its time, and so is its return.
#[test]
fn two_seconds_without_sound_are_a_lost_microphone_and_the_next_packet_is_its_return() {
    let mut net = Net::new();
    let phone = net.handset();
    sounds(&mut net, phone, 5);
    net.second();
    assert_eq!(net.news().len(), 1);
    net.second();
    net.second();
    assert!(matches!(net.news()[..], [_, VoiceNews::MicLost { why: LossReason::Network, .. }]));
    assert_eq!(net.rest.0.lock().unwrap().cuts, 1);
    sounds(&mut net, phone, 2);
    assert!(matches!(net.news()[..], [_, _, VoiceNews::MicUp { .. }]));
    net.pages[phone].says(r#"{"kind":"microphone","state":"ended"}"#);
    net.step();
    assert!(matches!(net.news()[3], VoiceNews::MicLost { why: LossReason::Handset, .. }));
}

/// Proves ARC-12: a handset that comes again by another way takes the place of its old connection with its first packet.
#[test]
fn a_new_connection_of_the_handset_goes_on_with_the_recording_and_with_the_streams_of_the_listeners() {
    let mut net = Net::new();
    let (old, desk) = (net.handset(), net.desk(1));
    net.gate(&[1], None, Loudspeaker::Off);
    sounds(&mut net, old, 5);
    let new = net.handset();
    sounds(&mut net, old, 2);
    assert_eq!(net.pages[desk].sound.len(), 7, "the old one is heard until the new one sounds");
    sounds(&mut net, new, 5);
    sounds(&mut net, old, 3);
    assert_eq!(net.pages[desk].sound.len(), 12, "and then no longer");
    let news = net.news();
    assert!(matches!(
        news[..],
        [
            VoiceNews::MicUp { .. },
            VoiceNews::MicLost { why: LossReason::Network, .. },
            VoiceNews::MicUp { .. }
        ]
    ));
    let heard = net.rest.0.lock().unwrap();
    assert_eq!((heard.kept.len(), heard.cuts), (12, 1));
}

/// Proves AL-05, GN-02: after the close nothing comes in and nothing goes out, and who loses the right is out at once.
#[test]
fn who_is_put_out_hears_nothing_more_and_a_closed_room_takes_nothing_in() {
    let mut net = Net::new();
    let (phone, one, two) = (net.handset(), net.desk(1), net.desk(2));
    net.gate(&[1, 2], None, Loudspeaker::Off);
    sounds(&mut net, phone, 3);
    net.gate(&[1], None, Loudspeaker::Off);
    sounds(&mut net, phone, 3);
    assert_eq!((net.pages[one].sound.len(), net.pages[two].sound.len()), (6, 3));
    net.close();
    sounds(&mut net, phone, 5);
    let heard = net.rest.0.lock().unwrap();
    assert_eq!((net.pages[one].sound.len(), heard.kept.len()), (6, 6));
    assert_eq!(heard.closed, [ALARM]);
}

/// Proves GN-02: a connection does not outlive the sign-in that it was made with.
#[test]
fn a_session_that_ends_takes_its_listener_out() {
    let mut net = Net::new();
    let (phone, desk) = (net.handset(), net.desk(1));
    net.gate(&[1], None, Loudspeaker::Off);
    sounds(&mut net, phone, 3);
    net.rest.0.lock().unwrap().ended.insert(Token::of_test(1).bytes());
    net.second();
    sounds(&mut net, phone, 3);
    assert_eq!(net.pages[desk].sound.len(), 3);
    assert!(net.news().contains(&VoiceNews::PeerLost { peer: peer(1) }));
}

#[test]
fn what_the_engine_does_not_take_is_said_again_in_order() {
    let mut net = Net::new();
    let phone = net.handset();
    net.rest.0.lock().unwrap().deaf = true;
    sounds(&mut net, phone, 2);
    net.second();
    net.second();
    net.second();
    assert!(net.news().is_empty());
    net.rest.0.lock().unwrap().deaf = false;
    net.second();
    assert!(matches!(net.news()[..], [VoiceNews::MicUp { .. }, VoiceNews::MicLost { .. }]));
}

/// Proves ARC-12: what nobody answers is cleared.
#[test]
fn a_page_that_vanishes_is_noticed() {
    let mut net = Net::new();
    let (phone, desk) = (net.handset(), net.desk(1));
    net.gate(&[1], None, Loudspeaker::Off);
    sounds(&mut net, phone, 3);
    net.pages[desk].dead = true;
    for _ in 0..60 {
        net.second();
    }
    assert!(net.news().contains(&VoiceNews::PeerLost { peer: peer(1) }));
}

/// Proves FL-20: an offer that the engine refuses leaves nothing behind, whatever alarm it names.
#[test]
fn a_connection_that_is_refused_leaves_no_room() {
    let mut net = Net::new();
    let page = net.page(Who::Handset, &[Direction::SendRecv]);
    assert_eq!(net.rooms.count(), 1);
    net.rooms.disconnect(u64::try_from(page).unwrap() + 1);
    assert_eq!(net.rooms.count(), 0);
}
