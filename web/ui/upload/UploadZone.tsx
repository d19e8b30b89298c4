import { Button, Menu, Select } from '@mantine/core';
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentKind } from '#services/domain/reading.ts';
import { Icon } from '../shared/Icon.tsx';
import { chosenFiles, droppedFiles } from './dropped-files.ts';
import { offeredKinds, useKindLabel } from './offered-kinds.ts';
import { UploadList } from './UploadList.tsx';
import { uploadStore } from './upload-store.ts';

/** Wraps a screen: files may be dropped anywhere on it, folders too, or pasted; `kind` is what the person says they are (H-051). */
export function UploadZone({ businessId, kind, children }: { businessId: string; kind: DocumentKind | null; children: ReactNode }) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = chosenFiles(event.clipboardData?.files ?? null);
      if (files.length > 0) uploadStore.add(businessId, files, kind);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [businessId, kind]);
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside does the same by keyboard
    <div
      className="page drop"
      onDragOver={over}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node) && setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void droppedFiles(event.dataTransfer).then((files) => uploadStore.add(businessId, files, kind));
      }}
    >
      <UploadList businessId={businessId} />
      {children}
      {isOver && <div className="drop-veil">{t('upload.dropHere')}</div>}
    </div>
  );
}

/** Chooses what the files are, and the files. */
export function UploadButton({
  businessId,
  kind,
  onKind,
}: {
  businessId: string;
  kind: DocumentKind | null;
  onKind: (kind: DocumentKind | null) => void;
}) {
  const { t } = useTranslation();
  const kindLabel = useKindLabel();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    uploadStore.add(businessId, chosenFiles(input.files), kind);
    input.value = '';
  };
  return (
    <>
      <Select
        className="only-wide"
        aria-label={t('upload.kind')}
        w={210}
        value={kind ?? ''}
        onChange={(value) => onKind((value || null) as DocumentKind | null)}
        data={[{ value: '', label: t('upload.anyKind') }, ...offeredKinds.map((value) => ({ value, label: kindLabel(value) }))]}
        maxDropdownHeight={480}
      />
      <input ref={files} type="file" multiple hidden aria-label={t('upload.files')} onChange={(event) => take(event.currentTarget)} />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label={t('upload.folder')}
        {...{ webkitdirectory: '' }}
        onChange={(event) => take(event.currentTarget)}
      />
      <Button.Group>
        <Button variant="filled" leftSection={<Icon name="upload" />} onClick={() => files.current?.click()}>
          {t('upload.files')}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="filled" px={6} aria-label={t('upload.folder')}>
              <Icon name="chevronDown" />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon name="folder" />} onClick={() => folder.current?.click()}>
              {t('upload.folder')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
    </>
  );
}
