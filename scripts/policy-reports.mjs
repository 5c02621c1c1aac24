const PATH = "/policy-reports";

/**
 * A server that also collects what browsers report of violations of the policy, in workers too, for tests: GET gives the
 * reports since the last time.
 * @param {import("node:http").RequestListener} handler
 * @returns {import("node:http").RequestListener}
 */
export function withPolicyReports(handler) {
  /** @type {string[]} */
  let reports = [];
  return async (request, response) => {
    if (request.url !== PATH) return handler(request, response);
    if (request.method === "POST") {
      let report = "";
      for await (const part of request) report += part;
      reports.push(report);
      response.writeHead(204).end();
    } else {
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(reports));
      reports = [];
    }
  };
}

/**
 * The same policy, whose violations are reported.
 * @param {string} policy
 */
export function reporting(policy) {
  return `${policy}; report-uri ${PATH}`;
}
