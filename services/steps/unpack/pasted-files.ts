import type { Entry } from './container.ts';
import { fromBase64 } from './transfer.ts';

const pasted = /data:([\w.+-]+\/[\w.+-]+)(?:;[\w-]+=[^;,"'\s]*)*;base64,([A-Za-z0-9+/=\s%]+)/g;
/** Letters around an address in which its tag is looked for. */
const tagLength = 500;

/** Files that stand in an HTML text itself, as `data:` addresses (RFC 2397): pictures mostly, seldom a whole invoice behind a link. */
export function pastedFiles(html: string): Entry[] {
  return [...html.matchAll(pasted)].map(({ 0: whole, 1: mediaType = '', 2: content = '', index }, at) => {
    const before = /<[^<]*$/.exec(html.slice(Math.max(0, index - tagLength), index))?.[0] ?? '';
    const after = /^[^>]*/.exec(html.slice(index + whole.length, index + whole.length + tagLength))?.[0] ?? '';
    const name = /\bdownload\s*=\s*["']?([^"'>]+)/i.exec(`${before} ${after}`)?.[1] ?? `${at + 1}.${mediaType.replace(/^.*[/+.-]/, '')}`;
    return { name, mediaType, bytes: fromBase64(Buffer.from(content.replace(/%([0-9A-Fa-f]{2})/g, unescaped), 'latin1')) };
  });
}

const unescaped = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));
