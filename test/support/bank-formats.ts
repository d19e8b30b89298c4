import { utils, write } from '@e965/xlsx';
import { ownAccount } from '#test/support/bank.ts';

/** One real movement of an account, as every bank's format tells it in its own way. */
export type Movement = {
  day: string;
  amount: number;
  name?: string;
  account?: string;
  memo?: string;
  id?: string;
};

const figure = (amount: number) => Math.abs(amount).toFixed(2);
const compact = (day: string) => day.replaceAll('-', '');
const sum = (movements: readonly Movement[]) => movements.reduce((all, { amount }) => all + amount, 0);

/** MT940 with structured details: words without accents, cut at 27 characters, references of its own. */
export function asMt940(opening: number, ...statements: Movement[][]): string {
  let balance = opening;
  const plain = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  const sign = (amount: number) => (amount < 0 ? 'D' : 'C');
  const amount = (value: number) => figure(value).replace('.', ',');
  return statements
    .map((movements, at) => {
      const day = compact(movements[0]?.day ?? '2026-11-01').slice(2);
      const before = balance;
      balance += sum(movements);
      return [
        `:20:S${at}`,
        `:25:${ownAccount}`,
        `:28C:${at + 1}`,
        `:60F:${sign(before)}${day}HUF${amount(before)}`,
        ...movements.flatMap((each) => [
          `:61:${compact(each.day).slice(2)}${compact(each.day).slice(4)}${sign(each.amount)}${amount(each.amount)}NTRFNONREF${each.id ? `//M${each.id}` : ''}`,
          `:86:166?00ATUTALAS${(plain(each.memo ?? '').match(/.{1,27}/g) ?? []).map((part, line) => `?2${line}${part}`).join('')}${
            each.account ? `?31${each.account}` : ''
          }${each.name ? `?32${plain(each.name).toUpperCase().slice(0, 27)}` : ''}`,
        ]),
        `:62F:${sign(balance)}${day}HUF${amount(balance)}`,
        '-',
      ].join('\r\n');
    })
    .join('\r\n');
}

/** UniCredit's list with headings: no ids, no balances. */
export const asList = (...movements: Movement[]): string =>
  [
    'Számlaszám;Könyvelési dátum;Értéknap;Összeg;Devizanem;Partner név;Partner számlaszám;Közlemény 1',
    ...movements.map((each) =>
      [ownAccount, each.day, each.day, each.amount, 'HUF', each.name ?? '', each.account ?? '', each.memo ?? ''].join(';'),
    ),
  ].join('\n');

/** camt.053 with the bank's ids. */
export function asCamt(opening: number, ...movements: Movement[]): string {
  const balance = (code: string, amount: number) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="HUF">${figure(amount)}</Amt><CdtDbtInd>${amount < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd></Bal>`;
  const entry = ({ day, amount, name, account, memo, id }: Movement) => {
    const role = amount < 0 ? 'Cdtr' : 'Dbtr';
    const party = name ? `<${role}><Nm>${name}</Nm></${role}>` : '';
    const number = account ? `<${role}Acct><Id><Othr><Id>${account}</Id></Othr></Id></${role}Acct>` : '';
    return `<Ntry><Amt Ccy="HUF">${figure(amount)}</Amt><CdtDbtInd>${amount < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts>BOOK</Sts>
      <BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>${id ? `<AcctSvcrRef>C${id}</AcctSvcrRef>` : ''}<NtryDtls><TxDtls>
      <RltdPties>${party}${number}</RltdPties>${memo ? `<RmtInf><Ustrd>${memo}</Ustrd></RmtInf>` : ''}</TxDtls></NtryDtls></Ntry>`;
  };
  return `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>
    <Acct><Id><Othr><Id>${ownAccount}</Id></Othr></Id><Ccy>HUF</Ccy></Acct>${balance('OPBD', opening)}${balance('CLBD', opening + sum(movements))}
    ${movements.map(entry).join('')}</Stmt></BkToCstmrStmt></Document>`;
}

/** OTP's workbook since June 2026; a movement without a day of booking is pending there. */
export function asOtpWorkbook(...movements: (Movement & { isPending?: boolean })[]): Uint8Array<ArrayBuffer> {
  const heading =
    'Számlaszám;Ellenoldali számlaszám;Ellenoldali név;Forgalom típusa;Közlemény;Tranzakció kategória;Banki azonosító;Tranzakció időpontja;Könyvelés dátuma;Összeg;Devizanem';
  const rows = movements.map(({ day, amount, name, account, memo, id, isPending }) => [
    ownAccount,
    account ?? '',
    name ?? '',
    'ÁTUTALÁS',
    memo ?? '',
    '',
    isPending ? '' : (id ?? ''),
    `${day} 10:00:00`,
    isPending ? '' : day,
    amount,
    'HUF',
  ]);
  const sheet = utils.aoa_to_sheet([heading.split(';'), ...rows]);
  return new Uint8Array(write({ SheetNames: ['Tranzakciók'], Sheets: { Tranzakciók: sheet } }, { type: 'array', bookType: 'xlsx' }));
}
