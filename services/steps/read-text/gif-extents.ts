/**
 * The pixels that a GIF's frames reach over, also outside its canvas; 0 where it is no GIF.
 * Source: GIF89a §18 (screen), §20 (frames), §23–26 (extensions).
 */
export function gifExtents(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 13 || Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'GIF8') return 0;
  const tableBytes = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * (2 << (flags & 7)));
  let width = view.getUint16(6, true);
  let height = view.getUint16(8, true);
  let at = 13 + tableBytes(view.getUint8(10));
  while (at + 10 < bytes.length) {
    const kind = view.getUint8(at);
    if (kind === 0x2c) {
      width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
      height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
      at += 11 + tableBytes(view.getUint8(at + 9));
    } else if (kind === 0x21) at += 2;
    else break;
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
    at += 1;
  }
  return width * height;
}
