// A line to the person that is seen while it is typed: what changed leaves at most every 300 ms, always as it stands then.
// Never here: the field, the sending.
import type { DeskSays } from '../../lib/api/types';

const EVERY_MS = 300;
/** Characters (Unicode scalar values), as many as a message may have. */
export const LONGEST_LINE = 300;

export class LiveLine {
  #line: string;
  #edit = 0;
  #text = '';
  #said = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly alarm: string,
    private readonly say: (message: DeskSays) => 'yes' | 'no',
    private readonly freshId: () => string = () => crypto.randomUUID(),
  ) {
    this.#line = freshId();
  }

  /** The id that the message will have. */
  get line(): string {
    return this.#line;
  }
  /** The field stands so now. */
  change(text: string): void {
    this.#text = [...text].slice(0, LONGEST_LINE).join('');
    if (this.#timer === undefined) this.#tell();
  }
  /** It was sent: the next letter begins another line. */
  sent(): void {
    this.#rest();
    this.#line = this.freshId();
    this.#edit = 0;
    this.#text = this.#said = '';
  }
  /** Nobody types here any more: what stands there is not sent, and the person does not wait for it. */
  leave(): void {
    this.#rest();
    this.#text = '';
    this.#tell();
    this.#rest();
  }

  #tell(): void {
    if (this.#text === this.#said) return;
    this.#edit += 1;
    // Without a connection it is said whole with the next letter.
    if (this.say({ type: 'typing', alarm: this.alarm, line: this.#line, edit: this.#edit, text: this.#text }) === 'yes') this.#said = this.#text;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, EVERY_MS);
  }
  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
