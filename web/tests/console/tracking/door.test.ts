import { render, screen } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import DoorNotes from '../../../src/console/tracking/devices/DoorNotes.svelte';
import { at, id } from '../alarms';
import { aServer } from '../screens';

describe('who was refused at the door of devices (GN-02)', () => {
  test('each line says who, what and how often; many numbers together are one line', async () => {
    const note = { at: at(0), sign: 'unknown', number: '356307042441013', tracker: null, times: 1, since: at(0) };
    aServer(() => ({ status: 200, body: [{ ...note, number: null, times: 9968 }, { ...note, sign: 'flooding', tracker: id(7) }, note] }));
    render(DoorNotes);
    expect(await screen.findByText('many numbers together')).toBeTruthy();
    expect(screen.getByText('9968')).toBeTruthy();
    expect(screen.getByText('reports too much')).toBeTruthy();
    expect(screen.getAllByText('356307042441013')).toHaveLength(2);
    expect(screen.getAllByRole('row')).toHaveLength(4);
  });

  test('nobody refused, and an answer that does not come, are said in words', async () => {
    aServer(() => ({ status: 200, body: [] }));
    const empty = render(DoorNotes);
    expect(await screen.findByText('Nobody was refused, slowed down or lost.')).toBeTruthy();
    empty.unmount();
    aServer(() => ({ status: 403, body: { code: 'denied', status: 403, title: 'Forbidden' } }));
    render(DoorNotes);
    expect(await screen.findByText('This is not for this role.')).toBeTruthy();
  });
});
