// Ties an element to the report that its alarm is painted.
import type { Attachment } from 'svelte/attachments';
import { whenPainted } from './painted';

export function paintedAttachment(live: { painted(alarm: string): void; connection: string }, alarm: string): Attachment<HTMLElement> {
  return (element) => {
    // Read here, so that a new connection hears it again.
    if (live.connection !== 'open') return undefined;
    return whenPainted(element, () => live.painted(alarm));
  };
}
