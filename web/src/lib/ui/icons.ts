// The icons of the house, drawn on a grid of 16: lines of 1.5, round ends. A shape means one thing everywhere.
export type IconName =
  | 'danger' | 'unidentified' | 'duress' | 'check' | 'late' | 'clock' | 'map' | 'card' | 'note' | 'people' | 'message' | 'search' | 'help' | 'sound'
  | 'mute' | 'print' | 'link' | 'warn' | 'stop' | 'info' | 'send' | 'phone' | 'battery' | 'car' | 'person' | 'home' | 'up' | 'down' | 'question'
  | 'light' | 'patrol' | 'hand' | 'close' | 'store' | 'bell' | 'plane' | 'play' | 'pause';

interface Drawing {
  /** Filled shapes carry an alarm state; lines are for everything else. */
  fill?: string;
  line?: string;
}

export const ICONS: Record<IconName, Drawing> = {
  danger: { fill: 'M8 0l8 8-8 8-8-8z' },
  unidentified: { fill: 'M8 1l8 14H0z' },
  duress: { fill: 'M8 0a8 8 0 100 16A8 8 0 008 0z' },
  warn: { fill: 'M8 1.500l7.500 13H.5z' },
  stop: { fill: 'M2 2h12v12H2z' },
  late: { line: 'M8 1.500l6.800 12.500H1.200zM8 6v4M8 12v.2' },
  check: { line: 'M2.500 8.500l3.500 3.500 7.500-8' },
  clock: { line: 'M8 1.500a6.500 6.500 0 100 13 6.500 6.500 0 000-13M8 4.500V8l2.500 1.500' },
  map: { line: 'M8 14.500C5 11 3.500 8.800 3.500 6.200a4.500 4.500 0 019 0C12.500 8.800 11 11 8 14.500M8 4.800v2.800' },
  card: { line: 'M1.500 3h13v10h-13zM4 6.500h3.500M4 9.500h8' },
  note: { line: 'M3 14l.8-3.200L11.500 3l2 2-7.800 7.800z' },
  people: { line: 'M5.500 7.500a2.500 2.500 0 100-5 2.500 2.500 0 000 5M1 14c.3-3 2-4.500 4.500-4.500S9.700 11 10 14M11 3a2.300 2.300 0 010 4.500M12 9.700c1.700.4 2.800 1.800 3 4.300' },
  person: { line: 'M8 7.500a3 3 0 100-6 3 3 0 000 6M2.500 14.500c.4-3.300 2.400-5 5.500-5s5.100 1.700 5.500 5' },
  message: { line: 'M1.500 2.500h13v8.500H7l-3.500 3v-3h-2z' },
  search: { line: 'M6.800 2a4.800 4.800 0 100 9.600 4.800 4.800 0 000-9.600M10.500 10.500L14.500 14.500' },
  help: { line: 'M5.500 6a2.500 2.500 0 113.600 2.200c-.8.4-1.100.9-1.100 1.800M8 12.800v.2' },
  question: { line: 'M5 5.500a3 3 0 114.300 2.700C8.300 8.700 8 9.300 8 10.500M8 13.300v.2' },
  sound: { line: 'M2 6v4h2.500L8 13V3L4.500 6zM10.500 5.800a3 3 0 010 4.400M12.300 4a5.600 5.600 0 010 8' },
  mute: { line: 'M2 6v4h2.500L8 13V3L4.500 6zM10.500 6l4 4M14.500 6l-4 4' },
  bell: { line: 'M3 11.500c1.200-1 1.500-2 1.500-4a3.500 3.500 0 017 0c0 2 .3 3 1.500 4zM6.800 14h2.400' },
  print: { line: 'M4.500 6V1.500h7V6M4.500 12h-3V6h13v6h-3M4.500 9.500h7v5h-7z' },
  link: { line: 'M1 8h2l1.500-4 2.500 8 2-6 1.500 2H15' },
  store: { line: 'M2 4c0-1.200 2.700-2 6-2s6 .8 6 2-2.700 2-6 2-6-.8-6-2M2 4v8c0 1.200 2.700 2 6 2s6-.8 6-2V4M2 8c0 1.200 2.700 2 6 2s6-.8 6-2' },
  info: { line: 'M8 1.500a6.500 6.500 0 100 13 6.500 6.500 0 000-13M8 7v4M8 4.500v.2' },
  send: { line: 'M1.500 8L14.500 2l-4 12-3-5zM7.500 9l7-7' },
  phone: { line: 'M4.500 1.500h7v13h-7zM7 12.300h2' },
  battery: { line: 'M1.500 5h11v6h-11zM14.500 7v2M4 7v2' },
  car: { line: 'M2 11.500V8.500l1.500-4h9l1.500 4v3zM2 8.500h12M4.500 11.500v1.500M11.500 11.500v1.500' },
  home: { line: 'M1.500 8L8 2l6.500 6M3.500 7v7h9V7' },
  up: { line: 'M8 13V3M4 7l4-4 4 4' },
  down: { line: 'M8 3v10M4 9l4 4 4-4' },
  light: { line: 'M8 1.500a6.500 6.500 0 100 13zM8 1.500a6.500 6.500 0 010 13' },
  patrol: { line: 'M8 1.500l5.500 2v4c0 3.500-2.200 5.700-5.500 7-3.300-1.300-5.500-3.500-5.500-7v-4z' },
  hand: { line: 'M2 9.500h6l4-3M2 13.500h8l4.500-5M6 5l3-3 3 3M9 2v4' },
  close: { line: 'M3 3l10 10M13 3L3 13' },
  play: { line: 'M4 2.500l9 5.500-9 5.500z' },
  pause: { line: 'M5.500 3v10M10.500 3v10' },
  plane: { line: 'M8 1.500v13M8 5.500L1.500 9v1.500L8 8.500l6.500 2V9L8 5.500M5.500 14.500h5' },
};
