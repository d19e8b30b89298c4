import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const reasons = [
  ['not-ours', 'review.why1'],
  ['duplicate', 'review.why2'],
  ['not-voucher', 'review.why3'],
  ['illegible', 'review.why4'],
] as const;

/** Asks why, one figure a reason; the discard itself can be taken back. */
export function DiscardDialog({
  isOpen,
  onClose,
  onDiscard,
}: {
  isOpen: boolean;
  onClose: () => void;
  onDiscard: (because: string) => void;
}) {
  const { t } = useTranslation();
  const give = (because: string) => {
    onClose();
    onDiscard(because);
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('review.discardTitle')}
      onKeyDown={(event) => {
        const reason = reasons[Number(event.key) - 1];
        if (!reason) return;
        event.preventDefault();
        give(reason[0]);
      }}
    >
      <div className="stack-tight">
        {reasons.map(([code, word], index) => (
          <Button
            key={code}
            justify="flex-start"
            leftSection={<kbd>{index + 1}</kbd>}
            data-autofocus={index === 0 || undefined}
            onClick={() => give(code)}
          >
            {t(word)}
          </Button>
        ))}
        <p className="small faint">{t('review.discardHint')}</p>
      </div>
    </Modal>
  );
}
