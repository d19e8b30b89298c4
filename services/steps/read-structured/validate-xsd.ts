import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { XmlBufferInputProvider, XmlDocument, XmlLibError, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm';
import type { Notice } from '#services/domain/reading.ts';
import { all, parseXml, type XmlElement } from '#services/domain/xml-tree.ts';

type Schema = { url: string; bytes: Uint8Array; imports: string[] };
/** Schemas of a folder by target namespace. */
type Schemas = ReadonlyMap<string, Schema>;

/** How many faults of one document are worth telling. */
const maxFaults = 5;
/** Where the schemas live for libxml2: nothing else is ever handed to it, so no file and no network can be reached from a document. */
const root = 'schemas';

const opened = new Map<string, Promise<Schemas>>();
const validators = new Map<string, XsdValidator>();

/** Reads every `.xsd` below a folder once; of two with one namespace the first by path counts. */
async function openSchemas(folder: string): Promise<Schemas> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.xsd')).sort();
  const schemas = new Map<string, Schema>();
  const buffers: Record<string, Uint8Array> = {};
  for (const file of files) {
    const bytes = await readFile(join(folder, file));
    const element = parseXml(bytes.toString('utf8'));
    const url = `${root}/${relative('.', file).split(sep).join('/')}`;
    buffers[url] = bytes;
    const namespace = element.attributes['targetNamespace'];
    const imports = all(element, 'import').map((entry) => entry.attributes['namespace'] ?? '');
    if (namespace !== undefined && !schemas.has(namespace)) schemas.set(namespace, { url, bytes, imports });
  }
  xmlRegisterInputProvider(new XmlBufferInputProvider(buffers));
  return schemas;
}

/** A namespace and all that it needs, what is needed first: NAV's own files import each other without saying where. */
function needed(schemas: Schemas, namespace: string, found: string[] = []): string[] {
  const schema = schemas.get(namespace);
  if (!schema || found.includes(namespace)) return found;
  for (const other of schema.imports) if (other !== namespace) needed(schemas, other, found);
  if (!found.includes(namespace)) found.push(namespace);
  return found;
}

function validatorOf(folder: string, schemas: Schemas, namespace: string): XsdValidator {
  const key = `${folder}\n${namespace}`;
  const known = validators.get(key);
  if (known) return known;
  const imports = needed(schemas, namespace).map(
    (needs) => `<xs:import namespace="${needs}" schemaLocation="${schemas.get(needs)?.url.slice(root.length + 1)}"/>`,
  );
  const driver = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xs:schema>`;
  using document = XmlDocument.fromString(driver, { url: `${root}/all.xsd` });
  const validator = XsdValidator.fromDoc(document);
  validators.set(key, validator);
  return validator;
}

function faultsOf(validator: XsdValidator, text: string): Notice[] {
  // The text is decoded already; a declaration of another encoding would mislead. Its lines stay, so that a fault's line is the file's.
  using document = XmlDocument.fromString(text.replace(/^\s*<\?xml[^>]*\?>/, (declaration) => declaration.replace(/[^\n]/g, '')));
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    return error.details.slice(0, maxFaults).map(({ line, message }) => ({ code: 'schema', message: `line ${line}: ${message.trim()}` }));
  }
}

/**
 * What an XML Schema has to say about a document: warnings only, for programs send good data in XML that breaks the schema
 * (OSA+ always, H-037), and it is not the receiver's business to send it back.
 *
 * @param folder holds the schemas, in any arrangement; a namespace that has none there is not checked
 */
export async function schemaNotices(folder: string, xml: XmlElement, text: string): Promise<Notice[]> {
  const schemas = opened.get(folder) ?? openSchemas(folder);
  opened.set(folder, schemas);
  try {
    const known = await schemas;
    return known.has(xml.namespace) ? faultsOf(validatorOf(folder, known, xml.namespace), text) : [];
  } catch (error) {
    // Whatever is wrong with the operator's folder or the checker is no fault of the document.
    return [{ code: 'schema', message: `could not be checked: ${error instanceof Error ? error.message : 'unknown reason'}` }];
  }
}
