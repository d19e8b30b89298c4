import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageRange } from '#services/domain/page-ranges.ts';
import type { DocumentDetail } from '#web/contract/documents.ts';
import { History } from '../document/History.tsx';
import { SourcesTable } from '../invoices/SourcesTable.tsx';
import { type Evidence, marksOf, proposedRanges } from '../shared/evidence.ts';
import { KeyBar } from '../shared/KeyBar.tsx';
import { areSingleKeysOn, useKeys } from '../shared/keys.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { fieldLabel } from '../shared/labels.ts';
import { PageViewer } from '../shared/PageViewer.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { DiscardDialog } from './DiscardDialog.tsx';
import { DocumentPane } from './DocumentPane.tsx';
import { FieldPane } from './FieldPane.tsx';
import { hints } from './hints.ts';
import type { Question } from './questions.ts';
import { SplitDesk } from './SplitDesk.tsx';
import { written } from './typing.ts';
import { useDesk } from './use-desk.ts';
import type { Waiting } from './use-review.ts';
import { useSettle } from './use-settle.ts';
import { type View, ViewTabs } from './ViewTabs.tsx';

type Props = {
  business: { id: string; name: string };
  here: Waiting;
  document: DocumentDetail | undefined;
  problem: unknown;
  evidence: Record<string, Evidence>;
  questions: readonly Question[];
  onStep: (step: number) => void;
  onBack: (key: string) => void;
  onLeave: () => void;
};

/** As many as fit beside one another. */
const hintsInBar = 8;

