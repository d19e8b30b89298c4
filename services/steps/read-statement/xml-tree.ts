import { SaxesParser } from 'saxes';
import { DomainError } from '#services/domain/errors.ts';
import { unreadable } from './refusal.ts';

/** An element by its local name; namespaces differ between versions and banks, the names do not. */
export type XmlNode = { name: string; attributes: Record<string, string>; children: XmlNode[]; text: string; line: number };

const maxDepth = 100;

/** Some banks leave `&` bare in the text they wrap. */
const bareAmpersand = /&(?!(?:#\d+|#x[\da-fA-F]+|amp|lt|gt|quot|apos);)/g;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Parses XML into a tree; a DOCTYPE is refused, so there are no entities to expand. @throws DomainError `statement-unreadable` */
export function parseXml(text: string): XmlNode {
  const parser = new SaxesParser();
  const top: XmlNode = { name: '', attributes: {}, children: [], text: '', line: 0 };
  const open: XmlNode[] = [top];
  const append = (piece: string) => {
    open.at(-1)!.text += piece;
  };
  parser.on('doctype', () => unreadable('a DOCTYPE is not accepted', parser.line));
  parser.on('opentag', (tag) => {
    if (open.length > maxDepth) throw new DomainError('too-deep', 'elements nested too deep');
    const attributes = Object.fromEntries(Object.entries(tag.attributes).map(([name, value]) => [localName(name), String(value)]));
    const node: XmlNode = { name: localName(tag.name), attributes, children: [], text: '', line: parser.line };
    open.at(-1)!.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('error', (error) =>
    unreadable(`not well-formed XML (${error.message.replace(/^\d+:\d+: /, '').replace(/[^a-z ]/gi, '')})`, parser.line),
  );
  parser.write(text.trimStart().replace(bareAmpersand, '&amp;')).close();
  return top.children[0] ?? unreadable('no XML element');
}

export const childrenOf = (node: XmlNode | null | undefined, name: string): XmlNode[] =>
  node?.children.filter((child) => child.name === name) ?? [];

/** The first node down a path of names, or null. */
export function nodeAt(node: XmlNode | null | undefined, path: string): XmlNode | null {
  let at: XmlNode | null | undefined = node;
  for (const name of path.split('/')) at = at?.children.find((child) => child.name === name);
  return at ?? null;
}

/** The tidied text down a path, or null when absent or empty. */
export function textAt(node: XmlNode | null | undefined, path: string): string | null {
  const text = nodeAt(node, path)?.text.replace(/\s+/gu, ' ').trim();
  return text ? text : null;
}

/** Every leaf below a node under its path; repeated paths are numbered. */
export function leavesOf(node: XmlNode): Record<string, string> {
  const leaves: Record<string, string> = {};
  const visit = (at: XmlNode, path: string) => {
    for (const [name, value] of Object.entries(at.attributes)) keep(`${path}@${name}`, value);
    if (at.children.length === 0) keep(path, at.text);
    for (const child of at.children) visit(child, path === '' ? child.name : `${path}/${child.name}`);
  };
  const keep = (path: string, value: string) => {
    if (value.trim() === '') return;
    let free = path;
    for (let number = 2; free in leaves; number += 1) free = `${path} (${number})`;
    leaves[free] = value;
  };
  visit(node, '');
  return leaves;
}
