import { useTranslation } from 'react-i18next';
import type { ViewerAnalytics } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { EmptyNote } from '../../parts/Answer';
import classes from './FavouriteGenres.module.css';

type Genres = ViewerAnalytics['favorite_genres'];

/** A list whose bars repeat what its figures say. */
export function FavouriteGenres({ genres }: { genres: Genres }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const most = genres[0]?.percentage ?? 0;
  if (most === 0) return <EmptyNote>{t('viewers.no_genres')}</EmptyNote>;
  return (
    <ul className={classes.list}>
      {genres.map(({ genre_name, percentage, views_count }) => (
        <li key={genre_name}>
          <div className={classes.row}>
            <span>{genre_name}</span>
            <span>
              {formats.percent(percentage)}{' '}
              <span className={classes.views}>{t('viewers.views_count', { count: views_count })}</span>
            </span>
          </div>
          <div className={classes.track} aria-hidden="true">
            <div className={classes.bar} style={{ inlineSize: `${(100 * percentage) / most}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
}
