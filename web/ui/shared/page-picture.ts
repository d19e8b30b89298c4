import { apiRoot } from '../api/client.ts';

/** One size for page, strip and what is loaded ahead: the hub draws each page once. Sharp on a screen of two pixels a point. */
const pictureWidth = 1_600;

export const pagePicture = (businessId: string, documentId: string, number: number): string =>
  `${apiRoot}/businesses/${businessId}/documents/${documentId}/pages/${number}.webp?width=${pictureWidth}`;

/** Small, for lists and for dividing a file. */
export const pageThumb = (businessId: string, documentId: string, number: number, width: 96 | 320 = 96): string =>
  `${apiRoot}/businesses/${businessId}/documents/${documentId}/pages/${number}.webp?width=${width}`;
