import { useState } from 'react';
import type { DocumentView } from '#web/contract/documents.ts';
import { Icon } from './Icon.tsx';
import { iconOfMedia } from './media.ts';
import { pageThumb } from './page-picture.ts';

const pictured = /pdf|^image\//;

/** A page in small, the first one where nothing else is said; a file without pages has the picture of its kind. */
export function Thumb({
  businessId,
  document,
  page = 1,
}: {
  businessId: string;
  document: Pick<DocumentView, 'id' | 'mediaType' | 'state' | 'pageCount'>;
  page?: number;
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
      fetchPriority="low"
      src={pageThumb(businessId, document.id, page)}
      onError={() => setBroken(true)}
    />
  );
}
