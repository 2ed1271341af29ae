import { readdir } from "node:fs/promises";
import { join } from "node:path";
import Database from "libsql";

/** The updates that came are not what became of them. */
const INBOX = "inbox_";

/** All that a data folder has of these ids: the rows of every table that name one, and the paths of their files. */
export async function storedOf(dataFolder: string, ids: readonly string[]): Promise<readonly string[]> {
  const names = (text: string): boolean => ids.some((id) => text.includes(id));
  const files = await readdir(dataFolder, { recursive: true });
  return [...rows(join(dataFolder, "darkroom.sqlite")), ...files].filter(names).sort();
}

function rows(file: string): string[] {
  const database = new Database(file, { readonly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as {
      name: string;
    }[];
    return tables
      .filter(({ name }) => !name.startsWith(INBOX))
      .flatMap(({ name }) =>
        database
          .prepare(`SELECT * FROM "${name}"`)
          .all()
          .map((row) => `${name} ${JSON.stringify(row)}`),
      );
  } finally {
    database.close();
  }
}
