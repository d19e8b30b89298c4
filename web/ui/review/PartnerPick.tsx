import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { PartnerView } from '#web/contract/partners.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api, withFilters } from '../api/client.ts';
import { Icon } from '../shared/Icon.tsx';

type Props = { businessId: string; name: string; text: string; onPick: (changed: Record<string, string | null>) => void };

/** The business's partners that fit what is typed into a party's name or number; one act takes all that is known of one. */
export function PartnerPick({ businessId, name, text, onPick }: Props) {
  const { t } = useTranslation();
  const [side, field] = name.split('.');
  const asked = useDeferredValue(text.trim());
  const isParty = (side === 'supplier' || side === 'customer') && (field === 'name' || field === 'taxNumber');
  const found = useQuery({
    queryKey: ['partner', businessId, 'like', asked],
    queryFn: () => api.get(withFilters(`/businesses/${businessId}/partners`, { q: asked, limit: 3 }), pageOf(PartnerView)),
    enabled: isParty && asked.length > 1,
  });
  const others = (found.data?.items ?? []).filter((partner) => partner.name !== null && (partner.name !== text || field !== 'name'));
  if (!isParty || others.length === 0) return null;
  return (
    <ul className="partner-picks" aria-label={t('review.partner')}>
      {others.map((partner) => (
        <li key={partner.id}>
          <button
            type="button"
            className="partner-pick"
            aria-label={t('review.partnerUse', { name: partner.name ?? '' })}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() =>
              onPick({
                [`${side}.name`]: partner.name,
                ...(partner.baseNumber ? { [`${side}.taxNumber`]: partner.baseNumber } : {}),
                ...(partner.euVatNumber ? { [`${side}.euVatNumber`]: partner.euVatNumber } : {}),
                ...(partner.address ? { [`${side}.address`]: partner.address } : {}),
              })
            }
          >
            <Icon name="addressBook" />
            <span className="grow clip">{partner.name}</span>
            <span className="small faint">{partner.baseNumber ?? partner.euVatNumber}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
