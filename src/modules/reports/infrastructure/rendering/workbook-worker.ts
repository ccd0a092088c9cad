import { type ThreadInput, type WorkbookTask } from './tasks';
import { ThreadLine } from './thread-line';
import { writeWorkbook } from './xlsx/write-workbook';

/** What the thread does with a task. */
export default async function run({ task, port }: ThreadInput<WorkbookTask>): Promise<void> {
  const line = new ThreadLine(port);
  await writeWorkbook(task, line.rows(), () => line.summary, line.output);
  line.end();
}
