import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Texts } from '../texts/hu.ts';

/** Who says so: NAV, XML, PDF, OCR or a person. */
export function SourceChip({ source, isWinner = false }: { source: keyof Texts['source']; isWinner?: boolean }) {
  const { t } = useTranslation();
  return (
    <Tooltip label={t(`sourceLong.${source}`)}>
      <span className={isWinner ? 'source strong' : 'source'} style={{ marginLeft: 4 }}>
        {t(`source.${source}`)}
      </span>
    </Tooltip>
  );
}
