import { ActionIcon, Button, Menu, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IntakeView } from '#web/contract/intakes.ts';
import { api } from '../api/client.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { Day } from '../shared/Day.tsx';
import { waitsBecause } from '../shared/doubts.ts';
import { formatMoney, timeOf } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { doorLabel, reasonLabel } from '../shared/labels.ts';
import { iconOfDoor, iconOfMedia } from '../shared/media.ts';
import { problemText } from '../shared/ProblemNotice.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { told } from '../shared/toast.tsx';
import { asks, firstParts, type Part, shownParts, stateOf } from './parts.ts';

/** One delivery: who sent it through which door, and below it each part with its fate and reason. */
export function Delivery({
  businessId,
  intake,
  mayAct,
  isOfTheDay = false,
  isWhole = false,
}: {
  businessId: string;
  intake: IntakeView;
  mayAct: boolean;
  /** The day stands above the list. */
  isOfTheDay?: boolean;
  /** It stands alone, with every part. */
  isWhole?: boolean;
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(isWhole);
  const parts = shownParts(intake.parts);
  const seen = isOpen ? parts : firstParts(parts);
  return (
    <section className="delivery">
      <h2 className="delivery-head">
        <span className="small faint">
          {isOfTheDay ? <time dateTime={intake.receivedAt}>{timeOf(intake.receivedAt)}</time> : <Day at={intake.receivedAt} />}
        </span>
        <span className="row small faint delivery-door">
          <Icon name={iconOfDoor(intake.door)} />
          {doorLabel(intake.door)}
        </span>
        <Link className="clip grow" to="/b/$businessId/intakes/$id" params={{ businessId, id: intake.id }}>
          <b>{intake.sender ?? intake.uploader ?? t('common.unknown')}</b>
          {intake.subject && (
            <span className="faint" style={{ fontWeight: 400 }}>
              {' '}
              – {intake.subject}
            </span>
          )}
        </Link>
        {parts.length === 0 && <StateChip state={intake.fate} />}
        <span className="small faint nowrap">{t('intakes.parts', { count: parts.length })}</span>
      </h2>
      {parts.length === 0 && intake.because && <p className="part small">{reasonLabel(intake.because)}</p>}
      <ul>
        {seen.map((part) => (
          <PartRow key={part.path} businessId={businessId} intakeId={intake.id} part={part} mayAct={mayAct} />
        ))}
      </ul>
      {seen.length < parts.length && (
        <p className="part">
          <button type="button" className="link small" onClick={() => setOpen(true)}>
            {t('intakes.more', { count: parts.length - seen.length })}
          </button>
        </p>
      )}
    </section>
  );
}

/** What a document is called on its link: whose and how much, where it is one item; a long name gives way to the amount. */
function ItemName({ document }: Part) {
  const { t } = useTranslation();
  const item = document?.item;
  const amount = item?.gross ? formatMoney(item.gross, item.currency) : null;
  if (!item?.partner) return amount ?? t('intakes.toDocument');
  return (
    <>
      <span className="clip">{amount ? `${item.partner},` : item.partner}</span>
      {amount && <span className="nowrap">{amount}</span>}
    </>
  );
}

/** The reason; of a document that needs none, what it is. */
function whyOf({ because, document }: Part, t: TFunction): string {
  if (document?.because) return waitsBecause(document);
  return reasonLabel(because) || (document?.kind ? t(`kind.${document.kind}`) : '');
}

function PartRow({ businessId, intakeId, part, mayAct }: { businessId: string; intakeId: string; part: Part; mayAct: boolean }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { may } = useBusiness();
  const [isAsking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: ({ action, password }: { action: Part['actions'][number]; password?: string }) =>
      api.send(
        'POST',
        `/businesses/${businessId}/intakes/${intakeId}/parts/${encodeURIComponent(part.path)}/${action}`,
        password ? { password } : {},
      ),
    onSuccess: (_, { action }) => {
      setAsking(false);
      // What was thrown away comes back by the same road.
      if (action === 'discard') told(t('intakes.discarded'), () => act.mutate({ action: part.documentId === null ? 'keep' : 'retry' }));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['intake', businessId] }),
  });
  const state = stateOf(part);
  const name = part.name ?? (part.mediaType?.startsWith('text/') ? t('intakes.body') : (part.mediaType ?? part.path));
  const acts = part.actions.map((action) => ({
    action,
    // Of a document that stays one anyway, what is kept are the files that it carries.
    label: t(`intakes.act.${action === 'keep' && part.documentId !== null ? 'takeOut' : action}`),
    run: () => (action === 'password' ? setAsking(true) : act.mutate({ action })),
  }));
  const isLocked = part.actions.includes('password');
  // What is doubtful about a document is decided on the desk; a lock is opened here.
  const isForDesk = may('invoices.correct') && state === 'review' && part.document?.state === 'needs-review' && !isLocked;
  const shown = acts.filter(({ action }) => asks.has(state) && !isForDesk && (!isLocked || action === 'password'));
  const folded = acts.filter((each) => !shown.includes(each));
  const depth = Math.min(3, part.path.split('/').length - 1);
  return (
    <li className="part" style={{ paddingLeft: 72 + depth * 24 }}>
      <Icon name={iconOfMedia(part.mediaType)} />
      <span className="part-name clip">{name}</span>
      <span className="part-fate">
        <StateChip state={state} />
      </span>
      <span className="part-why small">{act.error ? <span className="red">{problemText(act.error)}</span> : whyOf(part, t)}</span>
      <span className="row part-acts">
        {mayAct &&
          shown.map(({ action, label, run }) => (
            <button key={action} type="button" className="link small" onClick={run}>
              {label}
            </button>
          ))}
        {isForDesk && (
          <Link className="link small" to="/b/$businessId/review" params={{ businessId }} search={{ item: part.documentId } as never}>
            {t('intakes.review')}
          </Link>
        )}
        {part.documentId && (
          <Link className="link small part-item" to="/b/$businessId/documents/$id" params={{ businessId, id: part.documentId }}>
            <ItemName {...part} />
          </Link>
        )}
        {mayAct && folded.length > 0 && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('intakes.acts', { what: name })}>
                <Icon name="dots" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {folded.map(({ action, label, run }) => (
                <Menu.Item key={action} onClick={run}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
      {isAsking && (
        <form
          className="row part-password"
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate({ action: 'password', password: String(new FormData(event.currentTarget).get('password')) });
          }}
        >
          <PasswordInput
            name="password"
            aria-label={t('intakes.password')}
            placeholder={t('intakes.password')}
            w={220}
            autoComplete="off"
            autoFocus
            required
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          />
          <Button type="submit" variant="filled" loading={act.isPending}>
            {t('intakes.open')}
          </Button>
        </form>
      )}
    </li>
  );
}
