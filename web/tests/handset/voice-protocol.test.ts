// @vitest-environment node
// The offer of sound and its answer on the wire: signed both ways, and believed only when all of it is right.
import { describe, expect, test } from 'vitest';
import { makeKeyPair } from '../../src/handset/protocol/envelope';
import { MAX_ENVELOPE_BYTES, WireError } from '../../src/handset/protocol/read';
import { decodeVoiceAnswer, encodeVoice } from '../../src/handset/protocol/voice';
import { askVoice } from '../../src/handset/voice/ask';
import { openUplink, publicBase64, publicKey, sealDownlink, secretKey } from './cell';

const HANDSET = '019aab54-9999-7bbb-8ccc-001122334455';
const ALARM = '019aab54-1234-7abc-8def-001122334455';
const CELL = secretKey(new Uint8Array(32).fill(3));
const OTHER = secretKey(new Uint8Array(32).fill(4));
const OFFER = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n';
const ANSWER = '{"type":"voice","sdp":"v=0\\r\\n"}';

function codeOf(body: string): string {
  try {
    decodeVoiceAnswer(body);
    return 'read';
  } catch (problem) {
    return problem instanceof WireError ? problem.message : String(problem);
  }
}

async function asking(answer: () => Response | Promise<Response>) {
  const keys = await makeKeyPair();
  const sent: { path: string; body: string; init: RequestInit }[] = [];
  const net = {
    socket: () => { throw new Error('no stream'); },
    fetch: (async (path: string, init: RequestInit) => {
      sent.push({ path, body: String(init.body), init });
      return answer();
    }) as typeof fetch,
  };
  let counter = 41;
  const identity = { handset: HANDSET, cell_key: publicBase64(CELL), secret: keys.secret };
  const ask = () => askVoice({ identity, net, counter: async () => (counter += 1) }, ALARM, OFFER);
  return { ask, sent, key: publicKey(keys.publicKey) };
}

describe('the bodies', () => {
  test('an offer names its alarm; fields in a fixed order', () => {
    expect(encodeVoice(ALARM, OFFER)).toBe(`{"type":"voice","alarm":"${ALARM}","sdp":"v=0\\r\\no=- 1 2 IN IP4 127.0.0.1\\r\\n"}`);
  });
  test('an answer is a description or later; unknown names are passed over', () => {
    expect(decodeVoiceAnswer(ANSWER)).toEqual({ sdp: 'v=0\r\n' });
    expect(decodeVoiceAnswer('{"type":"voice","sdp":"v=0\\r\\n","later":null,"more":1}')).toEqual({ sdp: 'v=0\r\n' });
    expect(decodeVoiceAnswer('{"type":"voice","later":true}')).toEqual({ later: true });
  });
  test.each([
    ['', 'not_json'], ['[]', 'not_json'], ['"voice"', 'not_json'], ['{', 'not_json'], ['{}', 'missing_field: type'], ['{"type":1}', 'bad_field: type'],
    ['{"type":"held","sdp":"v=0"}', 'unknown_type'], ['{"type":"voice"}', 'missing_field: sdp'], ['{"type":"voice","sdp":null}', 'missing_field: sdp'],
    ['{"type":"voice","sdp":""}', 'bad_field: sdp'], ['{"type":"voice","sdp":"hello"}', 'bad_field: sdp'], ['{"type":"voice","sdp":["v=0"]}', 'bad_field: sdp'],
    ['{"type":"voice","later":false}', 'bad_field: later'], ['{"type":"voice","later":1}', 'bad_field: later'],
    ['{"type":"voice","later":true,"sdp":"v=0"}', 'bad_field: sdp'], [`{"type":"voice","sdp":"v=0${'x'.repeat(MAX_ENVELOPE_BYTES)}"}`, 'too_large'],
  ])('%.60s is refused: %s', (body, code) => {
    expect(codeOf(body)).toBe(code);
  });
});

describe('the question', () => {
  // Proves FL-10, AL-05
  test('is signed with a number of its own, without cookies, and its signed answer is read (FL-10, AL-05)', async () => {
    const { ask, sent, key } = await asking(() => new Response(sealDownlink(CELL, HANDSET, ANSWER)));
    expect(await ask()).toEqual({ sdp: 'v=0\r\n' });
    expect(await ask()).toEqual({ sdp: 'v=0\r\n' });
    expect(sent.map(({ body }) => openUplink(body, key))).toEqual([42, 43].map((counter) => ({ handset: HANDSET, counter, body: encodeVoice(ALARM, OFFER) })));
    expect(sent[0]).toMatchObject({ path: '/handset/v1/voice', init: { method: 'POST', credentials: 'omit', cache: 'no-store' } });
  });
  // Proves FL-10
  test.each([
    ['another key', () => sealDownlink(OTHER, HANDSET, ANSWER)],
    ['another phone', () => sealDownlink(CELL, HANDSET.replace('9999', '8888'), ANSWER)],
    ['a changed body', () => sealDownlink(CELL, HANDSET, ANSWER).replace('v=0', 'v=1')],
    ['no signature', () => sealDownlink(CELL, HANDSET, ANSWER).replace(/"sig":"[^"]*"/, '"sig":null')],
    ['another version', () => sealDownlink(CELL, HANDSET, ANSWER).replace('"v":1', '"v":2')],
    ['another message', () => sealDownlink(CELL, HANDSET, { type: 'held', alarm: ALARM })],
    ['both at once', () => sealDownlink(CELL, HANDSET, '{"type":"voice","later":true,"sdp":"v=0"}')],
    ['no envelope', () => 'not even JSON'],
    ['too much', () => sealDownlink(CELL, HANDSET, `{"type":"voice","sdp":"v=0${'x'.repeat(MAX_ENVELOPE_BYTES)}"}`)],
  ])('an answer with %s is none (FL-10)', async (_, answer) => {
    const { ask } = await asking(() => new Response(answer()));
    expect(await ask()).toBeNull();
  });
  test('a problem, whatever it says, and a network that is gone are no answer', async () => {
    for (const status of [403, 404, 413, 429, 503]) {
      const { ask } = await asking(() => new Response(sealDownlink(CELL, HANDSET, ANSWER), { status }));
      expect(await ask(), String(status)).toBeNull();
    }
    const { ask } = await asking(() => Promise.reject(new TypeError('no network')));
    expect(await ask()).toBeNull();
  });
});
