package id.desaterlindungi.enrollment.access;

import static id.desaterlindungi.enrollment.access.Right.anyToken;
import static id.desaterlindungi.enrollment.access.Right.everybody;
import static id.desaterlindungi.enrollment.access.Right.of;
import static id.desaterlindungi.enrollment.access.Right.with;
import static id.desaterlindungi.enrollment.access.Role.AUDITOR;
import static id.desaterlindungi.enrollment.access.Role.BRANCH;
import static id.desaterlindungi.enrollment.access.Role.OPERATOR;
import static id.desaterlindungi.enrollment.access.Role.PLANNER;
import static id.desaterlindungi.enrollment.access.Role.PROVINCE;
import static id.desaterlindungi.enrollment.access.Role.REGENCY;
import static id.desaterlindungi.enrollment.access.Role.VILLAGE;

import id.desaterlindungi.enrollment.access.Right.Where;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may ask for which operation. The checks are made from this table, and so are the API description and the README. An
 * operation that it does not name is nobody's.
 */
public final class Rights {
    private static final Set<Role> OFFICES = Set.copyOf(EnumSet.range(VILLAGE, BRANCH));
    private static final Set<Role> REGENCIES = Set.copyOf(EnumSet.range(REGENCY, BRANCH));

    static final List<Right> TABLE = List.of(
            everybody("getContractFile"),
            anyToken(
                    "listAreas",
                    "listSegments",
                    "listOccupations",
                    "listRegistryOccupations",
                    "listProgrammes",
                    "listFundingSources",
                    "listStatuses",
                    "listImportCodes",
                    "listTariffs"),
            // Whoever transfers somebody has to find the village there.
            of(
                    with(OFFICES, OPERATOR, AUDITOR, PLANNER),
                    "participants:read",
                    Where.ANYWHERE,
                    "listVillages",
                    "quoteContributions"),
            of(
                    with(OFFICES, AUDITOR),
                    "participants:read",
                    Where.OWN,
                    "listParticipants",
                    "getParticipant",
                    "listParticipantHistory",
                    "countParticipants"),
            of(
                    OFFICES,
                    "participants:read",
                    Where.OWN,
                    "searchParticipant",
                    "getVillage",
                    "listTransferRequests",
                    "getTransferRequest"),
            of(
                    OFFICES,
                    "participants:write",
                    Where.OWN,
                    "enrollParticipant",
                    "correctParticipant",
                    "transferParticipant",
                    "changeParticipantStatus",
                    "settleParticipantWarning",
                    "runParticipantBatch",
                    "requestTransfer",
                    "acceptTransferRequest",
                    "returnTransferRequest",
                    "withdrawTransferRequest"),
            // Whoever may change a record also answers the person, and has to tell who else has looked.
            of(OFFICES, Where.OWN, "discloseNik", "listParticipantAccess", "correctVillage", "putVillageBudget"),
            // People go to the office that they know.
            of(
                    OFFICES,
                    Where.OWN,
                    "takeDataSubjectRequest",
                    "answerDataSubjectRequest",
                    "decideDataSubjectRequest",
                    "restrictParticipant",
                    "liftParticipantRestriction"),
            // What is erased does not come back.
            of(Set.of(PROVINCE, BRANCH), Where.OWN, "eraseParticipant"),
            of(
                    with(OFFICES, AUDITOR),
                    Where.OWN,
                    "listDataSubjectRequests",
                    "getDataSubjectRequest",
                    "getParticipantRestriction"),
            of(Set.of(AUDITOR), Where.OWN, "listAccessRecords"),
            of(
                    OFFICES,
                    "imports:write",
                    Where.OWN,
                    "importList",
                    "beginImportUpload",
                    "getImportUpload",
                    "continueImportUpload",
                    "dropImportUpload",
                    "listImports",
                    "getImport",
                    "streamImport",
                    "listImportRows",
                    "reportImport",
                    "correctImport",
                    "commitImport",
                    "deleteImport"),
            of(
                    with(OFFICES, AUDITOR, PLANNER),
                    "participants:read",
                    Where.OWN,
                    "listVillageBudgets",
                    "getVillageBudget"),
            of(REGENCIES, Where.OWN, "registerVillage", "closeVillage"),
            of(
                    Set.of(OPERATOR),
                    Where.ANYWHERE,
                    "takeCensus",
                    "listKeys",
                    "sealAnew",
                    "indexAnew",
                    "takeReindexingBack"),
            // Who has to tell of them, in time; they are about nobody.
            of(Set.of(PROVINCE, OPERATOR), Where.ANYWHERE, "recordBreach", "recordBreachStep"),
            of(Set.of(PROVINCE, OPERATOR, AUDITOR), Where.ANYWHERE, "listBreaches", "getBreach"),
            of(Set.of(), "events:read", Where.PROVINCE, "listEvents"));

    private static final Right BUDGET_CORRECTION =
            of(REGENCIES, Where.OWN, "putVillageBudget, for a year that has a budget");

    private static final Right DATING_BACK = of(
            Set.of(BRANCH),
            Where.OWN,
            "enrollParticipant, correctParticipant, runParticipantBatch, importList, for a day further back than others may, with a reason");

    private static final Right TAKING_DEATHS_BACK = of(
            Set.of(BRANCH),
            Where.OWN,
            "changeParticipantStatus, runParticipantBatch, for an end as DIED that was recorded in error");

    private Rights() {}

    public static Optional<Right> to(String operation) {
        return TABLE.stream()
                .filter(right -> right.operations().contains(operation))
                .findFirst();
    }

    /** A village states its budget once. */
    public static boolean correctsBudgets(Caller caller) {
        return BUDGET_CORRECTION.allows(caller);
    }

    /** An early day can make somebody young enough to be enrolled. */
    public static boolean datesBack(Caller caller) {
        return DATING_BACK.allows(caller);
    }

    /** Others see a death as final. */
    public static boolean takesDeathsBack(Caller caller) {
        return TAKING_DEATHS_BACK.allows(caller);
    }

    static String asMarkdown() {
        return Stream.concat(TABLE.stream(), Stream.of(BUDGET_CORRECTION, DATING_BACK, TAKING_DEATHS_BACK))
                .map(Right::line)
                .collect(Collectors.joining("\n", "| who | where | operations |\n|---|---|---|\n", "\n"));
    }
}
