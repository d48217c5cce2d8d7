package io.kehu.starter.test.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.core.ApplicationModules;

/** The house style as far as a machine can see it. */
public final class HouseRules {

    private static final String FORBIDDEN_NAMES = ".*(Impl|Manager|Helper|Util|Utils|Dto|DTO|Entity|VO|Constants)";

    private HouseRules() {}

    /** @param application the service's main class, in its root package */
    public static void verify(Class<?> application) {
        ApplicationModules.of(application).verify();
        JavaClasses own = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(application.getPackageName());
        classes()
                .that()
                .areTopLevelClasses()
                .should()
                .haveNameNotMatching(FORBIDDEN_NAMES)
                .because("a name says what a thing is for")
                .check(own);
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(NullMarked.class)
                .check(own);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("lombok..", "jakarta.persistence..", "com.fasterxml.jackson.databind..")
                .check(own);
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("time comes from the Clock")
                .check(own);
    }
}
