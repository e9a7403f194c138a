package dev.cairn.benchmark.compile;

import dev.cairn.benchmark.compile.Contender.Source;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationSource;
import dev.cairn.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Generates the sources of a schema and of its migrations. The tables have twenty columns. The first migration creates
 * all tables, and each later one changes the comment of the next table.
 */
public record GeneratedHistory(int tableCount, int migrationCount) {
    /**
     * Writes the sources into a folder.
     *
     * @param arguments the folder, the number of tables, and the number of migrations; with any fourth argument, a
     *     checkpoint replaces the migrations
     */
    public static void main(String[] arguments) throws IOException {
        GeneratedHistory history = new GeneratedHistory(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        List<Source> sources = arguments.length > 3 ? history.createSourcesWithCheckpoint() : history.createSources();
        for (Source source : sources) {
            Path file = Path.of(arguments[0]).resolve(source.path());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.text());
        }
    }

    List<Source> createSources() {
        return createSources(createChain());
    }

    /** Returns the sources with a checkpoint in place of all migrations. */
    List<Source> createSourcesWithCheckpoint() {
        return createSources(List.of(createCheckpoint()));
    }

    private List<Source> createSources(List<Migration> chain) {
        List<Source> sources = new ArrayList<>(Contender.CAIRN.createOtherSources(tableCount));
        for (Migration migration : chain) {
            String text = new MigrationSource("bench.migrations", "bench", "Bench", "Change", migration).render();
            sources.add(new Source("bench/migrations/" + migration.name() + ".java", text));
        }
        for (int tableIndex = 0; tableIndex < tableCount; tableIndex++) {
            sources.add(new Source(
                    "bench/Type" + tableIndex + ".java",
                    withLastComment(Contender.CAIRN.createSource(tableIndex), tableIndex)));
        }
        return sources;
    }

    private List<Migration> createChain() {
        List<Migration> chain = new ArrayList<>();
        for (int number = 1; number <= migrationCount; number++) {
            String parentHash =
                    chain.isEmpty() ? "" : chain.get(chain.size() - 1).hash();
            List<String> upgrade =
                    number == 1 ? renderCreateTableStatements() : List.of(renderAlterTableComment(number));
            chain.add(createMigration("V%04dChange", number, parentHash, upgrade, null));
        }
        return chain;
    }

    private Migration createCheckpoint() {
        List<String> upgrade = new ArrayList<>();
        for (String statement : renderCreateTableStatements()) {
            upgrade.add(withLastComment(statement, upgrade.size()));
        }
        List<Migration> chain = createChain();
        String hash = chain.get(chain.size() - 1).hash();
        return createMigration("V%04dCheckpoint", migrationCount, "", upgrade, new Migration.Checkpoint(hash, ""));
    }

    /**
     * Creates a migration without a downgrade.
     *
     * @param checkpoint what the migration replaces; null if it is not a checkpoint
     */
    private static Migration createMigration(
            String nameFormat, int number, String parentHash, List<String> upgrade, Migration.Checkpoint checkpoint) {
        return new Migration(
                new Migration.Position(String.format(Locale.ROOT, nameFormat, number), number, parentHash),
                upgrade,
                Migration.Reversal.ofIrreversible("it is measured"),
                List.of(),
                "",
                checkpoint);
    }

    private List<String> renderCreateTableStatements() {
        List<String> statements = new ArrayList<>();
        for (int tableIndex = 0; tableIndex < tableCount; tableIndex++) {
            statements.add(Sql.render(Sql.parse(Contender.renderCreateTable(tableIndex))));
        }
        return statements;
    }

    private String renderAlterTableComment(int number) {
        return "ALTER TABLE `type" + number % tableCount + "` COMMENT = \"Change " + number + "\"";
    }

    /**
     * Returns a text about a table with the comment that the last migration of the table sets; the same text if no
     * migration changes the comment.
     */
    private String withLastComment(String text, int tableIndex) {
        for (int number = migrationCount; number > 1; number--) {
            if (number % tableCount == tableIndex) {
                return text.replace("\"Type " + tableIndex + "\"", "\"Change " + number + "\"");
            }
        }
        return text;
    }
}
