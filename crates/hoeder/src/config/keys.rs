//! Every setting that there is: its name, what it may hold, its default, and what it does.
//!
//! The example file, the check for unknown names and the documentation are all made from this one table.
//! Never here: reading them.

/// What a setting may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// A file or folder; empty is 'none'.
    Path,
    /// An address with a port.
    Address,
    /// An address with a port, or `off`.
    AddressOrOff,
    /// A UUID.
    Id,
    /// A whole number.
    Whole(i64, i64),
    /// Texts.
    Texts,
    /// West, south, east, north in degrees.
    Bounds,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// A setting.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// Section and name, such as `server.listen`.
    pub(crate) name: &'static str,
    /// What it may hold.
    pub(crate) kind: Kind,
    /// As it is written in the file.
    pub(crate) default: &'static str,
    /// What it does.
    pub(crate) about: &'static str,
}

const fn key(name: &'static str, kind: Kind, default: &'static str, about: &'static str) -> Key {
    Key { name, kind, default, about }
}

const DAY_S: i64 = 86_400;
const MINUTES: Kind = Kind::Whole(1, 7 * 1440);
const STEP: Kind = Kind::Whole(1, DAY_S);
const TERM: Kind = Kind::Whole(1, 36_500);
const MONTHS: Kind = Kind::Whole(1, 120);
const COUNT: Kind = Kind::Whole(1, 1_000_000);
const WAIT_MS: Kind = Kind::Whole(10, 3_600_000);
const BYTES: Kind = Kind::Whole(1_024, 16_777_216);

