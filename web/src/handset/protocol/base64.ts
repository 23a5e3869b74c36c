// Base64 with padding (RFC 4648), read strictly: exactly so many bytes, in the one way to write them.

export function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** `null` for anything but `length` bytes in canonical base64. */
export function decodeBase64(text: string, length: number): Uint8Array<ArrayBuffer> | null {
  if (text.length !== Math.ceil(length / 3) * 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return bytes.length === length && encodeBase64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}
