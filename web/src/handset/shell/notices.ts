// Neutral notes of the phone for what must not stay silent while the page is out of sight (FL-10, FL-36). They say nothing
// that a bystander could read anything from; none is shown while an alarm runs (AL-02). Never here: when one is due.

export type Noticing = 'none' | 'prompt' | 'granted' | 'denied';

export function noticing(): Noticing {
  if (!('Notification' in globalThis)) return 'none';
  return Notification.permission === 'default' ? 'prompt' : Notification.permission;
}
/** From a tap of the person. */
export async function askNotices(): Promise<Noticing> {
  if (!('Notification' in globalThis)) return 'none';
  await Notification.requestPermission().catch(() => {});
  return noticing();
}

/** One at a time: the newest replaces the one before. */
const TAG = 'h';
const ICON = '/handset/icon.svg';

export async function notify(title: string, body: string): Promise<void> {
  if (noticing() !== 'granted' || document.visibilityState === 'visible') return;
  const registration = await navigator.serviceWorker?.getRegistration('/handset/').catch(() => undefined);
  await registration?.showNotification(title, { body, icon: ICON, badge: ICON, tag: TAG }).catch(() => {});
}
/** The page is looked at, or an alarm runs: nothing stays on the lock screen. */
export async function withdraw(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration('/handset/').catch(() => undefined);
  for (const shown of (await registration?.getNotifications({ tag: TAG }).catch(() => [])) ?? []) shown.close();
}
