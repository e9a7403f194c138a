package dev.cairn.preservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Consent;
import dev.cairn.HiddenSettings;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.RecordedHistory;
import dev.cairn.SkippingTicker;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.job.Job;
import dev.cairn.plan.change.Rename;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Breadth;
import dev.cairn.random.Dice;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.MigrationException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A database at the last of several random migrations can be downgraded to each of them, and upgraded again.
 *
 * <p>{@code -Dcairn.chains=500 -Dcairn.chains.seed=17} tries more chains, and other ones.
 */
@Tag(Breadth.LONG)
class MigrationChainTest {
    private static final int CHAIN_COUNT = Breadth.of("cairn.chains", 5, 200);
    private static final long FIRST_SEED = Long.getLong("cairn.chains.seed", 0);
    private static final int MAX_CHANGE_COUNT = 4;

    private final ServerProfile profile =
            ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true);
    private final EmbeddedStarRocks server =
            EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()).profile(profile));
    private final Logger cairnLogger = Logger.getLogger("dev.cairn");

    @AfterEach
    void stop() {
        cairnLogger.setLevel(null);
        server.close();
    }

    @Test
    void eachMigrationCanBeRevertedAndRepeated() {
        cairnLogger.setLevel(Level.OFF); // Cairn would log each step of each migration.
        List<String> problems = new ArrayList<>();
        int chainCount = 0;
        int downgradeCount = 0;
        for (long seed = FIRST_SEED; chainCount < CHAIN_COUNT; seed++) {
            RecordedHistory history;
            try {
                history = createHistory(seed);
            } catch (Refusal | SqlSyntaxException | NoSuchElementException | IllegalArgumentException ignored) {
                continue; // A table that no server accepts, or that no statements lead to, is left out.
            }
            chainCount++;
            downgradeCount += history.migrations().size() - 1;
            findProblem(history).forEach(problems::add);
        }
        System.out.println("chains of migrations: " + chainCount + ", downgrades: " + downgradeCount);
        assertThat(problems).isEmpty();
        assertThat(downgradeCount).isGreaterThan(chainCount);
    }

    /** Records the changes of a table, up to the first change that can't be reverted. */
    private RecordedHistory createHistory(long seed) {
        RandomShrinkableTables randomDrafts = new RandomShrinkableTables(new Dice(seed));
        String name = "c" + seed;
        RecordedHistory history = new RecordedHistory(name, profile).keepingWiderTypes();
        ShrinkableTable draft = randomDrafts.createTable();
        history.version("first", draft.renderStatements().toArray(String[]::new));
        for (int i = 1; i <= MAX_CHANGE_COUNT; i++) {
            ShrinkableTable draftAfter = draft;
            for (RandomShrinkableTables.Change change : randomDrafts.chooseChanges()) {
                draftAfter = randomDrafts.applyChange(draftAfter, change);
            }
            List<String> statements = draftAfter.renderStatements();
            List<Rename> renames =
                    new TablePair(List.of(), statements, draftAfter.findRenamesFrom(draft)).renames(name);
            history.version("change " + i, renames, statements.toArray(String[]::new));
            if (!history.migrations().get(i).irreversible().isEmpty()) {
                throw new IllegalArgumentException(
                        history.migrations().get(i).irreversible().get());
            }
            draft = draftAfter;
        }
        return history;
    }

    /** Returns a description of the first downgrade or upgrade that fails; empty if none does. */
    private List<String> findProblem(RecordedHistory history) {
        String name = history.schema().name();
        server.createDatabase(name);
        String position = "the first upgrade";
        try {
            Migrator migrator = Migrator.of(
                    history.schema(),
                    server.jdbcUrl(name) + "?user=root",
                    HiddenSettings.withTicker(
                            MigratorOptions.DEFAULT.author("tester").consent(Consent.values()), new SkippingTicker()));
            migrator.upgrade();
            List<String> columns = describeColumns(name);
            for (int number = history.migrations().size() - 1; number > 0; number--) {
                position = "the downgrade to " + number;
                migrator.downgradeTo(number);
                position = "the upgrade from " + number;
                migrator.upgrade();
                if (!describeColumns(name).equals(columns)) {
                    return List.of(
                            describeProblem(history, position, describeColumns(name) + "\ninstead of\n" + columns));
                }
            }
            return List.of();
        } catch (MigrationException failure) {
            return List.of(describeProblem(history, position, failure.getMessage()));
        } finally {
            server.dropDatabase(name);
        }
    }

    private static String describeProblem(RecordedHistory history, String position, String problem) {
        List<String> statements = new ArrayList<>();
        history.migrations().forEach(migration -> {
            statements.add(migration.name() + ", upgrade:");
            statements.addAll(migration.upgrade());
            statements.add("downgrade:");
            statements.addAll(migration.downgrade());
        });
        return position + ": " + problem + "\n" + String.join("\n", statements) + "\n";
    }

    private List<String> describeColumns(String databaseName) {
        Table table = ServerCatalog.of(server)
                .findTable(databaseName, TablePair.TABLE_NAME)
                .orElseThrow();
        return table.columns().stream()
                .map(column -> column.name() + " " + TypeFormat.formatForShowCreate(column.type())
                        + (column.isNullable() ? " NULL" : " NOT NULL"))
                .toList();
    }
}
