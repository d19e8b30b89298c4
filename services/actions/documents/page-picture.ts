import type { Log } from '#services/platform/log.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';

/** To be raised when `renderPage` draws otherwise: what an older one drew is then drawn again. */
const drawnBy = 1;
/** The widths that the screens ask for; a picture of any other is not kept. */
const keptWidths: ReadonlySet<number> = new Set([96, 320, 1_600]);

export type PageWanted = { businessId: string; sha256: string; number: number; width: number; rotationDegrees: number; mayBeKept: boolean };

const underWay = new Map<string, Promise<Buffer>>();

/** One page's picture: drawn once and kept beside the file's bytes, with which it leaves (docs/adr/0062). */
export function pagePicture(
  { businessId, sha256, number, width, rotationDegrees, mayBeKept }: PageWanted,
  { objects, log }: { objects: ObjectStore; log: Log },
  draw: () => Promise<Uint8Array>,
): Promise<Buffer> {
  if (!mayBeKept || !keptWidths.has(width)) return draw().then(Buffer.from);
  const name = `${drawnBy}-${number}-${width}-${rotationDegrees}.webp`;
  const key = `${businessId} ${sha256} ${name}`;
  const begun = underWay.get(key);
  if (begun) return begun;
  const picture = keptOrDrawn().finally(() => underWay.delete(key));
  underWay.set(key, picture);
  return picture;

  async function keptOrDrawn(): Promise<Buffer> {
    const kept = await objects.derived(businessId, sha256, name);
    if (kept) return kept;
    const drawn = Buffer.from(await draw());
    // Whoever waits for the picture has it, kept or not.
    await objects.putDerived(businessId, sha256, name, drawn).catch((error: unknown) => log.warn({ error }, 'a picture could not be kept'));
    return drawn;
  }
}
