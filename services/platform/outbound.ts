import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { DomainError } from '#services/domain/errors.ts';

/**
 * The address to connect to when a person typed where: looked up once and handed out as digits, so that the name cannot
 * answer differently a moment later. Nothing inside the operator's own network unless the settings allow it; a name
 * with a single such address is refused whole.
 *
 * @throws DomainError `address-not-allowed`; Error of the resolver when there is no such name
 */
export async function outsideAddress(host: string, { isPrivateAllowed }: { isPrivateAllowed: boolean }): Promise<string> {
  const found = await lookup(host.replace(/^\[(.*)\]$/, '$1'), { all: true });
  if (!isPrivateAllowed && !found.every(({ address }) => isOutside(address)))
    throw new DomainError('address-not-allowed', 'this address is inside the network of the hub');
  return found[0]!.address;
}

/** Ordinary addresses of the internet; an IPv4 address in the clothes of IPv6 counts as what it is. */
export const isOutside = (address: string): boolean => ipaddr.process(address).range() === 'unicast';
