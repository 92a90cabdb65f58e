/** Security headers on every answer, errors included; nothing under /api is ever kept by a cache. */
import type { FastifyInstance, FastifyRequest } from "fastify";

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export const securityHeaders = {
  "content-security-policy": pagePolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

export function setHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({ ...securityHeaders, "x-request-id": request.id });
    if (isApi(request)) reply.header("cache-control", "no-store");
  });
}

/** Whether a request is to the API or its description: by the route it found, however its path is spelled. */
export function isApi({ routeOptions, url }: FastifyRequest): boolean {
  return /^\/(api|docs)\b/.test(routeOptions.url ?? url);
}
