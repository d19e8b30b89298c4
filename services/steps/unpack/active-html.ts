import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { decodeText } from '#services/domain/decode-text.ts';

/** What a browser would run, send, or put in place of the page. */
const activeElements = new Set(['script', 'form', 'iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'portal', 'base']);
/** Attributes whose address is asked for by the mere opening of the page; a link waits for a click. */
const loadingAttributes = new Set(['src', 'srcset', 'background', 'poster', 'data', 'action', 'formaction', 'manifest', 'ping']);
const remote = /^\s*(?:https?:|\/\/|ftp:|file:)|,\s*(?:https?:|\/\/)/i;
const scripted = /^[\s\p{Cc}]*(?:javascript|vbscript|data:text\/html)/iu;
const loadingStyle = /@import|url\(\s*["']?\s*(?:https?:|\/\/|ftp:|file:)|expression\s*\(|-moz-binding/i;

/** Whether an HTML page would do more than show itself: run a script, send a form, load from elsewhere, hold another page. */
export function isActiveHtml(bytes: Buffer): boolean {
  const waiting: DefaultTreeAdapterTypes.Node[] = [parse(decodeText(bytes).text)];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (activeElements.has(node.nodeName)) return true;
    if (node.nodeName === 'style' && 'childNodes' in node && loadingStyle.test(textIn(node))) return true;
    if ('attrs' in node && node.attrs.some(({ name, value }) => isActiveAttribute(node.nodeName, name, value))) return true;
    if ('content' in node) waiting.push(node.content);
    if ('childNodes' in node) for (const child of node.childNodes) waiting.push(child);
  }
  return false;
}

const textIn = ({ childNodes }: DefaultTreeAdapterTypes.ParentNode): string =>
  childNodes.map((child) => ('value' in child ? child.value : '')).join('');

function isActiveAttribute(element: string, name: string, value: string): boolean {
  if (name.startsWith('on') || scripted.test(value)) return true;
  if (name === 'style') return loadingStyle.test(value);
  // `<meta http-equiv="refresh">` goes elsewhere by itself.
  if (element === 'meta' && name === 'http-equiv') return value.trim().toLowerCase() === 'refresh';
  const isLoading = loadingAttributes.has(name) || (name === 'href' && (element === 'link' || element === 'image' || element === 'use'));
  return isLoading && remote.test(value);
}
