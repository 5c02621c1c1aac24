import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { cacheControl, FORMS, siteHeaders } from "./headers.mjs";
import { policyOf } from "./policy.mjs";

const HOME = "<script>one()</script>";
const NOT_FOUND = "<script>two()</script>";
const site = mkdtempSync(path.join(tmpdir(), "lookback-site-"));
writeFileSync(path.join(site, "index.html"), HOME);
writeFileSync(path.join(site, "404.html"), NOT_FOUND);
afterAll(() => rmSync(site, { recursive: true }));

const headers = siteHeaders(site);
const policy = policyOf([HOME, NOT_FOUND]);

test("every response has one policy, which allows the inline scripts of all pages", () => {
  expect(headers["Content-Security-Policy"].split(" ").sort()).toEqual(policy.split(" ").sort());
});

test("_headers has each header once, since hosts join those of several rules", () => {
  expect(FORMS._headers(headers)).toBe(`/*
  Content-Security-Policy: ${headers["Content-Security-Policy"]}
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
/_next/static/*
  Cache-Control: public, max-age=31536000, immutable
`);
});

test("nginx gets the headers for errors too, and no add_header of a location that would drop them", () => {
  const text = FORMS.nginx(headers);
  expect(text).toContain(`add_header Content-Security-Policy "${headers["Content-Security-Policy"]}" always;\n`);
  expect(text).toContain("location /_next/static/ { expires 1y; }\n");
});

test("vercel.json is JSON with the same headers", () => {
  const { headers: rules } = JSON.parse(FORMS.vercel(headers));
  expect(rules[0].source).toBe("/(.*)");
  expect(rules[0].headers).toEqual(Object.entries(headers).map(([key, value]) => ({ key, value })));
});

test("only what is named by its content may be kept", () => {
  expect(cacheControl("/_next/static/chunks/a.js")).toContain("immutable");
  for (const name of ["/", "/index.html", "/duckdb/duckdb-eh.wasm"]) expect(cacheControl(name)).toBe("no-cache");
});

test("without a build the message says what to do", () => {
  expect(() => siteHeaders(path.join(site, "gone"))).toThrow("npm run build");
});
