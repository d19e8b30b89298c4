import type { XmlElement } from '#services/domain/xml-tree.ts';

/** Every leaf below a node under its path; repeated paths are numbered. */
export function leavesOf(node: XmlElement): Record<string, string> {
  const leaves: Record<string, string> = {};
  const visit = (at: XmlElement, path: string) => {
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
