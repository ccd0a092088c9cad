import 'reflect-metadata';
import { startApp, serve } from './app.start';

startApp((message) => process.stderr.write(`${message}\n`))
  .then(serve)
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
