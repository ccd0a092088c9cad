import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings';
import { Mailer } from '../kernel/mailer';
import { SmtpMailer } from './smtp-mailer';

@Global()
@Module({
  providers: [
    {
      provide: Mailer,
      inject: [Settings],
      useFactory: ({ SMTP_URL, MAIL_FROM }: Settings) => new SmtpMailer(SMTP_URL, MAIL_FROM),
    },
  ],
  exports: [Mailer],
})
export class MailModule {}
