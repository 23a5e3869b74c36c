// The charge of the phone, where the browser tells it.

interface Battery extends EventTarget {
  level: number;
}

export async function watchBattery(tell: (percent: number) => void): Promise<void> {
  const ask = (navigator as Navigator & { getBattery?: () => Promise<Battery> }).getBattery;
  const battery = await ask?.call(navigator).catch(() => null);
  if (!battery) return;
  const say = () => tell(Math.min(100, Math.max(0, Math.round(battery.level * 100))));
  say();
  battery.addEventListener('levelchange', say);
}
