// How an alarm came to where it is: the last time that it passed from one hand to another, or back to nobody. The next desk sees why.
import type { Alarm, TimelineLine } from '../../lib/api/types';
import type { MessageKey } from '../../lib/i18n/keys';

const PASSING: Record<string, MessageKey> = {
  taken_over: 'line-taken-over', handed_over: 'line-handed-over', ownership_returned: 'line-ownership-returned', owner_lost: 'line-owner-lost',
};

/** The last passing of an open alarm, unless somebody took it anew since. */
export function lastPassed(alarm: Alarm): { line: TimelineLine; text: MessageKey } | null {
  if (alarm.stage === 'closed') return null;
  const line = alarm.timeline.findLast((one) => one.what === 'taken' || one.what in PASSING);
  const text = line ? PASSING[line.what] : undefined;
  return line && text ? { line, text } : null;
}
