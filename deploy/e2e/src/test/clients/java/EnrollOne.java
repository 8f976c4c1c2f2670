import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.ParticipantsApi;
import org.openapitools.client.model.EnrollmentRequest;
import org.openapitools.client.model.FundingSource;
import org.openapitools.client.model.Occupation;
import org.openapitools.client.model.Participant;
import org.openapitools.client.model.ParticipantCorrection;
import org.openapitools.client.model.ParticipantSearch;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.ProblemError;
import org.openapitools.client.model.Programme;
import org.openapitools.client.model.Segment;
import org.openapitools.client.model.Sex;

/** Enrolls somebody through the generated client, corrects them, finds them, and is refused once. One line for each. */
final class EnrollOne {

    public static void main(String[] args) throws Exception {
        var client = new ApiClient();
        client.updateBaseUri(args[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + System.getenv("TOKEN")));
        var participants = new ParticipantsApi(client);
        var nik = args[1];
        var person = new EnrollmentRequest()
                .nik(nik)
                .name(args[2])
                .birthDate(LocalDate.parse(args[3]))
                .sex(Sex.fromValue(args[4]))
                .villageCode(args[5])
                .segment(Segment.BPU)
                .occupation(Occupation.PETANI)
                .fundingSource(FundingSource.MANDIRI)
                .programmes(List.of(Programme.JKK, Programme.JKM))
                .phone(args[6]);

        var enrolled = participants.enrollParticipant(person, "java-" + nik);
        System.out.println("enrolled " + enrolled.getId());

        var corrected = participants.correctParticipant(
                enrolled.getId(),
                "\"" + enrolled.getVersion() + "\"",
                new ParticipantCorrection().occupation(Occupation.NELAYAN).phone(null));
        var phone = corrected.getPhone() == null ? "without phone" : corrected.getPhone();
        System.out.println("corrected " + corrected.getVersion() + " " + corrected.getOccupation() + " " + phone);

        var found = participants.searchParticipant(new ParticipantSearch().nik(nik));
        System.out.println("found "
                + found.getItems().stream()
                        .map(Participant::getId)
                        .map(Object::toString)
                        .collect(Collectors.joining(",")));

        try {
            participants.enrollParticipant(person.nik("1"), null);
            System.out.println("not refused");
        } catch (ApiException refusal) {
            var problem = client.getObjectMapper().readValue(refusal.getResponseBody(), Problem.class);
            var pointers =
                    problem.getErrors().stream().map(ProblemError::getPointer).collect(Collectors.joining(","));
            System.out.println("refused " + problem.getStatus() + " " + problem.getCode() + " " + pointers);
        }
    }
}
