// What survives a restart, as it begins and as an earlier version of the page left it.
// Never here: storage.
import type { Settings } from '../protocol/messages';
import type { AlarmImage, OutboxImage } from './types';

/** That of a handset that has just been paired, or paired anew with an alarm that waits. */
export function newImage(settings: Settings, report_due_at: string, alarm?: AlarmImage): OutboxImage {
  return { version: 2, settings, revoked: false, alarm, report_due_at, timers_ended: [], trips: [], trips_ended: [] };
}

/** An image of version 1 knew neither classes nor what a person arranges; its alarm and its outbox go on. */
export function upgraded(stored: OutboxImage | { version: 1 } | null): OutboxImage | null {
  if (stored === null || stored.version === 2) return stored;
  const old = stored as unknown as Omit<OutboxImage, 'version' | 'settings'> & {
    settings: Pick<Settings, 'hold_ms' | 'double_press' | 'haptics'>;
    alarm?: Omit<AlarmImage, 'messages'>;
  };
  const { hold_ms, double_press, haptics } = old.settings;
  const settings: Settings = { hold_ms, double_press, haptics, class: 'm3', paths: 'one', discreet: false };
  const alarm = old.alarm && { ...old.alarm, messages: [] };
  return { ...newImage(settings, old.report_due_at, alarm), revoked: old.revoked, last_test: old.last_test };
}
