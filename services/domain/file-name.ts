/** What file systems refuse or misread. */
const unusable = /[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu;

/** A text as the name of a file that every system takes; empty when nothing of it can be one. */
export const cleanFileName = (text: string, longest: number): string =>
  text
    .replace(unusable, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, longest)
    .toWellFormed();
