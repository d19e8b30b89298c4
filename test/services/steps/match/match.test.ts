import { describe, expect, test } from 'vitest';
import { fromZoldfa, item, line, malom, matched, settledAs, suggestedAs, zoldfa } from './support.ts';

describe('identifiers (B-047)', () => {
  test('B-047 number, order number and the partner’s identifier each settle an exact amount', () => {
    const items = [
      item('i1'),
      item('i2', { orderNumber: 'TAG-7788', gross: 500_000n }),
      item('i3', { partner: { ...malom, identifier: 'MK42' }, gross: 300_000n }),
    ];
    const result = matched(items, [
      line('t1', { memo: 'Szamla E-ABC-2026-0001 koszonom' }),
      line('t2', { memo: 'TAG-7788', amount: 500_000n }),
      line('t3', { memo: 'tagdij MK42', amount: 300_000n }),
    ]);
    expect(settledAs(result)).toEqual(['number i1=1270000', 'order-number i2=500000', 'identifier i3=300000']);
  });

  test('B-047 a pro forma is found by its number', () => {
    const result = matched([item('i1', { kind: 'pro-forma', number: 'D-ABC-7' })], [line('t1', { memo: 'D-ABC-7' })]);
    expect(settledAs(result)).toEqual(['number i1=1270000']);
  });

  test('B-048 B-054 a repeated order number is told apart by the amount; two of one amount are only suggested, the oldest due first', () => {
    const order = { orderNumber: '5000123' };
    const apart = matched(
      [item('i1', order), item('i2', { ...order, gross: 900_000n })],
      [line('t1', { memo: '5000123', amount: 900_000n })],
    );
    expect(settledAs(apart)).toEqual(['order-number i2=900000']);
    const tie = matched([item('i1', { ...order, dueOn: '2026-04-10' }), item('i2', order)], [line('t1', { memo: '5000123' })]);
    expect(settledAs(tie)).toEqual([]);
    expect(suggestedAs(tie).slice(0, 2)).toEqual(['order-number i2=1270000', 'order-number i1=1270000']);
  });

  test.each(['Szamla ABC-2026-19 koszonom', 'abc-2026-19', '  ABC-2026-19'])('B-049 B-050 strict: “%s” settles', (memo) => {
    const result = matched([item('i1', { number: 'ABC-2026-19' })], [line('t1', { memo })], { settings: { strict: true } });
    expect(settledAs(result)).toEqual(['number i1=1270000']);
  });

  test.each(['ABC-2026-1', 'SzamlaABC-2026-19', 'ABC-2026-19-hez', 'ABC202619', 'ABC/2026/19', 'ABC-2026-19.'])(
    'B-049 B-050 strict: “%s” is never settled by itself',
    (memo) => {
      const result = matched([item('i1', { number: 'ABC-2026-19' })], [line('t1', { memo, ...fromZoldfa })], {
        settings: { strict: true },
      });
      expect(settledAs(result)).toEqual([]);
      expect(suggestedAs(result)[0]).toContain('i1=1270000');
    },
  );

  test('B-051 strict: money booked before the issue date is only suggested', () => {
    const early = [line('t1', { memo: 'E-ABC-2026-0001', bookedOn: '2026-03-01' })];
    expect(settledAs(matched([item('i1')], early, { settings: { strict: true } }))).toEqual([]);
    expect(settledAs(matched([item('i1')], early))).toEqual(['number i1=1270000']);
  });

  test('a number is not found inside a longer one, nor by the groups it shares', () => {
    const result = matched(
      [item('i1', { number: 'ABC-2026-19' })],
      [line('t1', { memo: 'ABC-2026-199' }), line('t2', { memo: '2026-19' })],
    );
    expect(settledAs(result)).toEqual([]);
  });
});

