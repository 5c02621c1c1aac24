import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { policyOf } from "./policy.mjs";
import { runMain, SITE, StepError } from "./steps.mjs";

const STATIC = "/_next/static/";
const IMMUTABLE = "public, max-age=31536000, immutable";

/**
 * The headers of every response of a site: pages, workers, files and errors alike.
 * @param {string} site the folder of the export
 */
export function siteHeaders(site) {
  return {
    "Content-Security-Policy": policyOf(readPages(site)),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  };
}

/**
 * How long a response may be kept. What Next.js builds is named by its content.
 * @param {string} pathname
 */
export function cacheControl(pathname) {
  return pathname.startsWith(STATIC) ? IMMUTABLE : "no-cache";
}

/**
 * The headers as static hosts and servers are told them.
 */
export const FORMS = {
  /** `_headers` of Netlify, Cloudflare Pages and others: no header may stand in two rules, for they would be joined. */
  _headers: (/** @type {Record<string, string>} */ headers) =>
    [
      "/*",
      ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
      `${STATIC}*`,
      `  Cache-Control: ${IMMUTABLE}`,
      "",
    ].join("\n"),
  /** For inside `server { }`. `expires` instead of add_header, which would drop the headers above for that location. */
  nginx: (/** @type {Record<string, string>} */ headers) =>
    [
      ...Object.entries(headers).map(([name, value]) => `add_header ${name} "${value}" always;`),
      `location ${STATIC} { expires 1y; }`,
      "error_page 404 /404.html;",
      "",
    ].join("\n"),
  /** `vercel.json`, in the folder that is deployed. */
  vercel: (/** @type {Record<string, string>} */ headers) => {
    const rule = (/** @type {string} */ source, /** @type {Record<string, string>} */ values) => ({
      source,
      headers: Object.entries(values).map(([key, value]) => ({ key, value })),
    });
    const rules = [rule("/(.*)", headers), rule(`${STATIC}(.*)`, { "Cache-Control": IMMUTABLE })];
    return `${JSON.stringify({ headers: rules }, null, 2)}\n`;
  },
};

/**
 * @param {string} site
 * @returns {string[]} the HTML of every page
 */
function readPages(site) {
  let names;
  try {
    names = readdirSync(site, { recursive: true, encoding: "utf8" });
  } catch {
    throw new StepError("there is no build in out/. Make one: npm run build");
  }
  return names.filter((name) => name.endsWith(".html")).map((name) => readFileSync(path.join(site, name), "utf8"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await runMain(async () => {
    const name = /** @type {keyof typeof FORMS} */ (process.argv[2]);
    if (!Object.hasOwn(FORMS, name))
      throw new StepError(`npm run headers -- FORM, where FORM is one of: ${Object.keys(FORMS).join(", ")}`);
    process.stdout.write(FORMS[name](siteHeaders(SITE)));
  });
}
