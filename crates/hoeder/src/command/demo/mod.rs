//! `demo`: a populated system in an invented town, with people who walk, press and answer over the real network.
//!
//! The town, its people and its days are of room `sim`; the server is the real one.
//! Never here: a data folder that holds anything real.

mod bands;
mod centre;
mod desk;
mod house;
mod papers;
mod people;

use crate::cli::{DemoArgs, Switches};
use crate::client::{Server, Session, Trust};
use crate::command::serve::{Ends, runtime, start};
use crate::exit::{Code, Failure, Outcome};
use crate::out::{self, Talk};
use hoeder_server::Running;
use hoeder_sim::demo;
use house::{House, PASSWORD};
use hyper::Method;
use serde_json::{Value, json};
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use uuid::Uuid;

/// The officer who keeps the newcomer's case.
const OFFICER: &str = "officer-hoedergem";
/// Under these the newcomer's own case and person are made.
const TEST_CASE: Uuid = Uuid::from_u128(0x686f_6564_6572_7e57_8000_0000_0000_0001);
const TEST_PERSON: Uuid = Uuid::from_u128(0x686f_6564_6572_7e57_8000_0000_0000_0002);
const TEST_NUMBER: &str = "2026-9100";

pub(super) fn run(arguments: &DemoArgs, _switches: &Switches, talk: Talk) -> Outcome {
    let house = House::make(arguments, talk)?;
    crate::command::serve::log_lines(&house.settings)?;
    runtime()?.block_on(live(&house, arguments, talk))
}

async fn live(house: &House, arguments: &DemoArgs, talk: Talk) -> Outcome {
    let mut ends = Ends::new()?;
    let running = start(&house.settings).await?;
    let url = format!("https://localhost:{}", running.addr().port());
    let trust = Trust::File(house.keep_certificate(&running)?);
    let local = Server::new(&format!("https://{}", running.addr()), &trust)?;
    let officer = local.sign_in(OFFICER, PASSWORD).await?;
    let pairing = newcomer(&officer).await?;
    tell(house, &running, (&url, &pairing), arguments)?;
    if !arguments.headless {
        open_browser(&url, talk);
    }
    let mut tasks = tokio::task::JoinSet::new();
    if !arguments.still {
        people::come(&mut tasks, &local, &running, arguments.seed)?;
        let operator = local.sign_in("operator2", PASSWORD).await?;
        tasks.spawn(desk::sit(operator, arguments.seed, TEST_CASE.to_string()));
        bands::come(&mut tasks, &running, &house.certificate_file(), arguments.seed)?;
        let monitor = local.sign_in("monitor2", PASSWORD).await?;
        tasks.spawn(centre::sit(monitor, arguments.seed));
    }
    ends.asked().await;
    talk.say("stopping");
    tasks.shutdown().await;
    running.stop().await;
    Ok(Code::Ok)
}

/// The newcomer's own test person, and a fresh code to pair a phone with.
async fn newcomer(officer: &Session) -> Outcome<Value> {
    let case = format!("/api/v1/cases/{TEST_CASE}");
    let person = format!("{case}/persons/{TEST_PERSON}");
    let card = json!({
        "suspect": "Niemand: dit is uw eigen proefpersoon", "suspect_description": "", "weapons": "no",
        "weapons_note": "", "vehicle": "", "context": "Proefdossier van wie de demo bekijkt.", "antecedents": "",
        "instructions": "Een oefening: niemand rukt uit.", "children": "", "places": [], "duress_word": "proefwoord",
    });
    let zone = demo::HOEDERGEM.to_string();
    let dossier = json!({"number": TEST_NUMBER, "managing_zone": zone, "state": "active", "card": card});
    officer.send(Method::PUT, &case, &dossier).await?;
    let who = json!({"kind": "protected", "name": "Uzelf (proefpersoon)", "language": "dutch"});
    officer.send(Method::PUT, &person, &who).await?;
    officer.send(Method::POST, &format!("{person}/pairing"), &Value::Null).await
}

fn tell(
    house: &House,
    running: &Running,
    (url, pairing): (&str, &Value),
    arguments: &DemoArgs,
) -> Outcome<()> {
    let code = pairing.get("code").and_then(Value::as_str).unwrap_or_default();
    let handset = format!("{url}/handset/#{code}");
    if arguments.form.json {
        let accounts: Vec<Value> = house::sign_ins()
            .into_iter()
            .map(|(login, role, what)| json!({"login": login, "role": role, "what": what}))
            .collect();
        return out::json(&json!({
            "url": url, "handset_url": handset, "pairing_code": code, "pairing_until": pairing.get("expires_at"),
            "password": PASSWORD, "accounts": accounts, "certificate_file": house.certificate_file(),
            "data": house.data(), "metrics": running.metrics_addr().map(|at| at.to_string()),
            "test_case": TEST_NUMBER, "past_alarms": house.past.map(|past| past.alarms),
            "past_incidents": house.past.map(|past| past.incidents), "trackers": listeners(running),
        }));
    }
    let rows: Vec<Vec<String>> = house::sign_ins()
        .into_iter()
        .map(|(login, role, what)| vec![login, role.to_owned(), what.to_owned()])
        .collect();
    out::line(format!(
        "{url}\n\nEXERCISE: Hoedergem does not exist, and neither do its people. Seed {}.\n\
         The certificate is made for this demo: let the browser accept it once.\n\n\
         Sign in at {url} with the password {PASSWORD} as\n",
        arguments.seed
    ))?;
    let bands = if arguments.still {
        "No band and no application reports: silences come after three minutes."
    } else {
        "A band comes near within about a minute; take it, tell the police, close it once it is over."
    };
    out::line(out::table_text(&["LOGIN", "ROLE", "WHAT YOU SEE"], &rows))?;
    out::line(format!(
        "Try it:\n  1. Open {url} and sign in as operator1: the alarm desk.\n  \
         2. Open {handset}\n     in another window (or on a phone of this machine): it pairs with the code {code}, good for 15 minutes.\n  \
         3. Hold the big clock for two seconds: the desk rings. Take it with Enter, send a team, close it with a report.\n  \
         Another code: sign in as {OFFICER}, case {TEST_NUMBER}, Pair a phone.\n  \
         4. Sign in as monitor1: the tracking desk. {bands}\n"
    ))?;
    if arguments.still {
        out::line("Nobody else presses or answers. Ctrl-C ends it.")
    } else {
        out::line(
            "Meanwhile the people of the town press, and operator2 and monitor2 answer them, sometimes slowly. Ctrl-C ends it.",
        )
    }
}

/// Where devices report, by language: `host:port`.
fn listeners(running: &Running) -> Value {
    let Some(trackers) = running.trackers() else { return Value::Null };
    let at = |address: Option<SocketAddr>| address.map(|at| at.to_string());
    json!({"teltonika": at(trackers.at.teltonika), "http": at(trackers.at.http), "mqtt": at(trackers.at.mqtt)})
}

fn open_browser(url: &str, talk: Talk) {
    let screen = ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if !screen || !std::io::stdout().is_terminal() {
        return;
    }
    let opened = Command::new("xdg-open")
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if opened.is_err() {
        talk.say("no browser could be opened: open the address yourself");
    }
}

/// Why the demo cannot be made here.
fn not_here(what: String) -> Failure {
    Failure::new(Code::NotAllowed, what).hint("name a folder that does not exist yet, or leave --data out")
}
