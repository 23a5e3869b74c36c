// Makes a photo small enough in the browser: the server takes at most 64 KiB.

/** Largest photo that the server takes, bytes. */
export const MOST_BYTES = 64 * 1024;
/** Tried in this order until one fits: longest side in pixels, JPEG quality. */
export const STEPS: readonly (readonly [side: number, quality: number])[] = [[640, 0.85], [640, 0.7], [480, 0.75], [480, 0.6], [360, 0.65], [240, 0.6]];

/** Width and height within a square, in the same proportion; never larger than it was. */
export function fit(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The first result that is small enough, or `null`. */
export async function firstThatFits(make: (side: number, quality: number) => Promise<Blob | null>): Promise<Blob | null> {
  for (const [side, quality] of STEPS) {
    const blob = await make(side, quality);
    if (blob && blob.size <= MOST_BYTES) return blob;
  }
  return null;
}

/** The photo as a small JPEG without its metadata; `null` when it is no picture that the browser can read. */
export async function shrink(file: Blob): Promise<Blob | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return null;
  }
  const canvas = document.createElement('canvas');
  const result = await firstThatFits((side, quality) => {
    const size = fit(picture.width, picture.height, side);
    canvas.width = size.width;
    canvas.height = size.height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0, size.width, size.height);
    return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
  });
  picture.close();
  return result;
}