/// All settings, section by section.
pub(crate) const KEYS: &[Key] = &[
    key(
        "server.data",
        Kind::Path,
        "\"/var/lib/hoeder\"",
        "The data folder: log, keys, sessions, map layers. Made when absent, readable by its owner only.",
    ),
    key(
        "server.listen",
        Kind::Address,
        "\"0.0.0.0:8443\"",
        "Where to listen for TLS. Port 0 takes a free one.",
    ),
    key(
        "server.metrics_listen",
        Kind::AddressOrOff,
        "\"127.0.0.1:9464\"",
        "Where Prometheus finds the figures, without TLS; \"off\" gives none. Keep it on an address of the inside.",
    ),
    key(
        "server.origins",
        Kind::Texts,
        "[]",
        "Origins from which the console is used, such as \"https://hoeder.example\". Empty means the address itself.",
    ),
    key(
        "server.web_root",
        Kind::Path,
        "\"\"",
        "Serve the console from this folder instead of from the program.",
    ),
    key(
        "store.kind",
        Kind::OneOf(&["embedded", "postgres"]),
        "\"embedded\"",
        "Where the log lives: \"embedded\" (SQLite in the data folder) or \"postgres\" (15 or newer).",
    ),
    key(
        "store.url_file",
        Kind::Path,
        "\"\"",
        "For \"postgres\": a file that holds postgres://user:password@host/database, or credential:NAME of systemd.",
    ),
    key(
        "tls.certificate_file",
        Kind::Path,
        "\"\"",
        "Certificate chain, PEM. Empty is allowed on an address of this machine only: then one is made at each start.",
    ),
    key("tls.key_file", Kind::Path, "\"\"", "Its private key, PEM, or credential:NAME of systemd."),
    key(
        "tls.self_signed_names",
        Kind::Texts,
        "[]",
        "Make a self-signed certificate for these names and addresses instead. For trying out only.",
    ),
    key(
        "cell.id",
        Kind::Id,
        "\"686f6564-6572-4ce1-8000-000000000001\"",
        "The cell: the territory of one control room. Never changes once the log has begun.",
    ),
    key(
        "cell.own_room",
        Kind::Id,
        "\"686f6564-6572-4001-8000-000000000001\"",
        "The control room of the cell.",
    ),
    key("alarm.held_s", STEP, "5", "Late when not durable by then."),
    key("alarm.not_shown_s", STEP, "3", "No desk has painted it by then: the ladder climbs at once."),
    key("alarm.own_room_s", STEP, "10", "Not taken by then: the neighbour room is called."),
    key(
        "alarm.neighbour_room_s",
        STEP,
        "15",
        "Not taken by then: the duty desk of the zone of intervention is called.",
    ),
    key("alarm.zone_duty_s", STEP, "30", "Not taken by then: everyone is called, and nobody can silence it."),
    key("alarm.repage_s", STEP, "30", "From there on everyone is called again after this pause."),
    key("alarm.take_to_dispatch_s", STEP, "60", "Taken and no team sent by then: late."),
    key("alarm.dispatch_to_scene_s", STEP, "900", "Team sent and not on the scene by then: late."),
    key("alarm.scene_to_close_s", STEP, "14400", "On the scene and not closed by then: late."),
    key(
        "alarm.owner_lost_s",
        STEP,
        "30",
        "The owner's last screen is gone for so long: the alarm rings again.",
    ),
    key(
        "alarm.take_over_s",
        STEP,
        "20",
        "For so long after an alarm was taken, a colleague takes it over without asking.",
    ),
    key("alarm.owner_reminded_s", STEP, "600", "The owner has done nothing for so long: reminded."),
    key(
        "alarm.owner_returned_s",
        STEP,
        "900",
        "The owner has done nothing for so long: the alarm rings again.",
    ),
    key(
        "alarm.protocols",
        Kind::Path,
        "\"\"",
        "File with the steps that a desk takes. Empty takes those of the program: `hoeder protocols show` prints them.",
    ),
    key(
        "desk.ready_timeout_s",
        Kind::Whole(6, 300),
        "15",
        "A desk that does not say for so long that it can be heard is deaf; it says so every 5 seconds.",
    ),
    key("supervision.daily_report_min", MINUTES, "1560", "No daily report for so long is an alert."),
    key(
        "supervision.unlink_grace_min",
        MINUTES,
        "10",
        "A button away from its phone for so long is an alert; sooner where the class of the handset asks it.",
    ),
    key("supervision.ageing_1_min", MINUTES, "15", "An open alert grows to level 1 after so long."),
    key("supervision.ageing_2_min", MINUTES, "60", "Level 2."),
    key("supervision.ageing_3_min", MINUTES, "240", "Level 3."),
    key("supervision.ageing_4_min", MINUTES, "1440", "Level 4."),
    key("supervision.ageing_then_min", MINUTES, "1440", "And one level more after each of these."),
    key(
        "reports.targets",
        Kind::Texts,
        "[\"bs8484\", \"nena\", \"nfpa1225\", \"en50518\"]",
        "Targets that answer times are judged against: these standards, or your own, such as \
         \"gent: 95 % in 15 s from pressed to taken\" (from pressed, delivered or taken; to taken or dispatched).",
    ),
    key(
        "map.base",
        Kind::OneOf(&["outline", "pmtiles", "style", "raster"]),
        "\"outline\"",
        "The picture under the alarms: \"outline\" (outline, zones and map/*.geojson of the data folder), \"pmtiles\" \
         (map.file), \"style\" (a MapLibre style at map.url), \"raster\" (WMTS or XYZ at map.url).",
    ),
    key(
        "map.file",
        Kind::Text,
        "\"\"",
        "For \"pmtiles\": the name of a file in the folder map of the data folder.",
    ),
    key(
        "map.url",
        Kind::Text,
        "\"\"",
        "For \"style\" and \"raster\": an https address of your organisation; {z} {x} {y} for raster.",
    ),
    key("map.attribution", Kind::Text, "\"\"", "For \"raster\": the credit to show."),
    key(
        "map.bounds",
        Kind::Bounds,
        "[2.5, 49.4, 6.5, 51.6]",
        "First view: west, south, east, north in degrees.",
    ),
    key("retention.fix_days", TERM, "30", "Positions are dropped after so many days."),
    key(
        "retention.proof_days",
        TERM,
        "400",
        "Proofs of life of a handset that is gone are dropped after so many days.",
    ),
    key(
        "retention.ended_days",
        TERM,
        "365",
        "Personal data of an ended case is named as due for erasure after so many days.",
    ),
    key(
        "places.file",
        Kind::Path,
        "\"\"",
        "File (TOML) with the letterhead, the language and the addresses for notices of each zone and office.",
    ),
    key(
        "measure.checklists",
        Kind::Texts,
        "[]",
        "Files (TOML) with your checklists of COL 15/2020, the one in use last. Empty uses the shipped practice list.",
    ),
    key(
        "measure.extension",
        Kind::OneOf(&["from-current-end", "from-incident"]),
        "\"from-current-end\"",
        "From where the nine months of an extension run: the present end date, or the day of the incident (7.10.2).",
    ),
    key("measure.first_revisit_days", TERM, "30", "Days from the activation to the first revisit."),
    key("measure.revisit_early_days", TERM, "14", "A revisit counts for a date at most so many days ahead."),
    key("measure.confirm_days", TERM, "1", "Days in which a receipt is confirmed."),
    key("measure.activate_days", TERM, "1", "Days after the grant in which the alarm must be active."),
    key("measure.reassessment_months", MONTHS, "1", "Months for which a reassessment supports an early end."),
    key("measure.supervised_months", MONTHS, "3", "Months of supervision after the end."),
    key(
        "documents.scan_command",
        Kind::Texts,
        "[]",
        "Virus scanner for uploads, with its arguments: gets the file on its standard input; 0 is clean, 1 infected, \
         anything else keeps the file out. Empty scans nothing.",
    ),
    key("documents.scan_timeout_s", Kind::Whole(1, 110), "30", "How long the scanner may take."),
    key("notify.smtp_host", Kind::Text, "\"\"", "Mail server for word of notices. Empty sends no mail."),
    key("notify.smtp_port", Kind::Whole(1, 65_535), "465", "Its port."),
    key(
        "notify.smtp_security",
        Kind::OneOf(&["tls", "starttls", "plain"]),
        "\"tls\"",
        "\"tls\", \"starttls\" (never without), or \"plain\" for a server on this machine.",
    ),
    key(
        "notify.smtp_credentials_file",
        Kind::Path,
        "\"\"",
        "A file with the user on its first line and the password on its second, or credential:NAME of systemd.",
    ),
    key("notify.mail_from", Kind::Text, "\"\"", "A neutral sender, such as \"no-reply@zone.example\"."),
    key(
        "notify.hook_secret_file",
        Kind::Path,
        "\"\"",
        "A file with the secret (32 bytes or more) that signs web hooks, or credential:NAME. Empty calls no hooks.",
    ),
    key(
        "notify.hook_addresses",
        Kind::OneOf(&["public", "any"]),
        "\"public\"",
        "\"public\": a hook never leads into a private network; \"any\": the receiver is inside.",
    ),
    key(
        "notify.ca_file",
        Kind::Path,
        "\"\"",
        "Certificates (PEM) trusted besides those of the system, for the mail server and the hooks.",
    ),
    key("notify.timeout_s", Kind::Whole(1, 120), "20", "How long one try may take."),
    key(
        "trackers.teltonika_listen",
        Kind::AddressOrOff,
        "\"off\"",
        "Where Teltonika devices connect (TCP), such as \"10.20.0.1:5027\". They speak in the clear: a private network only.",
    ),
    key("trackers.teltonika_udp_listen", Kind::AddressOrOff, "\"off\"", "Where their datagrams arrive."),
    key(
        "trackers.queclink_listen",
        Kind::AddressOrOff,
        "\"off\"",
        "Where Queclink devices connect (TCP), such as \"10.20.0.1:5004\". They speak in the clear: a private network only.",
    ),
    key("trackers.queclink_udp_listen", Kind::AddressOrOff, "\"off\"", "Where their datagrams arrive."),
    key(
        "trackers.http_listen",
        Kind::AddressOrOff,
        "\"off\"",
        "Where apps that speak like OsmAnd or OwnTracks post, with TLS and the certificate of [tls].",
    ),
    key(
        "trackers.mqtt_listen",
        Kind::AddressOrOff,
        "\"off\"",
        "Where OwnTracks connects by MQTT, with TLS and the certificate of [tls].",
    ),
    key(
        "trackers.line",
        Kind::OneOf(&["plain", "tls"]),
        "\"plain\"",
        "\"tls\" for Teltonika and Queclink devices that can speak it over TCP; datagrams stay in the clear.",
    ),
    key(
        "trackers.networks",
        Kind::Texts,
        "[]",
        "Networks such as \"10.20.0.0/16\" from which Teltonika and Queclink devices may come. Empty means any.",
    ),
    key(
        "trackers.teltonika_io",
        Kind::Texts,
        "[]",
        "Elements of the model of band in use, such as \"1=strap-cut\" or \"2=!case-opened\" (0 is the sign); docs/trackers.md.",
    ),
    key(
        "trackers.queclink_password_file",
        Kind::Path,
        "\"\"",
        "A file with the password in commands to Queclink devices, or credential:NAME. Empty takes that of the maker.",
    ),
    key("trackers.connections", COUNT, "20000", "Connections of one listener; more are closed at once."),
    key(
        "trackers.connections_per_source",
        COUNT,
        "20000",
        "Connections of one address at one listener; behind a mobile operator many devices have the same one.",
    ),
    key("trackers.idle_s", STEP, "900", "A connection that is silent for so long is closed."),
    key("trackers.login_s", Kind::Whole(1, 600), "30", "To say who it is."),
    key(
        "trackers.reports_per_second",
        COUNT,
        "100",
        "Reports of one device in the long run; more are slowed down.",
    ),
    key(
        "trackers.burst",
        Kind::Whole(255, 1_000_000),
        "20000",
        "Reports of one device at once, such as those of a day without network.",
    ),
    key("trackers.faults", COUNT, "8", "Messages of a connection that cannot be read, before it is closed."),
    key(
        "trackers.doubtful_per_second",
        COUNT,
        "5",
        "Presses of unknown devices, of one address; ten times as many in a burst.",
    ),
    key("trackers.datagrams", COUNT, "1024", "Datagrams of one socket in work at once; more are left lying."),
    key("trackers.busy_s", Kind::Whole(1, 600), "60", "How long a message waits while there is too much."),
    key("trackers.commands", Kind::Whole(1, 1_000), "8", "Commands that wait for one device."),
    key(
        "trackers.command_patience_s",
        STEP,
        "900",
        "How long a command waits for its device, and for its answer.",
    ),
    key(
        "trackers.quarantine_bytes",
        Kind::Whole(1_024, 1_073_741_824),
        "16777216",
        "Largest file of messages that cannot be read; there are two.",
    ),
    key("log.format", Kind::OneOf(&["text", "json"]), "\"text\"", "Log lines on stderr as text or as JSON."),
    key(
        "log.level",
        Kind::Text,
        "\"info\"",
        "What is logged: error, warn, info, debug, or a filter such as \"info,hoeder_server=debug\".",
    ),
    key("limits.connections", COUNT, "20000", "Connections in all; more are closed at once."),
    key("limits.connections_per_source", COUNT, "4000", "Connections of one address."),
    key("limits.handshake_timeout_ms", WAIT_MS, "10000", "To finish the TLS handshake."),
    key(
        "limits.header_timeout_ms",
        WAIT_MS,
        "30000",
        "To send the head of a request, also on an idle connection.",
    ),
    key("limits.request_timeout_ms", WAIT_MS, "20000", "To send the body and get the answer."),
    key("limits.reply_timeout_ms", WAIT_MS, "10000", "To wait for the engine."),
    key("limits.body_bytes", BYTES, "65536", "Body of a request."),
    key("limits.photo_bytes", BYTES, "98304", "Body with a photo."),
    key("limits.document_timeout_ms", WAIT_MS, "120000", "To send a document and get the answer."),
    key("limits.frame_bytes", BYTES, "16384", "Frame of a WebSocket from outside."),
    key("limits.requests_per_second", COUNT, "200", "Requests of one address; ten times as many in a burst."),
    key("limits.doubtful_per_second", COUNT, "5", "Messages that nobody vouches for, of one address."),
    key("limits.pairings_per_minute", COUNT, "6", "Attempts to pair, of one address."),
    key("limits.messages_per_second", COUNT, "10", "Messages of one handset that are no press."),
    key("limits.desk_ping_ms", WAIT_MS, "5000", "Between two pings to a desk."),
    key("limits.desk_silent_ms", WAIT_MS, "15000", "A desk silent for so long is down."),
    key("limits.desk_drain_ms", WAIT_MS, "5000", "A desk that does not take its frames for so long is down."),
    key("limits.desk_outbox", COUNT, "4096", "Frames that wait for one desk."),
    key("limits.hello_timeout_ms", WAIT_MS, "5000", "To say hello on a handset stream."),
    key(
        "limits.writer_backlog",
        COUNT,
        "20000",
        "Entries that wait for the store before only presses are let in.",
    ),
    key("limits.sign_in_failures", COUNT, "5", "Failed sign-ins of one login before each further one waits."),
    key("limits.sign_in_delay_ms", WAIT_MS, "1000", "The first of those waits; it doubles up to a minute."),
    key("limits.store_retry_ms", WAIT_MS, "1000", "How often a failed store is tried again."),
    key(
        "tracking.protocols",
        Kind::Path,
        "\"\"",
        "File with the steps at alerts of tracking. Empty takes those of the program: `hoeder protocols show --of alerts` prints them.",
    ),
    key(
        "tracking.burden_day",
        Kind::Whole(1, 1_000),
        "6",
        "Most alerts of danger about a protected person in 24 hours before somebody looks at it.",
    ),
    key("tracking.burden_night", Kind::Whole(1, 1_000), "2", "Likewise in a night, 22 to 7 o'clock."),
    key(
        "tracking.folder",
        Kind::Path,
        "\"\"",
        "Folder of the files of positions; none is the folder `tracks` of the data folder.",
    ),
    key("tracking.keep_days", TERM, "90", "Days that positions are kept besides today."),
    key(
        "tracking.shards",
        Kind::Whole(0, 64),
        "0",
        "Threads that judge positions; 0 is one for each processor.",
    ),
    key(
        "tracking.queue_reports",
        COUNT,
        "50000",
        "Reports that wait in one shard; beyond, the sender is told to wait.",
    ),
    key("tracking.device_batches", COUNT, "8", "Batches of one device that wait at once."),
    key("tracking.segment_mib", Kind::Whole(1, 1_024), "32", "Size of one file of positions."),
    key(
        "tracking.most_gib",
        Kind::Whole(0, 1_000_000),
        "0",
        "Most room for positions; 0 is what the disk has.",
    ),
    key("tracking.gap_s", STEP, "120", "A report made longer ago than this is judged after those of now."),
    key("tracking.recall_s", STEP, "900", "After a start the guard hears again what came within this time."),
    key(
        "voice.listen",
        Kind::Address,
        "\"0.0.0.0:8444\"",
        "Where the sound of alarms comes in, by UDP and by TCP: open both to phones and desks.",
    ),
    key(
        "voice.addresses",
        Kind::Texts,
        "[]",
        "Addresses at which phones and desks reach that port, such as [\"192.0.2.10\"]; empty: those of this machine.",
    ),
    key(
        "voice.silent_phase_s",
        Kind::Whole(10, 120),
        "15",
        "From the first live sound at a desk, nobody speaks for so long.",
    ),
    key(
        "voice.recordings",
        Kind::Path,
        "\"\"",
        "Folder of the recordings of alarms; none is the folder `recordings` of the data folder.",
    ),
    key(
        "voice.keep_days",
        TERM,
        "365",
        "The key of a closed alarm's recording is destroyed so many days after its last sound, unless a magistrate holds it.",
    ),
];

