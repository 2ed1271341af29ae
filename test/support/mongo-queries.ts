/** What a command asks a collection for; a command may ask several things. */
export interface MongoQuery {
  readonly collection: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  /** The name of the index that the server is told to use. */
  readonly hint?: string;
}

interface Started {
  readonly commandName: string;
  readonly command: unknown;
}

/** Commands that look for no document. */
const NO_QUERIES = new Set(["insert", "ping", "hello", "endSessions", "createIndexes", "dropDatabase"]);

interface Command extends Record<string, unknown> {
  readonly filter?: MongoQuery["filter"];
  readonly query?: MongoQuery["filter"];
  readonly sort?: Iterable<[string, 1 | -1]>;
  readonly hint?: string;
  readonly pipeline?: readonly { readonly $match?: MongoQuery["filter"] }[];
  readonly updates?: readonly { readonly q: MongoQuery["filter"] }[];
  readonly deletes?: readonly { readonly q: MongoQuery["filter"] }[];
}

/** The queries in a command as the driver reports it; throws for a command that it does not know. */
export function queriesOf({ commandName, command }: Started): MongoQuery[] {
  if (NO_QUERIES.has(commandName)) {
    return [];
  }
  const read = command as Command;
  const filters = {
    find: [read.filter],
    findAndModify: [read.query],
    aggregate: [read.pipeline?.[0]?.$match],
    update: read.updates?.map(({ q }) => q),
    delete: read.deletes?.map(({ q }) => q),
  }[commandName];
  if (filters === undefined) {
    throw new Error(`The command ${commandName} is not known`);
  }
  const sort = read.sort === undefined ? {} : { sort: Object.fromEntries(read.sort) };
  const hint = read.hint === undefined ? {} : { hint: read.hint };
  const collection = String(read[commandName]);
  return filters.map((filter) => ({ collection, filter: filter ?? {}, ...sort, ...hint }));
}

/** A query's alternatives: what the server looks up one by one, and puts together. */
export function alternativesOf({ filter }: MongoQuery): MongoQuery["filter"][] {
  const { $or: alternatives, ...rest } = filter;
  return Array.isArray(alternatives)
    ? alternatives.map((each: MongoQuery["filter"]) => ({ ...rest, ...each }))
    : [filter];
}

/** Whether an index can narrow down what the predicate leaves: "not one of these" leaves nearly all. */
export function narrows(predicate: unknown): boolean {
  return (
    predicate !== undefined &&
    !(
      typeof predicate === "object" &&
      predicate !== null &&
      Object.keys(predicate).every((key) => key === "$nin")
    )
  );
}
