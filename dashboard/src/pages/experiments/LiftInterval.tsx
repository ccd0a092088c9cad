import { useFormats } from '../../i18n/format';
import classes from './LiftInterval.module.css';

interface LiftIntervalProps {
  lift: number | null;
  /** Null: no bound on this side. */
  lower: number | null;
  upper: number | null;
  /** The largest distance from 0 that the scale shows. */
  reach: number;
}

/** A bar from bound to bound around a mark at the estimate; the line in the middle is no difference. */
export function LiftInterval({ lift, lower, upper, reach }: LiftIntervalProps) {
  const formats = useFormats();
  const place = (value: number) => 50 + (50 * value) / reach;
  const from = place(lower ?? -reach);
  const to = place(upper ?? reach);
  const text = (bound: number | null, none: string) =>
    bound === null ? none : formats.signedPercent(100 * bound);
  return (
    <div className={classes.interval}>
      <div className={classes.scale} aria-hidden="true">
        <div className={classes.zero} />
        <div className={classes.bar} style={{ insetInlineStart: `${from}%`, inlineSize: `${to - from}%` }} />
        {lift !== null && <div className={classes.mark} style={{ insetInlineStart: `${place(lift)}%` }} />}
      </div>
      <span>
        {text(lower, '−∞')} … {text(upper, '+∞')}
      </span>
    </div>
  );
}
