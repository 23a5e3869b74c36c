//! One e-mail over SMTP. Its `Message-ID` is that of the notice, so that a second copy can be told from a second notice.
//!
//! Never here: retries, addresses of persons. The password is in no log.

use super::words::Words;
use super::{MailSecurity, MailSettings, NotifyError};
use core::time::Duration;
use hoeder_engine::measures::{DeliveryFailure, NoticeResult};
use hoeder_vocab::{NoticeId, Purpose};
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::net::IpAddr;

/// Codes with which a server says that an address will never take mail.
const FOR_GOOD: [u16; 4] = [550, 551, 553, 556];

/// The way to the mail server.
pub(super) struct Mailer {
    from: Address,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Mailer {
    pub(super) fn new(
        settings: &MailSettings,
        ca: Option<&[u8]>,
        timeout: Duration,
    ) -> Result<Self, NotifyError> {
        let from: Address = settings.from.parse().map_err(|_| NotifyError::From)?;
        let tls = match settings.security {
            MailSecurity::Plain if is_here(&settings.host) => Tls::None,
            MailSecurity::Plain => return Err(NotifyError::PlainFar),
            MailSecurity::Tls => Tls::Wrapper(parameters(&settings.host, ca)?),
            MailSecurity::StartTls => Tls::Required(parameters(&settings.host, ca)?),
        };
        let hello = ClientId::Domain(from.domain().to_owned());
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .hello_name(hello)
            .timeout(Some(timeout));
        if let Some((user, password)) = &settings.credentials {
            let user = user.reveal(Purpose::Transport).clone();
            builder =
                builder.credentials(Credentials::new(user, password.reveal(Purpose::Transport).clone()));
        }
        Ok(Self { from, transport: builder.build() })
    }

    /// Sends; `Ok` when the server took it over.
    pub(super) async fn send(&self, notice: NoticeId, to: &[String], words: Words) -> NoticeResult {
        let message = self.message(notice, to, words).ok_or(DeliveryFailure::Rejected)?;
        self.transport.send(message).await.map(|_| ()).map_err(|error| failure(&error))
    }

    fn message(&self, notice: NoticeId, to: &[String], words: Words) -> Option<Message> {
        let id = format!("<{}@{}>", notice.as_uuid(), self.from.domain());
        let mut builder = Message::builder()
            .from(Mailbox::new(None, self.from.clone()))
            .message_id(Some(id))
            .subject(words.subject)
            .header(ContentType::TEXT_PLAIN);
        for address in to {
            builder = builder.to(Mailbox::new(None, address.parse().ok()?));
        }
        builder.body(words.text.to_owned()).ok()
    }
}

fn parameters(host: &str, ca: Option<&[u8]>) -> Result<TlsParameters, NotifyError> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = ca {
        builder =
            builder.add_root_certificate(Certificate::from_pem(pem).map_err(|_| NotifyError::Certificates)?);
    }
    builder.build().map_err(|_| NotifyError::Certificates)
}

/// A refused password is a fault of the configuration, which somebody mends: it is tried again.
fn failure(error: &Error) -> DeliveryFailure {
    if error.is_timeout() {
        return DeliveryFailure::TimedOut;
    }
    match error.status() {
        Some(code) if FOR_GOOD.contains(&u16::from(code)) => DeliveryFailure::Rejected,
        Some(_) => DeliveryFailure::Refused,
        None => DeliveryFailure::Unreachable,
    }
}