/// The setting of this name.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The known name that is nearest to a mistyped one.
pub(crate) fn nearest(name: &str) -> &'static str {
    KEYS.iter().map(|key| key.name).min_by_key(|known| distance(name, known)).unwrap_or("server.data")
}

/// How many letters must change (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (to, above) in b.iter().zip(row.iter().skip(1)) {
            let here = (diagonal + usize::from(from != *to)).min(above + 1).min(left + 1);
            diagonal = *above;
            left = here;
            next.push(here);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// A file with every setting at its default, commented out.
pub(crate) fn example() -> String {
    let mut text = String::from(
        "# Hoeder, all settings with their defaults. Made by `hoeder config example`.\n\
         # A flag wins over HOEDER__SECTION__KEY in the environment, that over conf.d/*.toml, that over this file.\n\
         # A name that is not here is refused. Secrets stand in files of their own, never here.\n",
    );
    let mut section = "";
    for key in KEYS {
        let (of, name) = key.name.split_once('.').unwrap_or(("", key.name));
        if of != section {
            text.push_str(&format!("\n[{of}]\n"));
            section = of;
        }
        text.push_str(&format!("# {}\n# {name} = {}\n", key.about, key.default));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_is_answered_with_the_nearest_one() {
        assert_eq!(nearest("server.lisen"), "server.listen");
        assert_eq!(nearest("alarm.ownroom_s"), "alarm.own_room_s");
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn every_setting_has_its_own_name() {
        for key in KEYS {
            assert_eq!(KEYS.iter().filter(|other| other.name == key.name).count(), 1, "{}", key.name);
        }
    }
}
