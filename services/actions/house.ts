import type { Sequelize } from 'sequelize';
import type { Caller } from '#services/domain/caller.ts';
import type { MasterKeys } from '#services/platform/secrets.ts';
import type { AuditActor } from '#storage/audit.ts';

/** What the acts of people need of the running hub. */
export type House = {
  database: Sequelize;
  /** What links in mails begin with, without a slash at the end. */
  publicUrl: string;
  /** Domain of the businesses' system addresses (H-064). */
  mailDomain: string;
  masterKeys: MasterKeys;
};

/** Who acts and from which network address; both are recorded where the spec asks for it (H-006). */
export type Visitor = { caller: Caller; address: string | null };

export const actorOf = (caller: Caller): AuditActor => {
  if (caller.userId !== null) return { kind: 'user', id: caller.userId };
  if (caller.keyId !== null) return { kind: 'program', id: caller.keyId };
  return { kind: 'nobody', id: null };
};

export const operator: AuditActor = { kind: 'operator', id: null };
export const hub: AuditActor = { kind: 'hub', id: null };
