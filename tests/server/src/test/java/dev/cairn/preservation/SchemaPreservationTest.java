package dev.cairn.preservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.preservation.PreservationServer.Outcome;
import dev.cairn.preservation.PreservationServer.Result;
import dev.cairn.random.Breadth;
import dev.cairn.random.Dice;
import dev.cairn.random.RandomSchemas;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Schemas of several tables and views, which a user changes by hand or whose ledger comes from a backup, lose nothing
 * that no migration announces.
 *
 * <p>{@code -Dcairn.preservation.schemas=100 -Dcairn.preservation.seed=17} tries more schemas, and other ones.
 */
@Tag(Breadth.LONG)
class SchemaPreservationTest {
    private static final int SCHEMA_COUNT = Breadth.of("cairn.preservation.schemas", 5, 100);
    /** From this number of schemas on, the counts are representative. */
    private static final int REPRESENTATIVE_SCHEMA_COUNT = 50;

    private static final long FIRST_SEED = Long.getLong("cairn.preservation.seed", 0);
    private static final String RENAMED_TABLE = "a";
    private static final String NEW_NAME = "renamed_a";
    private static final int RENAME_INTERVAL = 3;

    @AutoClose
    private final PreservationServer server = new PreservationServer();

    @Test
    void aSchemaThatAUserHasChangedLosesNothingUnannounced() {
        ChangeCounts counts = new ChangeCounts();
        List<String> problems = new ArrayList<>();
        for (long seed = FIRST_SEED; counts.countPairs() < SCHEMA_COUNT; seed++) {
            RandomSchemas schemas = new RandomSchemas(new Dice(seed));
            List<Statement> views = schemas.viewsOf(RENAMED_TABLE);
            List<Statement> tables = schemas.schema();
            List<Statement> before =
                    Stream.concat(tables.stream(), views.stream()).toList();
            List<Statement> after = Stream.concat(schemas.changeSchema(tables).stream(), views.stream())
                    .toList();
            boolean isRenamed = seed % RENAME_INTERVAL == 0;
            List<Rename> renames = isRenamed
                    ? List.of(new Rename.ObjectRename(
                            new ObjectName(PreservationServer.SCHEMA_DATABASE, NEW_NAME), RENAMED_TABLE))
                    : List.of();
            try {
                Result result = server.migrateChangedSchema(
                        before,
                        isRenamed ? RandomSchemas.renameObject(RENAMED_TABLE, NEW_NAME, after) : after,
                        renames,
                        seed);
                if (result.outcome() != Outcome.REFUSED) {
                    counts.add(result, List.of());
                }
                if (!result.problems().isEmpty()) {
                    problems.add("seed " + seed + ": " + String.join("\n", result.problems()));
                }
            } catch (Refusal | SqlSyntaxException | NoSuchElementException ignored) {
                // A pair of schemas without a plan is no problem.
            }
        }
        System.out.println("changed schemas: " + counts);
        assertThat(problems).isEmpty();
        if (SCHEMA_COUNT >= REPRESENTATIVE_SCHEMA_COUNT) {
            assertThat(counts.countPairs(Outcome.STOPPED)).isPositive();
            assertThat(counts.countPairs(Outcome.MIGRATED)).isGreaterThan(SCHEMA_COUNT / 3);
        }
    }
}
