// Three short taps: a gesture that happens to nobody by accident and that keyboards and screen readers can do as well.

export const TAPS = 3;
const WITHIN_MS = 3000;

export class Taps {
  count = $state(0);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly done: () => void) {}

  tap(): void {
    clearTimeout(this.timer);
    this.count += 1;
    if (this.count < TAPS) {
      this.timer = setTimeout(() => (this.count = 0), WITHIN_MS);
      return;
    }
    this.count = 0;
    this.done();
  }
  stop(): void {
    clearTimeout(this.timer);
  }
}
