import { BlobReader, ZipReader } from '@zip.js/zip.js';
import { expect } from 'vitest';
import { tellQuarantine } from '#services/actions/documents/tell-quarantine.ts';
import { DomainError } from '#services/domain/errors.ts';
import { giveUp, processDocument } from '#services/pipeline.ts';
import { resumeScans } from '#services/steps/scan/resume-scans.ts';
import { Document } from '#storage/models/document.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, aMember, cookieFor, houseOn, mailsTo } from '#test/support/office.ts';
import { eicar, startClamd } from '#test/support/services/start-clamd.ts';
import { needed } from '#test/support/services/start-services.ts';
import { stepDeps } from '#test/support/step-deps.ts';

const clamd = needed('clamd');

test.skipIf(clamd === null)(
  'H-057 with a real clamd: unscanned and quarantined files open nowhere, both parties and the uploader are told, the sender of a mail is not',
  { timeout: 60_000 },
  async ({ db, databaseUrl }) => {
    const house = houseOn(db);
    await using scanner = await startClamd(clamd!);
    await scanner.stop();
    await using app = await openApp(house, databaseUrl, { settings: { CLAMD_URL: scanner.url } });
    const firm = await aFirm(house);
    const { businessId, email } = await aBusiness(house, firm.accountantId);
    const uploader = (await aMember(house, businessId, 'handler')).email;
    const [owner, handler] = [await cookieFor(house, email), await cookieFor(house, uploader)];

    const ask = (path: string, init: RequestInit = {}, cookie = owner) =>
      fetch(`${app.url}/api/v1/businesses/${businessId}${path}`, { ...init, headers: { cookie, ...init.headers } });
    const post = (path: string, body: object) =>
      ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const upload = async (name: string, text: string) => {
      const form = new FormData();
      form.set('file', new Blob([text], { type: 'text/plain' }), name);
      return ((await (await ask('/documents', { method: 'POST', body: form }, handler)).json()) as { id: string }).id;
    };
    const exported = async (): Promise<string[]> => {
      const { id } = (await (await post('/exports', {})).json()) as { id: string };
      const zip = new ZipReader(new BlobReader(await (await ask(`/exports/${id}/content`)).blob()));
      return (await zip.getEntries()).map(({ filename }) => filename).filter((name) => !name.startsWith('manifest'));
    };
    /** How each way to a file's bytes and words answers. */
    const opened = async (id: string) => ({
      content: (await ask(`/documents/${id}/content`)).status,
      text: (await ask(`/documents/${id}/text`)).status,
      picture: (await ask(`/documents/${id}/pages/1.webp`)).status,
      words: (await ask(`/documents/${id}/pages/1`)).status,
      found: JSON.stringify(await (await ask('/search?q=EICAR')).json()).includes('STANDARD'),
      exported: (await exported()).length > 0,
    });
    const closed = { content: 403, text: 404, picture: 404, words: 404, found: false, exported: false };

    const deps = stepDeps(db, app.objects, {
      clamdUrl: scanner.url,
      tellQuarantine: (transaction, document, because) => tellQuarantine(transaction, house, document, because),
    });
    const carry = async (documentId: string) => {
      await processDocument({ businessId, documentId }, deps);
      await db.query('delete from jobs where business_id = $1', { bind: [businessId] });
      return Document.findByPk(documentId, { rejectOnEmpty: true });
    };
    /** As an earlier reading left it. */
    const withWords = (documentId: string) =>
      db.query(
        `insert into document_pages (document_id, number, business_id, width, height, rotation_degrees, text_from, text, words)
         values ($1, 1, $2, 595, 842, 0, 'embedded', 'EICAR STANDARD', '[]')`,
        { bind: [documentId, businessId] },
      );
    const toldOf = async (to: string, name: string) => (await mailsTo(house, to)).filter(({ text }) => text.includes(name));

    const first = await upload('fertőzött.txt', `Számla ${eicar}`);
    expect(await opened(first), 'not scanned yet').toEqual(closed);
    await withWords(first);
    expect(await carry(first)).toMatchObject({ state: 'waiting-scan', because: 'scanner-away' });
    expect(await opened(first), 'waiting').toEqual(closed);

    await scanner.start();
    expect(await resumeScans(db, scanner.url)).toBe(1);
    const { intakeId, because } = await carry(first);
    expect(because).toContain('Eicar');
    expect(await opened(first), 'quarantined').toEqual(closed);
    for (const to of [email, firm.email, uploader]) {
      const [mail, another] = await toldOf(to, 'fertőzött.txt');
      expect(mail?.text, to).toContain(because);
      expect(mail?.text).toContain(`/b/${businessId}/documents/${first}`);
      expect(another).toBeUndefined();
    }

    // It cannot be laid aside as an open file; looked at once more, it is found once more.
    const act = (action: string) => post(`/intakes/${intakeId}/parts/${encodeURIComponent('1')}/${action}`, {});
    const paths = (await (await ask(`/intakes/${intakeId}`)).json()) as { parts: { path: string; actions: string[] }[] };
    expect(paths.parts).toMatchObject([{ path: '1', actions: ['retry'] }]);
    expect((await act('discard')).status).toBe(409);
    expect((await act('retry')).status).toBe(200);
    // The words that an earlier scan let through may be found meanwhile, the file stays shut.
    expect(await opened(first), 'sent to the scanner again').toEqual({ ...closed, found: true });
    expect(await carry(first)).toMatchObject({ state: 'quarantined' });

    // A second one within the hour: its uploader hears of it, the parties are not flooded.
    const second = await upload('másik.txt', `Másik ${eicar}`);
    expect(await carry(second)).toMatchObject({ state: 'quarantined' });
    expect(await toldOf(uploader, 'másik.txt')).toHaveLength(1);
    for (const to of [email, firm.email]) expect(await toldOf(to, 'másik.txt'), to).toEqual([]);

    // By mail nobody is signed in as its uploader, and the sender gets nothing (H-070).
    await db.query(`update documents set changed_at = now() - interval '2 hours' where business_id = $1`, { bind: [businessId] });
    const third = await upload('levélben.txt', `Levél ${eicar}`);
    await db.query(
      `update intakes set door = 'smtp', sender = 'szallito@pelda.hu', uploaded_by = null where id = (select intake_id from documents where id = $1)`,
      {
        bind: [third],
      },
    );
    expect(await carry(third)).toMatchObject({ state: 'quarantined' });
    for (const to of [email, firm.email]) expect(await toldOf(to, 'levélben.txt'), to).toHaveLength(1);
    for (const to of [uploader, 'szallito@pelda.hu']) expect(await toldOf(to, 'levélben.txt'), to).toEqual([]);

    // A clean file goes past the scanner to the reader, and then all of this opens.
    const clean = await upload('tiszta.txt', 'Számla');
    await expect(carry(clean)).rejects.toThrow('no step of this test asks for it');
    await withWords(clean);
    await Document.update({ state: 'ready' }, { where: { id: clean } });
    expect(await opened(clean)).toMatchObject({ content: 200, text: 200, words: 200, found: true, exported: true });

    // A job that falls, wherever it falls, leaves no file open that was not scanned: here one with a password that no key opens.
    const unopenable = new Error('the key of this password is gone');
    const fallen = async (name: string, text: string, given = deps) => {
      const documentId = await upload(name, text);
      const job = { businessId, documentId, password: 'v1.sealed.with-another-key' };
      const error = await processDocument(job, { ...given, openPassword: () => Promise.reject(unopenable) }).catch(
        (thrown: unknown) => thrown,
      );
      if (error instanceof Error) await giveUp(job, error, given);
      const { state, because: reason } = await Document.findByPk(documentId, { rejectOnEmpty: true });
      return [state, reason, (await opened(documentId)).content];
    };
    expect(await fallen('zárt.txt', 'Zárt számla')).toEqual(['failed', 'internal-error', 200]);
    expect(await fallen('zárt-fertőzött.txt', `Zárt ${eicar}`)).toEqual(['quarantined', expect.stringContaining('Eicar'), 403]);
    const broken = { ...deps, objects: { ...deps.objects, open: () => Promise.reject(new DomainError('object-missing', 'gone')) } };
    expect(await fallen('eltűnt.txt', 'Eltűnt számla', broken)).toEqual(['quarantined', 'object-missing', 403]);
    await scanner.stop();
    const early = await upload('korai.txt', 'Korai számla');
    await giveUp({ businessId, documentId: early }, unopenable, deps);
    expect((await Document.findByPk(early, { rejectOnEmpty: true })).state).toBe('waiting-scan');
    expect((await opened(early)).content).toBe(403);
  },
);
