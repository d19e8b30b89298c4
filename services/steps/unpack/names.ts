/** Names that Windows keeps for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
const maxNameLength = 180;

/**
 * A name for people and for saving: no folders, no control or direction marks, nothing that a file system or a header
 * would take for a command; Hungarian letters stay (H-069). Null where nothing is left.
 */
export function harmlessName(name: string | null): string | null {
  if (name === null) return null;
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const clean = base
    .replace(/^[A-Za-z]:(?=.)/, '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|]/g, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
    .normalize('NFC');
  if (clean === '') return null;
  const whole = reserved.test(clean) ? `_${clean}` : clean;
  if (whole.length <= maxNameLength) return whole;
  const extension = /\.[^.]{1,12}$/.exec(whole)?.[0] ?? '';
  return `${whole.slice(0, maxNameLength - extension.length)}${extension}`;
}

/** A container entry's place as a path that climbs nowhere: each folder made harmless, `..` and drives gone. */
export function harmlessPath(entry: string): string {
  const steps = entry.split(/[/\\]/).map(harmlessName);
  return steps.filter((step) => step !== null).join('/') || 'névtelen';
}

/** A path that is not taken yet: `név (2).pdf`. */
export function freePath(path: string, taken: Set<string>): string {
  let free = path;
  for (let count = 2; taken.has(free); count++) free = path.replace(/(\.[^./]{1,12})?$/, (extension) => ` (${count})${extension}`);
  taken.add(free);
  return free;
}
