import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { type TypedLine, tableLines } from './typed-pages.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const unseen = new Set(['script', 'style', 'head', 'template', 'noscript', 'svg', 'iframe', 'object', 'select']);
const blocks = new Set(
  'p div section article header footer main aside nav h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tbody thead tfoot tr blockquote pre form fieldset address hr center body'.split(
    ' ',
  ),
);
const loud = new Set(['h1', 'h2', 'h3', 'b', 'strong', 'th']);
/** Deeper is a bomb: mails nest tables some twenty deep. */
const deepest = 256;

/** What a person would see of an HTML page, line by line; rows of tables that hold data stay rows. Nothing is run or fetched. */
export function htmlLines(html: string): TypedLine[] {
  const lines: TypedLine[] = [];
  let text = '';
  let bold = false;
  const endLine = () => {
    const tidy = text.replace(/\s+/gu, ' ').trim();
    if (tidy !== '') lines.push({ pieces: [{ text: tidy, at: 0 }], ...(bold ? { bold } : {}) });
    text = '';
    bold = false;
  };
  const walk = (node: Node, depth: number): void => {
    if (depth > deepest) return;
    if ('value' in node && node.nodeName === '#text') text += node.value;
    if (!('childNodes' in node)) return;
    const name = node.nodeName;
    if (unseen.has(name) || isHidden(node)) return;
    if (name === 'br') {
      endLine();
      return;
    }
    if (name === 'table' && isDataTable(node)) {
      endLine();
      const rows = rowsOf(node).map((row) => cellsOf(row).map((cell) => htmlLinesOf(cell)));
      lines.push(...tableLines(rows));
      return;
    }
    const isBlock = blocks.has(name);
    if (isBlock) endLine();
    if (loud.has(name)) bold = true;
    for (const child of node.childNodes) walk(child, depth + 1);
    if (isBlock) endLine();
    else if (name === 'td' || name === 'th') text += ' ';
  };
  const htmlLinesOf = (cell: Element): string[] => {
    const kept = { lines: lines.splice(0), text, bold };
    text = '';
    for (const child of cell.childNodes) walk(child, 1);
    endLine();
    const own = lines.splice(0).map(({ pieces }) => pieces.map((piece) => piece.text).join(' '));
    lines.push(...kept.lines);
    ({ text, bold } = kept);
    return own;
  };
  walk(parse(html), 0);
  endLine();
  return lines;
}

function isHidden(node: Node): boolean {
  if (!('attrs' in node)) return false;
  return node.attrs.some(
    ({ name, value }) => name === 'hidden' || (name === 'style' && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(value)),
  );
}

/** A table that only lays out the page holds other tables; its cells are read one after the other. */
const isDataTable = (table: Node): boolean => !contains(table, 'table') && rowsOf(table).length > 0;

function contains(node: Node, name: string): boolean {
  return 'childNodes' in node && node.childNodes.some((child) => child.nodeName === name || contains(child, name));
}

function rowsOf(node: Node): Element[] {
  if (!('childNodes' in node)) return [];
  return node.childNodes.flatMap((child) => (child.nodeName === 'tr' ? [child as Element] : rowsOf(child)));
}

const cellsOf = (row: Element): Element[] =>
  row.childNodes.filter((child): child is Element => child.nodeName === 'td' || child.nodeName === 'th');
