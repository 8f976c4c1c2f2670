import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import register.ApiException;
import register.api.ParticipantsApi;
import register.model.EnrollmentRequest;
import register.model.FundingSource;
import register.model.Occupation;
import register.model.ParticipantCorrection;
import register.model.ParticipantSearch;
import register.model.Problem;
import register.model.ProblemError;
import register.model.Programme;
import register.model.Segment;
import register.model.Sex;
import register.model.TransferReason;
import register.model.TransferRequest;
import totals.api.ProgressApi;

/** What happens to one member, through the generated clients: one line for each step. The programs in other languages tell the same. */
final class OneMember {
    private final register.ApiClient register = new register.ApiClient();
    private final ParticipantsApi participants;
    private final ProgressApi progress;

    private OneMember(String registerUrl, String totalsUrl, String token) {
        register.updateBaseUri(registerUrl);
        register.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        var totals = new totals.ApiClient();
        totals.updateBaseUri(totalsUrl);
        totals.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        participants = new ParticipantsApi(register);
        progress = new ProgressApi(totals);
    }

    public static void main(String[] args) throws Exception {
        var one = new OneMember(args[0], args[1], System.getenv("TOKEN"));
        var nik = args[2];
        var village = args[6];
        var elsewhere = args[7];
        var person = new EnrollmentRequest()
                .nik(nik)
                .name(args[3])
                .birthDate(LocalDate.parse(args[4]))
                .sex(Sex.fromValue(args[5]))
                .villageCode(village)
                .segment(Segment.BPU)
                .occupation(Occupation.PETANI)
                .fundingSource(FundingSource.MANDIRI)
                .programmes(List.of(Programme.JKK, Programme.JKM))
                .phone(args[8]);

        var enrolled = one.participants.enrollParticipant(person, "java-" + nik);
        System.out.println("enrolled " + enrolled.getId());

        one.list(village);

        var corrected = one.participants.correctParticipant(
                enrolled.getId(),
                "\"" + enrolled.getVersion() + "\"",
                new ParticipantCorrection().occupation(Occupation.NELAYAN).phone(null));
        var phone = corrected.getPhone() == null ? "without phone" : corrected.getPhone();
        System.out.println("corrected " + corrected.getVersion() + " " + corrected.getOccupation() + " " + phone);

        var transferred = one.participants.transferParticipant(
                enrolled.getId(),
                "\"" + corrected.getVersion() + "\"",
                new TransferRequest().villageCode(elsewhere).reason(TransferReason.MOVED));
        System.out.println("transferred " + transferred.getVersion() + " " + transferred.getVillageCode());

        var found = one.participants.searchParticipant(new ParticipantSearch().nik(nik));
        System.out.println("found "
                + found.getItems().stream()
                        .map(participant -> participant.getId().toString())
                        .collect(Collectors.joining(",")));

        one.refuse(person.nik("1"));

        var headline = one.progress.getProgress(false, "16", null);
        System.out.println("progress " + headline.getArea().getCode() + " "
                + headline.getGoal().getTarget() + " at " + (headline.getAsOf().getPosition() > 0));
    }

    private void list(String village) throws ApiException {
        var ids = new ArrayList<UUID>();
        var pages = 0;
        String cursor = null;
        do {
            var page = participants.listParticipants(
                    null, cursor, null, null, null, null, 2, null, null, null, null, null, null, null, null, village);
            page.getItems().forEach(participant -> ids.add(participant.getId()));
            cursor = page.getNext();
            pages++;
        } while (cursor != null);
        System.out.println("listed " + ids.size() + " on " + pages + " pages");
    }

    private void refuse(EnrollmentRequest person) throws Exception {
        try {
            participants.enrollParticipant(person, null);
            System.out.println("not refused");
        } catch (ApiException refusal) {
            var problem = register.getObjectMapper().readValue(refusal.getResponseBody(), Problem.class);
            var pointers =
                    problem.getErrors().stream().map(ProblemError::getPointer).collect(Collectors.joining(","));
            System.out.println("refused " + problem.getStatus() + " " + problem.getCode() + " " + pointers);
        }
    }
}
