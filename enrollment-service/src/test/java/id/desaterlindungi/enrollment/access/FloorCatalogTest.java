package id.desaterlindungi.enrollment.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import id.desaterlindungi.enrollment.EnrollmentTest;
import id.desaterlindungi.enrollment.Owner;
import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.local.LocalStack;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads in the database's own catalog that nothing has been left without a floor. A new table is either held to areas, or named here
 * with the reason why it need not be; docs/decisions/0028-rows-held-to-areas.md shows the lines that its migration needs.
 */
@EnrollmentTest
class FloorCatalogTest {
    private static final Map<String, String> ABOUT_NOBODY = Map.ofEntries(
            Map.entry("breach", "what failed, in words that name nobody"),
            Map.entry("breach_step", "what was done about it"),
            Map.entry("area", "codes and names of areas, for everybody"),
            Map.entry("event_cursor", "how far the events are on their way"),
            Map.entry("flyway_schema_history", "which migrations ran"),
            Map.entry("nik_index_gate", "never has a row"),
            Map.entry("register_key", "which keys there are, and no key"),
            Map.entry("reindexing", "how far the indexes by a new key are"),
            Map.entry("resealing", "how far the sealing with a new key is"),
            Map.entry("sequencing_gate", "never has a row"),
            Map.entry("tariff", "published figures"),
            Map.entry("telling", "how much each caller was told in a day, and nothing of whom"),
            Map.entry("village_budget", "amounts of a village, of no person"),
            Map.entry("village_successor", "codes of villages"));

    /** What a caller may write whoever it is about, and never read: a change has been held to its area before it tells of itself. */
    private static final List<String> OPEN_TO_CALLERS = List.of("access_record", "outbox");

    /** What runs as the owner, past all policies. Each repeats what it needs of them. */
    private static final List<String> PAST_THE_FLOOR = List.of(
            "announced_bytes",
            "ask_for_transfer",
            "ask_for_transfer_of_any",
            "drop_access_record_months",
            "is_open_village",
            "make_access_record_months",
            "niks_outside",
            "registered_niks",
            "transfer_participant");

    /**
     * Who works for nobody alone, or reads what everybody may know. Whoever answers a caller about people is not among them, but for
     * the access record, which no policy could serve from its index.
     */
    private static final List<String> WORKERS = List.of(
            "AccessRecords",
            "Areas",
            "Census",
            "CoverStart",
            "Erasures",
            "EventMetrics",
            "HeldData",
            "Idempotency",
            "ImportCheck",
            "ImportClearing",
            "ImportCommit",
            "ImportMetrics",
            "ImportWorker",
            "KafkaPublisher",
            "KeyRegister",
            "PartedUploads",
            "PlaceDirectory",
            "PrivacyMetrics",
            "Reindexing",
            "Resealing",
            "Retention",
            "Sequencer",
            "VillageReader");

    LocalStack stack;

    @Inject
    @Owner
    Jdbi jdbi;

    @Test
    void holdsEachTableToAreasUnlessItIsAboutNobody() {
        var held = names("""
                select relname from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
                  and relrowsecurity and relforcerowsecurity
                """);
        var all = names("""
                select relname from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
                """);

        assertThat(all).contains("participant").containsAll(ABOUT_NOBODY.keySet());
        assertThat(held)
                .as(
                        "a new table enables and forces row level security, or stands above with the reason why it need not")
                .containsExactlyInAnyOrderElementsOf(all.stream()
                        .filter(table -> !ABOUT_NOBODY.containsKey(table))
                        .toList());
    }

    /** Rows that a grant is for and no policy lets through are missing, silently; a policy without a grant is one that nobody tried. */
    @Test
    void hasAPolicyForEachGrantAndAGrantForEachPolicy() {
        assertThat(names("""
                        with role (name) as (values ('enrollment_app'), ('enrollment_worker')),
                        command (name, letter) as (values ('SELECT', 'r'), ('INSERT', 'a'), ('UPDATE', 'w'), ('DELETE', 'd'))
                        select role.name || ' ' || command.name || ' ' || relname
                        from pg_class
                        cross join role
                        cross join command
                        where relnamespace = 'public'::regnamespace and relrowsecurity
                          and has_table_privilege(role.name, pg_class.oid, command.name) <> exists (
                              select from pg_policy
                              where polrelid = pg_class.oid and polpermissive and to_regrole(role.name) = any (polroles)
                                and polcmd::text in (command.letter, '*')
                                -- One for all commands is for those that are granted; some has to be.
                                and (polcmd <> '*' or has_table_privilege(role.name, pg_class.oid, command.name)))
                        """)).isEmpty();
        assertThat(names("""
                        select relname || ' ' || polname from pg_policy join pg_class on pg_class.oid = polrelid
                        cross join unnest(polroles) as role (oid)
                        where role.oid = 0 or not has_table_privilege(role.oid, polrelid, 'SELECT, INSERT, UPDATE, DELETE')
                        """))
                .as("for everybody, or for somebody who has no rights")
                .isEmpty();
    }

