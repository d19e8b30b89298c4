import type { Evidence } from '../shared/evidence.ts';
import { pagePicture } from '../shared/page-picture.ts';

type Props = {
  businessId: string;
  documentId: string;
  place: Evidence | undefined;
  pages: readonly { number: number; width: number; height: number }[];
};

/** The place of the focused field, magnified; it keeps its room while there is none, so that nothing below it moves. */
export function Strip({ businessId, documentId, place, pages }: Props) {
  const page = pages.find(({ number }) => number === place?.page);
  return (
    <div className="strip" aria-hidden="true">
      {place?.box && page && (
        <img alt="" src={pagePicture(businessId, documentId, page.number)} style={magnified(place.box, page.height / page.width)} />
      )}
    </div>
  );
}

const stripWidth = 354;
const stripHeight = 56;

/** Puts a field's place into the middle of the strip, as large as it fits. */
function magnified([x, y, w, h]: readonly [number, number, number, number], ratio: number) {
  const width = Math.min((stripWidth * 0.9) / w, (stripHeight * 0.7) / (h * ratio), 2400);
  return { width, height: width * ratio, left: stripWidth / 2 - (x + w / 2) * width, top: stripHeight / 2 - (y + h / 2) * width * ratio };
}
