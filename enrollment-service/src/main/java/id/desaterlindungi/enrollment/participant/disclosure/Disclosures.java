package id.desaterlindungi.enrollment.participant.disclosure;

import id.desaterlindungi.enrollment.http.PlainText;
import id.desaterlindungi.enrollment.participant.codes.Nik;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Whole NIKs, shown for a purpose that is written down before anything is shown (UU 27/2022). */
@ApplicationScoped
public class Disclosures {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 500;

    private final Jdbi jdbi;
    private final SecurityIdentity caller;

    Disclosures(Jdbi jdbi, SecurityIdentity caller) {
        this.jdbi = jdbi;
        this.caller = caller;
    }

    @Schema(
            name = "NikDisclosureRequest",
            requiredProperties = {"purpose"})
    public record Request(
            @Schema(
                    description = "What the whole NIK is needed for",
                    minLength = SHORTEST,
                    maxLength = LONGEST,
                    examples = "Pencocokan dengan kartu peserta di kantor cabang")
            @Nullable
            String purpose) {}

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

    /** @throws ProblemException 422 for a purpose that says too little */
    public Disclosure disclose(UUID participant, Nik nik, Request request) {
        var purpose = PlainText.line(request.purpose() == null ? "" : request.purpose());
        if (purpose.fault() != null) {
            throw refused(purpose.fault());
        }
        if (purpose.length() < SHORTEST || purpose.length() > LONGEST) {
            throw refused("purpose-length", SHORTEST, LONGEST);
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into nik_disclosure (participant_id, actor, purpose) values (:participant, :actor, :purpose)
                        """)
                .bind("participant", participant)
                .bind("actor", caller.getPrincipal().getName())
                .bind("purpose", purpose.text())
                .execute());
        return new Disclosure(nik.digits());
    }

    private static ProblemException refused(String code, Object... arguments) {
        return ProblemException.unprocessable("disclosure-refused", List.of(Finding.at("/purpose", code, arguments)));
    }
}
