// What happens to one member, through openapi-fetch with the types of openapi-typescript: one line for each step.
import createClient from "openapi-fetch";
import type { components, paths as Register } from "./openapi-typescript/register";
import type { paths as Totals } from "./openapi-typescript/totals";

declare const process: { argv: string[]; env: Record<string, string | undefined>; exitCode?: number };

/** What was answered, as JSON and not as a file; a refusal is thrown. */
function done<T>(answer: { data?: T; error?: components["schemas"]["Problem"] }): Exclude<T, string> {
  if (answer.data === undefined || typeof answer.data === "string") {
    throw new Error(JSON.stringify(answer.error ?? answer.data));
  }
  return answer.data as Exclude<T, string>;
}

async function main(): Promise<void> {
  const [registerUrl, totalsUrl, nik, name, birthDate, sex, village, elsewhere, phone] = process.argv.slice(2) as [
    string, string, string, string, string, string, string, string, string,
  ];
  const headers = { Authorization: `Bearer ${process.env.TOKEN}` };
  const register = createClient<Register>({ baseUrl: registerUrl, headers });
  const totals = createClient<Totals>({ baseUrl: totalsUrl, headers });
  const person: components["schemas"]["EnrollmentRequest"] = {
    nik,
    name,
    birthDate,
    sex: sex === "F" ? "F" : "M",
    villageCode: village,
    segment: "BPU",
    occupation: "PETANI",
    fundingSource: "MANDIRI",
    programmes: ["JKK", "JKM"],
    origin: "NEW",
    phone,
  };

  const enrolled = done(
    await register.POST("/v1/participants", {
      params: { header: { "Idempotency-Key": `openapi-fetch-${nik}` } },
      body: person,
    }),
  );
  console.log(`enrolled ${enrolled.id}`);

  const ids: string[] = [];
  let pages = 0;
  let cursor: string | undefined;
  do {
    const query = { within: village, limit: 2, cursor };
    const page = done(await register.GET("/v1/participants", { params: { query } }));
    ids.push(...page.items.map((one) => one.id));
    cursor = page.next;
    pages++;
  } while (cursor !== undefined);
  console.log(`listed ${ids.length} on ${pages} pages`);

  const path = { id: enrolled.id };
  const corrected = done(
    await register.PATCH("/v1/participants/{id}", {
      params: { path, header: { "If-Match": `"${enrolled.version}"` } },
      headers: { "Content-Type": "application/merge-patch+json" },
      body: { occupation: "NELAYAN", phone: null },
    }),
  );
  console.log(`corrected ${corrected.version} ${corrected.occupation} ${corrected.phone ?? "without phone"}`);

  const transferred = done(
    await register.POST("/v1/participants/{id}/transfer", {
      params: { path, header: { "If-Match": `"${corrected.version}"` } },
      body: { villageCode: elsewhere, reason: "MOVED" },
    }),
  );
  console.log(`transferred ${transferred.version} ${transferred.villageCode}`);

  const found = done(await register.POST("/v1/participants/search", { body: { nik } }));
  console.log(`found ${found.items.map((one) => one.id).join(",")}`);

  const { error: problem } = await register.POST("/v1/participants", { body: { ...person, nik: "1" } });
  const pointers = (problem?.errors ?? []).map((error) => error.pointer).join(",");
  console.log(problem ? `refused ${problem.status} ${problem.code} ${pointers}` : "not refused");

  const headline = done(await totals.GET("/v1/progress", { params: { query: { within: "16" } } }));
  console.log(`progress ${headline.area.code} ${headline.goal?.target} at ${headline.asOf.position > 0}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
