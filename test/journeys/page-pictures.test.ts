import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type ApiClient, apiClient } from '#test/support/api-client.ts';
import { startDemo } from '#test/support/hub.ts';
import { printedLines, printedPdf, scanned } from '#test/support/printed-page.ts';
import type { PageView } from '#web/contract/documents.ts';

type Words = z.infer<typeof PageView>;
const pictureWidth = 1_200;

/** The share of dark pixels under each word's box, and in a box as large half a page away. */
async function inkUnder(picture: Uint8Array, { words, width, height }: Words) {
  const { data, info } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true });
  // The same page in the same shape, or no box could fit.
  expect(info.width / info.height).toBeCloseTo(width / height, 2);
  const dark = ([x, y, w, h]: readonly [number, number, number, number]) => {
    const [left, top] = [Math.round(x * info.width), Math.round(y * info.height)];
    const [right, bottom] = [Math.round((x + w) * info.width), Math.round((y + h) * info.height)];
    let ink = 0;
    for (let row = top; row < bottom; row++)
      for (let column = left; column < right; column++) if (data[row * info.width + column]! < 140) ink++;
    return ink / Math.max(1, (right - left) * (bottom - top));
  };
  const sure = words.filter(({ confidence, text }) => confidence > 0.6 && text.length > 3);
  const inside = sure.filter(({ box }) => dark(box) > 0.05).length / sure.length;
  const all = dark([0, 0, 1, 1]);
  const covered = sure.reduce((sum, { box }) => sum + dark(box) * box[2] * box[3], 0);
  return { count: sure.length, inside, covered: covered / all };
}

describe('a page is drawn as it was read (promise 6)', { timeout: 240_000 }, () => {
  let demo: Awaited<ReturnType<typeof startDemo>>;
  let api: ApiClient;
  let businessId: string;
  // Short lines from the top left corner: the page turned any other way has paper where they stood.
  const lines = printedLines(7, 24).map((line, index) => line.slice(0, 18 + index));

  beforeAll(async () => {
    demo = await startDemo({ empty: true });
    api = await apiClient(demo.ready);
    businessId = demo.ready.businesses[0]!.id;
  });
  afterAll(() => demo[Symbol.asyncDispose]());

  const upload = async (name: string, bytes: Uint8Array): Promise<string> => {
    const answer = await api.upload(businessId, name, bytes);
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { id: string }).id;
  };
  async function drawn(id: string) {
    const picture = await api.ask(businessId, `/documents/${id}/pages/1.webp?width=${pictureWidth}`);
    expect(picture.status).toBe(200);
    const words = (await (await api.ask(businessId, `/documents/${id}/pages/1`)).json()) as Words;
    return inkUnder(new Uint8Array(await picture.arrayBuffer()), words);
  }

  test.each([0, 90, 180, 270])('the boxes of a scan turned by %i degrees lie on its words', async (turn) => {
    const scan = await sharp(await scanned(lines))
      .rotate(turn)
      .jpeg({ quality: 85 })
      .toBuffer();
    const id = await upload(`scan-${turn}.jpg`, scan);
    await api.restingDocuments(businessId, 1, 120_000);
    const { count, inside, covered } = await drawn(id);
    expect(count).toBeGreaterThan(30);
    expect(inside).toBeGreaterThan(0.97);
    expect(covered).toBeGreaterThan(0.6);
  });

  test('a picture is drawn once: the second view comes from the store, and there is none of a deleted file', async () => {
    const id = await upload('kept.pdf', await printedPdf([lines]));
    await api.restingDocuments(businessId, 1, 60_000);
    const view = async () => {
      const startedAt = performance.now();
      const answer = await api.ask(businessId, `/documents/${id}/pages/1.webp?width=1600`);
      expect(answer.status).toBe(200);
      return { bytes: Buffer.from(await answer.arrayBuffer()), ms: performance.now() - startedAt };
    };
    const first = await view();
    const again = [await view(), await view(), await view()];
    console.info(`page picture: first view ${first.ms.toFixed(0)} ms, then ${again.map(({ ms }) => ms.toFixed(0)).join(', ')} ms`);
    for (const { bytes } of again) expect(bytes).toEqual(first.bytes);
    expect(Math.min(...again.map(({ ms }) => ms))).toBeLessThan(first.ms);
    expect((await api.ask(businessId, `/documents/${id}`, { method: 'DELETE' })).status).toBeLessThan(300);
    expect((await api.ask(businessId, `/documents/${id}/pages/1.webp?width=1600`)).status).toBe(404);
  });

  test('a file that a password opened is drawn with it, and its bytes stay locked', async () => {
    const id = await upload('locked.pdf', await printedPdf([lines], { password: 'Kulcs-9' }));
    await api.restingDocuments(businessId, 1, 60_000);
    expect((await api.ask(businessId, `/documents/${id}/pages/1.webp`)).status).toBe(404);
    const { intakeId } = (await (await api.ask(businessId, `/documents/${id}`)).json()) as { intakeId: string };
    const opened = await api.ask(businessId, `/intakes/${intakeId}/parts/1/password`, {
      method: 'POST',
      body: JSON.stringify({ password: 'Kulcs-9' }),
    });
    expect(opened.status).toBeLessThan(300);
    await expect
      .poll(async () => ((await (await api.ask(businessId, `/documents/${id}`)).json()) as { pageCount: number }).pageCount, {
        timeout: 30_000,
      })
      .toBe(1);
    const { inside } = await drawn(id);
    expect(inside).toBe(1);
  });
});
