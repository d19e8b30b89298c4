import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { folded, tidy } from '#services/domain/text.ts';

/** The text of a mail as its reader saw it, and where its links lead. */
export type Body = { text: string; links: { to: string; says: string }[]; contentIds: Set<string>; source: BodySource | null };
/** The part that its reader saw: the HTML where there is one. */
export type BodySource = { path: string; mediaType: string; text: string };

/** Larger bodies are judged by their beginning. */
const maxJudgedLength = 512 * 1024;

const words = {
  /** What a bill is called. */
  bill: /\b(szaml\w*|dijbeker\w*|proforma|nyugta\w*|bizonylat\w*|invoice\w*|receipt|rechnung\w*|quittung|fizetesi (felszolitas|ertesito)|vegosszeg|payment (request|due))\b/,
  amount: /(\b\d{1,3}([ .\u00a0]\d{3})+|\b\d+)([.,]\d{2})?\s?(ft|huf|eur|usd|€|\$)(\b|$|\s)|(huf|eur|usd|€|\$)\s?\d/,
  total: /\b(osszesen|vegosszeg|fizetendo|brutto|total|amount due|gesamt\w*|betrag|sum(me)?)\b/,
  download: /\b(letolt\w*|megtekint\w*|megnyit\w*|elerheto|download\w*|view|open|abrufen|herunterladen|ansehen)\b/,
};

/** Reads text and HTML bodies together. Nothing is fetched or run: HTML is only a tree here. */
export function readBody(sources: readonly BodySource[]): Body {
  const [htmls, texts] = [true, false].map((isHtml) =>
    sources.flatMap(({ mediaType, text }) => ((mediaType === 'text/html') === isHtml ? [text] : [])),
  ) as [string[], string[]];
  const links: Body['links'] = [];
  const contentIds = new Set<string>();
  const pieces = texts.map((text) => text.slice(0, maxJudgedLength));
  for (const text of pieces) for (const [to] of text.matchAll(/https?:\/\/[^\s<>"')\]]+/g)) links.push({ to, says: '' });
  for (const html of htmls) {
    for (const [, id = ''] of html.matchAll(/cid:([^"'\s>)]+)/gi)) contentIds.add(decodeContentId(id));
    pieces.push(textOf(parse(html.slice(0, maxJudgedLength)), links));
  }
  const source = sources.find(({ mediaType }) => mediaType === 'text/html') ?? sources[0] ?? null;
  return { text: tidy(pieces.join('\n')), links, contentIds, source };
}

function decodeContentId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id; // a bare % is no escape
  }
}

/** Depth first with a stack of its own: hostile HTML nests deeper than calls may. */
function textOf(root: DefaultTreeAdapterTypes.Document, links: Body['links']): string {
  const stack: DefaultTreeAdapterTypes.Node[] = [root];
  const pieces: string[] = [];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if ('value' in node) pieces.push(node.value);
    if ('tagName' in node && ['script', 'style', 'title', 'template'].includes(node.tagName)) continue;
    if ('tagName' in node && node.tagName === 'a') {
      const to = node.attrs.find(({ name }) => name === 'href')?.value ?? '';
      const says = node.childNodes
        .map((child) =>
          'value' in child
            ? child.value
            : 'childNodes' in child
              ? child.childNodes.map((each) => ('value' in each ? each.value : '')).join(' ')
              : '',
        )
        .join(' ');
      if (/^https?:/i.test(to)) links.push({ to, says: tidy(says) });
    }
    if ('tagName' in node) pieces.push(' ');
    if ('childNodes' in node) for (let at = node.childNodes.length - 1; at >= 0; at--) stack.push(node.childNodes[at]!);
  }
  return pieces.join('');
}

/** Promise 2: a body without usable parts goes to a person when it is a bill itself or only tells where the bill is. */
export function billInBody(subject: string, { text, links }: Body): 'body-looks-like-a-bill' | 'download-link' | null {
  const body = folded(text);
  const all = `${folded(subject)}\n${body}`;
  if (!words.bill.test(all)) return null;
  const isDownload = links.some(({ to, says }) => {
    const link = folded(`${says} ${to}`);
    return words.download.test(link) || words.bill.test(link.replace(/[/_.?=&-]+/g, ' '));
  });
  if (isDownload || (links.length > 0 && words.download.test(body))) return 'download-link';
  return words.amount.test(body) && words.total.test(body) ? 'body-looks-like-a-bill' : null;
}
