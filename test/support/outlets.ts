import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sequelize } from 'sequelize';
import { acceptServerKey } from '#services/actions/doors/file-servers.ts';
import { addOutlet, openOutletPassword } from '#services/actions/doors/outlets.ts';
import { lookAtOutlets } from '#services/copies/due-outlets.ts';
import { sendCopies } from '#services/copies/send-copies.ts';
import type { Protocol } from '#services/domain/file-server.ts';
import { silentLog } from '#services/platform/log.ts';
import { Document } from '#storage/models/document.ts';
import { Outlet } from '#storage/models/outlet.ts';
import type { PayloadOf } from '#storage/queues/queues.ts';
import { rows } from '#storage/sql.ts';
import { anUpload, ingestDeps } from './builders.ts';
import { aBusiness, aFirm, houseOn } from './office.ts';
import type { FileServer } from './services/file-servers.ts';
import type { Service } from './services/start-services.ts';

/** A business whose documents are copied to the server, nothing of it done yet. */
export async function anOutlet(
  db: Sequelize,
  server: Omit<FileServer, keyof Service>,
  given: { protocol?: Protocol; password?: string; withPast?: boolean; isPrivateAllowed?: boolean; folder?: string; port?: number } = {},
) {
  const { protocol = 'sftp', password = server.password, withPast = true, isPrivateAllowed = true, port = server.port } = given;
  const house = houseOn(db);
  const firm = await aFirm(house);
  const business = await aBusiness(house, firm.accountantId);
  const { businessId, visitor } = business;
  const { files, folder } = server.newFolder();
  const deps = ingestDeps(db);
  const start = () =>
    addOutlet(house, visitor, businessId, {
      protocol,
      host: 'localhost',
      port,
      username: server.username,
      password,
      folder: given.folder ?? folder,
      withPast,
      acceptedVersion: '2026-11',
      plainAccepted: protocol === 'ftp' ? '2026-11' : null,
    });
  let { id } = await start();
  const copying = {
    ...deps,
    isPrivateAllowed,
    log: silentLog,
    openPassword: (owner: string, sealed: string) => openOutletPassword(house, owner, sealed),
  };
  const now = () => Outlet.findByPk(id, { rejectOnEmpty: true });
  /** All that is due now, as if its time had come; answers what stands in the way. */
  const round = async () => {
    await Outlet.update({ nextAt: new Date(0) }, { where: { id } });
    await lookAtOutlets(db);
    const jobs = await rows<{ payload: PayloadOf<'copies'> }>(
      db,
      `delete from jobs where name = 'copies' and payload ->> 'outletId' = $1 returning payload`,
      id,
    );
    for (const { payload } of jobs) await sendCopies(payload, copying);
    return { jobs: jobs.length, trouble: (await Outlet.findByPk(id))?.trouble ?? null };
  };
  return {
    ...business,
    firm,
    house,
    deps,
    files,
    id: () => id,
    now,
    round,
    async startAgain() {
      id = (await start()).id;
    },
    async accept() {
      await round();
      const key = (await now()).offeredKey!;
      await acceptServerKey(house, visitor, 'outlet', { businessId, id, key });
      return key;
    },
    /** A document at rest; its text is its content. */
    async document(text: string, facts: Partial<Pick<Document, 'kind' | 'state' | 'receivedAt' | 'name'>> = {}) {
      const { documentId } = await anUpload(deps, businessId, Buffer.from(text), facts.name ?? `${text.slice(0, 20)}.txt`);
      await Document.update({ state: 'ready', kind: 'other', ...facts }, { where: { id: documentId } });
      return documentId;
    },
    /** Every file on the server, by its place, with its hash. */
    copies: () => filesIn(files),
    waiting: async () => (await rows(db, 'select from copies where outlet_id = $1 and done_at is null', id)).length,
  };
}

/** Every file below a folder, by its place, with its hash. */
export function filesIn(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found.set(path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex'));
  }
  return found;
}
