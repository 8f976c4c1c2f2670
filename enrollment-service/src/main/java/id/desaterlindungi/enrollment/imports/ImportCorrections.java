package id.desaterlindungi.enrollment.imports;

import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.access.Rights;
import id.desaterlindungi.enrollment.audit.Access;
import id.desaterlindungi.enrollment.audit.Tellings;
import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.http.IfMatch;
import id.desaterlindungi.enrollment.imports.choice.Choice;
import id.desaterlindungi.enrollment.imports.choice.Choices;
import id.desaterlindungi.enrollment.imports.correction.ImportQuestion;
import id.desaterlindungi.enrollment.imports.correction.KeptCorrections;
import id.desaterlindungi.enrollment.imports.correction.KeptCorrections.Kept;
import id.desaterlindungi.enrollment.imports.correction.Questions;
import id.desaterlindungi.enrollment.imports.file.Column;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Takes what somebody chose for many rows, and has all rows checked anew. One transaction: then the workers go on as with a new
 * list, chunk by chunk, and whoever is killed loses nothing.
 */
@ApplicationScoped
class ImportCorrections {
    /** In one request. */
    private static final int MOST = 100;

    /** Of one import: all of them are read for each chunk. */
    private static final int MOST_OF_AN_IMPORT = 1_000;

    private final Jdbi jdbi;
    private final Imports imports;
    private final ImportReader reader;
    private final PlaceDirectory places;
    private final Seal seal;
    private final Caller caller;
    private final Tellings tellings;
    private final Access access;

    ImportCorrections(
            Jdbi jdbi,
            Imports imports,
            ImportReader reader,
            PlaceDirectory places,
            Seal seal,
            Caller caller,
            Tellings tellings,
            Access access) {
        this.jdbi = jdbi;
        this.imports = imports;
        this.reader = reader;
        this.places = places;
        this.seal = seal;
        this.caller = caller;
        this.tellings = tellings;
        this.access = access;
    }

    /** What is sent. */
    @Schema(name = "ImportCorrections")
    record Asked(
            @Schema(
                    required = true,
                    description = "At most 100, each for another question",
                    examples =
                            "[{\"code\":\"occupation-unknown\",\"field\":\"occupation\",\"said\":\"TUKANG LAS\",\"choice\":\"BURUH\"}]")
            @Nullable
            List<@Nullable One> corrections) {

        @Schema(name = "ImportCorrection")
        record One(
                @Schema(required = true, description = "As in the question", examples = "occupation-unknown") @Nullable
                String code,

                @Schema(required = true, description = "As in the question", examples = "occupation") @Nullable
                String field,

                @Schema(description = "As in the question; absent for a question without it", examples = "TUKANG LAS")
                @Nullable
                String said,

                @Schema(
                        required = true,
                        description =
                                "One of the question's choices; or `TAKE_BACK`, to undo the choice that was made for it",
                        examples = "BURUH")
                @Nullable
                String choice) {}

        /** @throws ProblemException 422 for what is missing or too much */
        List<Choice> read() {
            var fields = new Fields();
            var choices = new ArrayList<Choice>();
            if (corrections == null || corrections.isEmpty()) {
                fields.missing("/corrections");
            } else if (corrections.size() > MOST) {
                fields.add(Finding.at("/corrections", "corrections-too-many", MOST));
            } else {
                for (var i = 0; i < corrections.size(); i++) {
                    choices.add(choice(fields, "/corrections/" + i, corrections.get(i)));
                }
            }
            if (!fields.errors().isEmpty()) {
                throw ProblemException.unprocessable("correction-refused", fields.errors());
            }
            return choices;
        }

        private static Choice choice(Fields fields, String at, @Nullable One one) {
            if (one == null) {
                fields.missing(at);
                return new Choice("", "", "", "");
            }
            return new Choice(
                    required(fields, at + "/code", one.code),
                    required(fields, at + "/field", one.field),
                    text(one.said),
                    required(fields, at + "/choice", one.choice));
        }

        private static String required(Fields fields, String pointer, @Nullable String given) {
            if (text(given).isEmpty()) {
                fields.missing(pointer);
            }
            return text(given);
        }

        private static String text(@Nullable String given) {
            return given == null ? "" : given.strip();
        }
    }

