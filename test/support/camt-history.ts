/** A bank's camt.053 history of one account, with balances that add up. Amounts are whole forints, positive for money in. */
export type BankLine = { on: string; amount: number; name?: string; account?: string; memo: string };

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export function bankHistory({ account, opening, lines }: { account: string; opening: number; lines: readonly BankLine[] }): string {
  const closing = lines.reduce((sum, { amount }) => sum + amount, opening);
  const money = (amount: number) => `<Amt Ccy="HUF">${Math.abs(amount)}.00</Amt><CdtDbtInd>${amount < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
  const balance = (code: string, amount: number, on: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${money(amount)}<Dt><Dt>${on}</Dt></Dt></Bal>`;
  const party = ({ amount, name, account: other }: BankLine) => {
    const side = amount < 0 ? 'Cdtr' : 'Dbtr';
    const number = other ? `<${side}Acct><Id><Othr><Id>${other}</Id></Othr></Id></${side}Acct>` : '';
    return name ? `<RltdPties><${side}><Pty><Nm>${escaped(name)}</Nm></Pty></${side}>${number}</RltdPties>` : '';
  };
  const entry = (line: BankLine, at: number) =>
    `<Ntry>${money(line.amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${line.on}</Dt></BookgDt><ValDt><Dt>${line.on}</Dt></ValDt><AcctSvcrRef>SZK${String(at + 1).padStart(5, '0')}</AcctSvcrRef><NtryDtls><TxDtls>${money(line.amount)}${party(line)}<RmtInf><Ustrd>${escaped(line.memo)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>minta</MsgId></GrpHdr><Stmt><Id>2026-11</Id><Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>HUF</Ccy></Acct>
${balance('OPBD', opening, lines[0]!.on)}${balance('CLBD', closing, lines.at(-1)!.on)}
${lines.map(entry).join('\n')}
</Stmt></BkToCstmrStmt></Document>
`;
}