describe('several items', () => {
  const three = [item('i1'), item('i2', { gross: 500_000n }), item('i3', { gross: 200_000n })];

  test('B-052 H-107 several numbers settle when their sum is exact, and not otherwise', () => {
    const memo = 'E-ABC-2026-0001, E-ABC-2026-0002';
    expect(settledAs(matched(three, [line('t1', { memo, amount: 1_770_000n })]))).toEqual(['numbers i1=1270000 i2=500000']);
    expect(settledAs(matched(three, [line('t1', { memo, amount: 1_770_100n })]))).toEqual([]);
  });

  test.each(['E-ABC-2026-0001-0003', 'E-ABC-2026-0001, 2, 3', 'E-ABC-2026-0001, 0002, 0003'])('a range or list in short: “%s”', (memo) => {
    expect(settledAs(matched(three, [line('t1', { memo, amount: 1_970_000n })]))).toEqual(['numbers i1=1270000 i2=500000 i3=200000']);
  });

  test('a credit note is taken with its invoice, negative', () => {
    const items = [item('i1'), item('i2', { kind: 'credit-note', gross: -270_000n })];
    const result = matched(items, [line('t1', { memo: 'E-ABC-2026-0001 E-ABC-2026-0002', amount: 1_000_000n })]);
    expect(settledAs(result)).toEqual(['numbers i1=1270000 i2=-270000']);
  });

  test('a credit note paid back goes out of the account', () => {
    const result = matched(
      [item('i2', { kind: 'credit-note', gross: -270_000n })],
      [line('t1', { memo: 'E-ABC-2026-0002', amount: -270_000n })],
    );
    expect(settledAs(result)).toEqual(['number i2=-270000']);
  });

  test('H-106 a sum without numbers is suggested, never settled', () => {
    const result = matched(three, [line('t1', { memo: 'utalás', amount: 1_470_000n, ...fromZoldfa })]);
    expect(settledAs(result)).toEqual([]);
    expect(suggestedAs(result)).toEqual(['subset i1=1270000 i3=200000']);
  });
});

describe('other amounts', () => {
  const named = { memo: 'E-ABC-2026-0001', ...fromZoldfa };

  test('B-053 H-107 a part payment takes what came; the next one the rest, never more', () => {
    const result = matched(
      [item('i1')],
      [
        line('t1', { ...named, amount: 700_000n }),
        line('t2', { ...named, amount: 570_000n, bookedOn: '2026-03-20' }),
        line('t3', { ...named, amount: 570_000n, bookedOn: '2026-03-21' }),
      ],
    );
    expect(settledAs(result)).toEqual(['partial i1=700000', 'partial i1=570000']);
  });

  test('B-053 more than owed settles only what is owed, and says the difference', () => {
    const result = matched([item('i1')], [line('t1', { ...named, amount: 1_300_000n })]);
    expect(settledAs(result)).toEqual(['overpayment i1=1270000']);
    expect(result.settlements[0]?.evidence).toContainEqual({ kind: 'overpayment', text: '300.00', span: null });
  });

  test('B-053 more than twice what is owed is only suggested: the memo may be cut', () => {
    const result = matched([item('i1')], [line('t1', { ...named, amount: 2_600_000n })]);
    expect(settledAs(result)).toEqual([]);
    expect(suggestedAs(result)).toEqual(['overpayment i1=1270000']);
  });

  test('another payer’s part payment is only suggested', () => {
    const result = matched([item('i1')], [line('t1', { memo: 'E-ABC-2026-0001', counterpartyName: 'Kovács Béla', amount: 700_000n })]);
    expect(settledAs(result)).toEqual([]);
    expect(suggestedAs(result)).toEqual(['partial i1=700000']);
  });

  test.each([
    [1_270_100n, 1_270_000n, 1_270_000n],
    [1_269_800n, 1_270_000n, 1_269_800n],
    [1_270_000n, 1_270_200n, 1_270_000n],
  ])('AC-035 H-108 B-053 %i paid for %i is cash rounding', (amount, gross, taken) => {
    expect(settledAs(matched([item('i1', { gross })], [line('t1', { ...named, amount })]))).toEqual([`rounding i1=${taken}`]);
  });

  test('a foreign bank’s fee is told from a part payment', () => {
    const result = matched([item('i1', { currency: 'EUR', gross: 50_000n })], [line('t1', { ...named, currency: 'EUR', amount: 48_500n })]);
    expect(settledAs(result)).toEqual(['fee i1=48500']);
  });

  test('another currency is never settled by itself', () => {
    const rates = [{ on: '2026-03-06', currency: 'EUR', huf: '400' }];
    const result = matched([item('i1', { currency: 'EUR', gross: 3_175n })], [line('t1', named)], { settings: { rates } });
    expect(settledAs(result)).toEqual([]);
    expect(suggestedAs(result)).toEqual(['foreign-currency i1=3175']);
  });
});

