// Outside Belgium: said beforehand, and a press all the same reaches the control room, marked.
import { expect, test } from './support/test';
import { Desk, DANGER } from './support/console';
import { Handset } from './support/handset';
import { IN_LEIEDAL, LILLE } from './support/territory';
import { text } from './support/texts';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

// Proves AL-14, AL-15.
test('the phone says before any press that it does not work abroad, and the press arrives marked', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0080', IN_LEIEDAL);
  const handset = await Handset.open(screens, LILLE);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const desk = await Desk.open(await screens.open(), 'els');
  await expect(handset.page.getByText(en('handset-abroad-title'))).toBeVisible();
  for (const [number, key] of [['112', 'handset-key-112'], ['101', 'handset-key-101']] as const) {
    await expect(handset.page.getByRole('link', { name: `${number} ${en(key)}` })).toHaveAttribute('href', `tel:${number}`);
  }
  await handset.press();
  await expect(desk.row('Nele Verzonnen')).toContainText(DANGER);
  await expect(desk.card).toContainText(en('doubt-abroad'));
  await expect(desk.card).toContainText('50.62920, 3.05730');
});
