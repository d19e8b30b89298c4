import { SaxesParser } from 'saxes';
import { DomainError } from './errors.ts';
import { tidy } from './text.ts';

/** An element without its syntax. `text` holds its own characters only, not those of its children. */
export type XmlElement = {
  /** Local name as written; looked up without regard to case, because dialects disagree on it. */
  name: string;
  namespace: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
  /** Where it begins in the file, from 1. */
  line: number;
};

/** Deeper than any invoice or bank statement by an order of magnitude. */
const maxDepth = 100;
/** A 25 MB file of the largest audit exports holds less than a million. */
const maxElements = 3_000_000;
/** Of one element, declarations of namespaces among them; real ones have some dozen. */
const maxAttributes = 1_000;

/** Some programs and banks leave `&` bare in the text that they wrap; inside CDATA it is one already. */
const bareAmpersand = /<!\[CDATA\[[\s\S]*?\]\]>|&(?!(?:#\d+|#x[\da-f]+|amp|lt|gt|quot|apos);)/gi;

/**
 * Parses XML into a plain tree. Anything with a document type is refused: neither an invoice nor a bank's file has one,
 * and entities are the way of every XML bomb and of reading other people's files.
 *
 * @throws DomainError `unreadable` for what is not well-formed or has a document type, with its line; `too-deep`, `too-many-entries`
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | null = null;
  let count = 0;

  const refuse = (reason: string): never => {
    throw new DomainError('unreadable', reason, { line: parser.line });
  };

  parser.on('error', ({ message }) => {
    // Everything is found by its local name: a prefix that nobody declared, as some banks write, harms nothing.
    if (!/unbound namespace prefix/.test(message)) refuse(`not well-formed XML: ${message.replace(/^\d+:\d+: /, '')}`);
  });
  let attributesOfTag = 0;
  parser.on('opentagstart', () => {
    attributesOfTag = 0;
  });
  parser.on('attribute', () => {
    if (++attributesOfTag > maxAttributes) throw new DomainError('too-many-entries', 'too many attributes', { limit: maxAttributes });
  });
  parser.on('doctype', () => refuse('XML with a document type (DTD) is not read'));
  parser.on('opentag', (tag) => {
    if (open.length >= maxDepth) throw new DomainError('too-deep', 'XML nested too deeply', { limit: maxDepth });
    if (++count > maxElements) throw new DomainError('too-many-entries', 'too many XML elements', { limit: maxElements });
    const attributes: Record<string, string> = {};
    for (const { local, prefix, value } of Object.values(tag.attributes)) if (prefix !== 'xmlns') attributes[local] = value;
    const element: XmlElement = { name: tag.local, namespace: tag.uri, attributes, children: [], text: '', line: parser.line };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (characters: string) => {
    const current = open.at(-1);
    if (current) current.text += characters;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });

  // Some programs leave white space or a stray BOM before the declaration; the encoding it names is already dealt with.
  const whole = text.replace(/^[\s\ufeff]+/, '').replace(/[\s\0]+$/, '');
  parser.write(whole.replace(bareAmpersand, (found) => (found === '&' ? '&amp;' : found))).close();
  return root ?? refuse('no XML element');
}

const sameName = (element: XmlElement, name: string): boolean => element.name === name || element.name.toLowerCase() === name.toLowerCase();

/** Every element at a path of local names, in document order, whatever the namespaces and the case. */
export function all(element: XmlElement | null | undefined, path: string): XmlElement[] {
  if (!element) return [];
  let found = [element];
  for (const name of path.split('/')) found = found.flatMap((parent) => parent.children.filter((child) => sameName(child, name)));
  return found;
}

/** The first element at a path, or null. */
export const at = (element: XmlElement | null | undefined, path: string): XmlElement | null => all(element, path)[0] ?? null;

/** The first text that is not blank at any of the paths, white space made plain. */
export function textAt(element: XmlElement | null | undefined, ...paths: string[]): string | null {
  for (const path of paths)
    for (const found of all(element, path)) {
      const text = tidy(found.text);
      if (text !== '') return text;
    }
  return null;
}

/** Every element below (and including) one that fits, outermost first; what lies inside a fitting one is not looked at. */
export function outermost(element: XmlElement, fits: (candidate: XmlElement) => boolean): XmlElement[] {
  return fits(element) ? [element] : element.children.flatMap((child) => outermost(child, fits));
}

export const isTrue = (text: string | null): boolean => text !== null && /^(true|1|igen)$/i.test(text);
