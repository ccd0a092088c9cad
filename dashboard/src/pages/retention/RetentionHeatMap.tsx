import { type FocusEvent, type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cohort, RetentionWeek } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { gridMove } from './grid-move';
import classes from './RetentionHeatMap.module.css';

interface HeatMapProps {
  cohorts: readonly Cohort[];
  weeks: number;
}

interface Shown {
  readonly text: string;
  readonly left: number;
  readonly top: number;
}

/** A row a cohort, a column a week. Arrow keys walk through the cells; each tells its interval. */
export function RetentionHeatMap({ cohorts, weeks }: HeatMapProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [shown, setShown] = useState<Shown | null>(null);
  const [reached, setReached] = useState<readonly [number, number]>([0, 0]);
  const frame = useRef<HTMLDivElement>(null);
  const columns = Array.from({ length: weeks + 1 }, (_, week) => week);

  const explain = (week: RetentionWeek) => {
    if (week.rate === null) return t('retention.unfinished', { users: formats.count(week.eligible_users) });
    const users = { active: formats.count(week.active_users), eligible: formats.count(week.eligible_users) };
    if (week.ci_lower === null) return t('retention.cell_of', users);
    const interval = { lower: formats.decimal(week.ci_lower, 1), upper: formats.percent(week.ci_upper) };
    return `${t('retention.cell_of', users)}, ${t('retention.cell_interval', interval)}`;
  };

  const show = ({ currentTarget: cell }: MouseEvent<HTMLElement> | FocusEvent<HTMLElement>, text: string) => {
    const [around, box] = [frame.current!.getBoundingClientRect(), cell.getBoundingClientRect()];
    const middle = box.left - around.left + box.width / 2;
    const left = Math.min(around.width - 110, Math.max(110, middle));
    setShown({ text, left, top: box.top - around.top });
  };

  const walk = (event: KeyboardEvent<HTMLElement>, row: number, column: number) => {
    const target = gridMove(event.key, row, column, cohorts.length - 1, weeks);
    if (!target) return;
    event.preventDefault();
    setReached(target);
    frame.current?.querySelector<HTMLElement>(`[data-cell="${target.join('-')}"]`)?.focus();
  };

  return (
    <div ref={frame} className={classes.frame} onMouseLeave={() => setShown(null)}>
      <div className={classes.scroll} onScroll={() => setShown(null)}>
        <table className={classes.table}>
          <caption className="visually-hidden">{t('retention.table_caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('retention.cohort')}</th>
              <th scope="col" data-numeric>
                {t('retention.size')}
              </th>
              {columns.map((week) => (
                <th key={week} scope="col" data-numeric>
                  <span className="visually-hidden">{t('retention.week')} </span>
                  {week}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cohorts.map((cohort, row) => (
              <tr key={cohort.cohort_period}>
                <th scope="row">{cohort.cohort_period}</th>
                <td data-numeric>{formats.count(cohort.cohort_size)}</td>
                {cohort.retention.map((week, column) => {
                  const text = explain(week);
                  return (
                    <td
                      key={week.week}
                      data-cell={`${row}-${column}`}
                      data-running={week.rate === null}
                      className={classes.cell}
                      style={{ '--rate': week.rate ?? 0 }}
                      tabIndex={reached[0] === row && reached[1] === column ? 0 : -1}
                      onMouseEnter={(event) => show(event, text)}
                      onFocus={(event) => show(event, text)}
                      onBlur={() => setShown(null)}
                      onKeyDown={(event) => walk(event, row, column)}
                    >
                      <span aria-hidden={week.rate === null}>{formats.decimal(week.rate, 1)}</span>
                      <span className="visually-hidden"> {text}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown && (
        <div className={classes.hint} aria-hidden="true" style={{ left: shown.left, top: shown.top }}>
          {shown.text}
        </div>
      )}
      <p className={classes.key}>
        <span className={classes.hatched} /> {t('retention.hatched')}
      </p>
    </div>
  );
}
