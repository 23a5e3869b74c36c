// Empty forms.

import type { Card, PersonDraft } from '../../lib/api/types';

export function blankCard(): Card {
  return {
    suspect: '', suspect_description: '', weapons: 'unknown', weapons_note: '', vehicle: '', context: '', antecedents: '', instructions: '',
    children: '', places: [], duress_word: '',
  };
}

export function blankPerson(kind: PersonDraft['kind']): PersonDraft {
  return { kind, name: '', phone: null, language: 'dutch', born: null };
}

/** A phone number as E.164: spaces, dots and slashes go, a Belgian 0 becomes +32. `null` when it is no number. */
export function phoneOf(text: string): string | null {
  const digits = text.replace(/[\s./()-]/g, '');
  const full = digits.startsWith('00') ? `+${digits.slice(2)}` : digits.startsWith('0') ? `+32${digits.slice(1)}` : digits;
  return /^\+[1-9]\d{6,14}$/.test(full) ? full : null;
}

/** A latitude and longitude as typed: `50.8467, 4.3525`. `null` when it is no place. */
export function positionOf(text: string): { lat: number; lon: number } | null {
  const parts = text.trim().split(/\s*[,;]\s*|\s+/);
  if (parts.length !== 2 || parts.some((part) => !/^-?\d{1,3}(\.\d+)?$/.test(part))) return null;
  const [lat = Number.NaN, lon = Number.NaN] = parts.map(Number);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/** A Bluetooth address in the form that the server takes, or `null`. */
export function addressOf(text: string): string | null {
  const hex = text.replace(/[\s:-]/g, '').toUpperCase();
  return /^[0-9A-F]{12}$/.test(hex) ? (hex.match(/../g) ?? []).join(':') : null;
}
