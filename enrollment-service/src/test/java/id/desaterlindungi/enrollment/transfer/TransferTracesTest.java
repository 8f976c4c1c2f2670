package id.desaterlindungi.enrollment.transfer;

import static id.desaterlindungi.enrollment.transfer.TransferCalls.ELSEWHERE;
import static id.desaterlindungi.enrollment.transfer.TransferCalls.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.privacy.Traces.Somebody;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What is left of requests for somebody who is erased. */
@EnrollmentTest
class TransferTracesTest {
    LocalStack stack;

    @Inject
    @Owner
    Jdbi owner;

    @Inject
    @Workers
    Jdbi workers;

    @Inject
    TransferTraces traces;

    @Test
    void takesTheWordsAndEndsWhatIsOpen() {
        var calls = new TransferCalls(stack);
        var person = calls.enrolled();
        var returned = calls.asked(person, ELSEWHERE);
        calls.giveBack(calls.there(), returned).then().statusCode(200);
        var open = calls.asked(person, HERE);
        var others = calls.asked(calls.enrolled(), HERE);

        var erased = new Somebody(UUID.fromString(calls.idOf(person)), new Nik(String.valueOf(person.get("nik"))));
        workers.useTransaction(handle -> traces.erase(handle, List.of(erased)));

        assertThat(row(open)).isEqualTo("OVERTAKEN 000000 ---------- null ended");
        assertThat(row(returned)).isEqualTo("RETURNED 000000 ---------- ---------- ended");
        assertThat(row(others))
                .startsWith("OPEN ")
                .contains(TransferCalls.WHY)
                .endsWith(" null open")
                .doesNotContain("000000");
    }

    private String row(String id) {
        return owner.withHandle(handle -> handle.createQuery("""
                        select concat_ws(' ', state, nik_region, explanation, coalesce(return_reason, 'null'),
                            case when ended_at is null then 'open' else 'ended' end)
                        from transfer_request where id = :id
                        """)
                .bind("id", UUID.fromString(id))
                .mapTo(String.class)
                .one());
    }
}
