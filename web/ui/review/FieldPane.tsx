import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { apiRoot } from '../api/client.ts';
import { shown } from '../document/FieldList.tsx';
import type { Evidence } from '../shared/evidence.ts';
import { fieldLabel } from '../shared/labels.ts';
import { SourceChip } from '../shared/SourceChip.tsx';
import { Chip } from '../shared/StateChip.tsx';
import { EvidenceField } from './EvidenceField.tsx';
import { fieldNames, fieldOf } from './fields.ts';
import type { Question } from './questions.ts';
import { Sums } from './Sums.tsx';

type Props = {
  businessId: string;
  invoice: InvoiceView;
  documentId: string | null;
  evidence: Record<string, Evidence>;
  pages: readonly { number: number; width: number; height: number }[];
  questions: readonly Question[];
  changes: Readonly<Record<string, string | null>>;
  onChange: (name: string, value: string | null) => void;
  active: string | null;
  onPoint: (name: string) => void;
};

/** Questions first, then what is sure as plain text until it is touched. */
export function FieldPane({ businessId, invoice, documentId, evidence, pages, questions, changes, onChange, active, onPoint }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const asked = new Set([...questions.map(({ name }) => name), ...opened]);
  const now = (name: string) => (name in changes ? (changes[name] ?? null) : fieldOf(invoice, name));
  const place = active ? evidence[active] : undefined;
  const page = pages.find(({ number }) => number === place?.page);
  return (
    <>
      <div className="viewer-head">
        <h2 className="grow clip">{invoice.supplier.name ?? t('common.unknown')}</h2>
        <span className="chip">{t(`invoiceKind.${invoice.kind}`)}</span>
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
        {place?.box && page && documentId && (
          <div className="strip" aria-hidden="true">
            <img
              alt=""
              src={`${apiRoot}/businesses/${businessId}/documents/${documentId}/pages/${page.number}.webp?width=2000`}
              style={magnified(place.box, page.height / page.width)}
            />
          </div>
        )}
        {[...questions, ...opened.map((name): Question => ({ name, why: 'unsure', choices: [] }))].map(({ name, why, choices }) => (
          <EvidenceField
            key={name}
            name={name}
            value={now(name)}
            why={opened.includes(name) ? null : t(`review.why.${why}`)}
            choices={choices}
            onChange={(value) => onChange(name, value)}
            onPoint={onPoint}
            isActive={active === name}
          />
        ))}
        <h3 style={{ margin: '16px 0 4px' }}>
          {t('review.sure')}{' '}
          <span className="faint" style={{ fontWeight: 400 }}>
            {t('review.tabSkips')}
          </span>
        </h3>
        <table className="fields">
          <tbody>
            {fieldNames
              .filter((name) => !asked.has(name) && now(name) !== null)
              .map((name) => (
                <tr key={name} data-active={name === active} onMouseEnter={() => onPoint(name)}>
                  <th scope="row">{fieldLabel(name)}</th>
                  <td>
                    <button
                      type="button"
                      className="field-button"
                      tabIndex={-1}
                      onClick={() => {
                        setOpened([...opened, name]);
                        onPoint(name);
                      }}
                    >
                      {shown(invoice, name)}
                    </button>
                  </td>
                  <td className="right nowrap">
                    {[...new Set((invoice.sources[name] ?? []).map(({ source }) => source))].map((source) => (
                      <SourceChip key={source} source={source} />
                    ))}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      <Sums invoice={invoice} changes={changes} />
    </>
  );
}

const stripWidth = 346;
const stripHeight = 56;

/** Puts a field's place into the middle of the strip, as large as it fits. */
function magnified([x, y, w, h]: readonly [number, number, number, number], ratio: number) {
  const width = Math.min((stripWidth * 0.9) / w, (stripHeight * 0.7) / (h * ratio), 2400);
  return { width, height: width * ratio, left: stripWidth / 2 - (x + w / 2) * width, top: stripHeight / 2 - (y + h / 2) * width * ratio };
}
