package id.desaterlindungi.enrollment.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.DescribedOperation;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.access.Role;
import id.desaterlindungi.enrollment.participant.codes.BackdatingReason;
import id.desaterlindungi.enrollment.participant.codes.CorrectionReason;
import id.desaterlindungi.enrollment.participant.codes.EndReason;
import id.desaterlindungi.enrollment.participant.codes.GroupKind;
import id.desaterlindungi.enrollment.participant.codes.IncomeBand;
import id.desaterlindungi.enrollment.participant.codes.Origin;
import id.desaterlindungi.enrollment.participant.codes.Sex;
import id.desaterlindungi.enrollment.participant.codes.StatusReason;
import id.desaterlindungi.enrollment.participant.codes.TransferReason;
import id.desaterlindungi.enrollment.participant.disclosure.DisclosurePurpose;
import id.desaterlindungi.enrollment.problem.Messages;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code that may stand in what is handed out has its words. */
@EnrollmentTest
class PlainWordsTest {
    private final Messages messages = Messages.in(List.of(Locale.of("id")));

    @Test
    void tellEachCode() {
        var codes = Stream.<Class<? extends Enum<?>>>of(
                        Sex.class,
                        Origin.class,
                        IncomeBand.class,
                        EndReason.class,
                        StatusReason.class,
                        TransferReason.class,
                        CorrectionReason.class,
                        BackdatingReason.class,
                        DisclosurePurpose.class,
                        RestrictionReason.class,
                        RequestKind.class,
                        RequestState.class,
                        IdentityCheck.class,
                        RefusalReason.class)
                .flatMap(type -> Arrays.stream(type.getEnumConstants()).map(Enum::name));

        assertThat(codes)
                .allSatisfy(
                        code -> assertThat(messages.has("held.code." + code)).isTrue());
        assertThat(List.of("OPEN", "ACCEPTED", "RETURNED", "WITHDRAWN", "EXPIRED", "OVERTAKEN"))
                .allSatisfy(state ->
                        assertThat(messages.has("held.transfer-state." + state)).isTrue());
        assertThat(GroupKind.values())
                .allSatisfy(kind ->
                        assertThat(messages.has("held.group-kind." + kind)).isTrue());
        assertThat(Role.values())
                .allSatisfy(role ->
                        assertThat(messages.has("held.role." + role.code())).isTrue());
    }

    /** An operation with a person's or a request's id in its address names a person in the record. */
    @Test
    void tellEachOperationThatNamesAPerson() throws Exception {
        assertThat(DescribedOperation.all())
                .filteredOn(operation -> operation.path().matches("/v1/(participants|data-subject-requests)/\\{id}.*"))
                .hasSizeGreaterThan(10)
                .allSatisfy(operation -> assertThat(messages.has("held.operation." + operation.id()))
                        .as(operation.id())
                        .isTrue());
    }

    @Test
    void leaveWhatIsNewAsItIs() {
        var words = new PlainWords(messages);

        assertThat(words.operation("somethingNew")).isEqualTo("somethingNew");
        assertThat(words.reason("SOMETHING_NEW")).isEqualTo("SOMETHING_NEW");
        assertThat(words.reason("MOVED")).isEqualTo("Pindah tempat tinggal");
    }
}
