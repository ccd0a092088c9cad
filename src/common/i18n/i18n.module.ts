import { Global, Module } from '@nestjs/common';
import { AcceptLanguageResolver, I18nModule as NestI18nModule } from 'nestjs-i18n';
import { join } from 'node:path';
import { Settings } from '../config/settings';
import { ACCEPT_LANGUAGE, Texts } from './texts';

@Global()
@Module({
  imports: [
    NestI18nModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        fallbackLanguage: settings.DEFAULT_LOCALE,
        fallbacks: { 'en-*': 'en', 'ru-*': 'ru' },
        loaderOptions: { path: join(__dirname, 'locales'), watch: false },
        logging: false,
        // app.setup.ts runs it for every path, before the body parser.
        disableMiddleware: true,
      }),
      resolvers: [{ use: AcceptLanguageResolver, options: ACCEPT_LANGUAGE }],
    }),
  ],
  providers: [Texts],
  exports: [Texts],
})
export class I18nModule {}