/** One voucher on the desk: its page, its fields, and the keys that decide it. */
export function Desk({ business, here, document, problem, evidence, questions, onStep, onBack, onLeave }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [rotation, setRotation] = useState(0);
  const [view, setView] = useState<View>('page');
  const [isSplitting, setSplitting] = useState(false);
  const [isDiscarding, setDiscarding] = useState(false);
  /** Accepting was asked for before there was anything to see. */
  const [isEarly, setEarly] = useState(false);
  const [kind, setKind] = useState(here.document?.kind ?? 'other');
  const fields = useRef<HTMLElement>(null);
  const settle = useSettle(business.id, onBack);
  const { invoice } = here;
  const isThere = here.documentId === null || document !== undefined;
  const isClean = Object.keys(desk.texts).length === 0;
  // The first doubt has the keys at once, and again when the page brought more of them.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed meanwhile moves nothing
  useEffect(() => {
    if (isSplitting || !isClean) return;
    fields.current?.querySelector<HTMLElement>('[data-field]')?.focus({ preventScroll: true });
  }, [isThere, isSplitting]);

  const isLocked = invoice === null && (here.document?.because === 'encrypted' || here.document?.because === 'wrong-password');
  const isSeveral = invoice === null && here.document?.because === 'several-documents';
  const pageCount = document?.pageCount ?? 0;
  const split = pageCount > 1 ? () => setSplitting(true) : undefined;
  const leave = (act: Promise<void>) => {
    onLeave();
    return act;
  };
  const accept = () => {
    // Nothing is accepted unseen.
    if (!isThere) return setEarly(true);
    if (desk.wrong[0]) return focusField(desk.wrong[0]);
    if (invoice) return void leave(settle.item({ ...here, invoice }, desk.changes, 'ready'));
    const file = here.document;
    if (!file) return;
    if (isLocked) return fields.current?.querySelector('form')?.requestSubmit();
    if (isSeveral) return split?.();
    void leave(settle.say(file, { kind }));
  };
  const discard = (because: string) => {
    if (invoice) void leave(settle.item({ ...here, invoice }, {}, 'discarded', because));
    else if (here.document) void leave(settle.discard(here.document, because));
  };
  const saveSplit = (pageRanges: PageRange[]) => {
    setSplitting(false);
    if (document) void settle.say(document, { pageRanges });
  };
  const choose = (number: number) => {
    const question = questions.find(({ name }) => name === desk.active && name) ?? questions.find(({ choices }) => choices.length > 1);
    const choice = question?.choices[number - 1];
    if (question && choice) desk.type(question.name, written(question.name, choice.value));
  };
  const focusField = (name: string) => fields.current?.querySelector<HTMLElement>(`[data-field="${name}"]`)?.focus();
  const turn = () => setRotation((rotation + 90) % 360);
  useKeys({
    j: () => onStep(1),
    k: () => onStep(-1),
    // These do so in a field as well, where a letter is a letter.
    PageDown: () => onStep(1),
    PageUp: () => onStep(-1),
    Enter: isSplitting ? undefined : accept,
    Escape: () => (window.document.activeElement as HTMLElement | null)?.blur(),
    s: split,
    r: turn,
    x: () => setDiscarding(true),
    t: () => fields.current?.querySelector<HTMLElement>('[data-key="kind"]')?.focus(),
    o: () => invoice && desk.type('direction', (desk.texts['direction'] ?? invoice.direction) === 'payable' ? 'receivable' : 'payable'),
    p: () => {
      const party = (desk.texts['direction'] ?? invoice?.direction) === 'receivable' ? 'customer.name' : 'supplier.name';
      desk.open(party);
      setTimeout(() => focusField(party));
    },
    ...Object.fromEntries([1, 2, 3, 4].map((number) => [String(number), () => choose(number)])),
  });

  const tabs = <ViewTabs view={view} onView={setView} hasSources={invoice !== null} />;
  const instead =
    view === 'sources' && invoice ? (
      <SourcesTable invoice={invoice} />
    ) : view === 'past' && here.documentId ? (
      <History businessId={business.id} documentId={here.documentId} />
    ) : undefined;
  const shownHints = hints
    .filter(({ keys }) => areSingleKeysOn() || keys.every((key) => key.length > 1))
    .map(({ keys, word }) => ({ keys, word: t(`review.key.${word}`) }));
  const acceptWord = t(invoice ? 'review.accept' : isLocked ? 'review.unlock' : isSeveral ? 'review.splitLook' : 'review.acceptKind');
  return (
    <>
      {isSplitting && document ? (
        <SplitDesk
          businessId={business.id}
          document={document}
          proposed={document.said?.pageRanges ?? proposedRanges(document)}
          onSave={saveSplit}
          onClose={() => setSplitting(false)}
        />
      ) : document ? (
        <PageViewer
          businessId={business.id}
          document={document}
          range={here.pageRange}
          marks={marksOf(evidence, fieldLabel)}
          active={desk.active}
          onMark={desk.point}
          onWord={invoice && desk.active ? desk.fill : undefined}
          rotation={rotation}
          onRotate={turn}
          head={tabs}
          instead={instead}
          // On a phone a whole page is too small to read: the place of the focused field is shown instead.
          startZoom={window.matchMedia('(max-width: 819px)').matches ? 2 : 1}
        />
      ) : (
        <div className="viewer">
          {problem ? (
            <ProblemNotice problem={problem} />
          ) : here.documentId ? (
            <SkeletonRows />
          ) : (
            invoice && <SourcesTable invoice={invoice} />
          )}
        </div>
      )}
      <section className="review-fields" aria-label={t('document.read')} ref={fields}>
        {invoice ? (
          <FieldPane
            business={business}
            invoice={invoice}
            document={document}
            evidence={evidence}
            questions={questions}
            desk={desk}
            onMoved={onLeave}
            onJoined={onBack}
          />
        ) : (
          here.document && (
            <DocumentPane
              document={here.document}
              kind={kind}
              onKind={setKind}
              onUnlock={(password) => void settle.unlock(here.document!, password)}
              onSplit={split}
              onMoved={onLeave}
            />
          )
        )}
        <p className="review-early small" role="status">
          {isEarly && !isThere && t(problem ? 'review.notLoaded' : 'review.notThere')}
        </p>
        {/* While pages are divided, its own acts are the only ones. */}
        {!isSplitting && (
          <div className="row review-acts">
            <Button variant="filled" className="grow" onClick={accept}>
              {acceptWord} <kbd>Enter</kbd>
            </Button>
            <Button onClick={() => setDiscarding(true)}>
              {t('review.discard')} <kbd>X</kbd>
            </Button>
          </div>
        )}
      </section>
      <DiscardDialog isOpen={isDiscarding} onClose={() => setDiscarding(false)} onDiscard={discard} />
      <KeyBar hints={shownHints.slice(0, hintsInBar)} rarer={shownHints.slice(hintsInBar)} />
    </>
  );
}
