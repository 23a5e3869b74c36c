// The words for how far a team is.
import type { MessageKey } from '../../lib/i18n/keys';
import type { Progress } from './progress';

export const TEAM: Record<Exclude<Progress, 'none'>, MessageKey> = {
  sent: 'team-sent', on_the_way: 'team-on-the-way', arrived: 'team-arrived', found: 'team-found',
};
