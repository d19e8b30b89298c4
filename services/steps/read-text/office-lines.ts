import { SaxesParser } from 'saxes';
import { DomainError } from '#services/domain/errors.ts';
import { type TypedLine, tableLines } from './typed-pages.ts';
import { openZip } from './zip-parts.ts';

/** Where a tab takes the pen: every eighth of the line. */
const tabStops = 8;
const deepestNesting = 200;

/** Lines of a Word document: headers, body, footers; tables keep their rows. @throws DomainError `unreadable`, `encrypted`, `too-large-unpacked` */
export function docxLines(bytes: Uint8Array): TypedLine[] {
  const zip = openZip(bytes);
  if (!zip.names.includes('word/document.xml')) throw new DomainError('unreadable', 'the document has no text part');
  const parts = [
    ...zip.names.filter((name) => /^word\/header\d*\.xml$/.test(name)),
    'word/document.xml',
    ...zip.names.filter((name) => /^word\/footer\d*\.xml$/.test(name)),
  ];
  return parts.flatMap((name) => xmlLines(zip.read(name), wordTags));
}

/** Lines of an OpenDocument text. @throws DomainError as `docxLines` */
export function odtLines(bytes: Uint8Array): TypedLine[] {
  const zip = openZip(bytes);
  const manifest = zip.read('META-INF/manifest.xml');
  if (manifest && Buffer.from(manifest).includes('encryption-data')) throw new DomainError('encrypted', 'the document asks for a password');
  return xmlLines(zip.read('content.xml'), openTags);
}

type Role = 'paragraph' | 'row' | 'cell' | 'table' | 'text' | 'tab' | 'break' | 'space' | 'bold' | 'size' | 'skip';
const wordTags: Record<string, Role> = {
  'w:p': 'paragraph',
  'w:tbl': 'table',
  'w:tr': 'row',
  'w:tc': 'cell',
  'w:t': 'text',
  'w:tab': 'tab',
  'w:br': 'break',
  'w:cr': 'break',
  'w:b': 'bold',
  'w:sz': 'size',
  'w:del': 'skip',
  'w:instrText': 'skip',
  'mc:Fallback': 'skip',
};
const openTags: Record<string, Role> = {
  'text:p': 'paragraph',
  'text:h': 'paragraph',
  'table:table': 'table',
  'table:table-row': 'row',
  'table:table-cell': 'cell',
  'text:tab': 'tab',
  'text:line-break': 'break',
  'text:s': 'space',
  'office:automatic-styles': 'skip',
  'text:tracked-changes': 'skip',
  'office:annotation': 'skip',
};

/** Both formats are paragraphs, and tables of cells of paragraphs; only the names differ. */
function xmlLines(bytes: Uint8Array | null, tags: Record<string, Role>): TypedLine[] {
  if (!bytes) throw new DomainError('unreadable', 'the document has no text part');
  const lines: TypedLine[] = [];
  const tables: string[][][][] = [];
  const isWord = tags === wordTags;
  let paragraph = '';
  let depth = 0;
  let skipped = 0;
  let textDepth = 0;
  let paragraphDepth = 0;
  let bold = false;
  let size: number | undefined;
  const parser = new SaxesParser();

  const endLine = () => {
    const cell = tables.at(-1)?.at(-1)?.at(-1);
    if (cell) cell.push(paragraph.replaceAll('\t', ' '));
    else lines.push({ pieces: tabbed(paragraph), ...(size === undefined ? {} : { size }), ...(bold ? { bold } : {}) });
    paragraph = '';
  };
  parser.on('doctype', () => {
    throw new DomainError('unreadable', 'the document declares entities');
  });
  parser.on('error', () => {
    throw new DomainError('unreadable', 'the document is damaged');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > deepestNesting) throw new DomainError('too-deep', 'the document is nested too deep');
    const role = tags[name];
    if (role === 'skip') skipped++;
    if (skipped > 0) return;
    if (role === 'paragraph') {
      if (paragraphDepth++ === 0) {
        paragraph = '';
        bold = name === 'text:h';
        size = undefined;
      }
    } else if (role === 'table') tables.push([]);
    else if (role === 'row') tables.at(-1)?.push([]);
    else if (role === 'cell') tables.at(-1)?.at(-1)?.push([]);
    else if (role === 'text') textDepth++;
    // A tab outside the text of a run is a tab stop's setting.
    else if (role === 'tab') paragraph += isWord && attributes['w:val'] !== undefined ? '' : '\t';
    else if (role === 'space') paragraph += ' ';
    else if (role === 'break') endLine();
    else if (role === 'bold') bold ||= !['0', 'false'].includes(String(attributes['w:val']));
    else if (role === 'size') size = Math.max(size ?? 0, Number(attributes['w:val']) / 2 || 0) || undefined;
  });
  parser.on('text', (text) => {
    if (skipped === 0 && paragraphDepth > 0 && (isWord ? textDepth > 0 : true)) paragraph += text;
  });
  parser.on('closetag', ({ name }) => {
    depth--;
    const role = tags[name];
    if (role === 'skip') {
      skipped--;
      return;
    }
    if (skipped > 0) return;
    if (role === 'text') textDepth--;
    if (role === 'paragraph' && --paragraphDepth === 0) endLine();
    if (role === 'table') {
      const rows = tableLines(tables.pop() ?? []);
      const outer = tables.at(-1)?.at(-1)?.at(-1);
      if (outer) outer.push(...rows.map(({ pieces }) => pieces.map(({ text }) => text).join(' ')));
      else lines.push(...rows);
    }
  });
  parser.write(new TextDecoder().decode(bytes)).close();
  return lines;
}

/** A line with tabs: each piece begins at the next stop that is free. */
function tabbed(text: string): TypedLine['pieces'] {
  let at = 0;
  return text.split('\t').flatMap((piece, number) => {
    if (number > 0) at = Math.min(tabStops - 1, Math.floor(at) + 1);
    const begins = at / tabStops;
    at += (piece.length / 95) * tabStops;
    return piece.trim() === '' ? [] : [{ text: piece, at: begins }];
  });
}
