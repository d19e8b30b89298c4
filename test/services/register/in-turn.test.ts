import { expect, test } from 'vitest';
import { inTurn } from '#services/register/in-turn.ts';

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

test('changes of one business come one after another in the order asked, also after one that failed; another business does not wait', async () => {
  const said: string[] = [];
  const act = (name: string) => async () => {
    said.push(`${name} begins`);
    await pause();
    said.push(`${name} ends`);
    return name;
  };
  const failing = async () => {
    await pause();
    throw new Error('refused');
  };
  const all = [inTurn('one', act('a')), inTurn('one', failing), inTurn('one', act('b')), inTurn('other', act('c'))];
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(said.filter((each) => !each.startsWith('c'))).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(said.indexOf('c begins')).toBeLessThan(said.indexOf('a ends'));
});