    @Test
    void letsTheOwnerChangeAllRowsInMigrations() {
        assertThat(names("""
                        select relname from pg_class
                        where relnamespace = 'public'::regnamespace and relrowsecurity and not exists (
                            select from pg_policy
                            where polrelid = pg_class.oid and polroles = array[relowner] and polcmd = '*'
                              and pg_get_expr(polqual, polrelid) = 'true')
                        """)).isEmpty();
    }

    @Test
    void opensNothingToCallersButWhatIsNamed() {
        assertThat(names("""
                        select relname from pg_policy join pg_class on pg_class.oid = polrelid
                        where to_regrole('enrollment_app') = any (polroles)
                          -- Where both are there, each has to hold.
                          and exists (
                              select from (values (pg_get_expr(polqual, polrelid)), (pg_get_expr(polwithcheck, polrelid))) as one (condition)
                              where condition !~ 'is_own|register\\.|EXISTS')
                        """)).containsExactlyInAnyOrderElementsOf(OPEN_TO_CALLERS);
        assertThat(names("""
                        select relname from pg_class
                        where relname = any ('{%s}') and has_table_privilege('enrollment_app', oid, 'SELECT, UPDATE, DELETE')
                        """.formatted(String.join(",", OPEN_TO_CALLERS)))).isEmpty();
    }

    /** A partition has its table's policies only for who asks the table. */
    @Test
    void letsNobodyPassByATable() {
        assertThat(names("""
                        select relname from pg_class
                        cross join (values ('enrollment_app'), ('enrollment_worker')) as role (name)
                        where relnamespace = 'public'::regnamespace and (
                            relispartition and has_table_privilege(role.name, pg_class.oid, 'SELECT, INSERT, UPDATE, DELETE')
                            or has_table_privilege(role.name, pg_class.oid, 'TRUNCATE, TRIGGER') and relkind in ('r', 'p')
                            or relkind = 'm'
                            or relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false)
                                and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e'))
                        """)).isEmpty();
        assertThat(names("""
                        select proname from pg_proc
                        where pronamespace = 'public'::regnamespace and prosecdef
                        """)).containsExactlyInAnyOrderElementsOf(PAST_THE_FLOOR);
        assertThat(names("""
                        select proname from pg_proc
                        where pronamespace = 'public'::regnamespace and prosecdef and (
                            not coalesce(proconfig::text like '%search_path=public, pg_temp%', false)
                            or has_function_privilege('public', oid, 'EXECUTE'))
                        """)).isEmpty();
    }

    @Test
    void givesTheRolesNoWayAroundIt() {
        assertThat(names("""
                        select rolname from pg_roles
                        where rolname in ('enrollment_app', 'enrollment_worker')
                          and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
                               or rolname = 'enrollment_worker' and rolcanlogin
                               or exists (select from pg_class where relowner = pg_roles.oid)
                               or exists (select from pg_proc where proowner = pg_roles.oid)
                               or has_schema_privilege(rolname, 'public', 'CREATE')
                               or has_database_privilege(rolname, current_database(), 'CREATE, TEMPORARY'))
                        """)).isEmpty();
        assertThat(names("""
                        select roleid::regrole::text || case when inherit_option then ' inherited' else '' end
                            || case when admin_option then ' to give on' else '' end
                        from pg_auth_members
                        where member in (to_regrole('enrollment_app'), to_regrole('enrollment_worker'))
                        """))
                .as("inherited, its policies would hold for every request")
                .containsExactly("enrollment_worker");
    }

    /** Nothing else would tell: whoever owns a table, or passes by policies, sees all rows and fails at nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter role enrollment_app bypassrls",
                "alter role enrollment_worker superuser",
                "grant enrollment_owner to enrollment_app with inherit false",
                "alter table telling owner to enrollment_app"
            })
    void stopsMigrationsThatWouldLeaveNoFloor(String mistake) throws Exception {
        var script = Files.readString(Path.of("src/main/resources/db/migration/afterMigrate.sql"))
                .replace("${app-role}", "enrollment_app")
                .replace("${worker-role}", "enrollment_worker");
        try (var superuser = stack.postgres().connect("enrollment", "postgres");
                var statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute(script);
            statement.execute(mistake);

            assertThatThrownBy(() -> statement.execute(script)).hasMessageContaining("passes by their policies");

            superuser.rollback();
        }
    }

    @Test
    void isPassedByWhoIsNamedAlone() {
        var service = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("id.desaterlindungi.enrollment");

        assertThat(service.stream()
                        .filter(type -> type.getConstructors().stream()
                                .flatMap(constructor -> constructor.getParameters().stream())
                                .anyMatch(parameter -> parameter.isAnnotatedWith(Workers.class)))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(WORKERS);
        assertThat(service.get(Reach.class).getFieldAccessesToSelf().stream()
                        .filter(access -> access.getTarget().getName().equals("ALL"))
                        .map(access -> access.getOriginOwner().getSimpleName())
                        .filter(name -> !name.equals("Reach")))
                .containsOnly("Database");
    }

    private List<String> names(String query) {
        return jdbi.withHandle(
                handle -> handle.createQuery(query).mapTo(String.class).list());
    }
}
