"""What happens to one member, through the generated clients: one line for each step."""

import os
import sys
from datetime import date

import register
import totals


def main() -> None:
    register_url, totals_url, nik, name, birth_date, sex, village, elsewhere, phone = sys.argv[1:]
    token = os.environ["TOKEN"]
    participants = register.ParticipantsApi(
        register.ApiClient(register.Configuration(host=register_url, access_token=token))
    )
    progress = totals.ProgressApi(totals.ApiClient(totals.Configuration(host=totals_url, access_token=token)))
    person = register.EnrollmentRequest(
        nik=nik,
        name=name,
        birth_date=date.fromisoformat(birth_date),
        sex=register.Sex(sex),
        village_code=village,
        segment=register.Segment.BPU,
        occupation=register.Occupation.PETANI,
        funding_source=register.FundingSource.MANDIRI,
        programmes=[register.Programme.JKK, register.Programme.JKM],
        phone=phone,
    )

    enrolled = participants.enroll_participant(person, idempotency_key=f"python-{nik}")
    print("enrolled", enrolled.id)

    ids: list = []
    pages = 0
    cursor = None
    while True:
        page = participants.list_participants(within=village, limit=2, cursor=cursor)
        ids.extend(one.id for one in page.items)
        pages += 1
        cursor = page.next
        if cursor is None:
            break
    print("listed", len(ids), "on", pages, "pages")

    corrected = participants.correct_participant(
        enrolled.id,
        f'"{enrolled.version}"',
        register.ParticipantCorrection(occupation=register.Occupation.NELAYAN, phone=None),
    )
    print("corrected", corrected.version, corrected.occupation.value, corrected.phone or "without phone")

    transferred = participants.transfer_participant(
        enrolled.id,
        f'"{corrected.version}"',
        register.TransferRequest(village_code=elsewhere, reason=register.TransferReason.MOVED),
    )
    print("transferred", transferred.version, transferred.village_code)

    found = participants.search_participant(register.ParticipantSearch(nik=nik))
    print("found", ",".join(str(one.id) for one in found.items))

    try:
        participants.enroll_participant(person.model_copy(update={"nik": "1"}))
        print("not refused")
    except register.ApiException as refusal:
        problem = register.Problem.from_json(refusal.body)
        print("refused", problem.status, problem.code, ",".join(error.pointer for error in problem.errors or []))

    headline = progress.get_progress(within="16")
    print("progress", headline.area.code, headline.goal.target, "at", str(headline.as_of.position > 0).lower())


if __name__ == "__main__":
    main()
