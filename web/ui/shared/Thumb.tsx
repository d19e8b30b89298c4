import { useState } from 'react';
import type { DocumentView } from '#web/contract/documents.ts';
import { apiRoot } from '../api/client.ts';
import { Icon } from './Icon.tsx';
import { iconOfMedia } from './media.ts';

const pictured = /pdf|^image\//;

/** The first page in small; a file without pages has the picture of its kind. */
export function Thumb({
  businessId,
  document,
}: {
  businessId: string;
  document: Pick<DocumentView, 'id' | 'mediaType' | 'state' | 'pageCount'>;
}) {
  const [isBroken, setBroken] = useState(false);
  const mayShow =
    !isBroken &&
    pictured.test(document.mediaType) &&
    (document.pageCount ?? 0) > 0 &&
    !['quarantined', 'waiting-scan', 'deleted'].includes(document.state);
  if (!mayShow)
    return (
      <span className="thumb thumb-none">
        <Icon name={iconOfMedia(document.mediaType)} />
      </span>
    );
  return (
    <img
      className="thumb"
      alt=""
      loading="lazy"
      src={`${apiRoot}/businesses/${businessId}/documents/${document.id}/pages/1.webp?width=96`}
      onError={() => setBroken(true)}
    />
  );
}
