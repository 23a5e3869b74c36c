//! `bench measure`: the list, the search and the page of a measure, as a zone and a magistrate ask for them, of a base of ten years.
//!
//! The server is a process of its own; each figure is the time from a request to the last byte of its answer, over TLS.
//! Never here: making the base (an example of the room `store` does).

use super::child::Served;
use super::{at, millis, print, rounded, town};
use crate::cli::BenchMeasure;
use crate::client::{Kept, Server};
use crate::config::{Need, Settings};
use crate::exit::{Code, Failure, Outcome};
use crate::offline::Offline;
use crate::out::Talk;
use hoeder_engine::input::RosterOrder;
use hoeder_engine::roster::{Account, AccountState};
use hoeder_store::{Log as _, SqliteLog};
use hoeder_vocab::{AccountId, Role, Sensitive};
use hyper::Method;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Accounts that no base has.
const FIRST_DESK: u128 = 0xDE5C_0000;
/// Requests before the clock runs: the first of a day computes what is due that day.
const WARM_UP: usize = 3;

/// The times of each kind of request.
#[derive(Default)]
struct Times {
    list: Vec<Duration>,
    search: Vec<Duration>,
    page: Vec<Duration>,
    first: Vec<Duration>,
}

pub(in crate::command) fn measure(arguments: &BenchMeasure, talk: Talk) -> Outcome {
    let file = settings_file(&arguments.base)?;
    let values = crate::config::read(Some(&file), &[])?;
    let settings = Settings::from_values(&values, None, Need::Log)?;
    let logins = add_desks(&settings)?;
    talk.say("two desks are in the base");
    let begun = Instant::now();
    let served = Served::start(&file, None)?;
    let start = begun.elapsed();
    talk.say(format!("the server listens after {:.1} s", start.as_secs_f64()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::failed("no threads can be started", e))?;
    let mut times = Times::default();
    for login in logins {
        runtime.block_on(ask(&served, &login, arguments.requests, &mut times))?;
    }
    let mut figures = Map::new();
    for (name, mut times) in [("list", times.list), ("search", times.search), ("page", times.page)] {
        times.sort_unstable();
        for (share, suffix) in [(50, "p50"), (99, "p99")] {
            figures.insert(format!("case_{name}_ms_{suffix}"), rounded(millis(at(&times, share))));
        }
    }
    let slowest = times.first.into_iter().max().unwrap_or_default();
    figures.insert("case_list_first_of_day_ms".to_owned(), rounded(millis(slowest)));
    figures.insert("server_start_s".to_owned(), rounded(start.as_secs_f64()));
    figures.insert("server_rss_mb".to_owned(), served.peak_mib().map_or(Value::Null, rounded));
    print(figures, arguments.form)
}

/// Beside the log, so that the server finds its keys.
fn settings_file(base: &Path) -> Outcome<PathBuf> {
    let unusable = |e: hoeder_store::StoreError| Failure::new(Code::Failed, "there is no base").because(e);
    let cells = SqliteLog::open(base).and_then(|mut log| log.cells()).map_err(unusable)?;
    let cell = cells.first().ok_or_else(|| Failure::new(Code::NotFound, "the base has no log"))?;
    let base = std::path::absolute(base).map_err(|e| Failure::failed("the base has no place", e))?;
    let file = base.join("bench.toml");
    let text = format!(
        "[server]\ndata = \"{}\"\nlisten = \"127.0.0.1:0\"\n[cell]\nid = \"{cell}\"\n[log]\nlevel = \"warn\"\n",
        base.display(),
    );
    std::fs::write(&file, text).map_err(|e| Failure::failed("the settings cannot be written", e))?;
    Ok(file)
}

/// A zone that has an office and that office's magistrate; their logins.
fn add_desks(settings: &Settings) -> Outcome<[String; 2]> {
    let mut offline = Offline::open(settings)?;
    let places = offline.known.zones.values().find_map(|zone| zone.office.map(|office| (zone.id, office)));
    let (zone, office) =
        places.ok_or_else(|| Failure::new(Code::NotFound, "no zone of the base has an office"))?;
    let hash = hoeder_server::hash_password(&Sensitive::new(town::PASSWORD.to_owned()))
        .map_err(|_| Failure::failed("a password cannot be hashed", "no randomness"))?;
    let account = |n: u128, login: &str, role: Role| Account {
        id: AccountId::from_u128(FIRST_DESK + n),
        name: Sensitive::new(login.to_owned()),
        login: login.to_owned(),
        role,
        room: None,
        zone: (role == Role::CaseOfficer).then_some(zone),
        state: AccountState::Enabled,
        password: Some(Sensitive::new(hash.clone())),
        office: (role == Role::Magistrate).then_some(office),
        district: None,
    };
    let logins = ["bench-zone", "bench-magistrate"];
    offline.order(vec![
        RosterOrder::PutAccount(account(1, "bench-zone", Role::CaseOfficer)),
        RosterOrder::PutAccount(account(2, "bench-magistrate", Role::Magistrate)),
    ])?;
    offline.close()?;
    Ok(logins.map(str::to_owned))
}

/// Somebody who asks one thing after the other.
struct Asking {
    line: Kept,
    cookie: String,
}

impl Asking {
    async fn get(&mut self, path: &str) -> Outcome<(Duration, Value)> {
        self.send(Method::GET, path, None).await
    }

    async fn send(&mut self, method: Method, path: &str, body: Option<Value>) -> Outcome<(Duration, Value)> {
        let body = body.map(|body| body.to_string().into_bytes());
        let begun = Instant::now();
        let answer = self.line.request(method, path, Some(&self.cookie), body).await?;
        let took = begun.elapsed();
        Ok((took, answer.good(path)?.json()))
    }
}

async fn ask(served: &Served, login: &str, requests: usize, times: &mut Times) -> Outcome<()> {
    let server = Server::new(&served.url, &served.trust)?;
    let session = server.sign_in(login, town::PASSWORD).await?;
    let mut asking = Asking { line: server.keep().await?, cookie: session.cookie().to_owned() };
    let (first, listed) = asking.get("/api/v1/measures").await?;
    times.first.push(first);
    let lines = listed.get("lines").and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |line: &Value, name: &str| line.get(name).and_then(Value::as_str).map(str::to_owned);
    let measures: Vec<(String, String)> =
        lines.iter().filter_map(|line| text(line, "id").zip(text(line, "case_number"))).collect();
    if measures.is_empty() {
        return Err(Failure::new(Code::NotFound, format!("{login} has no measure in the base")));
    }
    for (number, (measure, case)) in measures.iter().cycle().take(requests + WARM_UP).enumerate() {
        let (list, _) = asking.get("/api/v1/measures").await?;
        let looked_for = json!({ "text": if number % 2 == 0 { case } else { "Persoon 12" } });
        let (search, _) = asking.send(Method::POST, "/api/v1/measures/search", Some(looked_for)).await?;
        let (page, _) = asking.get(&format!("/api/v1/measures/{measure}")).await?;
        if number >= WARM_UP {
            times.list.push(list);
            times.search.push(search);
            times.page.push(page);
        }
    }
    Ok(())
}
