import { createHash } from "node:crypto";

/**
 * The Content-Security-Policy of a site, the same for every response (a worker takes its policy from its own). Everything
 * comes from the page's own origin, and nothing else may run: the scripts that Next.js writes into its HTML are allowed one
 * by one, by their hashes.
 * @param {readonly string[]} pages the HTML of every page
 */
export function policyOf(pages) {
  return [
    "default-src 'none'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...inlineScriptHashes(pages)].join(" "),
    "worker-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** @param {readonly string[]} pages */
function inlineScriptHashes(pages) {
  const scripts = pages.flatMap((html) => [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)]);
  const hashes = scripts
    .filter(([, attributes = ""]) => !/\bsrc\s*=/i.test(attributes))
    .map(([, , code = ""]) => `'sha256-${createHash("sha256").update(code, "utf8").digest("base64")}'`);
  return [...new Set(hashes)].sort();
}
