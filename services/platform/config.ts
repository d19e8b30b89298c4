import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { BadSettings } from './bad-settings.ts';

const flag = z.enum(['on', 'off']).transform((word) => word === 'on');
const port = z.coerce.number().int().min(0).max(65_535);

/** Every setting of the hub; `docs/configuration.md` explains them in the same order. */
const environment = z
  .object({
    /** Folder of everything the embedded default keeps. Other users must be able to pass through it when the hub runs as root. */
    HUB_DATA: z.string().min(1).optional(),
    /** Absent: the embedded PostgreSQL. */
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    /** Absent: BullMQ on the same PostgreSQL. */
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    /** Absent: objects in a folder under HUB_DATA. */
    S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    S3_ACCESS_KEY: z.string().min(1).optional(),
    S3_SECRET_KEY: z.string().min(1).optional(),
    S3_BUCKET: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'not a bucket name')
      .default('bizonylat'),
    S3_REGION: z.string().min(1).default('us-east-1'),
    WEB_HOST: z.string().min(1).default('127.0.0.1'),
    WEB_PORT: port.default(8080),
    /** The address people use, e.g. `https://hub.example.hu`; links in mails begin with it. */
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Requests a minute of one person or one program's key; more are answered 429. */
    REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(12_000),
    SMTP_HOST: z.string().min(1).default('127.0.0.1'),
    SMTP_PORT: port.default(2525),
    /** Domain of the businesses' system addresses (H-064). */
    MAIL_DOMAIN: z
      .string()
      .regex(/^[a-z0-9.-]+$/, 'not a domain')
      .default('bizonylat.localhost'),
    /** Largest mail accepted, in bytes. Base64 makes a file about 37 % longer on the wire. */
    SMTP_MAX_BYTES: z.coerce
      .number()
      .int()
      .min(1024)
      .default(36 * 1024 * 1024),
    /** Certificate and key for STARTTLS, PEM files. Absent: a generated one. */
    SMTP_TLS_CERT: z.string().min(1).optional(),
    SMTP_TLS_KEY: z.string().min(1).optional(),
    /** Name servers that are asked about senders' domains (SPF, DKIM, DMARC): `system`, `off`, or addresses with commas. */
    SMTP_DNS: z
      .string()
      .regex(/^(system|off|[0-9a-f.:[\]]+(,[0-9a-f.:[\]]+)*)$/i, 'system, off, or ip[:port] with commas')
      .transform((words) => (words === 'system' || words === 'off' ? words : words.split(',')))
      .default('system'),
    /** Mails a minute from one host, and to one address; more are told to come later. */
    SMTP_MAILS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
    /** Where the hub's own mails go, `smtp://…`. Absent: they stay in the built-in mailbox. */
    SMTP_OUT_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.string().min(3).default('Bizonylat <no-reply@bizonylat.localhost>'),
    /** Who is warned of separations that are due (H-131). Absent: nobody by mail. */
    OPERATOR_EMAIL: z.email().optional(),
    /** clamd, `tcp://host:3310` or `unix:/path`. Absent: files are not scanned. */
    CLAMD_URL: z
      .string()
      .regex(/^(tcp:\/\/[^/]+:\d+|unix:\/.+)$/, 'tcp://host:port or unix:/path')
      .optional(),
    /** 32 bytes, base64, or a file that holds them. Absent: a generated file under HUB_DATA. */
    MASTER_KEY: z.string().min(1).optional(),
    MASTER_KEY_FILE: z.string().min(1).optional(),
    /** Where the Magyar Nemzeti Bank publishes its rates (SOAP); `off`: none are fetched. */
    MNB_RATES_URL: z.union([z.literal('off'), z.url({ protocol: /^https?$/ })]).default('https://www.mnb.hu/arfolyamok.asmx'),
    /** Base rates of half years that the program does not know yet: `2026-07-01=6.25,2027-01-01=6.00`. */
    MNB_BASE_RATES: z
      .string()
      .regex(/^\d{4}-(01|07)-01=\d{1,2}\.\d\d(,\d{4}-(01|07)-01=\d{1,2}\.\d\d)*$/, 'first day of a half year = percent with two decimals')
      .optional(),
    /** A file with the banks that are asked for account information (B-066). Absent: none is offered. */
    BANK_PROFILES: z
      .string()
      .min(1)
      .transform((file) => resolve(file))
      .optional(),
    /** Reader processes of a worker. */
    READERS: z.coerce.number().int().min(1).max(64).default(2),
    /** `on`: native tesseract, when it is on PATH, reads pictures instead of tesseract.js. */
    OCR_NATIVE: flag.default(false),
    /** A folder of XML Schemas that XML documents are checked against, for warnings. Absent: nothing is checked. */
    NAV_XSD_DIR: z
      .string()
      .min(1)
      .transform((folder) => resolve(folder))
      .optional(),
    /** A folder with one subfolder a business, named by its base number (törzsszám). Absent: no folder door. */
    FOLDER_IN: z.string().min(1).optional(),
    /** What becomes of a taken file: `move` to `feldolgozott/` beside it, or `delete`. */
    FOLDER_AFTER: z.enum(['move', 'delete']).default('move'),
    /** A file is taken when it has not changed for so long, in watched folders and pulled ones. */
    FOLDER_SETTLE_SECONDS: z.coerce.number().min(0).max(86_400).default(60),
    /** `on`: servers that customers name, and banks, may be inside the operator's own network. */
    OUTBOUND_PRIVATE: flag.default(false),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .superRefine((settings, context) => {
    const needs = (when: boolean, name: keyof typeof settings, why: string) => {
      if (when && settings[name] === undefined) context.addIssue({ code: 'custom', path: [name], message: why });
    };
    needs(settings.S3_ENDPOINT !== undefined, 'S3_ACCESS_KEY', 'needed with S3_ENDPOINT');
    needs(settings.S3_ENDPOINT !== undefined, 'S3_SECRET_KEY', 'needed with S3_ENDPOINT');
    needs(settings.SMTP_TLS_CERT !== undefined, 'SMTP_TLS_KEY', 'needed with SMTP_TLS_CERT');
    needs(settings.SMTP_TLS_KEY !== undefined, 'SMTP_TLS_CERT', 'needed with SMTP_TLS_KEY');
  });

export type Config = Readonly<z.infer<typeof environment>> & { HUB_DATA: string };

/** Reads every setting once and names all the bad ones, not only the first. Called by `main.ts` files and commands only. @throws BadSettings */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is one that nobody set: compose files and units write them so.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const settings = environment.safeParse(set);
  if (!settings.success) throw new BadSettings(`cannot start with these settings:\n${z.prettifyError(settings.error)}`);
  return { ...settings.data, HUB_DATA: settings.data.HUB_DATA ?? defaultDataFolder() };
}

/** Root's state folder, else the user's; both can be passed through by the user that PostgreSQL runs as. */
function defaultDataFolder(): string {
  if (process.getuid?.() === 0) return '/var/lib/bizonylat';
  const home = homedir();
  return home && home !== '/' ? join(home, '.local', 'state', 'bizonylat') : join(tmpdir(), 'bizonylat');
}
