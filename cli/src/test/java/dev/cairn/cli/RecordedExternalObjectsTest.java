package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The migrations of a view over a relation of another database, whose {@code @External} record is gone. */
class RecordedExternalObjectsTest {
    @TempDir
    private Path folder;

    private static final String ROOT_SOURCE = """
        package shop;
        import dev.cairn.annotation.*;
        @Schema(name = "shop", value = {%s})
        public interface Shop {}
        """;

    @Test
    void migrationsThatReadUndeclaredObjectsAreLintedAndDocumented() throws IOException {
        CommandProject project = new CommandProject(folder).writeShop("long id");
        project.write("shop/Shop.java", ROOT_SOURCE.formatted("Account.class, Secret.class, Other.class"));
        project.write("shop/Secret.java", """
                package shop;
                import dev.cairn.annotation.*;
                @External("other_db.secret")
                public record Secret(long id) {}
                """);
        project.write("shop/Other.java", """
                package shop;
                import dev.cairn.annotation.*;
                @View(query = "SELECT id FROM other_db.secret")
                public record Other(long id) {}
                """).record("initial");
        Files.delete(project.sources().resolve("shop/Secret.java"));
        Files.delete(project.sources().resolve("shop/Other.java"));
        project.write("shop/Shop.java", ROOT_SOURCE.formatted("Account.class"));
        assertThat(project.cairn("record", "drop view", "--destructive", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        project.writeShop("long id, Integer points").record("points").compile();

        for (String selection : new String[] {"3", "1:3", ":3"}) {
            assertThat(project.cairnWithClasses("lint", selection, "--sources=" + project.sources(), "--fail-on=never"))
                    .as(project::err)
                    .isZero();
        }
        assertThat(project.cairnWithClasses(
                        "docs", "--output=" + folder.resolve("shop.html"), "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        assertThat(project.err()).doesNotContain("left out");
    }
}
