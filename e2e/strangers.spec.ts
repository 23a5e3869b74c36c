// Messages that nobody can vouch for: a call for help among them is shown all the same, and none of them hurts the others.
import { expect, test } from './support/test';
import { Desk, UNIDENTIFIED, DANGER } from './support/console';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { fixAt, freshId, StrangeHandset } from './support/protocol';
import { IN_LEIEDAL, IN_SCHELDELAND, SCHELDELAND } from './support/territory';
import { text } from './support/texts';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

function pressOf(alarm: string): object {
  return { type: 'press', alarm, pressed_at: new Date().toISOString(), trigger: 'button', fix: fixAt(IN_SCHELDELAND), repeats: 0 };
}

// Proves FL-20, AL-03.
test('a press of an unknown handset is refused and shown as an unidentified press', async ({ screens, house }) => {
  const desk = await Desk.open(await screens.open(), 'els');
  const stranger = await StrangeHandset.unpaired(house.url);
  expect(await stranger.press(IN_SCHELDELAND)).toMatchObject({ type: 'refused', code: 'unknown_device' });
  await expect(desk.row(en('unidentified-who'))).toContainText(UNIDENTIFIED);
  await expect(desk.card).toContainText(en('unidentified-what'));
  await expect(desk.card).toContainText(stranger.id);
  await expect(desk.card).toContainText(SCHELDELAND);
  await expect(desk.card).toContainText('51.05000, 3.82000');
  await desk.take();
  await stranger.close();
});

// Proves FL-20.
test('a press with the wrong key is shown with what is known, marked, and behind the alarm of the real handset', async ({ screens, house, office }) => {
  const one = await office.makeCase('2026-0040', IN_LEIEDAL);
  const real = await StrangeHandset.paired(house.url, await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const desk = await Desk.open(await screens.open(), 'els');
  const impostor = await StrangeHandset.unpaired(house.url, real.id);
  expect(await impostor.press(IN_SCHELDELAND)).toMatchObject({ type: 'refused', code: 'wrong_signature' });
  await expect(desk.row('Nele Verzonnen')).toContainText(UNIDENTIFIED);
  await expect(desk.card).toContainText(en('unidentified-what'));
  await expect(desk.card, 'it may be her all the same').toContainText('Hunting rifle at home');

  expect((await real.press(IN_SCHELDELAND)).type).toBe('held');
  await expect(desk.section('ringing').getByRole('button'), 'what the operator reads is not pushed away').toHaveCount(2);
  await expect(desk.section('ringing').getByRole('button').filter({ hasText: DANGER })).toBeVisible();
  const other = await Desk.open(await screens.open(), 'omar');
  await expect(other.section('ringing').getByRole('button').first(), 'the alarm of a known person comes first').toContainText(DANGER);
  await real.close();
  await impostor.close();
});

// Proves FL-20.
test('a message that was used before is refused, and a press in it is shown', async ({ screens, house, office }) => {
  const one = await office.makeCase('2026-0041', IN_LEIEDAL);
  const handset = await StrangeHandset.paired(house.url, await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const desk = await Desk.open(await screens.open(), 'els');
  expect((await handset.send({ type: 'heartbeat', sent_at: new Date().toISOString() }, 7)).type).toBe('heard');
  expect(await handset.send({ type: 'heartbeat', sent_at: new Date().toISOString() }, 7)).toMatchObject({ type: 'refused', code: 'replayed' });
  await desk.expectNoAlarm();
  expect(await handset.send(pressOf(freshId()), 7)).toMatchObject({ type: 'refused', code: 'replayed' });
  await expect(desk.row(UNIDENTIFIED)).toBeVisible();
  await handset.close();
});

// Proves FL-20.
test('malformed and oversized messages are refused by name and cost only their sender', async ({ screens, house, office }) => {
  const one = await office.makeCase('2026-0042', IN_LEIEDAL);
  const handset = await StrangeHandset.paired(house.url, await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const desk = await Desk.open(await screens.open(), 'els');
  const good = handset.seal({ type: 'hello' }, 1);
  const poison: readonly (readonly [status: number, code: string, body: object | string | Buffer])[] = [
    [400, 'not_json', '{"v":1,'],
    [400, 'not_json', '[]'],
    [400, 'not_utf8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    [400, 'unknown_version', { ...good, v: 2 }],
    [400, 'missing_field', { v: 1 }],
    [400, 'bad_field', { ...good, counter: -1 }],
    [400, 'unknown_type', handset.seal({ type: 'dance' }, 2)],
    [413, 'too_large', `{"v":1,"padding":"${'x'.repeat(17_000)}"}`],
  ];
  for (const [status, code, body] of poison) {
    const answer = await handset.post(body);
    expect(answer.headers()['content-type'], code).toContain('application/problem+json');
    expect(await answer.json(), code).toMatchObject({ status, code, type: `urn:problem-type:hoeder:${code}` });
    expect(answer.status(), code).toBe(status);
  }
  await desk.expectNoAlarm();
  expect((await handset.send(pressOf(freshId()), 3)).type).toBe('held');
  await expect(desk.row('Nele Verzonnen')).toContainText(DANGER);
  await handset.close();
});

test.describe('with short limits', () => {
  test.use({ settings: { 'limits.header_timeout_ms': 500, 'limits.request_timeout_ms': 800, 'limits.handshake_timeout_ms': 500 } });

  // Proves FL-20.
  test('a sender that never finishes is cut off', async ({ house, office, screens }) => {
    const one = await office.makeCase('2026-0043', IN_LEIEDAL);
    const handset = await StrangeHandset.paired(house.url, await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
    const desk = await Desk.open(await screens.open(), 'els');
    const half = ['POST /handset/v1/messages HTTP/1.1\r\nhost: x\r\n', 'POST /handset/v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n{"v":'];
    for (const words of half) {
      const socket = connect({ host: '127.0.0.1', port: house.port, rejectUnauthorized: false });
      socket.on('error', () => undefined);
      await once(socket, 'secureConnect');
      socket.write(words);
      socket.resume();
      await once(socket, 'close');
    }
    expect((await handset.press(IN_SCHELDELAND)).type).toBe('held');
    await expect(desk.row('Nele Verzonnen')).toBeVisible();
    await handset.close();
  });
});
