//! A simulated handset: the machine of room `beacon` over the real protocol, with real signatures and a real clock.
//!
//! Never here: when to press (the caller says) and how to retry (the machine does).

use crate::client::Server;
use crate::exit::{Code, Failure, Outcome};
use crate::offline::now;
use core::time::Duration;
use futures_util::{SinkExt, StreamExt};
use hoeder_beacon::{Beacon, Input, MessageNo, Output, Path, Setup};
use hoeder_geo::Countries;
use hoeder_vocab::handset::{Downlink, HandsetSettings, Uplink};
use hoeder_vocab::{Fix, HandsetId, Percent, Sensitive, UtcMillis};
use hoeder_wire::handset::{
    MESSAGES_PATH, PAIR_PATH, PairRequest, PairingCode, STREAM_PATH, decode_pair_answer, encode_pair_request,
    open_downlink, seal_uplink,
};
use hoeder_wire::{PublicKey, SigningKey};
use hyper::Method;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio_tungstenite::tungstenite::Message;

const PATH: Path = Path::Internet;
const WAITING: usize = 256;

/// What was agreed at pairing: with this a handset can speak.
#[derive(Clone)]
pub(crate) struct Paired {
    /// Which handset.
    pub(crate) handset: HandsetId,
    /// Its key.
    pub(crate) key: SigningKey,
    /// The key with which the cell signs.
    pub(crate) cell: PublicKey,
    /// How it should behave.
    pub(crate) settings: HandsetSettings,
}

/// Pairs over the network.
///
/// # Errors
/// When the code is not accepted, or nobody answers.
pub(crate) async fn pair(server: &Server, code: PairingCode, model: &str) -> Outcome<Paired> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed)
        .map_err(|e| Failure::failed("the operating system gives no randomness", e.to_string()))?;
    let key = SigningKey::from_seed(&seed);
    let request = PairRequest {
        code,
        public_key: key.public_key(),
        model: model.to_owned(),
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let body = encode_pair_request(&request).into_bytes();
    let answer = server.request(Method::POST, PAIR_PATH, None, Some(body)).await?.good("pairing")?;
    let answer = decode_pair_answer(&answer.body)
        .map_err(|e| Failure::failed("the answer to the pairing cannot be read", e.to_string()))?;
    Ok(Paired { handset: answer.handset, key, cell: answer.cell_key, settings: answer.settings })
}

/// What happens to a phone from outside.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// Its owner or its parts.
    Input(Box<Input>),
    /// The cell answered a message, or said something by itself.
    Heard(Option<MessageNo>, Downlink),
    /// A message did not get through.
    Failed(MessageNo),
    /// The stream is up, or gone.
    Stream(Link),
    /// The network is there, or is not.
    Network(Link),
}

/// The stream of a handset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// It carries.
    Up,
    /// It ended.
    Down,
}

/// What a caller hears from a phone.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    /// An answer of the cell.
    Downlink(Downlink),
    /// The machine put something out.
    Output(Box<Output>),
}

