// Enrolls somebody through the generated client, corrects them, finds them, and is refused once. One line for each.
import {
  Configuration,
  FundingSource,
  Occupation,
  ParticipantsApi,
  ProblemFromJSON,
  Programme,
  ResponseError,
  Segment,
  Sex,
} from "./generated";

declare const process: { argv: string[]; env: Record<string, string | undefined>; exitCode?: number };

async function main(): Promise<void> {
  const [url, nik, name, birthDate, sex, villageCode, phone] = process.argv.slice(2);
  const participants = new ParticipantsApi(new Configuration({ basePath: url, accessToken: process.env.TOKEN }));
  const person = {
    nik,
    name,
    birthDate: new Date(`${birthDate}T00:00`), // The client writes the day of the local time zone.
    sex: sex === Sex.F ? Sex.F : Sex.M,
    villageCode,
    segment: Segment.Bpu,
    occupation: Occupation.Petani,
    fundingSource: FundingSource.Mandiri,
    programmes: [Programme.Jkk, Programme.Jkm],
    phone,
  };

  const enrolled = await participants.enrollParticipant({ enrollmentRequest: person, idempotencyKey: `ts-${nik}` });
  console.log(`enrolled ${enrolled.id}`);

  const corrected = await participants.correctParticipant({
    id: enrolled.id,
    ifMatch: `"${enrolled.version}"`,
    participantCorrection: { occupation: Occupation.Nelayan, phone: null },
  });
  console.log(`corrected ${corrected.version} ${corrected.occupation} ${corrected.phone ?? "without phone"}`);

  const found = await participants.searchParticipant({ participantSearch: { nik } });
  console.log(`found ${found.items.map((one) => one.id).join(",")}`);

  try {
    await participants.enrollParticipant({ enrollmentRequest: { ...person, nik: "1" } });
    console.log("not refused");
  } catch (refusal) {
    if (!(refusal instanceof ResponseError)) {
      throw refusal;
    }
    const problem = ProblemFromJSON(await refusal.response.json());
    const errors = problem.errors ?? [];
    console.log(`refused ${problem.status} ${problem.code} ${errors.map((error) => error.pointer).join(",")}`);
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
