package dev.cairn.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Checks the dependencies of each package of the embedded server. */
class ArchitectureTest {
    /** Each may use those before it, and none after it. */
    private static final List<String> PACKAGES = List.of(
            "dev.cairn.embedded.token",
            "dev.cairn.embedded.log",
            "dev.cairn.embedded.protocol",
            "dev.cairn.embedded.http",
            "dev.cairn.embedded.fault",
            "dev.cairn.embedded.account",
            "dev.cairn.embedded.job",
            "dev.cairn.embedded.session",
            "dev.cairn.embedded.query",
            "dev.cairn.embedded.function",
            "dev.cairn.embedded.driver",
            "dev.cairn.embedded.translate",
            "dev.cairn.embedded.state",
            "dev.cairn.embedded.rows",
            "dev.cairn.embedded.show",
            "dev.cairn.embedded.server",
            "dev.cairn.embedded.load");

    private static final List<String> OF_THE_ENGINE = List.of(
            "dev.cairn.sql", "dev.cairn.profile", "dev.cairn.catalog", "dev.cairn.analysis", "dev.cairn.engine");

    private static final JavaClasses EMBEDDED = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.cairn.embedded");

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void aPackageUsesOnlyThoseBeforeIt(String name) {
        List<String> usable = new ArrayList<>(PACKAGES.subList(0, PACKAGES.indexOf(name) + 1));
        usable.addAll(OF_THE_ENGINE);
        usable.addAll(List.of("java", "javax.crypto", "javax.net.ssl", "org.jspecify"));
        if (name.equals("dev.cairn.embedded.driver")) {
            usable.add("org.duckdb");
        }
        classes()
                .that()
                .resideInAPackage(name + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(withSubpackages(usable))
                .check(EMBEDDED);
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        slices().matching("dev.cairn.embedded.(**)").should().beFreeOfCycles().check(EMBEDDED);
    }

    @Test
    void theProtocolKnowsNothingOfSql() {
        noClasses()
                .that()
                .resideInAPackage("dev.cairn.embedded.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(withSubpackages(OF_THE_ENGINE))
                .check(EMBEDDED);
    }

    @Test
    void onlyTheExtensionNeedsJUnit() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cairn.embedded.junit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(EMBEDDED);
    }

    @Test
    void onlyTheirLoaderUsesTheClassesThatAreLinkedWithDuckDb() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cairn.embedded.driver.linked")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cairn.embedded.driver.linked", "org.duckdb..")
                .check(EMBEDDED);
    }

    private static String[] withSubpackages(List<String> packages) {
        return packages.stream().map(name -> name + "..").toArray(String[]::new);
    }
}
