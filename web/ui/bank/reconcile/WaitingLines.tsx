import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SettlementCreated } from '#web/contract/bank.ts';
import type { CandidateView } from '#web/contract/matching.ts';
import { api } from '../../api/client.ts';
import { EmptyState } from '../../shared/EmptyState.tsx';
import { formatMoney } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { KeyBar } from '../../shared/KeyBar.tsx';
import { useKeys } from '../../shared/keys.ts';
import { SkeletonRows } from '../../shared/Late.tsx';
import { ProblemNotice } from '../../shared/ProblemNotice.tsx';
import { doUndoably, told, toldProblem } from '../../shared/toast.tsx';
import { LineFacts } from '../LineFacts.tsx';
import { whoOf } from '../who.ts';
import { AboutPayer } from './AboutPayer.tsx';
import { BulkOffer } from './BulkOffer.tsx';
import { CandidateCard } from './CandidateCard.tsx';
import { FindItem } from './FindItem.tsx';
import { LinePane } from './LinePane.tsx';
import { isGivable, joined, type Pick, picksOf, requestOf } from './picking.ts';
import { SplitList } from './SplitList.tsx';
import { WhyNot } from './WhyNot.tsx';
import { useWaiting, type WaitingLine } from './waiting.ts';

/** As many as there are keys. */
const shown = 9;
/** Candidates closer than this are a tie, which nobody but a person decides. */
const tie = 0.05;

type Desk = { picks: readonly Pick[]; rule: CandidateView['rule'] | null; isSplit: boolean };
const emptyDesk: Desk = { picks: [], rule: null, isSplit: false };
const deskOf = (candidate: CandidateView | undefined): Desk =>
  candidate ? { picks: picksOf(candidate), rule: candidate.rule, isSplit: false } : emptyDesk;

const isTie = ([first, second]: readonly CandidateView[]): boolean =>
  first !== undefined && second !== undefined && first.confidence - second.confidence < tie;