/// A phone that is switched on. Dropping it switches it off.
pub(crate) struct Phone {
    events: mpsc::Sender<Event>,
    running: AbortHandle,
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl Phone {
    /// Switches a phone on. `where_it_is` tells its place at a moment; `told` hears what happens.
    pub(crate) fn start(
        server: Server,
        paired: Paired,
        countries: Arc<Countries>,
        where_it_is: impl FnMut(UtcMillis) -> Option<Sensitive<Fix>> + Send + 'static,
        told: impl Fn(Told) + Send + 'static,
    ) -> Self {
        let (events, inbox) = mpsc::channel(WAITING);
        let setup = Setup {
            seed: u64::try_from(paired.handset.as_u128() >> 64).unwrap_or(1),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            settings: paired.settings,
            countries,
            restored: None,
        };
        let life = Life {
            beacon: Beacon::new(setup, now()),
            radio: Radio {
                server,
                paired: Arc::new(paired),
                counter: Arc::new(AtomicU64::new(first_counter())),
                events: events.clone(),
            },
            fix_every: None,
            stream: None,
        };
        let running = tokio::spawn(life.run(inbox, where_it_is, told)).abort_handle();
        Self { events, running }
    }

    /// Its network comes or goes.
    pub(crate) async fn network(&self, link: Link) {
        drop(self.events.send(Event::Network(link)).await);
    }

    /// Something happens to it.
    pub(crate) async fn happen(&self, input: Input) {
        // A phone that was switched off has no ears.
        drop(self.events.send(Event::Input(Box::new(input))).await);
    }
}

/// Higher than any that this handset used in an earlier run, as nothing of a simulated phone survives its end.
fn first_counter() -> u64 {
    u64::try_from(now().unix_ms()).unwrap_or(1)
}

struct Life {
    beacon: Beacon,
    radio: Radio,
    fix_every: Option<(Duration, UtcMillis)>,
    stream: Option<AbortHandle>,
}

impl Drop for Life {
    fn drop(&mut self) {
        if let Some(stream) = self.stream.take() {
            stream.abort();
        }
    }
}

impl Life {
    async fn run(
        mut self,
        mut inbox: mpsc::Receiver<Event>,
        mut where_it_is: impl FnMut(UtcMillis) -> Option<Sensitive<Fix>>,
        told: impl Fn(Told),
    ) {
        if let Some(charge) = Percent::new(82) {
            self.beacon.handle(Input::PhoneBattery(charge), now());
        }
        for input in [
            Input::Location(hoeder_beacon::Permission::Granted),
            Input::Microphone(hoeder_vocab::handset::Microphone::Granted),
            Input::DoNotDisturb(hoeder_beacon::DoNotDisturb::Off),
        ] {
            self.beacon.handle(input, now());
        }
        self.locate(&mut where_it_is);
        self.beacon.handle(Input::PathUp(PATH), now());
        loop {
            self.outputs(&told);
            let wait = self.next_wake().since(now());
            let event = tokio::select! {
                event = inbox.recv() => match event { Some(event) => Some(event), None => return },
                () = tokio::time::sleep(wait) => None,
            };
            match event {
                Some(Event::Input(input)) => self.beacon.handle(*input, now()),
                Some(Event::Heard(answers, downlink)) => {
                    told(Told::Downlink(downlink.clone()));
                    self.beacon.handle(Input::Received { path: PATH, answers, downlink }, now());
                }
                Some(Event::Failed(message)) => {
                    self.beacon.handle(Input::SendFailed { path: PATH, message }, now())
                }
                Some(Event::Stream(Link::Up)) => {}
                Some(Event::Network(Link::Up)) => self.beacon.handle(Input::PathUp(PATH), now()),
                Some(Event::Network(Link::Down)) => {
                    if let Some(stream) = self.stream.take() {
                        stream.abort();
                    }
                    self.beacon.handle(Input::PathDown(PATH), now());
                }
                Some(Event::Stream(Link::Down)) => {
                    // The machine greets again when its path comes back.
                    self.stream = None;
                    self.beacon.handle(Input::PathDown(PATH), now());
                    self.beacon.handle(Input::PathUp(PATH), now());
                }
                None => {
                    if self.fix_every.is_some_and(|(_, due)| due <= now()) {
                        self.locate(&mut where_it_is);
                    }
                    self.beacon.handle(Input::Tick, now());
                }
            }
        }
    }

    fn next_wake(&self) -> UtcMillis {
        let far = now().plus(Duration::from_secs(60));
        let machine = self.beacon.poll_timeout().unwrap_or(far);
        self.fix_every.map_or(machine, |(_, due)| due.min(machine))
    }

    fn locate(&mut self, where_it_is: &mut impl FnMut(UtcMillis) -> Option<Sensitive<Fix>>) {
        let at = now();
        if let Some((every, due)) = &mut self.fix_every {
            *due = at.plus(*every);
        }
        let input = where_it_is(at).map_or(Input::LocationLost, Input::Fixed);
        self.beacon.handle(input, at);
    }

