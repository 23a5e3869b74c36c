// 7.12.2 and the small ones: the three steps of every end, a receipt, a task that was done.
import type { EndStep } from '../../../lib/api/measure-types';
import { t } from '../../../lib/i18n/i18n.svelte';
import { commandOf, valueOf } from '../parts/form';
import { receiptOf } from '../parts/words';
import { deviceCheck } from './granted';
import { dayField, options, type About, type FormSpec } from './spec';

/** Which step is asked for: that of the task, else the first that is not done. */
function stepOf(about: About): EndStep['type'] {
  if (about.task === 'switch-off') return 'switched_off';
  if (about.task === 'take-back') return 'device_back';
  if (about.task === 'end-pv') return 'pv';
  const steps = about.view.state?.steps;
  return !steps?.switched_off ? 'switched_off' : !steps.device_back ? 'device_back' : 'pv';
}

export const endStep: FormSpec = {
  title: 'form-end-step', point: '7.12.2', mind: 'form-end-step-mind',
  first: (about) => ({ 'step.type': stepOf(about), 'step.on': about.today }),
  parts: (about, values) => {
    const what = valueOf(values, 'step.type');
    const back = what === 'device_back' && valueOf(values, 'step.how') === 'returned';
    const check = back ? [{ title: t('f-part-check'), fields: deviceCheck(about, 'f-check-back-signed') }] : [];
    return [{ fields: [
      { type: 'choice', name: 'step.type', label: t('f-step'), options: options({ switched_off: 'f-step-off', device_back: 'f-step-back', pv: 'f-step-pv' }) },
      ...(what === 'pv' ? [{ type: 'line', name: 'step.number', label: t('f-pv-number') } as const] : [dayField(about, 'step.on', t('f-day'))]),
      ...(what === 'device_back' ? [{ type: 'choice', name: 'step.how', label: t('f-back-how'), options: options({ returned: 'f-back-returned', lost: 'f-back-lost' }) } as const] : []),
    ] }, ...check];
  },
  command: (_about, parts, values) => commandOf('do_end_step', parts.slice(0, 1), values),
};

export const confirmReceipt: FormSpec = {
  title: 'form-receipt', point: '7.3.2', mind: 'form-receipt-mind',
  parts: () => [],
  command: (about) => ({ type: 'confirm_receipt', of: receiptOf(about.task ?? '') }),
};

export const settle: FormSpec = {
  title: 'form-settle', point: '7.8.1',
  parts: (about) => {
    const needed = about.view.tasks.find((task) => task.key === about.task)?.needs_reference === true;
    return [{ fields: [{ type: 'line', name: 'reference', label: t('f-reference'), ...(needed ? {} : { optional: true }) }] }];
  },
  command: (about, _parts, values) => ({ type: 'settle', task: about.task ?? '', reference: valueOf(values, 'reference') || null }),
};
