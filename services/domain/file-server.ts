/** How a customer's file server is reached. Plain FTP carries password and files readably; a person has to accept that first. */
export const protocols = ['sftp', 'ftps', 'ftp'] as const;
export type Protocol = (typeof protocols)[number];

/** A folder on a server, as a person named it. */
export type ServerFolder = { host: string; port: number; username: string; folder: string };

/** Whether one of two folders of the same account is or holds the other: what goes out there would come in again. */
export function overlap(one: ServerFolder, other: ServerFolder): boolean {
  const [a, b] = [one, other].map(({ folder }) => `${folder.replace(/^\/+|\/+$/g, '')}/`.replace(/^\/$/, '')) as [string, string];
  const isSameAccount = one.host.toLowerCase() === other.host.toLowerCase() && one.username === other.username;
  return isSameAccount && (a.startsWith(b) || b.startsWith(a));
}
