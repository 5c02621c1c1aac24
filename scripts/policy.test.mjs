import { expect, test } from "vitest";
import { policyOf } from "./policy.mjs";

test("without inline scripts none may run", () => {
  expect(policyOf(["<p></p>"])).toContain("script-src 'self' 'wasm-unsafe-eval';");
});

test("each inline script of any page is allowed by its hash, once", () => {
  // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
  const hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
  expect(policyOf(["<script>alert(1)</script><p></p>", "<script>alert(1)</script>"])).toContain(
    `script-src 'self' 'wasm-unsafe-eval' ${hash};`,
  );
});

test("scripts with a source need no hash", () => {
  expect(policyOf(['<script src="/a.js" async=""></script>'])).toBe(policyOf([]));
});
