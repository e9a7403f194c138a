package dev.cairn.processor.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.CompiledSchemas;
import dev.cairn.schema.SchemaDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the example of README.md compiles, and has the message and the migration that the page shows. */
class ReadmeTest {
    private final String readme = Files.readString(Path.of("..", "README.md"));

    ReadmeTest() throws IOException {}

    private List<ExampleSource> exampleSources(String original, String replacement) {
        String block = readme.substring(readme.indexOf("```java\n") + "```java\n".length(), readme.indexOf("\n```\n"));
        assertThat(block).contains(original);
        return Stream.of(block.replace(original, replacement).split("\\n\\n", 0))
                .filter(part -> !part.startsWith("import "))
                .map(ExampleSource::of)
                .toList();
    }

    @Test
    void theSchemaCompiles() {
        CompiledSchemas schemas = ExampleSource.compile(exampleSources("active", "active"));
        assertThat(schemas.errors()).isEmpty();
        assertThat(schemas.schema(ExampleSource.PACKAGE, "Shop").statements())
                .allSatisfy(sql -> assertThat(sql).startsWith("CREATE "))
                .hasSize(2);
    }

    @Test
    void theMessageQuotesTheSource() {
        CompiledSchemas schemas = ExampleSource.compile(exampleSources("WHERE active", "WHERE activ"));
        String error = schemas.errors().get(ExampleSource.PACKAGE).get(0);
        List<String> lines =
                error.substring(error.indexOf('[')).lines().map(String::strip).toList();
        assertThat(lines).hasSize(4).allSatisfy(line -> assertThat(readme).contains(line));
    }

    @Test
    void theMigrationAddsTheColumn() {
        String component = "@Varchar(80) String city";
        Simulation before = createSimulation("boolean active");
        Simulation after = createSimulation("boolean active, " + component);

        assertThat(readme)
                .contains("a component `" + component + "`")
                .contains("upgrade = {\"\"\"\n            " + planOnlyStep(before, after) + "\n")
                .contains("downgrade = {\"\"\"\n            " + planOnlyStep(after, before) + "\n");
    }

    /** Returns a database with the objects of the README, whose table has another last component. */
    private Simulation createSimulation(String lastComponent) {
        SchemaDescriptor schema = ExampleSource.compile(exampleSources("boolean active", lastComponent))
                .schema(ExampleSource.PACKAGE, "Shop");
        Simulation simulation = new Simulation(new Engine(schema.firstTarget()), new Session("shop"), Catalog.EMPTY);
        simulation.apply(MigrationAction.parse("CREATE DATABASE shop"));
        schema.statements().forEach(statement -> simulation.apply(MigrationAction.parse(statement)));
        return simulation;
    }

    /**
     * Plans the only step between two databases, and returns its statement without the comment that consents to the
     * loss of data, which a recorded downgrade does not need.
     */
    private static String planOnlyStep(Simulation from, Simulation to) {
        List<Step> steps = new Planner(new Engine(from.profile()), from.session())
                .plan(from.catalog(), to.catalog(), Renames.NONE)
                .steps();
        assertThat(steps).hasSize(1);
        return steps.get(0).text().replaceFirst("^-- destructive: .*\n", "");
    }
}
