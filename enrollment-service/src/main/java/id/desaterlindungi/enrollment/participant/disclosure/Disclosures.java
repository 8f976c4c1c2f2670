package id.desaterlindungi.enrollment.participant.disclosure;

import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.audit.AccessRecord.Purpose;
import id.desaterlindungi.enrollment.audit.Tellings;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.PlainText;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Whole NIKs, so many in a day, shown for a purpose that is written down before anything is shown (UU 27/2022). */
@ApplicationScoped
public class Disclosures {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 500;
    private static final String EXPLANATION = "/explanation";

    private final Jdbi jdbi;
    private final Caller caller;
    private final Tellings tellings;
    private final Access access;

    Disclosures(Jdbi jdbi, Caller caller, Tellings tellings, Access access) {
        this.jdbi = jdbi;
        this.caller = caller;
        this.tellings = tellings;
        this.access = access;
    }

    @Schema(
            name = "NikDisclosureRequest",
            requiredProperties = {"purpose", "explanation"})
    public record Request(
            @Schema(implementation = DisclosurePurpose.class, examples = "CARD_CHECK") @Nullable
            String purpose,

            @Schema(
                    description = "What the whole NIK is needed for, in words",
                    minLength = SHORTEST,
                    maxLength = LONGEST,
                    examples = "Pencocokan dengan kartu peserta di kantor cabang")
            @Nullable
            String explanation) {}

    @Schema(name = "NikDisclosure")
    public record Disclosure(
            @Schema(required = true, examples = "1601074507849001")
            String nik) {
        /** So that no log line shows it by mistake. */
        @Override
        public String toString() {
            return "Disclosure[masked]";
        }
    }

    /** @throws ProblemException 422 for a purpose that says too little; 429 where the caller has had enough for today */
    @Transactional(TxType.MANDATORY)
    public Disclosure disclose(UUID participant, Nik nik, Request request) {
        var purpose = purpose(request);
        jdbi.useHandle(handle -> {
            if (tellings.take(handle, Tellings.Kind.DISCLOSED, caller.subject(), 1) == 0) {
                throw access.refusedForToday(Tellings.Kind.DISCLOSED);
            }
            handle.createUpdate("""
                            insert into nik_disclosure (participant_id, actor, purpose_code, purpose)
                            values (:participant, :actor, :code, :explanation)
                            """)
                    .bind("participant", participant)
                    .bind("actor", caller.subject())
                    .bind("code", purpose.code())
                    .bind("explanation", purpose.explanation())
                    .execute();
        });
        access.purpose(purpose);
        access.write(Status.OK.getStatusCode());
        return new Disclosure(nik.digits());
    }

    private static Purpose purpose(Request request) {
        var fields = new Fields();
        var purpose = fields.code("/purpose", request.purpose(), DisclosurePurpose.class);
        var explanation = PlainText.line(request.explanation() == null ? "" : request.explanation());
        if (explanation.fault() != null) {
            fields.add(Finding.at(EXPLANATION, explanation.fault()));
        } else if (explanation.length() < SHORTEST || explanation.length() > LONGEST) {
            fields.add(Finding.at(EXPLANATION, "purpose-length", SHORTEST, LONGEST));
        }
        if (purpose == null || !fields.errors().isEmpty()) {
            throw ProblemException.unprocessable("disclosure-refused", fields.errors());
        }
        return new Purpose(purpose.name(), explanation.text());
    }
}
