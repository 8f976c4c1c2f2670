// What happens to one member, through clients of openapi-generator's typescript-fetch: one line for each step.
import * as register from "./fetch/register";
import * as totals from "./fetch/totals";

declare const process: { argv: string[]; env: Record<string, string | undefined>; exitCode?: number };

async function main(): Promise<void> {
  const [registerUrl, totalsUrl, nik, name, birthDate, sex, village, elsewhere, phone] = process.argv.slice(2) as [
    string, string, string, string, string, string, string, string, string,
  ];
  const accessToken = process.env.TOKEN ?? "";
  const participants = new register.ParticipantsApi(new register.Configuration({ basePath: registerUrl, accessToken }));
  const progress = new totals.ProgressApi(new totals.Configuration({ basePath: totalsUrl, accessToken }));
  const person: register.EnrollmentRequest = {
    nik,
    name,
    birthDate: new Date(`${birthDate}T00:00`), // The client writes the day of the local time zone.
    sex: sex === register.Sex.F ? register.Sex.F : register.Sex.M,
    villageCode: village,
    segment: register.Segment.Bpu,
    occupation: register.Occupation.Petani,
    fundingSource: register.FundingSource.Mandiri,
    programmes: [register.Programme.Jkk, register.Programme.Jkm],
    phone,
  };

  const enrolled = await participants.enrollParticipant({ enrollmentRequest: person, idempotencyKey: `fetch-${nik}` });
  console.log(`enrolled ${enrolled.id}`);

  const ids: string[] = [];
  let pages = 0;
  let cursor: string | undefined;
  do {
    const page = await participants.listParticipants({ within: village, limit: 2, cursor });
    ids.push(...page.items.map((one) => one.id));
    cursor = page.next;
    pages++;
  } while (cursor !== undefined);
  console.log(`listed ${ids.length} on ${pages} pages`);

  const corrected = await participants.correctParticipant({
    id: enrolled.id,
    ifMatch: `"${enrolled.version}"`,
    participantCorrection: { occupation: register.Occupation.Nelayan, phone: null },
  });
  console.log(`corrected ${corrected.version} ${corrected.occupation} ${corrected.phone ?? "without phone"}`);

  const transferred = await participants.transferParticipant({
    id: enrolled.id,
    ifMatch: `"${corrected.version}"`,
    transferRequest: { villageCode: elsewhere, reason: register.TransferReason.Moved },
  });
  console.log(`transferred ${transferred.version} ${transferred.villageCode}`);

  const found = await participants.searchParticipant({ participantSearch: { nik } });
  console.log(`found ${found.items.map((one) => one.id).join(",")}`);

  try {
    await participants.enrollParticipant({ enrollmentRequest: { ...person, nik: "1" } });
    console.log("not refused");
  } catch (refusal) {
    if (!(refusal instanceof register.ResponseError)) {
      throw refusal;
    }
    const problem = register.ProblemFromJSON(await refusal.response.json());
    const errors = problem.errors ?? [];
    console.log(`refused ${problem.status} ${problem.code} ${errors.map((error) => error.pointer).join(",")}`);
  }

  const headline = await progress.getProgress({ within: "16" });
  console.log(`progress ${headline.area.code} ${headline.goal?.target} at ${headline.asOf.position > 0}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
