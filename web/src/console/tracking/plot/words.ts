// A distance and a time to contact in words.
import { language, LOCALES, t } from '../../../lib/i18n/i18n.svelte';

/** `640 m`, `3.1 km` */
export function metresText(metres: number): string {
  if (metres < 995) return `${Math.round(metres / 10) * 10} m`;
  return `${new Intl.NumberFormat(LOCALES[language()], { maximumFractionDigits: 1 }).format(metres / 1000)} km`;
}

/** `40 s`, `7 min` */
export function secondsText(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds / 5) * 5} s` : `${Math.round(seconds / 60)} min`;
}

/** Where a pair stands against a limit. */
export function againstText(where: 'inside' | 'perhaps' | 'outside'): string {
  return where === 'inside' ? t('track-inside-limit') : where === 'perhaps' ? t('track-perhaps') : t('track-outside-limit');
}
