package id.desaterlindungi.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What holds of every answer, whatever was asked. */
final class Expectations {
    private static final String PROBLEM = "application/problem+json";

    /** Beside what an operation describes: what a request may be told that is none of its. */
    private static final Set<Integer> FOR_ANY_REQUEST =
            Set.of(400, 401, 403, 404, 405, 406, 408, 411, 413, 414, 415, 417, 426, 431);

    /** Those that tell of a person by name. */
    private static final Set<String> TELL_NAMES = Set.of(
            "enrollParticipant",
            "getParticipant",
            "listParticipants",
            "searchParticipant",
            "correctParticipant",
            "transferParticipant",
            "changeParticipantStatus",
            "settleParticipantWarning",
            "listParticipantHistory",
            "reportImport",
            // Of whom is asked for, to whom the person is.
            "listTransferRequests",
            "getTransferRequest",
            "acceptTransferRequest",
            "returnTransferRequest",
            "withdrawTransferRequest",
            // An office may write a name into the note of a request.
            "takeDataSubjectRequest",
            "listDataSubjectRequests",
            "getDataSubjectRequest",
            "answerDataSubjectRequest",
            "decideDataSubjectRequest",
            // Whoever explains what a NIK is needed for may write a name.
            "listParticipantAccess",
            "listAccessRecords",
            // Whom to ask for in a village.
            "getVillage",
            "correctVillage",
            "registerVillage",
            "closeVillage");

    /** Those that tell a whole NIK, and put on record that they did. */
    private static final Set<String> TELL_NIKS = Set.of("discloseNik", "reportImport", "answerDataSubjectRequest");

    private static final int LONGEST_HEAD = 4_000;

    private final Set<String> codes;
    private final Secrets secrets;
    private final World world;
    private final List<Operation> operations;

    /**
     * @param codes of all problems and findings that the services have words for
     * @param operations of both services
     */
    Expectations(Set<String> codes, Secrets secrets, World world, List<Operation> operations) {
        this.codes = codes;
        this.secrets = secrets;
        this.world = world;
        this.operations = operations;
    }

    /** @param rebuilding whether totals are being folded anew, so that some may be told to wait */
    List<String> faults(Draft draft, Answer answer, boolean rebuilding) {
        var faults = new ArrayList<String>();
        if (answer.status() == Answer.NONE) {
            if (!isBroken(draft) || !answer.complete()) {
                faults.add(answer.complete() ? "closed without an answer" : "no answer in time");
            }
            return faults;
        }
        if (!answer.complete()) {
            faults.add("an answer without its end");
        }
        status(draft, answer, rebuilding, faults);
        if (answer.isRefusal()) {
            refusal(draft, answer, faults);
        } else if (answer.isSuccess() && isAsDescribed(draft)) {
            success(draft, answer, faults);
        }
        headers(answer, faults);
        privacy(draft, answer, faults);
        return faults;
    }

    private void status(Draft draft, Answer answer, boolean rebuilding, List<String> faults) {
        int status = answer.status();
        if (status >= 500) {
            var waits = status == 503
                    && rebuilding
                    && draft.operation.describes(503)
                    && answer.header("Retry-After").isPresent();
            if (!waits) {
                faults.add("failed");
            }
        } else if (!asked(draft).orElse(draft.operation).describes(status)
                && (isAsDescribed(draft) || status >= 400 && !FOR_ANY_REQUEST.contains(status))) {
            faults.add("a status that is not described");
        }
    }

    /**
     * What was asked for in truth: with another method the same address may be another operation, and so may one that has lost
     * its id. Of two that fit, the one whose address says more.
     */
    private Optional<Operation> asked(Draft draft) {
        var address = draft.address();
        return operations.stream()
                .filter(one -> one.service().equals(draft.operation.service())
                        && one.method().equals(draft.method)
                        && one.isAt(address))
                .min(Comparator.comparingLong(Operation::openSteps));
    }

    private void refusal(Draft draft, Answer answer, List<String> faults) {
        if (draft.method.equals("HEAD") || isBroken(draft) && answer.body().length == 0) {
            return;
        }
        if (!answer.type().equals(PROBLEM)) {
            faults.add("no problem but '" + answer.type() + "'");
            return;
        }
        var text = answer.text();
        draft.operation.description().faultsOfProblem(text).forEach(one -> faults.add("problem: " + one));
        var problem = ApiDescription.read(text);
        problem.ifPresent(one -> problem(one, answer, faults));
    }

