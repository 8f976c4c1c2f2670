package id.desaterlindungi.reporting;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The rooms of the service, and who may go from one to another. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "id.desaterlindungi.reporting";

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule foldingKnowsNothingOfWhoReads = noClasses()
            .that()
            .resideInAPackage(ROOT + ".coverage")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".progress", ROOT + ".goal", ROOT + ".http", ROOT + ".problem");

    @ArchTest
    static final ArchRule kafkaIsOneRoomsMatter = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".coverage")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule problemsKnowNoFeature = noClasses()
            .that()
            .resideInAPackage(ROOT + ".problem")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".area", ROOT + ".coverage", ROOT + ".goal", ROOT + ".progress", ROOT + ".http");

    @ArchTest
    static final ArchRule publicIsAnInvitation = classes()
            .that(new DescribedPredicate<>("are public top-level classes that no framework has to see") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getModifiers().contains(JavaModifier.PUBLIC)
                            && type.isTopLevelClass()
                            && !type.isAssignableTo("org.flywaydb.core.api.migration.JavaMigration")
                            && !type.isAssignableTo("org.eclipse.microprofile.openapi.OASFilter")
                            // Only its constant is used from elsewhere, and the compiler copies that.
                            && !type.getSimpleName().equals("Problem");
                }
            })
            .should(new ArchCondition<>("be used from another room") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean used = type.getDirectDependenciesToSelf().stream()
                            .anyMatch(dependency -> !dependency
                                    .getOriginClass()
                                    .getPackageName()
                                    .equals(type.getPackageName()));
                    events.add(new SimpleConditionEvent(
                            type, used, type.getName() + " is public, used elsewhere: " + used));
                }
            });

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
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

    @ArchTest
    static final ArchRule everyRoomIsNullMarked = classes().should(new ArchCondition<>("be in a @NullMarked package") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean marked = type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
            events.add(new SimpleConditionEvent(type, marked, type.getName() + " in a marked package: " + marked));
        }
    });
}
