import { useTranslation } from 'react-i18next';

export type View = 'page' | 'sources' | 'past';

/** What is looked at in the middle: the page, what each source says, or what became of the file. */
export function ViewTabs({ view, onView, hasSources }: { view: View; onView: (view: View) => void; hasSources: boolean }) {
  const { t } = useTranslation();
  const views = [
    { name: 'page', word: t('review.page') },
    ...(hasSources ? [{ name: 'sources', word: t('review.sourcesTab') } as const] : []),
    { name: 'past', word: t('review.past') },
  ] as const;
  return (
    <div className="view-tabs">
      {views.map(({ name, word }) => (
        <button key={name} type="button" tabIndex={-1} aria-pressed={view === name} onClick={() => onView(name)}>
          {word}
        </button>
      ))}
    </div>
  );
}
