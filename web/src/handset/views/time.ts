// Times by the phone's own clock and zone, for the person compares them with it.
import { LOCALES, type Language } from '../../lib/i18n/i18n.svelte';

const format = (at: Date, language: Language, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(LOCALES[language], { hourCycle: 'h23', ...options }).format(at);

/** `14:05` */
export const hoursAndMinutes = (at: Date, language: Language): string => format(at, language, { hour: '2-digit', minute: '2-digit' });
/** `14:05:09` */
export const clock = (at: Date, language: Language): string =>
  format(at, language, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
/** `zondag 22 november` */
export const dayInWords = (at: Date, language: Language): string =>
  format(at, language, { weekday: 'long', day: 'numeric', month: 'long' });

/** The time when it is of today, else the day and the time. */
export function moment(at: Date, now: Date, language: Language): string {
  const time = clock(at, language);
  if (at.toDateString() === now.toDateString()) return time;
  return `${format(at, language, { day: '2-digit', month: '2-digit', year: 'numeric' })} ${time}`;
}
