import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { z } from "zod";
import { DomainError } from "../../core/errors.js";

const DOCKER_HUB = "docker.io";
/** Under this name `docker login` keeps the login of Docker Hub. */
const DOCKER_HUB_KEY = "https://index.docker.io/v1/";

const configSchema = z.object({
  auths: z
    .record(
      z.string(),
      z.object({
        auth: z.string().optional(),
        username: z.string().optional(),
        password: z.string().optional(),
        identitytoken: z.string().optional(),
      }),
    )
    .optional(),
});

type Login = NonNullable<z.infer<typeof configSchema>["auths"]>[string];

/**
 * The login for an image's registry, where `docker login` keeps it: `config.json` in DOCKER_CONFIG or `~/.docker`.
 * Logins in an operating system's key store are not read.
 *
 * @throws DomainError `trainer-start` for a file that is not docker's
 */
export async function loginFor(
  image: string,
  folder = process.env["DOCKER_CONFIG"] ?? join(homedir(), ".docker"),
): Promise<Docker.AuthConfigObject | undefined> {
  const path = join(folder, "config.json");
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw unreadable(path, error);
  });
  if (text === undefined) return undefined;
  const registry = registryOf(image);
  const logins = Object.entries(parse(text, path));
  const found = logins.find(([key]) => key === registry) ?? logins.find(([key]) => hostOf(key) === registry);
  return found && authOf(found[1], found[0]);
}

/** An image's name begins with its registry where the first part looks like a host; else it is Docker Hub's. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost && first !== "index.docker.io" ? first : DOCKER_HUB;
}

function parse(text: string, path: string): Record<string, Login> {
  try {
    return configSchema.parse(JSON.parse(text)).auths ?? {};
  } catch (error) {
    throw unreadable(path, error);
  }
}

function authOf(login: Login, serveraddress: string): Docker.AuthConfigObject | undefined {
  const { auth, username, password, identitytoken } = login;
  if (identitytoken !== undefined) return { identitytoken, serveraddress };
  if (username !== undefined && password !== undefined) return { username, password, serveraddress };
  if (!auth) return undefined; // Only the key store has it.
  const [name = "", ...secret] = Buffer.from(auth, "base64").toString("utf8").split(":");
  return { username: name, password: secret.join(":").replace(/\0+$/, ""), serveraddress };
}

/** Older versions kept whole addresses. */
function hostOf(key: string): string {
  if (key === DOCKER_HUB_KEY) return DOCKER_HUB;
  return key.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}

function unreadable(path: string, cause: unknown): DomainError {
  const message = `Docker's ${path} cannot be read: correct it, or log in anew with docker login.`;
  return new DomainError("trainer-start", {}, { cause, message });
}
