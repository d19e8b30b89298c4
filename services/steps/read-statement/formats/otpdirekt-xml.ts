import { textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import type { StatementFormat } from '../format.ts';
import { statementOf } from './iso20022.ts';

const reportsIn = (node: XmlElement, depth = 0): XmlElement[] =>
  node.name === 'Rpt' ? [node] : depth > 3 ? [] : node.children.flatMap((child) => reportsIn(child, depth + 1));

/** The type hides in the additional text as XML that was escaped once more: `<narr>VÁSÁRLÁS KÁRTYÁVAL</narr>`. */
function typeOf(entry: XmlElement, details: XmlElement | null): string | null {
  const wrapped = textAt(details, 'AddtlTxInf') ?? textAt(entry, 'AddtlNtryInf') ?? '';
  const inner = /<(narr|inf)>\s*([^<]+?)\s*<\/\1>/.exec(wrapped)?.[2];
  return inner ?? (wrapped === '' || wrapped.includes('<') ? null : wrapped);
}

/** OTPdirekt's own XML: the words of camt.052 without their namespace, hyphens in the account number. */
export const otpdirektXml: StatementFormat = {
  name: 'otpdirekt-xml',
  read({ xml }, warn) {
    const reports = xml ? reportsIn(xml).filter(({ namespace }) => namespace === '') : [];
    if (reports.length === 0) return null;
    return reports.map((report) => {
      const statement = statementOf(report, warn, typeOf);
      // The wrapped type is no memo.
      const transactions = statement.transactions.map((line) => ({ ...line, memo: line.memo?.startsWith('<') ? null : line.memo }));
      return { ...statement, transactions };
    });
  },
};
