// Figures as people of a language write them. Pure.
import { LOCALES, type Language } from '../../lib/i18n/i18n.svelte';
import { duration } from '../../lib/time';

/** `98,5 %`; never rounded up to 100 when one is missing. */
export function share(part: number, language: Language): string {
  const rounded = Math.round(part * 1000) / 1000;
  const shown = part < 1 ? Math.min(rounded, 0.999) : 1;
  return new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 1 }).format(shown);
}

/** `1,5` */
export function number(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 }).format(value);
}

/** How long, or a dash when there is none to measure. */
export function seconds(ms: number | null | undefined, language: Language): string {
  return ms == null ? '–' : duration(ms, language);
}
