/** A file that travels inside another one. */
export type EmbeddedFile = { name: string; mediaType: string; bytes: Uint8Array };
