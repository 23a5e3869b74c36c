//! Word of a notice outside the screens: by e-mail and by web hook, one try at a time, at least once (FL-36).
//!
//! What it says is that a message waits, and nothing else. When to try again is the engine's. Never here: what a notice is
//! about, whom it concerns, an address of the protected person.

mod hook;
mod mail;
mod words;

use crate::app::App;
use crate::places::Places;
use crate::runtime::gate::{GateError, Lane, Work};
use core::time::Duration;
use hoeder_engine::input::Input;
use hoeder_engine::measures::{Channel, DeliveryFailure, NoticeOut, NoticeResult};
use hoeder_vocab::Sensitive;
use hook::HookPost;
use mail::Mailer;
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc, watch};

/// Notices that wait for their try; at more, the engine is told at once that it failed, and tries again later.
const WAITING: usize = 1_024;
/// Tries at once.
const AT_ONCE: usize = 8;
/// The engine's lane was full: told again after so long.
const TELL_AGAIN: Duration = Duration::from_millis(200);

/// Which ways there are.
#[derive(Debug, Clone)]
pub struct NotifySettings {
    /// E-mail, when configured.
    pub mail: Option<MailSettings>,
    /// Web hooks, when configured.
    pub hook: Option<HookSettings>,
    /// Certificates (PEM) that are trusted besides those of the system.
    pub ca_pem: Option<Vec<u8>>,
    /// How long one try may take.
    pub timeout: Duration,
}

impl Default for NotifySettings {
    fn default() -> Self {
        Self { mail: None, hook: None, ca_pem: None, timeout: Duration::from_secs(20) }
    }
}

impl NotifySettings {
    /// The ways besides the inbox.
    #[must_use]
    pub fn channels(&self) -> Vec<Channel> {
        let mail = self.mail.as_ref().map(|_| Channel::Mail);
        mail.into_iter().chain(self.hook.as_ref().map(|_| Channel::Hook)).collect()
    }
}

/// How a mail server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailSecurity {
    /// TLS from the first byte.
    Tls,
    /// TLS after a word; no mail without it.
    StartTls,
    /// In clear: a server on this machine only.
    Plain,
}

/// The mail server.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How.
    pub security: MailSecurity,
    /// A neutral sender.
    pub from: String,
    /// User and password.
    pub credentials: Option<(Sensitive<String>, Sensitive<String>)>,
}

/// May a hook lead into a private network?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivateHooks {
    /// No: a mistyped or malicious address reaches nothing inside.
    Refused,
    /// Yes: the receiver is inside.
    Allowed,
}

/// Web hooks.
#[derive(Debug, Clone)]
pub struct HookSettings {
    /// The key of the signature.
    pub secret: Sensitive<Vec<u8>>,
    /// Private addresses.
    pub private: PrivateHooks,
}

/// The settings cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotifyError {
    /// No address.
    #[error("notify.mail_from is no e-mail address")]
    From,
    /// In clear to another machine.
    #[error("notify.smtp_security \"plain\" is for a mail server on this machine only")]
    PlainFar,
    /// Certificates.
    #[error("the certificates of notify.ca_file cannot be used")]
    Certificates,
    /// The secret is too short to be one.
    #[error("the secret of the hooks has less than 32 bytes")]
    Secret,
}

/// The engine's end: takes a notice without waiting.
pub(crate) struct Notifier(mpsc::Sender<NoticeOut>);

impl Notifier {
    pub(crate) fn new() -> (Self, mpsc::Receiver<NoticeOut>) {
        let (sender, queue) = mpsc::channel(WAITING);
        (Self(sender), queue)
    }
    /// Hands over. What cannot wait here has failed for now, and the engine tries again after its pause.
    pub(crate) fn send(&self, notice: NoticeOut) -> NoticeResult {
        self.0.try_send(notice).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => {
                tracing::warn!(waiting = WAITING, "too many notices wait: this one is tried again later");
                DeliveryFailure::TimedOut
            }
            mpsc::error::TrySendError::Closed(_) => DeliveryFailure::Unreachable,
        })
    }
}

/// What one try needs.
pub(crate) struct Courier {
    places: Arc<Places>,
    mail: Option<Mailer>,
    hook: Option<HookPost>,
    timeout: Duration,
}

impl Courier {
    pub(crate) fn new(settings: &NotifySettings, places: Arc<Places>) -> Result<Self, NotifyError> {
        let ca = settings.ca_pem.as_deref();
        let mail = settings.mail.as_ref().map(|mail| Mailer::new(mail, ca, settings.timeout)).transpose()?;
        let hook = settings.hook.as_ref().map(|hook| HookPost::new(hook, ca)).transpose()?;
        Ok(Self { places, mail, hook, timeout: settings.timeout })
    }

    async fn deliver(&self, out: NoticeOut) -> NoticeResult {
        let (desk, language) = self.places.desk(out.to).ok_or(DeliveryFailure::NoAddress)?;
        let sent = async {
            match out.channel {
                Channel::Mail => match &self.mail {
                    Some(_) if desk.mail.is_empty() => Err(DeliveryFailure::NoAddress),
                    Some(mail) => mail.send(out.notice, &desk.mail, words::of(language)).await,
                    None => Err(DeliveryFailure::NoAddress),
                },
                Channel::Hook => match (&self.hook, &desk.hook) {
                    (Some(hook), Some(url)) => hook.post(out.notice, url).await,
                    (None, _) | (_, None) => Err(DeliveryFailure::NoAddress),
                },
            }
        };
        tokio::time::timeout(self.timeout, sent).await.unwrap_or(Err(DeliveryFailure::TimedOut))
    }
}

/// Takes notices one by one until the server stops. What had no answer by then is sent again after the next start: a message
/// may come twice, never not at all.
pub(crate) async fn run(app: App, courier: Courier, mut queue: mpsc::Receiver<NoticeOut>) {
    let courier = Arc::new(courier);
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut stopping = app.stopping.clone();
    loop {
        let next = tokio::select! {
            _ = stopping.changed() => return,
            next = queue.recv() => next,
        };
        let Some(out) = next else { return };
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let (app, courier) = (app.clone(), Arc::clone(&courier));
        tokio::spawn(async move {
            let tried = tokio::spawn(async move { courier.deliver(out).await });
            // A fault of ours counts as a failed try: the engine must hear of each.
            let result = tried.await.unwrap_or(Err(DeliveryFailure::Unreachable));
            drop(place);
            if let Err(why) = result {
                tracing::warn!(
                    notice = %out.notice, channel = out.channel.word(), attempt = out.attempt, why = why.word(),
                    "word of a notice did not arrive"
                );
            }
            tell(&app, out, result, app.stopping.clone()).await;
        });
    }
}

/// The engine waits for this answer: told until it takes it.
async fn tell(app: &App, out: NoticeOut, result: NoticeResult, mut stopping: watch::Receiver<bool>) {
    loop {
        let input = Input::NoticeDone { notice: out.notice, channel: out.channel, result };
        match app.gate.send(Lane::Urgent, Work::Input(input)) {
            Ok(()) | Err(GateError::Gone) => return,
            Err(GateError::Full | GateError::Late) => {
                tokio::select! {
                    _ = stopping.changed() => return,
                    () = tokio::time::sleep(TELL_AGAIN) => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
