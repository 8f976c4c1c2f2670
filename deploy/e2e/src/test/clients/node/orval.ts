// What happens to one member, through orval's clients: one line for each step.
import * as register from "./orval/register";
import * as totals from "./orval/totals";

declare const process: { argv: string[]; env: Record<string, string | undefined>; exitCode?: number };

/** The answer, which has one of the statuses. */
function is<A extends { status: number }, S extends A["status"]>(answer: A, status: S): Extract<A, { status: S }> {
  if (answer.status !== status) {
    throw new Error(JSON.stringify(answer));
  }
  return answer as Extract<A, { status: S }>;
}

/** JSON, and not a file. */
function json<T>(data: T): Exclude<T, string | Blob> {
  if (typeof data === "string" || data instanceof Blob) {
    throw new Error("A file was answered");
  }
  return data as Exclude<T, string | Blob>;
}

async function main(): Promise<void> {
  const [, , nik, name, birthDate, sex, village, elsewhere, phone] = process.argv.slice(2) as [
    string, string, string, string, string, string, string, string, string,
  ];
  const asking = (headers: Record<string, string> = {}): RequestInit => ({
    headers: { Authorization: `Bearer ${process.env.TOKEN}`, ...headers },
  });
  const sending = (headers: Record<string, string> = {}): RequestInit =>
    asking({ "Content-Type": "application/json", ...headers });
  const person: register.EnrollmentRequest = {
    nik,
    name,
    birthDate,
    sex: sex === register.Sex.F ? register.Sex.F : register.Sex.M,
    villageCode: village,
    segment: register.Segment.BPU,
    occupation: register.Occupation.PETANI,
    fundingSource: register.FundingSource.MANDIRI,
    programmes: [register.Programme.JKK, register.Programme.JKM],
    phone,
  };

  const enrolled = is(
    await register.enrollParticipant(person, sending({ "Idempotency-Key": `orval-${nik}` })), 201).data;
  console.log(`enrolled ${enrolled.id}`);

  const ids: string[] = [];
  let pages = 0;
  let cursor: string | undefined;
  do {
    const page = json(is(await register.listParticipants({ within: village, limit: 2, cursor }, asking()), 200).data);
    ids.push(...page.items.map((one) => one.id));
    cursor = page.next;
    pages++;
  } while (cursor !== undefined);
  console.log(`listed ${ids.length} on ${pages} pages`);

  const corrected = is(
    await register.correctParticipant(
      enrolled.id,
      { occupation: register.Occupation.NELAYAN, phone: null },
      asking({ "Content-Type": "application/merge-patch+json", "If-Match": `"${enrolled.version}"` }),
    ),
    200,
  ).data;
  console.log(`corrected ${corrected.version} ${corrected.occupation} ${corrected.phone ?? "without phone"}`);

  const transferred = is(
    await register.transferParticipant(
      enrolled.id,
      { villageCode: elsewhere, reason: register.TransferReason.MOVED },
      sending({ "If-Match": `"${corrected.version}"` }),
    ),
    200,
  ).data;
  console.log(`transferred ${transferred.version} ${transferred.villageCode}`);

  const found = is(await register.searchParticipant({ nik }, sending()), 200).data;
  console.log(`found ${found.items.map((one) => one.id).join(",")}`);

  const refused = is(await register.enrollParticipant({ ...person, nik: "1" }, sending()), 422).data;
  const pointers = (refused.errors ?? []).map((error) => error.pointer).join(",");
  console.log(`refused ${refused.status} ${refused.code} ${pointers}`);

  const headline = json(is(await totals.getProgress({ within: "16" }, asking()), 200).data);
  console.log(`progress ${headline.area.code} ${headline.goal?.target} at ${headline.asOf.position > 0}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
