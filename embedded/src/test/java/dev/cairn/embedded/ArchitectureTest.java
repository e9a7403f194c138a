package dev.cairn.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.cairn.architecture.PackageRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks the dependencies of each package of the embedded server. */
class ArchitectureTest extends PackageRules {
    private static final String DRIVER_PACKAGE = "dev.cairn.embedded.driver..";

    /** The packages in their order: each may use those before it, and none after it. */
    private static final List<String> PACKAGES = List.of(
            "dev.cairn.embedded.token..",
            "dev.cairn.embedded.log..",
            "dev.cairn.embedded.text..",
            "dev.cairn.embedded.protocol..",
            "dev.cairn.embedded.http..",
            "dev.cairn.embedded.fault..",
            "dev.cairn.embedded.account..",
            "dev.cairn.embedded.job..",
            "dev.cairn.embedded.session..",
            "dev.cairn.embedded.query..",
            "dev.cairn.embedded.function..",
            DRIVER_PACKAGE,
            "dev.cairn.embedded.translate..",
            "dev.cairn.embedded.state..",
            "dev.cairn.embedded.rows..",
            "dev.cairn.embedded.show..",
            "dev.cairn.embedded.server..",
            "dev.cairn.embedded.load..");

    private static final List<String> ENGINE_PACKAGES = List.of(
            "dev.cairn.sql..",
            "dev.cairn.profile..",
            "dev.cairn.refusal..",
            "dev.cairn.catalog..",
            "dev.cairn.analysis..",
            "dev.cairn.engine..");

    ArchitectureTest() {
        super(classesOf("dev.cairn.embedded"), usablePackages());
    }

    private static Map<String, List<String>> usablePackages() {
        List<String> usableByAll = new ArrayList<>(ENGINE_PACKAGES);
        usableByAll.addAll(List.of("java..", "javax.crypto..", "javax.net.ssl..", "org.jspecify.."));
        Map<String, List<String>> packagesByUser = inOrder(PACKAGES, usableByAll);
        List<String> usableByDriver = new ArrayList<>(packagesByUser.get(DRIVER_PACKAGE));
        usableByDriver.add("org.duckdb..");
        packagesByUser.put(DRIVER_PACKAGE, usableByDriver);
        packagesByUser.put("dev.cairn.embedded", List.of(".."));
        packagesByUser.put("dev.cairn.embedded.junit..", List.of(".."));
        return packagesByUser;
    }

    @Test
    void theProtocolKnowsNothingOfSql() {
        checkRule(noClasses()
                .that()
                .resideInAPackage("dev.cairn.embedded.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINE_PACKAGES.toArray(String[]::new)));
    }

    @Test
    void onlyTheExtensionNeedsJUnit() {
        checkRule(noClasses()
                .that()
                .resideOutsideOfPackage("dev.cairn.embedded.junit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit.."));
    }

    @Test
    void onlyTheirLoaderUsesTheClassesThatAreLinkedWithDuckDb() {
        checkRule(noClasses()
                .that()
                .resideOutsideOfPackage("dev.cairn.embedded.driver.linked")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cairn.embedded.driver.linked", "org.duckdb.."));
    }
}
