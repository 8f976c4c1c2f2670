package id.desaterlindungi.reporting;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import id.desaterlindungi.reporting.http.Change;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rooms of the service, and who may go from one to another. */
class ArchitectureTest {
    private static final String ROOT = "id.desaterlindungi.reporting";
    private static final Path REGISTER = Path.of("../enrollment-service/src/main/java");
    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    /** More files than a reader can take in ask for a smaller house inside the package. */
    private static final int MOST_FILES = 25;

    private static final ArchRule ROOMS_ARE_SMALL = classes()
            .should(new ArchCondition<>("share a package with at most " + (MOST_FILES - 1) + " other files") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    var files = SERVICE.stream()
                            .filter(one -> one.getPackageName().equals(type.getPackageName()))
                            .map(ArchitectureTest::fileOf)
                            .filter(file -> !file.endsWith(".package-info"))
                            .collect(Collectors.toCollection(TreeSet::new));
                    events.add(new SimpleConditionEvent(
                            type, files.size() <= MOST_FILES, type.getPackageName() + " has files: " + files));
                }
            });

    private static final ArchRule FILES_HAVE_NO_CYCLES = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return SliceIdentifier.of(fileOf(type));
                }

                @Override
                public String getDescription() {
                    return "files with all that is nested in them";
                }
            })
            .should()
            .beFreeOfCycles();

    private static final ArchRule FOLDING_KNOWS_NOTHING_OF_WHO_READS = noClasses()
            .that()
            .resideInAPackage(ROOT + ".coverage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + ".progress", ROOT + ".projection", ROOT + ".goal", ROOT + ".http", ROOT + ".problem");

    private static final ArchRule KAFKA_IS_ONE_ROOMS_MATTER = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".coverage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    private static final ArchRule READING_EVENTS_KNOWS_NO_TOTALS = noClasses()
            .that()
            .resideInAPackage(ROOT + ".coverage.events")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".coverage.fold", "java.sql..", "org.jdbi..");

    private static final ArchRule PROBLEMS_KNOW_NO_FEATURE = noClasses()
            .that()
            .resideInAPackage(ROOT + ".problem")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + ".area",
                    ROOT + ".coverage",
                    ROOT + ".goal",
                    ROOT + ".progress",
                    ROOT + ".projection",
                    ROOT + ".http");

    private static final ArchRule PUBLIC_IS_AN_INVITATION = classes()
            .that(new DescribedPredicate<>("are public top-level classes that no framework has to see") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getModifiers().contains(JavaModifier.PUBLIC)
                            && type.isTopLevelClass()
                            && !type.isAssignableTo("org.flywaydb.core.api.migration.JavaMigration")
                            && !type.isAssignableTo("java.util.logging.Filter")
                            && !type.isAssignableTo("org.eclipse.microprofile.openapi.OASFilter")
                            && !type.isAssignableTo("io.vertx.core.spi.VertxServiceProvider")
                            // Or has a twin in the other service, where it may be used elsewhere.
                            && !Files.exists(REGISTER.resolve(type.getName()
                                            .replace("id.desaterlindungi.reporting", "id.desaterlindungi.enrollment")
                                            .replace('.', '/')
                                    + ".java"));
                }
            })
            .should(new ArchCondition<>("be used from another room") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    var used = type.getPackage().getClasses().stream()
                            .filter(one -> fileOf(one).equals(type.getName()))
                            .flatMap(one -> one.getDirectDependenciesToSelf().stream())
                            .anyMatch(dependency -> !dependency
                                    .getOriginClass()
                                    .getPackageName()
                                    .equals(type.getPackageName()));
                    events.add(new SimpleConditionEvent(
                            type, used, type.getName() + " is public, used elsewhere: " + used));
                }
            });

    private static final ArchRule NAMES_SAY_WHAT_A_THING_IS = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameStartingWith("Abstract")
            .orShould()
            .haveSimpleNameStartingWith("Common");

    private static final ArchRule EVERY_ROOM_IS_NULL_MARKED = classes()
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    var marked = type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
                    events.add(
                            new SimpleConditionEvent(type, marked, type.getName() + " in a marked package: " + marked));
                }
            });

    private static final ArchRule SETTINGS_SAY_WHAT_A_NUMBER_MAY_BE = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(ConfigMapping.class)
            .and()
            .haveRawReturnType(equivalentTo(int.class)
                    .or(equivalentTo(long.class))
                    .or(equivalentTo(Duration.class))
                    .or(equivalentTo(MemorySize.class)))
            .should()
            .beAnnotatedWith(WithConverter.class)
            .because("a number that nobody looked at would stop something in the middle of the night");

    private static final ArchRule SETTINGS_ARE_CALLED_SO =
            classes().that().areAnnotatedWith(ConfigMapping.class).should().haveSimpleNameEndingWith("Settings");

    private static final ArchRule BEANS_HAVE_ONE_SCOPE = noClasses().should().beAnnotatedWith(Singleton.class);

    private static final ArchRule DEPENDENCIES_COME_BY_THE_CONSTRUCTOR =
            fields().should().notBeAnnotatedWith(Inject.class).andShould().notBeAnnotatedWith(ConfigProperty.class);

    /**
     * Its answer is made within the transaction: no change is committed and then answered as a failure. Pages change nothing here: who
     * signs out leaves no trace but in the own browser.
     */
    private static final ArchRule CHANGES_ARE_ANSWERED_BEFORE_THE_COMMIT = methods()
            .that()
            .areAnnotatedWith(POST.class)
            .or()
            .areAnnotatedWith(PUT.class)
            .or()
            .areAnnotatedWith(PATCH.class)
            .or()
            .areAnnotatedWith(DELETE.class)
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(ROOT + ".pages")
            .should(new ArchCondition<>("be answered by Change") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    var answered = method.getOwner().getMethodCallsFromSelf().stream()
                            .filter(call -> call.getTargetOwner().isEquivalentTo(Change.class))
                            .anyMatch(call -> call.getOrigin().getName().equals(method.getName()));
                    events.add(new SimpleConditionEvent(
                            method, answered, method.getFullName() + " answered by Change: " + answered));
                }
            });

    /** The file that a class stands in: the outermost class has its name. */
    private static String fileOf(JavaClass type) {
        return type.getName().split("\\$", 2)[0];
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        return Stream.of(
                        ROOMS_HAVE_NO_CYCLES,
                        FILES_HAVE_NO_CYCLES,
                        ROOMS_ARE_SMALL,
                        FOLDING_KNOWS_NOTHING_OF_WHO_READS,
                        READING_EVENTS_KNOWS_NO_TOTALS,
                        KAFKA_IS_ONE_ROOMS_MATTER,
                        PROBLEMS_KNOW_NO_FEATURE,
                        PUBLIC_IS_AN_INVITATION,
                        NAMES_SAY_WHAT_A_THING_IS,
                        EVERY_ROOM_IS_NULL_MARKED,
                        SETTINGS_ARE_CALLED_SO,
                        SETTINGS_SAY_WHAT_A_NUMBER_MAY_BE,
                        BEANS_HAVE_ONE_SCOPE,
                        DEPENDENCIES_COME_BY_THE_CONSTRUCTOR,
                        CHANGES_ARE_ANSWERED_BEFORE_THE_COMMIT)
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(SERVICE)));
    }
}
