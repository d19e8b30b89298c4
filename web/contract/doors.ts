import { z } from 'zod';
import { protocols } from '#services/domain/file-server.ts';
import { Line } from './account-fields.ts';
import { Day, Id, Instant } from './shapes.ts';

export const DoorView = z
  .object({
    door: z.string(),
    lastAt: Instant.nullable(),
    /** Deliveries of each of the last thirty days, today last. */
    daily: z.array(z.int()),
    /** How many days usually pass; `set` by a person, else `learnt`. 0: not watched. */
    rhythm: z.object({ days: z.int(), from: z.enum(['learnt', 'set']) }).nullable(),
    silentSince: Day.nullable(),
  })
  .meta({ id: 'Door' });
export type DoorView = z.infer<typeof DoorView>;

/** `folder`: the name of the business's folder in the watched one, where the operator opened that door. */
export const Doors = z.object({ items: z.array(DoorView), folder: z.string().nullable() });

/** Null: learn it from what comes. */
export const DoorRhythm = z.strictObject({ days: z.int().min(0).max(366).nullable() });
export const DoorParams = z.object({ businessId: Id, door: z.string().regex(/^[a-z-]{1,30}$/) });

/** Of all businesses of the caller, the doors that fell silent. */
export const SilentDoors = z.object({ items: z.array(z.object({ businessId: Id, door: z.string(), since: Day })) });

/** A customer's file server, as it is used. */
const ServerView = z.object({
  id: Id,
  protocol: z.enum(protocols),
  host: z.string(),
  port: z.int(),
  username: z.string(),
  folder: z.string(),
  /** The server's accepted key or certificate, `SHA256:…`. */
  hostKey: z.string().nullable(),
  /** What it shows instead; a person accepts it or not. */
  offeredKey: z.string().nullable(),
  /** Who started the service, having read what it is (H-119); null when that person is gone. */
  acceptedBy: z.string().nullable(),
  acceptedAt: Instant,
  lastOkAt: Instant.nullable(),
  trouble: z.string().nullable(),
  troubleSince: Instant.nullable(),
});
export type ServerView = z.infer<typeof ServerView>;

export const PullView = ServerView.extend({ afterTaking: z.enum(['move', 'delete']) }).meta({ id: 'Pull' });
export type PullView = z.infer<typeof PullView>;
export const Pulls = z.object({ items: z.array(PullView) });

/** `waiting` stops at ten thousand; `lost`: their bytes are gone or damaged here. `since`: documents that came before are not sent; null: all are. */
export const OutletView = ServerView.extend({
  since: Instant.nullable(),
  delivered: z.int(),
  waiting: z.int(),
  lost: z.int(),
  nextAt: Instant,
}).meta({ id: 'Outlet' });
export type OutletView = z.infer<typeof OutletView>;
export const Outlets = z.object({ items: z.array(OutletView) });

/** `password`: for SFTP also a private key (PEM). */
const NewServer = z.strictObject({
  protocol: z.enum(protocols),
  host: z.string().regex(/^[A-Za-z0-9.:[\]-]{1,253}$/, 'not a host name'),
  port: z.int().min(1).max(65_535),
  username: Line(200),
  password: z.string().min(1).max(10_000),
  folder: z
    .string()
    .max(500)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused
    .regex(/^[^\u0000-\u001f]*$/, 'control characters in the folder'),
  /** Of the service's description that was read (H-119). */
  acceptedVersion: Line(40),
  /** Of the warning about plain FTP; without it plain FTP is refused. */
  plainAccepted: Line(40).optional(),
});

export const NewPull = NewServer.extend({ afterTaking: z.enum(['move', 'delete']) });
/** `withPast`: the documents that are there already go too. */
export const NewOutlet = NewServer.extend({ withPast: z.boolean() });

/** The descriptions that the screen shows before a service is started, and the warning; another text is another version. */
export const syncDescription = '2026-11';
export const copyDescription = '2026-11';
export const plainWarning = '2026-11';

export const ServerParams = z.object({ businessId: Id, id: Id });
export const ServerKey = z.strictObject({ key: Line(100) });
