import { berlinGroup } from './berlin-group.ts';
import type { BankConnector } from './connector.ts';
import { type BankProfile, fileOf, readProfiles } from './profile.ts';

export type Bank = { profile: BankProfile; connector: BankConnector };
/** The banks that the operator may ask, by their ids; none without a setting. */
export type Banks = ReadonlyMap<string, Bank>;

/** Reads the operator's profiles with the keys and certificates that they name. @throws BadSettings */
export function openBanks(profilesFile: string | undefined, { isPrivateAllowed }: { isPrivateAllowed: boolean }): Banks {
  if (profilesFile === undefined) return new Map();
  const read = (name: string) => fileOf(profilesFile, name);
  return new Map(
    readProfiles(profilesFile).map((profile) => {
      const { token, certificate } = profile;
      const wire = {
        isPrivateAllowed,
        patienceMs: profile.patienceSeconds * 1000,
        certificate: certificate
          ? { cert: read(certificate.cert), key: read(certificate.key), ...(certificate.ca ? { ca: read(certificate.ca) } : {}) }
          : null,
      };
      return [profile.id, { profile, connector: berlinGroup(profile, token.type === 'none' ? null : read(token.clientSecretFile), wire) }];
    }),
  );
}
