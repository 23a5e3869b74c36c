//! Places, notices and the virus scanner: what the settings say of what goes out and comes in.
//!
//! Never here: sending. Secrets are read from files of their own.

use super::settings::path;
use super::{Values, secret_path};
use crate::exit::{Failure, Outcome};
use core::time::Duration;
use hoeder_server::ScanSettings;
use hoeder_server::notify::{HookSettings, MailSecurity, MailSettings, NotifySettings, PrivateHooks};
use hoeder_server::places::Places;
use hoeder_vocab::Sensitive;
use std::path::Path;

fn text_of(name: &str, file: &Path) -> Outcome<String> {
    std::fs::read_to_string(file)
        .map_err(|e| Failure::usage(format!("{name} {} cannot be read", file.display())).because(e))
}

pub(super) fn places(values: &Values) -> Outcome<Places> {
    let Some(file) = path(values, "places.file")? else { return Ok(Places::default()) };
    let text = text_of("places.file", &file)?;
    hoeder_server::places::read(&text)
        .map_err(|e| Failure::usage(format!("places.file {} cannot be used", file.display())).because(e))
}

pub(super) fn scan(values: &Values) -> Outcome<ScanSettings> {
    Ok(ScanSettings {
        command: values.texts("documents.scan_command")?,
        timeout: Duration::from_secs(values.whole("documents.scan_timeout_s")?),
    })
}

pub(super) fn notify(values: &Values) -> Outcome<NotifySettings> {
    let ca_pem = path(values, "notify.ca_file")?.map(|file| text_of("notify.ca_file", &file)).transpose()?;
    Ok(NotifySettings {
        mail: mail(values)?,
        hook: hook(values)?,
        ca_pem: ca_pem.map(String::into_bytes),
        timeout: Duration::from_secs(values.whole("notify.timeout_s")?),
    })
}

fn mail(values: &Values) -> Outcome<Option<MailSettings>> {
    let host = values.text("notify.smtp_host")?;
    if host.is_empty() {
        return Ok(None);
    }
    Ok(Some(MailSettings {
        host: host.to_owned(),
        port: values.whole("notify.smtp_port")?,
        security: match values.text("notify.smtp_security")? {
            "plain" => MailSecurity::Plain,
            "starttls" => MailSecurity::StartTls,
            _ => MailSecurity::Tls,
        },
        from: values.text("notify.mail_from")?.to_owned(),
        credentials: credentials(values)?,
    }))
}

fn credentials(values: &Values) -> Outcome<Option<(Sensitive<String>, Sensitive<String>)>> {
    const NAME: &str = "notify.smtp_credentials_file";
    let named = values.text(NAME)?;
    if named.is_empty() {
        return Ok(None);
    }
    let text = text_of(NAME, &secret_path(NAME, named)?)?;
    let mut lines = text.lines().map(str::to_owned);
    match (lines.next(), lines.next()) {
        (Some(user), Some(password)) if !user.is_empty() && !password.is_empty() => {
            Ok(Some((Sensitive::new(user), Sensitive::new(password))))
        }
        _ => Err(Failure::usage(format!(
            "{NAME} has not a user on its first line and a password on its second"
        ))),
    }
}

fn hook(values: &Values) -> Outcome<Option<HookSettings>> {
    const NAME: &str = "notify.hook_secret_file";
    let named = values.text(NAME)?;
    if named.is_empty() {
        return Ok(None);
    }
    let secret = text_of(NAME, &secret_path(NAME, named)?)?;
    let private = match values.text("notify.hook_addresses")? {
        "any" => PrivateHooks::Allowed,
        _ => PrivateHooks::Refused,
    };
    Ok(Some(HookSettings { secret: Sensitive::new(secret.trim().as_bytes().to_vec()), private }))
}
