// What is wrong with a typed perimeter, in words, with the place.
import { t } from '../../../lib/i18n/i18n.svelte';
import { placeText, RADIUS_M, WIDTH_M, MOST_CORNERS, type ShapeFault, type ShapeType } from './shape';

/** One sentence; `null` for what is not typed yet. */
export function faultText(fault: ShapeFault, type: ShapeType): string | null {
  switch (fault.why) {
    case 'empty':
      return null;
    case 'not-a-place':
      return type === 'circle' ? t('coordinates-wrong') : t('track-fault-line', { line: fault.line });
    case 'too-few':
      return type === 'corridor' ? t('track-fault-two') : t('track-fault-three', { line: fault.line });
    case 'too-many':
      return t('track-fault-many', { most: MOST_CORNERS });
    case 'size': {
      const { least, most } = type === 'corridor' ? WIDTH_M : RADIUS_M;
      return t('track-fault-size', { least, most });
    }
    case 'crossing':
      return t('track-fault-crossing', { first: fault.first, second: fault.second, place: placeText(fault.at) });
    case 'hole-outside':
      return t('track-fault-hole', { place: placeText(fault.at) });
  }
}
