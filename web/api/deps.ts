import type { Sequelize } from 'sequelize';
import type { Banks } from '#services/connectors/bank/open-banks.ts';
import type { StatementOptions } from '#services/domain/column-mapping.ts';
import type { StatementReading } from '#services/domain/statement.ts';
import type { Config } from '#services/platform/config.ts';
import type { Log } from '#services/platform/log.ts';
import type { MasterKeys } from '#services/platform/secrets.ts';
import type { ChangeNotices } from '#storage/change-notices.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import type { Spool } from '#storage/objects/spool.ts';

/** What handlers are handed; nothing in web/api reaches for anything else. */
export type ApiDeps = {
  database: Sequelize;
  objects: ObjectStore;
  spool: Spool;
  config: Config;
  /** What links in mails begin with, without a slash at the end. */
  publicUrl: string;
  masterKeys: MasterKeys;
  log: Log;
  notices: ChangeNotices;
  banks: Banks;
  /** Reads a bank's file in a reader process. */
  readStatement(path: string, options: StatementOptions & { password?: string | undefined }): Promise<StatementReading>;
  /** A WebP picture of one upright page, made in a reader process. */
  renderPage(
    path: string,
    page: { number: number; name: string; maxWidth: number; rotationDegrees: number; password: string | undefined },
  ): Promise<Uint8Array>;
};
