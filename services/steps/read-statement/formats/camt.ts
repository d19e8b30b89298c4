import { all, type XmlElement } from '#services/domain/xml-tree.ts';
import type { StatementFormat } from '../format.ts';
import { statementOf } from './iso20022.ts';

/** Message and its statements: camt.053 (statement), camt.052 (report within the day), camt.054 (notice, no balances). */
const messages = [
  { name: 'camt.053', message: 'BkToCstmrStmt', statement: 'Stmt' },
  { name: 'camt.052', message: 'BkToCstmrAcctRpt', statement: 'Rpt' },
  { name: 'camt.054', message: 'BkToCstmrDbtCdtNtfctn', statement: 'Ntfctn' },
] as const;

const messageIn = (root: XmlElement, name: string): XmlElement | null =>
  root.name === name ? root : (root.children.find((child) => child.name === name) ?? null);

export const camtFormats: StatementFormat[] = messages.map(({ name, message, statement }) => ({
  name,
  read({ xml }, warn) {
    const found = xml && messageIn(xml, message);
    return found ? all(found, statement).map((each) => statementOf(each, warn)) : null;
  },
}));
