//! The disk of the recordings is really full: a file system of four megabytes, where the system lets the test mount one.
//!
//! Everywhere else the same is proven with a disk that says so (`voice/recording/tests.rs`).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test stops where it does not hold, and says what was not proven"
)]

use crate::support::desk::in_time;
use crate::support::house_with;
use crate::support::phone::now;
use crate::support::story::Story;
use core::time::Duration;
use hoeder_engine::voice::VoiceNews;
use hoeder_server::voice::recording::{Packet, RecordingSettings};
use hoeder_vocab::{AlarmId, UtcMillis};
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// A file system of its own, away again at the end.
struct Small(tempfile::TempDir);

impl Small {
    fn mounted() -> Option<Self> {
        let small = Self(tempfile::tempdir().unwrap());
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=4m", "hoeder-test"]).arg(small.path());
        let done = mount.output().is_ok_and(|output| output.status.success());
        done.then_some(small)
    }
    fn path(&self) -> &Path {
        self.0.path()
    }
    fn fill(&self) {
        let mut file = std::fs::File::create(self.path().join("others")).unwrap();
        while file.write_all(&[7; 4_096]).is_ok() {}
    }
    fn is_freed(&self) {
        std::fs::remove_file(self.path().join("others")).unwrap();
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(self.0.path()).output());
    }
}

/// A phone that never stops speaking; a second of it in a moment.
struct Sound {
    from: UtcMillis,
    packets: u64,
}

impl Sound {
    fn second(&mut self, story: &Story) {
        for _ in 0..50 {
            let received_at = self.from.plus(Duration::from_millis(20 * self.packets));
            let packet = Packet { received_at, clock: 960 * self.packets, opus: vec![31 << 3; 80] };
            story.house.running.recordings().packet(AlarmId::from_uuid(story.alarm), packet);
            self.packets += 1;
        }
    }

    /// Speaks on until the alarm that a desk is shown is so.
    async fn until(&mut self, story: &mut Story, recording: &str) -> Value {
        in_time(async {
            loop {
                self.second(story);
                let path = format!("/api/v1/alarms/{}", story.alarm);
                let shown = story.operator.get(&path).await.json();
                if shown["voice"]["recording"] == recording {
                    return shown["voice"].clone();
                }
            }
        })
        .await
    }
}

fn stretches(hearing: &Value) -> usize {
    hearing["stretches"].as_array().map_or(0, Vec::len)
}

/// Proves FL-31, AL-05: a full disk stops the recording, says so at the desk, and stops nothing else; with room it goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_stops_the_recording_and_nothing_else() {
    let Some(small) = Small::mounted() else {
        eprintln!("no file system can be mounted here: not proven with a disk that is really full");
        return;
    };
    let folder = small.path().to_path_buf();
    let house = house_with(|config| config.recordings = Some(RecordingSettings::new(folder))).await;
    let mut story = Story::begins_in(house).await;
    let mut sound = Sound { from: now(), packets: 0 };
    assert!(
        story.house.running.voice_says(AlarmId::from_uuid(story.alarm), VoiceNews::MicUp { at: sound.from })
    );
    sound.until(&mut story, "running").await;
    let hearings = format!("/api/v1/alarms/{}/recording/hearings", story.alarm);
    let heard = in_time(async {
        loop {
            sound.second(&story);
            let hearing = story.operator.post(&hearings, &json!({"purpose": "alarm"})).await.json();
            if stretches(&hearing) == 1 {
                return format!("{hearings}/{}", hearing["hearing"].as_str().unwrap());
            }
        }
    })
    .await;

    small.fill();
    let voice = sound.until(&mut story, "stopped").await;
    assert_eq!(voice["recording_fault"], "disk_full");
    let alarm = story.alarm;
    story.desk.sees_alarm(alarm, |alarm| alarm["voice"]["recording"] == "stopped").await;
    let kept = story.operator.get(&heard).await;
    assert_eq!((kept.status, stretches(&kept.json())), (200, 1), "what was kept is heard: {}", kept.text());
    story.a_team_goes().await;

    small.is_freed();
    sound.until(&mut story, "running").await;
    in_time(async {
        loop {
            sound.second(&story);
            let hearing = story.operator.get(&heard).await.json();
            if stretches(&hearing) > 1 {
                assert!(hearing["gaps"].as_array().is_some_and(|gaps| !gaps.is_empty()), "{hearing}");
                return;
            }
        }
    })
    .await;
    story.ends().await;
}
