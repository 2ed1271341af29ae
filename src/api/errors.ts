import type { FastifyInstance, FastifyReply } from "fastify";
import { DomainError } from "../core/errors.js";
import type { Logger } from "../core/ports/logger.js";

const FRESH_LINK = "Open the model's page in the chat: it gives you a fresh link.";

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Answers every failure with a short text; what only the operator may know goes to the log. */
export function answerErrors(server: FastifyInstance, logger: Logger): void {
  server.setNotFoundHandler((_request, reply) => {
    send(reply, { status: 404, text: "There is nothing here." });
  });
  server.setErrorHandler((error, request, reply) => {
    sendError(reply, error);
    if (reply.statusCode >= 500) {
      logger.error("request failed", { method: request.method, route: request.routeOptions.url, error });
    }
  });
}

export function sendError(reply: FastifyReply, error: unknown): void {
  send(reply, toAnswer(error));
}

function send(reply: FastifyReply, { status, text }: Answer): void {
  if (status === 503) reply.header("retry-after", "30");
  reply.code(status).type("text/plain; charset=utf-8").header("cache-control", "no-store").send(`${text}\n`);
}

function toAnswer(error: unknown): Answer {
  if (error instanceof DomainError) return domainAnswer(error);
  const status = statusOf(error);
  if (status === 413) return { status, text: "The request is too large." };
  // Fastify's own refusals of a malformed request; their texts may repeat what was sent.
  if (status >= 400 && status < 500) return { status, text: "The request is not well-formed." };
  return { status: 500, text: "Something went wrong on our side. Please try again later." };
}

function domainAnswer({ code, retryable }: DomainError): Answer {
  switch (code) {
    case "link-invalid":
      return { status: 403, text: `This link is incomplete or was changed. ${FRESH_LINK}` };
    case "link-expired":
      return { status: 410, text: `This link has expired. ${FRESH_LINK}` };
    case "not-found":
      return { status: 404, text: `This file is no longer here. ${FRESH_LINK}` };
    default:
      return {
        status: retryable ? 503 : 500,
        text: "The file cannot be read right now. Please try again later.",
      };
  }
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  return typeof status === "number" ? status : 500;
}
