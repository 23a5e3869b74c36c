// The points of the circular by their titles, so that a 'no' says where it stands and what that is about.
import { t } from '../../../lib/i18n/i18n.svelte';
import type { MessageKey } from '../../../lib/i18n/keys';

const TITLES: Record<string, MessageKey> = {
  '7.2': 'point-7-2', '7.2.1': 'point-7-2-1', '7.2.2': 'point-7-2-2', '7.2.3': 'point-7-2-3', '7.3': 'point-7-3', '7.3.1': 'point-7-3-1',
  '7.3.2': 'point-7-3-2', '7.3.3': 'point-7-3-3', '7.3.4': 'point-7-3-4', '7.4': 'point-7-4', '7.4.1': 'point-7-4-1', '7.4.2': 'point-7-4-2',
  '7.5': 'point-7-5', '7.5.1': 'point-7-5-1', '7.5.2': 'point-7-5-2', '7.5.3': 'point-7-5-3', '7.5.4': 'point-7-5-4', '7.5.5': 'point-7-5-5',
  '7.5.6': 'point-7-5-6', '7.6': 'point-7-6', '7.7': 'point-7-7', '7.8': 'point-7-8', '7.8.1': 'point-7-8-1', '7.8.2': 'point-7-8-2',
  '7.8.3': 'point-7-8-3', '7.8.4': 'point-7-8-4', '7.8.5': 'point-7-8-5', '7.8.6': 'point-7-8-6', '7.8.7': 'point-7-8-7', '7.9': 'point-7-9',
  '7.10.1': 'point-7-10-1', '7.10.2': 'point-7-10-2', '7.11.1': 'point-7-11-1', '7.11.2': 'point-7-11-2', '7.11.3': 'point-7-11-3',
  '7.12.1': 'point-7-12-1', '7.12.2': 'point-7-12-2', '7.12.3': 'point-7-12-3', '7.13': 'point-7-13', '7.13.1': 'point-7-13-1',
  '7.13.2': 'point-7-13-2',
};

/** The title of a point, `null` for one that we do not know. */
export function pointTitle(point: string): string | null {
  const key = TITLES[point];
  return key ? t(key) : null;
}

/** `Omzendbrief, punt 7.8.1: gevolg van de toekenning` */
export function pointText(point: string): string {
  const title = pointTitle(point);
  return title ? t('point-of-circular', { point, title }) : t('problem-paragraph', { paragraph: point });
}