/** The lines that wait: confirmed, divided, refused or set aside, all by keyboard. */
export function WaitingLines({
  businessId,
  accountId,
  lineId,
  onLine,
  onDone,
}: {
  businessId: string;
  accountId: string | undefined;
  lineId: string | undefined;
  onLine: (id: string | undefined) => void;
  /** So many lines were done; negative: taken back. */
  onDone: (lines: number) => void;
}) {
  const { t } = useTranslation();
  const { lines, progress, isLoading, problem, more, refresh } = useWaiting(businessId, accountId);
  const [desk, setDesk] = useState<Desk>(emptyDesk);
  // Acts are shown at once; the lists follow.
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const waiting = lines.filter(({ line }) => !gone.has(line.id));
  const named = waiting.findIndex(({ line }) => line.id === lineId);
  // Work begins where there is something to decide.
  const index =
    named >= 0
      ? named
      : Math.max(
          0,
          waiting.findIndex(({ candidates: offered }) => offered.length > 0),
        );
  const here = waiting[index];
  const candidates = here?.candidates.slice(0, shown) ?? [];
  const key = here && `${here.line.id} ${here.line.settled}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line begins with its own best candidate, unless it is a tie; news about this one leave the desk alone
  useEffect(() => setDesk(isTie(candidates) ? emptyDesk : deskOf(candidates[0])), [key]);

  const root = `/businesses/${businessId}`;
  const go = (step: number) => waiting[index + step] && onLine(waiting[index + step]!.line.id);
  const hide = (id: string, isHidden: boolean) =>
    setGone((before) => (isHidden ? new Set([...before, id]) : new Set([...before].filter((each) => each !== id))));

  /** Does an act on a line and goes on; `undo` brings the line back. */
  const act = async ({ line }: WaitingLine, message: string, forth: () => Promise<() => Promise<void>>) => {
    onLine(waiting[index + 1]?.line.id ?? waiting[index - 1]?.line.id);
    hide(line.id, true);
    try {
      await doUndoably(async () => {
        const back = await forth();
        onDone(1);
        const undo = () => {
          onDone(-1);
          void back()
            .then(() => {
              hide(line.id, false);
              onLine(line.id);
            }, toldProblem)
            .finally(refresh);
        };
        return { message, undo };
      });
    } catch (error) {
      hide(line.id, false);
      onLine(line.id);
      toldProblem(error);
    }
    refresh();
  };
  const confirm = () => {
    if (!here || !isGivable(desk.picks)) return;
    const { line } = here;
    const who = whoOf(line) ?? t('common.unknown');
    const given = requestOf(line, desk.picks, desk.rule);
    void act(here, t('bank.settled', { who, amount: formatMoney(line.amount, line.currency) }), async () => {
      const { id } = await api.post(`${root}/settlements`, given, SettlementCreated);
      return () => api.send('DELETE', `${root}/settlements/${id}`);
    });
  };
  const nothingFits = () => {
    if (!here) return;
    const path = `${root}/transactions/${here.line.id}/nothing-fits`;
    void act(here, t('bank.setAside', { who: whoOf(here.line) ?? t('common.unknown') }), async () => {
      await api.send('PUT', path, { nothingFits: true });
      return () => api.send('PUT', path, { nothingFits: false });
    });
  };
  const refuse = async () => {
    if (!here || desk.rule === null) return;
    try {
      await api.send('POST', `${root}/refusals`, { transaction: here.line.id, items: desk.picks.map(({ item }) => item.item) });
      setDesk(emptyDesk);
      told(t('bank.refused'));
      refresh();
    } catch (error) {
      toldProblem(error);
    }
  };
  const askForVoucher = async () => {
    if (!here || here.line.voucherAskedAt !== null) return;
    try {
      await api.send('POST', `${root}/transactions/${here.line.id}/voucher-request`);
      told(t('bank.voucherAsked'));
    } catch (error) {
      toldProblem(error);
    }
    refresh();
  };
  const split = () => setDesk({ ...desk, rule: null, isSplit: !desk.isSplit });
  useKeys({
    m: () => void askForVoucher(),
    j: () => go(1),
    k: () => go(-1),
    n: nothingFits,
    s: split,
    x: () => void refuse(),
    Enter: confirm,
    ...Object.fromEntries(candidates.map((candidate, at) => [String(at + 1), () => setDesk(deskOf(candidate))])),
  });

  if (problem) return <ProblemNotice problem={problem} onRetry={refresh} />;
  if (isLoading) return <SkeletonRows rows={10} />;
  if (!here)
    return (
      <EmptyState icon="circleCheck" title={t('bank.doneTitle')}>
        <p>{t('bank.doneHint')}</p>
      </EmptyState>
    );
  const chosen = candidates.find(
    (candidate) =>
      desk.rule !== null &&
      picksOf(candidate).every(({ item }) => desk.picks.some((pick) => pick.item.item === item.item)) &&
      candidate.allocations.length === desk.picks.length,
  );
  const asked = desk.picks[0]?.item.item ?? candidates[0]?.allocations[0]?.item;
  return (
    <>
      {progress && <BulkOffer businessId={businessId} accountId={accountId} rules={progress.rules} onDone={onDone} onChange={refresh} />}
      <div className="reconcile">
        <LinePane
          rows={waiting.map(({ line, candidates: offered }) => ({
            id: line.id,
            day: line.bookedOn,
            name: whoOf(line) ?? t('common.unknown'),
            amount: line.amount,
            currency: line.currency,
            candidates: offered.length,
          }))}
          at={index}
          onGo={onLine}
          onStep={go}
          onMore={more}
          sums={progress?.waiting ?? []}
        />
        <LineFacts line={here.line} evidence={chosen?.evidence ?? []}>
          <AboutPayer businessId={businessId} line={here.line} />
          {asked && candidates.length > 0 && <WhyNot businessId={businessId} line={here.line} item={asked} />}
        </LineFacts>
        <section className="reconcile-items" aria-label={t('bank.candidates', { count: candidates.length })}>
          <div className="reconcile-scroll">
            <div className="row wrap">
              <h2>{t('bank.candidates', { count: candidates.length })}</h2>
              {isTie(candidates) && (
                <span className="row small">
                  <span className="amber">
                    <Icon name="alertTriangle" />
                  </span>
                  {t('bank.tie')}
                </span>
              )}
            </div>
            {candidates.length === 0 && !desk.isSplit && <p className="faint">{t('bank.noCandidate')}</p>}
            {candidates.map((candidate, at) => (
              <CandidateCard
                // biome-ignore lint/suspicious/noArrayIndexKey: a candidate is its place among the line's answers
                key={`${here.line.id}-${at}`}
                number={at + 1}
                candidate={candidate}
                currency={here.line.currency}
                isChosen={candidate === chosen}
                onChoose={() => setDesk(deskOf(candidate))}
              />
            ))}
            {desk.isSplit && <SplitList line={here.line} picks={desk.picks} onChange={(picks) => setDesk({ ...desk, picks })} />}
            <FindItem
              businessId={businessId}
              onFound={(item) => {
                const picks = joined(here.line, desk.isSplit ? desk.picks.filter((pick) => pick.item.item !== item.id) : [], item);
                if (picks) setDesk({ picks, rule: null, isSplit: true });
                else told(t('bank.otherWay'));
              }}
            />
          </div>
          <div className="row wrap reconcile-acts">
            <Button variant="filled" className="grow" disabled={!isGivable(desk.picks)} onClick={confirm}>
              {t('bank.confirm')} <kbd>Enter</kbd>
            </Button>
            <Button onClick={split} aria-pressed={desk.isSplit}>
              {t('bank.split')} <kbd>S</kbd>
            </Button>
            <Button onClick={nothingFits}>
              {t('bank.nothingFits')} <kbd>N</kbd>
            </Button>
            <Button disabled={here.line.voucherAskedAt !== null} onClick={() => void askForVoucher()}>
              {t('bank.askVoucher')} <kbd>M</kbd>
            </Button>
            <Button disabled={desk.rule === null} onClick={() => void refuse()}>
              {t('bank.refuse')} <kbd>X</kbd>
            </Button>
          </div>
        </section>
      </div>
      <KeyBar
        hints={[
          { keys: ['1–9'], word: t('bank.key.choose') },
          { keys: ['Enter'], word: t('bank.key.confirm') },
          { keys: ['S'], word: t('bank.key.split') },
          { keys: ['N'], word: t('bank.key.nothingFits') },
          { keys: ['M'], word: t('bank.key.askVoucher') },
          { keys: ['X'], word: t('bank.key.refuse') },
          { keys: ['G'], word: t('bank.key.together') },
          { keys: ['U'], word: t('bank.key.undo') },
          { keys: ['J', 'K'], word: t('bank.key.step') },
          { keys: ['/'], word: t('bank.key.find') },
        ]}
      />
    </>
  );
}
