import { useTranslation } from 'react-i18next';
import { invoiceKinds } from '#services/domain/reading.ts';
import type { DocumentDetail } from '#web/contract/documents.ts';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { EnteredNote } from '../document/EnteredNote.tsx';
import { MoveDocument } from '../document/MoveDocument.tsx';
import { useBusiness } from '../frame/useBusiness.ts';
import { doubtOf } from '../shared/doubts.ts';
import type { Evidence } from '../shared/evidence.ts';
import { Chip } from '../shared/StateChip.tsx';
import { AccountAlarm } from './AccountAlarm.tsx';
import { Alike } from './Alike.tsx';
import { Consequence, periodWord } from './Consequence.tsx';
import { outcomeOf, periodsAt } from './consequences.ts';
import { EvidenceField } from './EvidenceField.tsx';
import { fieldNames, fieldOf } from './fields.ts';
import { LegalNotices } from './LegalNotices.tsx';
import { PartnerPick } from './PartnerPick.tsx';
import type { Question } from './questions.ts';
import { Strip } from './Strip.tsx';
import { Sums } from './Sums.tsx';
import { SureList } from './SureList.tsx';
import { TaughtNote } from './TaughtNote.tsx';
import { written } from './typing.ts';
import type { Desk } from './use-desk.ts';

type Props = {
  business: { id: string; name: string };
  invoice: InvoiceView;
  document: DocumentDetail | undefined;
  evidence: Record<string, Evidence>;
  questions: readonly Question[];
  desk: Desk;
  onMoved: () => void;
  onJoined: (holder: string) => void;
};

/** The same number with another amount or day; otherwise it is another item that looks like this one. */
const hasTwoVoices = ({ sources }: InvoiceView): boolean =>
  ['gross', 'issuedOn'].some((name) => sources[name]?.some(({ because }) => because === 'less-trusted'));

/** Questions first, then what is sure as plain text until it is touched; the sums follow what is typed. */
export function FieldPane({ business, invoice, document, evidence, questions, desk, onMoved, onJoined }: Props) {
  const { t } = useTranslation();
  const { may } = useBusiness();
  const asked = new Set(questions.map(({ name }) => name));
  const touched = desk.opened.filter((name) => !asked.has(name));
  const stored = (name: string) => fieldOf(invoice, name);
  // Whose it is stays unanswered until somebody answers, whatever the register assumed meanwhile.
  const textOf = (name: string) => desk.texts[name] ?? (name === 'direction' && asked.has(name) ? '' : written(name, stored(name)));
  const direction = desk.texts['direction'] ?? invoice.direction;
  const isAnothers = invoice.because === 'belongs-to-another-client';
  const move = document && may('documents.delete') && (
    <MoveDocument businessId={business.id} document={document} invoice={invoice} onMoved={onMoved} />
  );
  const consequence = <Consequence outcome={outcomeOf(invoice, desk.changes, questions)} />;
  const whyOf = (name: string, why: Question['why'] | null) => {
    if (why === null) return null;
    const found = evidence[name];
    return why === 'unsure' && found ? t(`review.doubt.${doubtOf(found)}`) : t(`review.why.${why}`);
  };
  const turnsOn = (question: { name: string; choices: Question['choices'] }) => {
    const periods = periodsAt(invoice, question);
    return periods.length > 1 ? t('review.turnsOn', { periods: periods.map(periodWord).join(t('review.or')) }) : null;
  };
  const fields = [...questions, ...touched.map((name) => ({ name, why: null, choices: [] }))];
  return (
    <>
      <div className="viewer-head">
        <h2 className="grow clip">{textOf('supplier.name') || t('common.unknown')}</h2>
        <select
          className="chip-select"
          aria-label={t('review.invoiceKind')}
          data-key="kind"
          tabIndex={-1}
          value={textOf('kind')}
          onChange={(event) => desk.type('kind', event.target.value)}
        >
          {invoiceKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`invoiceKind.${kind}`)}
            </option>
          ))}
        </select>
        <select
          className="chip-select"
          aria-label={t('review.side')}
          tabIndex={-1}
          value={direction}
          onChange={(event) => desk.type('direction', event.target.value)}
        >
          {(['payable', 'receivable'] as const).map((side) => (
            <option key={side} value={side}>
              {t(`review.${side}`)}
            </option>
          ))}
        </select>
        {questions.length > 0 ? (
          <Chip tone="amber" icon="alertTriangle">
            {t('review.questions', { count: questions.length })}
          </Chip>
        ) : (
          <Chip tone="green" icon="check">
            {t('review.sure')}
          </Chip>
        )}
      </div>
      <div className="review-scroll">
        {document && document.pages.length > 0 && (
          <Strip businessId={business.id} documentId={document.id} place={evidence[desk.active ?? '']} pages={document.pages} />
        )}
        {isAnothers && (
          <div className="review-note small">
            <p>{t('review.anotherHint', { name: business.name })}</p>
            {move}
          </div>
        )}
        {document && <EnteredNote entered={document.entered} />}
        <AccountAlarm invoice={invoice} />
        {invoice.possibleDuplicate && (
          <p className="review-note small">{t(hasTwoVoices(invoice) ? 'review.duplicateHint' : 'review.looseTwinHint')}</p>
        )}
        <Alike businessId={business.id} invoice={invoice} mayJoin={may('invoices.correct')} onJoined={onJoined} />
        {questions.length > 0 && <h3 className="review-part">{t('review.asks')}</h3>}
        {fields.map(({ name, why, choices }) => (
          <EvidenceField
            key={name}
            name={name}
            text={textOf(name)}
            why={whyOf(name, why)}
            turnsOn={turnsOn({ name, choices })}
            choices={choices}
            onType={(text) => desk.type(name, text)}
            onPoint={() => desk.point(name)}
            isActive={desk.active === name}
            hint={
              desk.active === name && (
                <PartnerPick businessId={business.id} name={name} text={textOf(name)} onPick={(changed) => desk.choose(changed)} />
              )
            }
          />
        ))}
        <SureList
          invoice={invoice}
          names={fieldNames.filter((name) => name !== 'kind' && !asked.has(name) && !touched.includes(name) && stored(name) !== null)}
          active={desk.active}
          onPoint={desk.point}
          onOpen={(name) => {
            desk.open(name);
            // The field stands where the text was only after the next drawing.
            setTimeout(() => window.document.querySelector<HTMLElement>(`[data-field="${name}"]`)?.focus());
          }}
        />
        <TaughtNote businessId={business.id} document={document} evidence={evidence} />
        <LegalNotices invoice={invoice} />
        <div className="only-phone">{consequence}</div>
        {!isAnothers && move}
      </div>
      <Sums invoice={invoice} changes={desk.changes}>
        <div className="only-wide">{consequence}</div>
      </Sums>
    </>
  );
}
