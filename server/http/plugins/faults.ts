/**
 * Faults as answers: one shape for all of them, a list of problems.
 *
 * Always    what a bug says stays in the log; a caller reads that it happened, not what was being worked on.
 */
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchemaCompiler,
} from "fastify";
import { z } from "zod";
import { ProblemError } from "#models";
import { Fault, fault, traceOf } from "../../fault.ts";
import { NotSaved } from "../../store/save.ts";
import { securityHeaders } from "./headers.ts";
import type { LogLine } from "./log.ts";

/** What every answer but a success holds. */
export const Faults = z.array(Fault).meta({ id: "Problems", title: "Problems" });

/** An answer other than a success, thrown from anywhere. */
export class Refusal extends Error {
  readonly statusCode: number;
  readonly faults: readonly Fault[];
  constructor(statusCode: number, faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join("\n"));
    this.name = "Refusal";
    this.statusCode = statusCode;
    this.faults = faults;
  }
}

/** Checks body, query and path by the route's own zod schema; paths in the notation of all problems. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  return (value) => {
    const { data, error } = schema.safeParse(value);
    if (!error) return { value: data };
    const faults = error.issues.map(({ path, message }) =>
      fault(
        "bad-request",
        z.core.toDotPath([httpPart ?? "body", ...path]),
        message === "Invalid input" ? "this is none of the forms it can have" : message,
        "/docs tells what this address takes",
      ),
    );
    return { error: new Refusal(400, faults) };
  };
};

export function answerFaults(
  app: FastifyInstance,
  log: ((line: LogLine) => void) | undefined,
): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { status, faults } = answerTo(error);
    const isTold = error instanceof Refusal || error instanceof NotSaved;
    if (status >= 500 && log && !isTold) {
      log({ id: request.id, route: request.routeOptions.url, bug: traceOf(error) });
    }
    return answer(reply, status, faults);
  });
  app.setNotFoundHandler((_request, reply) => {
    return answer(reply, 404, [fault("not-found", "", "there is nothing at this address")]);
  });
}

/** For requests that never reach a route: their headers are set here. */
export function frameworkFault(
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { status, faults } = answerTo(error);
  void answer(reply.headers(securityHeaders), status, faults);
}

function answer(reply: FastifyReply, status: number, faults: readonly Fault[]): FastifyReply {
  if (status === 503) reply.header("retry-after", "2");
  return reply.code(status).type("application/json; charset=utf-8").send(JSON.stringify(faults));
}

const statusOf: Record<NotSaved["kind"], number> = {
  missing: 404,
  stale: 412,
  exists: 409,
  needed: 409,
  inTheWay: 409,
  atWork: 409,
  readOnly: 403,
  unsound: 422,
  full: 507,
  disk: 500,
};

const unreadable = "check its address, headers and length; /docs tells what each address takes";

function answerTo(error: FastifyError): { status: number; faults: readonly Fault[] } {
  if (error instanceof Refusal) return { status: error.statusCode, faults: error.faults };
  if (error instanceof NotSaved) return { status: statusOf[error.kind], faults: error.faults };
  if (error instanceof ProblemError) return { status: 422, faults: error.problems };
  const status = error.statusCode ?? 500;
  if (status === 413)
    return {
      status,
      faults: [fault("too-large", "body", "the body is larger than 2 MiB", "send less at once")],
    };
  if (status === 415) {
    const message = "a body is sent as application/json";
    const hint = "set the header content-type: application/json";
    return { status, faults: [fault("refused", "", message, hint)] };
  }
  if (status < 500)
    return { status, faults: [fault("bad-request", "", "the request cannot be read", unreadable)] };
  const busy = status === 503;
  if (busy) return { status, faults: [fault("busy", "", "the server is closing")] };
  return {
    status: 500,
    faults: [fault("crashed", "", "the server failed on this request", "try again")],
  };
}
