import { writeDocument } from './pdf/write-document';
import { type DocumentTask, type ThreadInput } from './tasks';
import { ThreadLine } from './thread-line';

/** What the thread does with a task. */
export default async function run({ task, port }: ThreadInput<DocumentTask>): Promise<void> {
  const line = new ThreadLine(port);
  await writeDocument(task, line.output);
  line.end();
}
