//! The key of a recording, under the key of its person (GN-04): sealed and opened by the one who holds the keys.
//!
//! Never here: sound, files.

use super::Writer;
use crate::error::StoreError;
use crate::format::names::subject_text;
use crate::recordings::RecordingKey;
use hoeder_engine::entry::Subject;
use hoeder_vocab::AlarmId;

const NONCE: usize = 24;

impl Writer {
    /// Makes the key of the recording of an alarm, and seals it with the key of this subject.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when the subject has no key: nothing of it was ever sealed, or it was erased.
    pub fn make_recording_key(
        &mut self,
        alarm: AlarmId,
        subject: Subject,
    ) -> Result<(RecordingKey, Vec<u8>), StoreError> {
        let mut bytes = zeroize::Zeroizing::new([0; 32]);
        self.vault.fill(bytes.as_mut_slice())?;
        let key = RecordingKey::from_bytes(bytes);
        let nonce = self.vault.nonce()?;
        let mut wrapped = nonce.to_vec();
        wrapped.extend(self.vault.seal(&subject_text(subject), nonce, &context(alarm), key.bytes())?);
        Ok((key, wrapped))
    }

    /// Opens it again, with the key of this subject, or with that of the alarm: a press that was vouched for later. `None` when
    /// the key that sealed it was destroyed.
    #[must_use]
    pub fn recording_key(&self, alarm: AlarmId, subject: Subject, wrapped: &[u8]) -> Option<RecordingKey> {
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE>()?;
        let open = |subject: Subject| {
            let clear = self.vault.open_loose(&subject_text(subject), *nonce, &context(alarm), sealed)?;
            let bytes: [u8; 32] = clear.as_slice().try_into().ok()?;
            Some(RecordingKey::from_bytes(zeroize::Zeroizing::new(bytes)))
        };
        open(subject).or_else(|| open(Subject::Alarm(alarm)))
    }
}

fn context(alarm: AlarmId) -> Vec<u8> {
    let mut context = b"hoeder-recording-key-1".to_vec();
    context.extend_from_slice(alarm.as_uuid().as_bytes());
    context
}
