import { useTranslation } from 'react-i18next';
import type { Texts } from '../texts/hu.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

export type State = keyof Texts['state'];
export type Tone = 'green' | 'amber' | 'red' | 'blue' | 'grey';

const done = ['green', 'check'] as const;
const asks = ['amber', 'alertTriangle'] as const;
const moving = ['blue', 'refresh'] as const;
const left = ['grey', 'minus'] as const;

/** One look a state: colour, picture and word together. */
const looks: Record<State, readonly [Tone, IconName]> = {
  stored: moving,
  'waiting-scan': moving,
  classified: moving,
  recognised: moving,
  received: moving,
  ready: done,
  'taken-over': done,
  document: done,
  kept: done,
  active: done,
  accepted: done,
  arrived: done,
  settled: done,
  linked: ['green', 'link'],
  known: ['blue', 'copyCheck'],
  unpacked: ['grey', 'box'],
  'needs-review': asks,
  review: asks,
  new: ['amber', 'circleDot'],
  open: ['amber', 'circleDot'],
  suggested: ['amber', 'listSearch'],
  'partly-settled': ['amber', 'circleDot'],
  unmatched: ['amber', 'alertTriangle'],
  quarantined: ['red', 'shieldX'],
  failed: ['red', 'alertCircle'],
  refused: ['red', 'shieldX'],
  late: ['red', 'clock'],
  reminded: ['red', 'clock'],
  expired: ['red', 'clock'],
  revoked: ['red', 'ban'],
  ignored: left,
  discarded: left,
  deleted: ['grey', 'trash'],
  'not-needed': ['grey', 'ban'],
  withdrawn: ['grey', 'ban'],
  paused: ['grey', 'minus'],
  asked: ['blue', 'send'],
  sent: ['blue', 'send'],
  invited: ['blue', 'mail'],
  opened: ['blue', 'eyeCheck'],
  ending: ['amber', 'clock'],
};

export function StateChip({ state, count }: { state: State; count?: number }) {
  const { t } = useTranslation();
  const [tone, icon] = looks[state];
  return (
    <Chip tone={tone} icon={icon}>
      {count === undefined ? t(`state.${state}`) : `${count} ${t(`state.${state}`)}`}
    </Chip>
  );
}

export const Chip = ({ tone, icon, children }: { tone: Tone; icon?: IconName; children: React.ReactNode }) => (
  <span className="chip" data-tone={tone}>
    {icon && <Icon name={icon} />}
    {children}
  </span>
);
