/** A sender that a business takes or leaves: an address (`a@b.hu`), or a domain with everything below it (`b.hu`). */
export type SenderRule = { pattern: string; list: 'allow' | 'block' };
export type SenderVerdict = 'taken' | 'blocked-sender' | 'sender-not-listed';

/**
 * What the rules say of a mail, by its envelope and its From (either may be null). An allowed sender is taken even from
 * a blocked domain; once there is an allow list, everyone else waits for a person (H-068).
 */
export function verdictOnSender(senders: readonly (string | null)[], rules: readonly SenderRule[]): SenderVerdict {
  const isOn = (wanted: SenderRule['list']) =>
    rules.some(({ list, pattern }) => list === wanted && senders.some((sender) => sender !== null && fits(sender.toLowerCase(), pattern)));
  if (isOn('allow')) return 'taken';
  if (isOn('block')) return 'blocked-sender';
  return rules.some(({ list }) => list === 'allow') ? 'sender-not-listed' : 'taken';
}

function fits(sender: string, pattern: string): boolean {
  if (pattern.includes('@')) return sender === pattern;
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  return domain === pattern || domain.endsWith(`.${pattern}`);
}
