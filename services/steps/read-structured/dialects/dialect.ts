import type { XmlElement } from '#services/domain/xml-tree.ts';
import type { Found } from '../invoice-found.ts';

/** One family of structured files. The first whose `fits` says yes reads the file. */
export type Dialect = { name: string; fits: (root: XmlElement) => boolean; read: (root: XmlElement) => Found };

export const hasName = (root: XmlElement, ...names: string[]): boolean =>
  names.some((name) => root.name.toLowerCase() === name.toLowerCase());