    /**
     * @throws ProblemException 409 unless it is checked and not yet committed; 412 and 428 by If-Match; 422 for a choice that
     *     cannot be made; 429 where the sender was told often enough today who is registered elsewhere: no row that is good only now
     *     could be looked up
     */
    @Transactional
    void make(UUID id, IfMatch ifMatch, Asked sent, Messages messages) {
        var choices = sent.read();
        jdbi.useHandle(handle -> {
            imports.lockToCorrect(handle, id, ifMatch);
            var areas = Imports.areas(handle, id);
            if (tellings.toldEnough(handle, Imports.actor(handle, id), areas)) {
                throw access.refusedForToday(Tellings.Kind.ELSEWHERE);
            }
            var kept = KeptCorrections.all(handle, id, seal);
            if (kept.size() + choices.size() > MOST_OF_AN_IMPORT) {
                throw refused(Finding.at("/corrections", "corrections-too-many", MOST_OF_AN_IMPORT));
            }
            var now = reader.get(id, caller.scope(), messages);
            var questions = now.questions() == null ? List.<ImportQuestion>of() : now.questions();
            var rules = new Questions(places.of(areas), messages);
            var made = new Choices(kept.stream().map(Kept::choice).toList());
            var seen = new HashSet<Choice.Question>();
            for (var i = 0; i < choices.size(); i++) {
                var asked = choices.get(i).question();
                var fault = fault(choices.get(i), questions, rules, made.answer(asked));
                var at = "/corrections/" + i;
                if (fault.isPresent()) {
                    throw refused(Finding.at(at, fault.get()));
                }
                if (!seen.add(asked)) {
                    throw refused(Finding.at(at, "correction-repeated"));
                }
            }
            KeptCorrections.add(handle, id, kept.size() + 1, choices, caller.subject(), seal);
            checkAnew(handle, id, choices);
        });
    }

    private static Optional<String> fault(
            Choice choice, List<ImportQuestion> questions, Questions rules, boolean isMade) {
        var question =
                questions.stream().filter(one -> one.isAbout(choice.question())).findFirst();
        if (choice.value().equals(Choice.TAKE_BACK)) {
            return isMade ? Optional.empty() : Optional.of("correction-unknown");
        }
        if (question.isEmpty()) {
            return Optional.of(isMade ? "correction-made" : "correction-unknown");
        }
        return rules.takes(question.get(), choice.value()) ? Optional.empty() : Optional.of("correction-choice");
    }

    private static ProblemException refused(Finding finding) {
        return ProblemException.unprocessable("correction-refused", List.of(finding));
    }

    /** Who may not date rows back does not do so by a reason for all of them either: that is as with a commit. */
    private void checkAnew(Handle handle, UUID id, List<Choice> choices) {
        handle.createUpdate("""
                        update import
                        set version = version + 1, round = round + 1, state = 'CHECKING', checked_at = null,
                            findings = null, alone = null, said_sealed = null, attempts = 0, try_after = null,
                            dates_back = dates_back and (:datesBack or not :reasons)
                        where id = :id
                        """)
                .bind("id", id)
                .bind("datesBack", Rights.datesBack(caller))
                .bind("reasons", choices.stream().anyMatch(one -> one.field().equals(Column.BACKDATING_REASON.field())))
                .execute();
        handle.createUpdate("""
                        update import_chunk c
                        set state = 'STAGED', round = i.round, ok = 0, warned = 0, failed = 0, checked_at = null, said_sealed = null
                        from import i
                        where i.id = :id and c.import_id = i.id
                        """).bind("id", id).execute();
    }
}
