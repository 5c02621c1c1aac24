import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { policyOf } from "./policy.mjs";
import { SITE } from "./site.mjs";
import { runMain, StepError, say } from "./steps.mjs";

const HOST = "127.0.0.1";
const DEFAULT_PORT = 4173;
/** How many ports after the wanted one are tried. */
const PORT_TRIES = 20;

/**
 * Serves out/ on this machine only, and says where.
 * @param {{ port: number, strict?: boolean }} options `strict`: fail when the port is taken instead of trying the next
 */
export async function serve({ port, strict = false }) {
  const handler = await siteHandler();
  for (let candidate = port; candidate <= port + (strict ? 0 : PORT_TRIES); candidate++) {
    const server = createServer(handler);
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

/** @returns {Promise<import("node:http").RequestListener>} */
async function siteHandler() {
  const { default: sirv } = await import("sirv");
  const pages = readPages();
  const notFound = pages.get("/404.html");
  const files = sirv(SITE, {
    etag: true,
    setHeaders(response, pathname) {
      setHeaders(response, pages.get(pathname)?.policy ?? policyOf());
      const immutable = pathname.startsWith("/_next/static/");
      response.setHeader("Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    files(request, response, () => {
      setHeaders(response, notFound?.policy ?? policyOf());
      response.writeHead(404, { "Content-Type": "text/html;charset=utf-8" }).end(notFound?.html ?? "Not found");
    });
  };
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {string} policy
 */
function setHeaders(response, policy) {
  response.setHeader("Content-Security-Policy", policy);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
}

/**
 * Every exported page with its policy, under each path that leads to it: `a/index.html` is also `/a/` and `/a`.
 * @returns {Map<string, { html: string, policy: string }>}
 */
function readPages() {
  const pages = new Map();
  let names;
  try {
    names = readdirSync(SITE, { recursive: true, encoding: "utf8" });
  } catch {
    throw new StepError("there is no build in out/. Make one: npm run build");
  }
  for (const name of names.filter((each) => each.endsWith(".html"))) {
    const html = readFileSync(path.join(SITE, name), "utf8");
    const page = { html, policy: policyOf(html) };
    const file = `/${name.replaceAll(path.sep, "/")}`;
    const stem = file.slice(0, -".html".length);
    const folder = stem.endsWith("/index") ? stem.slice(0, -"index".length) : `${stem}/`;
    for (const alias of [file, stem, folder, folder.replace(/(.)\/$/, "$1")]) pages.set(alias, page);
  }
  return pages;
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
  await runMain(() => serve({ port: wantedPort(), strict: process.argv.includes("--strict-port") }));
}
