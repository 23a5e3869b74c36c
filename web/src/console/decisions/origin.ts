// Who asked for the measure (7.3).
import type { Origin } from '../../lib/api/measure-types';
import type { MessageKey } from '../../lib/i18n/keys';

export const ORIGIN: Record<Origin['type'], MessageKey> = {
  person: 'origin-is-person', police: 'origin-is-police', office: 'origin-is-office', third_party: 'origin-is-third-party',
  investigating_judge: 'origin-is-judge', tracking: 'origin-is-tracking',
};