    fn outputs(&mut self, told: &impl Fn(Told)) {
        while let Some(output) = self.beacon.poll_output() {
            match &output {
                Output::Send { message, uplink: Uplink::Hello, .. } => {
                    if let Some(old) = self.stream.replace(self.radio.open_stream(*message)) {
                        old.abort();
                    }
                }
                Output::Send { message, uplink, .. } => self.radio.post(*message, uplink.clone()),
                Output::RequestFix { every } => self.fix_every = Some((*every, now().plus(*every))),
                Output::StopFixes => self.fix_every = None,
                Output::Persist(_)
                | Output::Vibrate(_)
                | Output::Show(_)
                | Output::Advise112(_)
                | Output::AdviceOver
                | Output::Health(_)
                | Output::Look { .. }
                | Output::Timer(_)
                | Output::TestPlanned(_)
                | Output::Trips(_)
                | Output::Conversation(_)
                | Output::Typing(_)
                | Output::Notice(_) => {}
            }
            told(Told::Output(Box::new(output)));
        }
    }
}

/// What carries messages.
#[derive(Clone)]
struct Radio {
    server: Server,
    paired: Arc<Paired>,
    counter: Arc<AtomicU64>,
    events: mpsc::Sender<Event>,
}

impl Radio {
    fn sealed(&self, uplink: &Uplink) -> String {
        let counter = self.counter.fetch_add(1, Ordering::Relaxed);
        seal_uplink(&self.paired.key, self.paired.handset, counter, uplink)
    }

    /// Signs and posts; the answer comes as an event. Nothing waits for it.
    fn post(&self, message: MessageNo, uplink: Uplink) {
        let radio = self.clone();
        tokio::spawn(async move {
            let event = match radio.posted(&uplink).await {
                Ok(downlink) => Event::Heard(Some(message), downlink),
                Err(_) => Event::Failed(message),
            };
            drop(radio.events.send(event).await);
        });
    }

    async fn posted(&self, uplink: &Uplink) -> Outcome<Downlink> {
        let body = self.sealed(uplink).into_bytes();
        let answer =
            self.server.request(Method::POST, MESSAGES_PATH, None, Some(body)).await?.good("a message")?;
        self.believed(&answer.body)
    }

    fn believed(&self, bytes: &[u8]) -> Outcome<Downlink> {
        open_downlink(bytes, &self.paired.cell, self.paired.handset)
            .map_err(|e| Failure::new(Code::Failed, "an answer is not believed").because(e.to_string()))
    }

    /// Opens the stream with a signed hello; what comes on it answers nothing but that.
    fn open_stream(&self, message: MessageNo) -> AbortHandle {
        let radio = self.clone();
        tokio::spawn(async move {
            if radio.listen(message).await.is_err() {
                drop(radio.events.send(Event::Failed(message)).await);
            }
        })
        .abort_handle()
    }

    async fn listen(&self, message: MessageNo) -> Outcome<()> {
        let gone = |e| Failure::new(Code::Unreachable, "the stream broke off").because(e);
        let mut socket = self.server.socket(STREAM_PATH, None).await?;
        socket.send(Message::text(self.sealed(&Uplink::Hello))).await.map_err(gone)?;
        let mut answers = Some(message);
        while let Some(Ok(frame)) = socket.next().await {
            let Message::Text(text) = frame else { continue };
            let Ok(downlink) = self.believed(text.as_bytes()) else { continue };
            if answers.is_some() {
                drop(self.events.send(Event::Stream(Link::Up)).await);
            }
            drop(self.events.send(Event::Heard(answers.take(), downlink)).await);
        }
        if answers.is_some() {
            return Err(Failure::new(Code::Unreachable, "the stream ended before it began"));
        }
        drop(self.events.send(Event::Stream(Link::Down)).await);
        Ok(())
    }
}
