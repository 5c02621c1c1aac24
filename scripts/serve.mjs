import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { cacheControl, siteHeaders } from "./headers.mjs";
import { reporting, withPolicyReports } from "./policy-reports.mjs";
import { runMain, SITE, StepError, say } from "./steps.mjs";

const HOST = "127.0.0.1";
const DEFAULT_PORT = 4173;
/** How many ports after the wanted one are tried. */
const PORT_TRIES = 20;

/**
 * Serves out/ on this machine only, and says where.
 * @param {{ port: number, strict?: boolean, reports?: boolean }} options `strict`: fail when the port is taken instead of trying
 *   the next; `reports`: collect what browsers report of violations of the policy
 */
export async function serve({ port, strict = false, reports = false }) {
  const handler = await siteHandler(reports ? reporting : (policy) => policy);
  for (let candidate = port; candidate <= port + (strict ? 0 : PORT_TRIES); candidate++) {
    const server = createServer(reports ? withPolicyReports(handler) : handler);
    if (!(await listen(server, candidate))) continue;
    const address = server.address();
    const actual = typeof address === "object" && address ? address.port : candidate;
    if (port !== 0 && actual !== port) say(`port ${port} is taken`);
    say(`ready at http://${HOST}:${actual}/ (Ctrl+C stops it)`);
    return;
  }
  throw new StepError(
    `port ${port}${strict ? " is" : ` and the ${PORT_TRIES} after it are`} taken. Choose another: PORT=8080 npm start`,
  );
}

/** The port of the environment variable PORT, or 4173. */
export function wantedPort() {
  const text = process.env.PORT || String(DEFAULT_PORT);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new StepError(`PORT is ${text}, which is not a port number.`);
  return port;
}

/**
 * @param {(policy: string) => string} ofPolicy what becomes of the policy
 * @returns {Promise<import("node:http").RequestListener>}
 */
async function siteHandler(ofPolicy) {
  const { default: sirv } = await import("sirv");
  const { "Content-Security-Policy": policy, ...others } = siteHeaders(SITE);
  const headers = Object.entries({ "Content-Security-Policy": ofPolicy(policy), ...others });
  const notFound = readFileSync(path.join(SITE, "404.html"));
  const files = sirv(SITE, {
    etag: true,
    setHeaders: (response, pathname) => response.setHeader("Cache-Control", cacheControl(pathname)),
  });
  return (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    files(request, response, () => {
      response.writeHead(404, { "Content-Type": "text/html;charset=utf-8" }).end(notFound);
    });
  };
}

/**
 * @param {import("node:http").Server} server
 * @param {number} port
 * @returns {Promise<boolean>} `false` when the port is taken
 */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if ("code" in error && error.code === "EADDRINUSE") resolve(false);
      else reject(new StepError(`cannot listen on ${HOST}:${port}: ${error.message}`));
    });
    server.listen(port, HOST, () => resolve(true));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const strict = process.argv.includes("--strict-port");
  const reports = process.argv.includes("--policy-reports");
  await runMain(() => serve({ port: wantedPort(), strict, reports }));
}
