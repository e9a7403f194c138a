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
 * Prints the costs of recorded migrations in a compile: the CPU seconds of a cold compile of a schema with a number of tables
 * and migrations, of the same tables without migrations, and with a checkpoint that replaces all of them. The three take turns,
 * and the minimum of the rounds counts.
 *
 * <pre>
 * java -cp … dev.cairn.benchmark.compile.RecordedCost tests/benchmarks/target/compile-cost 5 300 500
 * </pre>
 */
public final class RecordedCost {
    private RecordedCost() {}

    /** The folder with the processor's jars, and the numbers of rounds, tables and migrations. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path jars = Path.of(arguments[0]).resolve("cairn");
        int rounds = Integer.parseInt(arguments[1]);
        int tables = Integer.parseInt(arguments[2]);
        int migrations = Integer.parseInt(arguments[3]);
        Path folder = Files.createTempDirectory("recorded-cost");
        List<Migration> chain = createChain(tables, migrations);
        Workspace plainWorkspace = createWorkspace(folder.resolve("none"), jars, createSources(tables, 0, List.of()));
        Workspace recordedWorkspace =
                createWorkspace(folder.resolve("recorded"), jars, createSources(tables, migrations, chain));
        Workspace checkpointWorkspace = createWorkspace(
                folder.resolve("replaced"),
                jars,
                createSources(tables, migrations, List.of(createCheckpoint(chain, tables))));
        long plainMinimum = Long.MAX_VALUE;
        long recordedMinimum = Long.MAX_VALUE;
        long checkpointMinimum = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            plainMinimum = Math.min(plainMinimum, CompileCost.run(1, plainWorkspace.processorArguments())[0]);
            recordedMinimum = Math.min(recordedMinimum, CompileCost.run(1, recordedWorkspace.processorArguments())[0]);
            checkpointMinimum =
                    Math.min(checkpointMinimum, CompileCost.run(1, checkpointWorkspace.processorArguments())[0]);
        }
        System.out.printf(
                Locale.ROOT,
                "%d tables: %.2f s; with %d migrations: %.2f s; with a checkpoint in their place: %.2f s%n",
                tables,
                plainMinimum / 1e9,
                migrations,
                recordedMinimum / 1e9,
                checkpointMinimum / 1e9);
    }

    private static Workspace createWorkspace(Path folder, Path jars, List<Source> sources) throws IOException {
        Workspace workspace = new Workspace(
                folder,
                CompileCost.listJars(jars.resolve("classes")),
                CompileCost.listJars(jars.resolve("processor")),
                "");
        workspace.write(sources);
        return workspace;
    }

    /** The first migration creates all tables, each later one changes the comment of the next table. */
    private static List<Migration> createChain(int tables, int migrations) {
        List<Migration> chain = new ArrayList<>();
        for (int number = 1; number <= migrations; number++) {
            String parentHash =
                    chain.isEmpty() ? "" : chain.get(chain.size() - 1).hash();
            List<String> upgrade =
                    number == 1 ? createTableStatements(tables) : List.of(createCommentStatement(number, tables));
            String name = String.format(Locale.ROOT, "V%04dChange", number);
            chain.add(new Migration(
                    new Migration.Position(name, number, parentHash),
                    upgrade,
                    Migration.Reversal.ofIrreversible("it is measured"),
                    List.of()));
        }
        return chain;
    }

    /** Creates all tables with their last comments. */
    private static Migration createCheckpoint(List<Migration> chain, int tables) {
        Migration lastMigration = chain.get(chain.size() - 1);
        List<String> upgrade = new ArrayList<>();
        List<String> creations = createTableStatements(tables);
        for (int table = 0; table < tables; table++) {
            String oldComment = "\"Type " + table + "\"";
            upgrade.add(creations
                    .get(table)
                    .replace(oldComment, "\"" + findLastComment(table, tables, lastMigration.number()) + "\""));
        }
        return new Migration(
                new Migration.Position(
                        String.format(Locale.ROOT, "V%04dCheckpoint", lastMigration.number()),
                        lastMigration.number(),
                        ""),
                upgrade,
                Migration.Reversal.ofIrreversible("it is measured"),
                List.of(),
                "",
                new Migration.Checkpoint(lastMigration.hash(), ""));
    }

    private static List<Source> createSources(int tables, int migrations, List<Migration> chain) {
        List<Source> sources = new ArrayList<>(Contender.CAIRN.createOtherSources(tables));
        for (Migration migration : chain) {
            String text = new MigrationSource("bench.migrations", "bench", "Bench", "Change", migration).writeSource();
            sources.add(new Source("bench/migrations/" + migration.name() + ".java", text));
        }
        for (int table = 0; table < tables; table++) {
            String source = Contender.CAIRN.createSource(table);
            sources.add(new Source(
                    "bench/Type" + table + ".java",
                    source.replace(
                            "\"Type " + table + "\"", "\"" + findLastComment(table, tables, migrations) + "\"")));
        }
        return sources;
    }

    private static List<String> createTableStatements(int tables) {
        List<String> creations = new ArrayList<>();
        for (int table = 0; table < tables; table++) {
            creations.add(Sql.render(Sql.parse(Contender.createStatement(table))));
        }
        return creations;
    }

    private static String createCommentStatement(int number, int tables) {
        return "ALTER TABLE `type" + number % tables + "` COMMENT = \"Change " + number + "\"";
    }

    private static String findLastComment(int table, int tables, int migrations) {
        for (int number = migrations; number > 1; number--) {
            if (number % tables == table) {
                return "Change " + number;
            }
        }
        return "Type " + table;
    }
}
