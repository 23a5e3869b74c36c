// How speech is to be coded: Opus, mono, 32 kbit/s, with enough in each packet to mend the one before, and a packet for
// every 20 ms also in silence, for silence is evidence. Never here: addresses, keys.

export const BITS_PER_SECOND = 32_000;
const WANTED: Readonly<Record<string, string>> = {
  useinbandfec: '1', usedtx: '0', stereo: '0', 'sprop-stereo': '0', maxaveragebitrate: String(BITS_PER_SECOND),
};

function parameters(text: string): Map<string, string> {
  const pairs = text.split(';').map((pair) => pair.trim()).filter((pair) => pair !== '');
  return new Map(pairs.map((pair): [string, string] => {
    const [name = '', value = ''] = pair.split('=', 2);
    return [name, value];
  }));
}

/** The same description with our wishes on every Opus that it offers; the rest stays as it is. */
export function withSpeech(sdp: string): string {
  const kinds = new Set([...sdp.matchAll(/^a=rtpmap:(\d+) opus\/48000\/2\r?$/gim)].map(([, kind]) => kind));
  const lines = sdp.split('\r\n');
  const described = new Set<string | undefined>();
  const written = lines.map((line) => {
    const [, kind, text] = /^a=fmtp:(\d+) (.*)$/.exec(line) ?? [];
    if (kind === undefined || !kinds.has(kind)) return line;
    described.add(kind);
    const all = new Map([...parameters(text ?? ''), ...Object.entries(WANTED)]);
    return `a=fmtp:${kind} ${[...all].map(([name, value]) => `${name}=${value}`).join(';')}`;
  });
  return written.flatMap((line) => {
    const kind = /^a=rtpmap:(\d+) opus\/48000\/2$/i.exec(line)?.[1];
    if (kind === undefined || described.has(kind)) return [line];
    return [line, `a=fmtp:${kind} ${Object.entries(WANTED).map(([name, value]) => `${name}=${value}`).join(';')}`];
  }).join('\r\n');
}
