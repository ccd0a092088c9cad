import type { Mail } from '../../../common/kernel/mailer';
import type { Export } from './export';

/** What recipients are told of an export that has ended, in its language. */
export abstract class NoticeComposer {
  abstract compose(ended: Export): Pick<Mail, 'subject' | 'text' | 'html'>;
}
