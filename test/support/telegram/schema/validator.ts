import { Ajv } from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";
import { badRequest } from "../api-error.js";
import type { MethodName, RawParams } from "../wire.js";
import { coerceForm } from "./coerce.js";
import { loadApiSchema } from "./cache.js";
import type { ApiSchema } from "./generate.js";

/** Checks calls against the Bot API's own description, independent of the library the bot is written with. */
export class Validator {
  readonly #ajv = new Ajv({ strict: false, allErrors: false, verbose: true });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(private readonly schema: ApiSchema) {
    this.#ajv.addSchema({ $id: "bot-api", definitions: schema.definitions });
  }

  knows(method: string): method is MethodName {
    return Object.hasOwn(this.schema.methods, method);
  }

  /**
   * The parameters as the method wants them.
   * @param fromForm whether they came as strings (form, multipart, query) and have to be read first
   * @throws ApiError 400 naming the parameter that is unknown, missing or of a wrong type
   */
  check(method: MethodName, params: RawParams, fromForm: boolean): RawParams {
    const name = this.schema.methods[method]?.params ?? null;
    if (name === null) {
      const unknown = Object.keys(params)[0];
      if (unknown !== undefined) throw badRequest(`unknown parameter "${unknown}": ${method} takes none`);
      return {};
    }
    const read = fromForm ? coerceForm(params, name, this.schema.definitions) : params;
    const error = this.#firstError(name, read);
    if (error) throw badRequest(describe(error));
    return read;
  }

  /** Says what is wrong with an object of the Bot API, for instance "TelegramUpdate"; null where nothing is. */
  faultIn(typeName: string, value: unknown): string | null {
    const error = this.#firstError(typeName, value);
    return error ? describe(error) : null;
  }

  #firstError(name: string, value: unknown): ErrorObject | undefined {
    let validate = this.#compiled.get(name);
    if (!validate) {
      validate = this.#ajv.compile({ $ref: `bot-api#/definitions/${name}` });
      this.#compiled.set(name, validate);
    }
    return validate(value) ? undefined : deepest(validate.errors ?? []);
  }
}

let shared: Promise<Validator> | undefined;

/** One validator for the whole process: its compiled schemas are the costly part and hold no state. */
export function loadValidator(): Promise<Validator> {
  shared ??= loadApiSchema().then((schema) => new Validator(schema));
  return shared;
}

/** With several possible types ajv reports each one's fault; the deepest is the one that nearly fitted. */
function deepest(errors: ErrorObject[]): ErrorObject | undefined {
  const depth = (error: ErrorObject): number => error.instancePath.split("/").length;
  return errors.reduce<ErrorObject | undefined>(
    (best, error) => (best === undefined || depth(error) > depth(best) ? error : best),
    undefined,
  );
}

function describe(error: ErrorObject): string {
  const [parameter, ...inner] = error.instancePath.split("/").slice(1);
  const params = error.params as { additionalProperty?: string; missingProperty?: string };
  if (parameter === undefined && params.additionalProperty !== undefined)
    return `unknown parameter "${params.additionalProperty}"`;
  if (parameter === undefined && params.missingProperty !== undefined)
    return `parameter "${params.missingProperty}" is required`;
  const where = inner.length > 0 ? ` at ${inner.join(".")}` : "";
  const extra = params.additionalProperty === undefined ? "" : ` ("${params.additionalProperty}")`;
  return `invalid parameter "${parameter ?? ""}"${where}: ${error.message ?? error.keyword}${extra}`;
}