    private void problem(JsonNode problem, Answer answer, List<String> faults) {
        var code = problem.path("code").asText();
        if (!codes.contains("problem." + code)) {
            faults.add("unknown code " + code);
        }
        if (problem.path("status").asInt() != answer.status()) {
            faults.add("another status in the body");
        }
        for (var error : problem.path("errors")) {
            if (!codes.contains("finding." + error.path("code").asText())) {
                faults.add("unknown finding " + error.path("code").asText());
            }
            if (error.path("message").asText().isBlank()) {
                faults.add("a finding without words");
            }
        }
    }

    private static void success(Draft draft, Answer answer, List<String> faults) {
        var types = draft.operation.answers().getOrDefault(answer.status(), Set.of());
        if (types.isEmpty()) {
            return;
        }
        if (!types.contains(answer.type())) {
            faults.add("a type that is not described: '" + answer.type() + "'");
        } else if (answer.type().endsWith("json")) {
            faults.addAll(draft.operation
                    .description()
                    .faults(draft.operation, answer.status(), answer.type(), answer.text()));
        }
    }

    private static void headers(Answer answer, List<String> faults) {
        if (answer.header("X-Injected").isPresent()
                || answer.header("Set-Cookie").isPresent()) {
            faults.add("a header that was sent as a value");
        }
        for (var name : List.of("Location", "Link", "Access-Control-Allow-Origin")) {
            if (answer.header(name).filter(value -> value.contains("stranger")).isPresent()) {
                faults.add("a stranger's host in " + name);
            }
        }
        required(answer, 401, "WWW-Authenticate", faults);
        required(answer, 405, "Allow", faults);
        required(answer, 503, "Retry-After", faults);
    }

    private static void required(Answer answer, int status, String header, List<String> faults) {
        if (answer.status() == status && answer.header(header).isEmpty()) {
            faults.add("no " + header);
        }
    }

    private void privacy(Draft draft, Answer answer, List<String> faults) {
        var asked = asked(draft).map(Operation::id).orElse("");
        var words = answer.words() + " " + answer.headers();
        var told = answer.isSuccess() && TELL_NAMES.contains(asked) ? secrets.niksIn(words) : secrets.in(words);
        if (!told.isEmpty() && !(answer.isSuccess() && TELL_NIKS.contains(asked))) {
            faults.add("personal data: " + told);
        }
        if (answer.isSuccess() && !draft.method.equals("OPTIONS")) {
            uploads(draft.caller, draft.address(), words, faults);
        }
    }

    /**
     * Those of others are neither found at their addresses nor told of anywhere else. A file in parts is its sender's alone.
     *
     * @param words that came back
     */
    private void uploads(Caller caller, String address, String words, List<String> faults) {
        if (!address.startsWith("/v1/imports")) {
            return;
        }
        var others = Stream.concat(
                world.uploads.stream().filter(one -> !caller.hasAreasOf(one.caller())),
                world.parted.stream().filter(one -> !caller.equals(one.caller())));
        var steps = List.of(address.toLowerCase(Locale.ROOT).split("/"));
        others.filter(one -> steps.contains(one.id()) || words.contains(one.id()))
                .forEach(one -> faults.add("an upload of " + one.caller().name()));
    }

    /** Whether it got to its operation, as far as the address tells. */
    static boolean isAsDescribed(Draft draft) {
        var path = draft.sentPath();
        return !isBroken(draft)
                && draft.method.equals(draft.operation.method())
                && draft.operation.isAt(path)
                && !path.contains(";")
                && !path.contains("%2F")
                && !path.matches(".*/\\.{0,2}(/.*)?");
    }

    /** Whether the server may not see a request of HTTP in it, or not one that it takes. */
    static boolean isBroken(Draft draft) {
        var head = new StringBuilder(draft.target());
        draft.headers.forEach(header -> head.append(header.name()).append(header.value()));
        return draft.broken
                || draft.hangsUp
                || head.length() > LONGEST_HEAD
                || head.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)
                || !draft.method.equals(draft.method.toUpperCase(Locale.ROOT));
    }
}
