package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.createShop;
import static dev.cairn.tooling.recording.RecordedShop.loadSchema;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.run.preparation.InitialCatalog;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.processor.SourceTree;
import dev.cairn.schema.SchemaDescriptor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions created by users, which a root declares. */
class DeclaredFunctionsTest {
    @TempDir
    private Path folder;

    @Test
    void declaredFunctionsAreKnownWhenMigrationsAreCompiledAndRun() {
        SourceTree tree = createShop(folder, "long id").with("""
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = {Account.class, Best.class}, functions = {
                "CREATE FUNCTION mask(bigint) RETURNS bigint",
                "CREATE GLOBAL AGGREGATE FUNCTION best(bigint) RETURNS bigint PROPERTIES ('file' = 'x')"})
            public interface Shop {}
            """).with("""
                package shop;
                import dev.cairn.annotation.View;
                @View(query = "SELECT mask(best(id)) AS id FROM account")
                public record Best(Long id) {}
                """);
        record(tree, "initial");
        assertThat(tree.compile()).isEmpty();

        SchemaDescriptor schema = loadSchema(tree);
        Simulation simulation = new Simulation(
                new Engine(schema.firstTarget()),
                new Session("prod"),
                InitialCatalog.create(schema, schema.firstTarget(), "prod"));
        schema.migrations().get(0).upgrade().forEach(text -> simulation.apply(MigrationAction.parse(text)));
        assertThat(simulation.catalog().findDatabase("prod").orElseThrow().findView("best"))
                .isPresent();
        assertThat(schema.statements()).hasSize(2);
    }
}
