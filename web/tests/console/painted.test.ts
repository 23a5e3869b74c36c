import { expect, test, vi } from 'vitest';
import { whenPainted, type Glass } from '../../src/console/desk/painted';

class FakeGlass implements Glass {
  shown = true;
  frames: (() => void)[] = [];
  listeners: (() => void)[] = [];
  visible = () => this.shown;
  nextFrame = (then: () => void) => {
    this.frames.push(then);
    return () => (this.frames = this.frames.filter((frame) => frame !== then));
  };
  onVisible = (then: () => void) => {
    this.listeners.push(then);
    return () => (this.listeners = this.listeners.filter((listener) => listener !== then));
  };
  paint() {
    for (const frame of this.frames.splice(0)) frame();
  }
}
const element = { isConnected: true };

test('FL-06 an alarm counts as shown after two frames, not when it was only received', () => {
  const glass = new FakeGlass();
  const told = vi.fn();
  whenPainted(element, told, glass);
  glass.paint();
  expect(told).not.toHaveBeenCalled();
  glass.paint();
  expect(told).toHaveBeenCalledOnce();
});

test('FL-06 a hidden page shows nothing and says nothing, until it is looked at', () => {
  const glass = new FakeGlass();
  glass.shown = false;
  const told = vi.fn();
  whenPainted(element, told, glass);
  glass.paint();
  glass.paint();
  expect(told).not.toHaveBeenCalled();
  glass.shown = true;
  for (const listener of glass.listeners) listener();
  glass.paint();
  glass.paint();
  expect(told).toHaveBeenCalledOnce();
});

test('what left the page before it was painted is not reported', () => {
  const glass = new FakeGlass();
  const told = vi.fn();
  const stop = whenPainted(element, told, glass);
  stop();
  glass.paint();
  glass.paint();
  expect(told).not.toHaveBeenCalled();
});
