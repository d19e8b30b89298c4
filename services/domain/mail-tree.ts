/** What became of a mail or another container, as `./hub mail` prints it and as an intake keeps it. */

export const partFates = ['document', 'linked', 'known', 'review', 'ignored', 'unpacked', 'refused'] as const;
export type PartFate = (typeof partFates)[number];

/** One part that is not itself a multipart. `linked` and `known` are only found out beside what is already stored. */
export type UnpackedPart = {
  /** Root `1`, its children `1.1`; inside a message at `1.2` the root is `1.2.m`; entries of a container `1.2/name`. */
  path: string;
  /** Decoded and harmless: no folders, no control or direction marks; null where the part has none. */
  name: string | null;
  /** As the content says, else as the sender says. */
  mediaType: string;
  /** Bytes after decoding. */
  size: number;
  sha256: string;
  /** Shown inside the text by the sender's wish: disposition inline, or named by a Content-ID. */
  inline: boolean;
  fate: Exclude<PartFate, 'linked' | 'known'>;
  /** A stable word for the fate, e.g. `encrypted`, `inline-image`, `body`; null for a document. */
  because: string | null;
  /** The decoded bytes of a `document` or `review` part: path relative to the output folder; else null. */
  file: string | null;
};

export type UnpackNotice = { code: string; message: string };

/** A delivery taken apart. `from` and `to` are bare addresses in the order of the header. */
export type UnpackedMail = {
  messageId: string | null;
  from: string | null;
  to: string[];
  subject: string | null;
  /** RFC 3339, UTC; null where the header is missing or not a date. */
  date: string | null;
  fate: 'kept' | 'discarded' | 'review';
  because: string | null;
  parts: UnpackedPart[];
  /** An mbox holds messages; each has its own parts, the outer `parts` are then empty. */
  messages?: UnpackedMail[];
  refused: UnpackNotice | null;
  warnings: UnpackNotice[];
};

/** What was found in a container that came by itself; `because` says why nothing was. */
export type UnpackedContainer = { found: number; because: string | null };
