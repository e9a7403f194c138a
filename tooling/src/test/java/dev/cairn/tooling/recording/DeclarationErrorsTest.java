package dev.cairn.tooling.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.processor.SourceTree;
import dev.cairn.processor.UserClassPath;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each error of javac in a declaration of a schema is reported, and no error of other code. The lines with errors in
 * declarations end with {@code // error}.
 */
class DeclarationErrorsTest {
    private static final String ERROR_MARK = "// error";

    @TempDir
    private Path folder;

    private SourceTree tree;

    @BeforeEach
    void declareASchema() {
        tree = new SourceTree(folder).with("""
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {Account.class, Total.class})
            public interface Shop {}
            """).with("""
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            public record Account(long id, Address address, java.util.List<Outer.Item> items) {}
            """).with("""
            package shop;
            public record Address(String street) {}
            """).with("""
            package shop;
            public interface Outer { record Item(int number) {} }
            """).with("""
            package shop;
            import dev.cairn.annotation.*;
            @View(query = "SELECT id FROM account")
            public record Total(long id) {}
            """);
    }

    /**
     * Returns a project without JSpecify, which is absent from the class path of a project that does not declare it.
     */
    private Project createProject() {
        List<Path> classPath = UserClassPath.ENTRIES.stream()
                .filter(path -> !path.toString().contains("jspecify"))
                .toList();
        return new Project(List.of(tree.sources()), classPath, List.of("--release", "17"));
    }

    private MigrationRecorder openRecorder() {
        return MigrationRecorder.open(createProject(), "");
    }

    private void writeFile(String file, String text) throws IOException {
        Path path = tree.sources().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private List<String> collectMarkedLines() {
        List<String> lines = new ArrayList<>();
        for (String file : tree.files()) {
            List<String> text = tree.read(file).lines().toList();
            for (int line = 0; line < text.size(); line++) {
                if (text.get(line).endsWith(ERROR_MARK)) {
                    lines.add(file + ":" + (line + 1));
                }
            }
        }
        return lines;
    }

    private List<String> collectReportedLines() {
        List<String> lines = new ArrayList<>();
        assertThatThrownBy(this::openRecorder).isInstanceOfSatisfying(RecordingException.class, exception -> {
            assertThat(exception.reason()).isEqualTo(Reason.SOURCES);
            assertThat(exception).hasMessageStartingWith("javac finds errors in the declarations of ");
            exception
                    .getMessage()
                    .lines()
                    .filter(line -> line.contains(".java:"))
                    .map(line -> line.substring(tree.sources().toString().length() + 1, line.indexOf(": ")))
                    .forEach(lines::add);
        });
        return lines;
    }

    @Test
    void everyDeclarationIsSearched() throws IOException {
        openRecorder().record("initial", RecordingOptions.NO_CONSENT);
        openRecorder().draftEmpty("code").write();
        writeFile("shop/package-info.java", "@org.absent.NullMarked // error\npackage shop;\n");
        writeFile("shop/Shop.java", """
            package shop;
            import dev.cairn.annotation.*;
            import org.absent.Marked;
            @Schema(name = "shop", value = {Account.class, Total.class})
            @Marked // error
            @Allow(Absent.TAG) // error
            public interface Shop extends
                org.absent.Base {} // error
            """);
        writeFile("shop/Account.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            @OrdrBy("id") // error
            @Allow({"x", Absent.TAG}) // error
            public record Account<@Absent T>( // error
                long id,
                @NotNul // error
                Address address,
                @RenamedFrom(Absent.OLD) // error
                java.util.List<Outer.@Nullabel // error
                    Item> items) {}
            """);
        writeFile("shop/Address.java", """
            package shop;
            public record Address(
                @Varchr(9) String street) {} // error
            """);
        writeFile("shop/Outer.java", """
            package shop;
            @NulMarked // error
            public interface Outer { record Item(
                @Nulable // error
                Integer number) {} }
            """);
        writeFile("shop/Total.java", """
            package shop;
            import dev.cairn.annotation.*;
            @View(query = "SELECT id FROM account")
            public record Total(
                @Absent // error
                long id) implements
                Absent {} // error
            """);
        String migration = tree.read("shop/migrations/V0002Code.java");
        writeFile("shop/migrations/V0002Code.java", migration.replace("@Migration(", "@Migraton( // error"));
        writeFile(
                "shop/migrations/V0001Initial.java",
                tree.read("shop/migrations/V0001Initial.java").replace("interface V0001Initial {}", """
                    @Absent // error
                    class V0001Initial extends
                        Absent { // error
                        void beforeUpgrade(
                            Absent context) {} // error
                    }
                    """));
        assertThat(collectReportedLines()).containsExactlyInAnyOrderElementsOf(collectMarkedLines());
    }

    @Test
    void migrationsOfARootThatMovedBelongToIt() throws IOException {
        openRecorder().record("initial", RecordingOptions.NO_CONSENT);
        String root = tree.read("shop/Shop.java");
        Files.delete(tree.sources().resolve("shop/Shop.java"));
        writeFile(
                "other/Store.java",
                root.replace("package shop;", "package other; import shop.*;").replace("Shop", "Store"));
        assertThatThrownBy(this::openRecorder)
                .hasMessageContaining("shop/migrations/V0001Initial.java:9: cannot find symbol")
                .hasMessageContaining("attribute: schema of @Migration");

        String migration = tree.read("shop/migrations/V0001Initial.java");
        writeFile(
                "shop/migrations/V0001Initial.java",
                migration.replace("shop.Shop", "other.Store").replace("Shop.class", "Store.class"));
        assertNothingIsRecorded("[migration-elsewhere]");

        writeFile("shop/Shop.java", "package shop;\npublic interface Shop {}\n");
        writeFile("shop/migrations/V0001Initial.java", migration);
        assertNothingIsRecorded("[migration-schema]");
    }

    private void assertNothingIsRecorded(String compileRule) {
        MigrationRecorder recorder = openRecorder();
        assertThatThrownBy(() -> recorder.record("again", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining(compileRule);
        assertThatThrownBy(recorder::findPendingPlan)
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining(compileRule);
        assertThat(tree.files()).noneMatch(file -> file.contains("other/migrations"));
    }

    @Test
    void otherCodeMayHaveErrors() throws IOException {
        writeFile("shop/Account.java", """
            package shop;
            import dev.cairn.annotation.*;
            import org.absent.Unused;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            public record Account(long id, Address address, java.util.List<Outer.Item> items) {
                static final AccountTable TABLE = AccountTable.ACCOUNT;
                static final Absent ABSENT = null;
                @Absent Absent method(Absent absent) throws Absent { return new Absent(); }
                @Absent static class Nested extends Absent {}
            }
            """);
        writeFile("shop/Application.java", """
            package shop;
            @org.absent.Service(schema = "x")
            class Application extends Absent<Account> {
                @Absent AccountTable table; ShopSchema schema; Absent absent;
            }
            """);
        writeFile("shop/migrations/Helper.java", """
            package shop.migrations;
            @Absent class Helper {}
            """);
        writeFile("other/package-info.java", "@Absent package other;\n");
        assertThat(openRecorder().findPendingPlan()).isPresent();
        assertThatCode(() -> DeclarationErrors.requireNoneIn(createProject(), "shop"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> DeclarationErrors.requireNoneIn(createProject(), "other"))
                .hasMessageContaining("other/package-info.java:1");
    }

    @Test
    void errorsOfASchemaAreFoundBehindManyOthers() throws IOException {
        StringBuilder application = new StringBuilder("package a;\nclass Application {\n");
        for (int field = 0; field < 150; field++) {
            application.append("Absent field").append(field).append(";\n");
        }
        writeFile("a/Application.java", application + "}\n");
        writeFile("shop/Address.java", "package shop;\npublic record Address(@Absent String street) {}\n");
        assertThat(collectReportedLines()).containsExactly("shop/Address.java:2");
    }

    @Test
    void theMissingArchivesAreNamed() throws IOException {
        writeFile("shop/package-info.java", """
            @NullMarked
            package shop;
            import org.jspecify.annotations.NullMarked;
            """);
        assertThatThrownBy(this::openRecorder)
                .hasMessageContaining("shop/package-info.java:1: cannot find symbol")
                .hasMessageEndingWith("The class path lacks org.jspecify.annotations.NullMarked: add the archives that"
                        + " contain them, as dependencies in the build file or as --class-path.");
    }

    @Test
    void theMissingPackagesAreNamed() throws IOException {
        writeFile("shop/package-info.java", """
            @NullMarked
            package shop;
            import java.util.*;
            import org.jspecify.annotations.*;
            """);
        assertThatThrownBy(this::openRecorder)
                .hasMessageContaining("shop/package-info.java:1: cannot find symbol")
                .hasMessageEndingWith(
                        "The class path lacks org.jspecify.annotations: add the archives that contain them, as"
                                + " dependencies in the build file or as --class-path.");
    }

    @Test
    void similarAnnotationsAreSuggested() throws IOException {
        writeFile("shop/Address.java", """
            package shop;
            import dev.cairn.annotation.Varchr;
            public record Address(@Varchr(9) String street) {}
            """);
        assertThatThrownBy(this::openRecorder)
                .hasMessageContaining("did you mean Varchar?")
                .hasMessageNotContaining("class path");
        writeFile("shop/Address.java", """
            package shop;
            @dev.cairn.annotation.cluster.RoutineLod
            public record Address(String street) {}
            """);
        assertThatThrownBy(this::openRecorder)
                .hasMessageContaining("did you mean RoutineLoad?")
                .hasMessageNotContaining("class path");
    }

    @Test
    void mistakesInAttributesNameTheAttributeAndNoMissingArchive() throws IOException {
        writeFile("shop/Names.java", """
            package shop;
            interface Names { String OLD = "old"; enum Level { HIGH } }
            """);
        for (List<String> mistake : List.of(
                List.of("source = \"kafka\"", "annotation value must be an annotation", "source of @RoutineLoad"),
                // The second form is that of newer compilers.
                List.of(
                        "from = RoutineLoad.Source.KAFCA",
                        "variable KAFCA|value must be an enum constant",
                        "from of @RoutineLoad"),
                List.of("from = \"KAFKA\"", "java.lang.String cannot be converted to", "from of @RoutineLoad"),
                List.of("from = Source.KAFKA", "variable Source", "from of @RoutineLoad"),
                List.of("where = Names.NEW", "variable NEW", "where of @RoutineLoad"),
                List.of("where = shop.Names.NEW", "variable NEW", "where of @RoutineLoad"),
                List.of(
                        "properties = @Property(name = Names.NEW, value = \"\")",
                        "variable NEW",
                        "name of @Property in properties of @RoutineLoad"),
                List.of("table = \"account\"", "java.lang.String cannot be converted to", "table of @RoutineLoad"))) {
            writeRoutineLoad(mistake.get(0));
            assertThatThrownBy(this::openRecorder)
                    .as(mistake.get(0))
                    .hasMessageContaining("shop/LoadAccounts.java:5: ")
                    .satisfies(failure -> assertThat(failure.getMessage()).containsPattern(mistake.get(1)))
                    .satisfies(failure ->
                            assertThat(failure.getMessage().lines()).contains("  attribute: " + mistake.get(2)))
                    .hasMessageNotContaining("class path");
        }
        for (List<String> mistake : List.of(
                List.of("wher = \"id > 0\"", "method wher()"),
                List.of("where = \"id > 0\", where = \"\"", "duplicate element 'where'"))) {
            writeRoutineLoad(mistake.get(0));
            assertThatThrownBy(this::openRecorder)
                    .as(mistake.get(0))
                    .hasMessageContaining("shop/LoadAccounts.java:5: ")
                    .hasMessageContaining(mistake.get(1))
                    .hasMessageContaining("dev.cairn.annotation.cluster.RoutineLoad")
                    .hasMessageNotContaining("attribute:")
                    .hasMessageNotContaining("class path");
        }
    }

    private void writeRoutineLoad(String attribute) throws IOException {
        writeFile("shop/LoadAccounts.java", """
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.annotation.cluster.*;
            @RoutineLoad(
                %s)
            interface LoadAccounts {}
            """.formatted(attribute));
    }

    @Test
    void aQualifiedNameOfAMissingPackageIsOneOfAMissingArchive() throws IOException {
        writeFile("shop/Address.java", """
            package shop;
            import org.absent.Names;
            public record Address(
                @dev.cairn.annotation.Comment(org.absent.text.Labels.STREET)
                @Names.Marked String street) {}
            """);
        assertThatThrownBy(this::openRecorder)
                .hasMessageContaining("The class path lacks org.absent.text.Labels, org.absent.Names: add");
    }

    @Test
    void errorsThatStopJavacEarlierAreReportedTogether() throws IOException {
        writeFile("shop/Names.java", "package shop;\ninterface Names { int LENGTH = Absent.LENGTH; }\n");
        writeFile("shop/Address.java", """
            package shop;
            public record Address(@dev.cairn.annotation.Varchar(Names.LENGTH) String street) {}
            """);
        assertThatThrownBy(this::openRecorder)
                .hasMessageStartingWith("Because of these errors, javac does not read the declarations")
                .hasMessageContaining("shop/Address.java:2")
                .hasMessageContaining("shop/Names.java:2");
        assertThatThrownBy(() -> DeclarationErrors.requireNoneIn(createProject(), "shop"))
                .hasMessageContaining("shop/Address.java:2");
    }
}