describe('who paid', () => {
  test('H-106 the partner’s account and one item of that amount', () => {
    expect(settledAs(matched([item('i1')], [line('t1', { memo: 'utalás', ...fromZoldfa })]))).toEqual(['account i1=1270000']);
  });

  test('H-106 a like name alone is a suggestion', () => {
    const result = matched([item('i1', { partner: malom })], [line('t1', { counterpartyName: 'MALOMKO PEKSEG', memo: '-' })]);
    expect(settledAs(result)).toEqual([]);
    expect(suggestedAs(result)).toEqual(['name i1=1270000']);
  });

  test('an account that two partners share tells nobody apart', () => {
    const items = [item('i1'), item('i2', { gross: 900_000n, partner: { ...malom, accounts: zoldfa.accounts } })];
    expect(settledAs(matched(items, [line('t1', { counterpartyAccount: zoldfa.accounts[0]!, memo: '-' })]))).toEqual([]);
  });

  test.each(['E-ABC-2026-0010', 'EABC20260001', 'E ABC 2026 0001', 'E-ABC-2026-001', 'ABC-2026-0001', 'szla 0001'])(
    'B-050 B-057 a faulty number (“%s”) settles with exact amount and payer, in the default setting only',
    (memo) => {
      const paid = [line('t1', { memo, ...fromZoldfa })];
      expect(settledAs(matched([item('i1')], paid))).toEqual(['repaired-number i1=1270000']);
      expect(settledAs(matched([item('i1')], paid, { settings: { strict: true } }))).toEqual([]);
    },
  );

  test('B-057 B-059 a number of ours that is no open item keeps money from its twin', () => {
    const result = matched([item('i1')], [line('t1', { memo: 'E-ABC-2026-9999', ...fromZoldfa })]);
    expect(settledAs(result)).toEqual([]);
    expect(suggestedAs(result)).toEqual(['account i1=1270000']);
  });

  test('B-059 an item already settled is no target, and its twin is not taken for it', () => {
    const items = [item('i1', { open: 0n }), item('i2', { number: 'X-77' })];
    expect(settledAs(matched(items, [line('t1', { memo: 'E-ABC-2026-0001', ...fromZoldfa })]))).toEqual([]);
    expect(settledAs(matched(items, [line('t1', { memo: 'utalás', ...fromZoldfa })]))).toEqual([]);
  });

  test('B-060 money going out settles suppliers’ invoices the same way', () => {
    const payable = item('i1', { direction: 'payable', number: 'K/2026/77', partner: malom });
    const result = matched([payable], [line('t1', { memo: 'K/2026/77', amount: -1_270_000n }), line('t2', { memo: 'K/2026/77' })]);
    expect(settledAs(result)).toEqual(['number i1=1270000']);
    expect(result.unmatched).toEqual(['t2']);
  });
});

describe('ties, refusals, evidence', () => {
  test('no tie is decided: two equal items of one payer', () => {
    const result = matched([item('i1'), item('i2')], [line('t1', { memo: 'utalás', ...fromZoldfa })]);
    expect(settledAs(result)).toEqual([]);
    expect(suggestedAs(result)).toEqual(['account i1=1270000', 'account i2=1270000']);
  });

  test('no tie is decided: two lines of one day that differ, and one item', () => {
    const lines = [
      line('t1', { memo: 'E-ABC-2026-0001', counterpartyName: 'Egyik' }),
      line('t2', { memo: 'E-ABC-2026-0001', counterpartyName: 'Másik' }),
    ];
    expect(settledAs(matched([item('i1')], lines))).toEqual([]);
  });

  test('the same payment twice settles once', () => {
    const lines = [line('t1', { memo: 'E-ABC-2026-0001' }), line('t2', { memo: 'E-ABC-2026-0001' })];
    const result = matched([item('i1')], lines);
    expect(settledAs(result)).toEqual(['number i1=1270000']);
    expect(result.unmatched).toEqual(['t2']);
  });

  test('B-058 H-109 a refused pair returns in no list, whatever speaks for it', () => {
    const items = [item('i1'), item('i2', { gross: 500_000n })];
    const lines = [
      line('t1', { memo: 'E-ABC-2026-0001', ...fromZoldfa }),
      line('t2', { memo: 'E-ABC-2026-0002, 0001', amount: 1_770_000n, ...fromZoldfa }),
    ];
    const refused = ['t1', 't2'].map((transaction) => ({ transaction, item: 'i1' }));
    const result = matched(items, lines, { settings: { refused } });
    const named = [...result.settlements, ...result.suggestions.flatMap(({ candidates }) => candidates)].flatMap(
      ({ allocations }) => allocations,
    );
    expect(named.map((each) => each.item)).not.toContain('i1');
  });

  test('evidence shows the words of the memo, also after letters that grow in upper case', () => {
    const memo = 'Maße ﬁx: E-ABC-2026-0001 köszönjük';
    const [settlement] = matched([item('i1')], [line('t1', { memo })]).settlements;
    const [number] = settlement!.evidence;
    expect(number).toEqual({ kind: 'number', text: 'E-ABC-2026-0001', span: [9, 24] });
    expect(memo.slice(9, 24)).toBe('E-ABC-2026-0001');
  });
});
