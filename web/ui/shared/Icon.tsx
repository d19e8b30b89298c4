import { type IconName, icons } from './icons.ts';

/** A picture beside a word; alone it needs a name on the control around it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: 16 | 20 | 24 }) {
  // The SVG text comes from our own build, never from a document.
  // biome-ignore lint/security/noDangerouslySetInnerHtml: see above
  return <span className={`icon icon-${size}`} aria-hidden="true" dangerouslySetInnerHTML={{ __html: icons[name] }} />;
}
