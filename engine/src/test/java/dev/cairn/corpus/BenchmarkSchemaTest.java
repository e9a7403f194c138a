package dev.cairn.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.Planner;
import dev.cairn.plan.ShownCatalog;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.random.Dice;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Plans the change between random pairs of recorded tables. If ALTER can't make the change, a rebuild must be possible.
 */
class BenchmarkSchemaTest {
    private static final Recording RECORDING = Recording.MATRIX;
    private static final Engine ENGINE = new Engine(RECORDING.profile());
    private static final Session SESSION = new Session("t");
    private static final int PAIR_COUNT = 600;

    @Test
    void rebuildsLeadFromEveryTableToEveryOtherTable() {
        List<Table> tables = readTables();
        assertThat(tables).hasSizeGreaterThan(500);
        List<String> problems = new ArrayList<>();
        for (long seed = 0; seed < PAIR_COUNT; seed++) {
            Dice dice = new Dice(seed);
            Catalog from = createCatalog(tables.get(dice.below(tables.size())));
            Catalog to = createCatalog(tables.get(dice.below(tables.size())));
            Plan plan = new Planner(ENGINE, SESSION).plan(from, to, Renames.NONE);
            if (!plan.isPossible()
                    || !new Planner(ENGINE, SESSION)
                            .plan(applyPlan(from, plan), to, Renames.NONE)
                            .isEmpty()) {
                problems.add("seed " + seed + ": " + plan.impossibleChanges() + "\n"
                        + ShownCatalog.showObjects(ENGINE.profile(), from) + "\n"
                        + ShownCatalog.showObjects(ENGINE.profile(), to));
            }
        }
        assertThat(problems).isEmpty();
    }

    private static Catalog createCatalog(Table table) {
        return Catalog.EMPTY.withDatabase(Database.of("t").withTable(table));
    }

    private static Catalog applyPlan(Catalog from, Plan plan) {
        Catalog currentCatalog = from;
        for (Step step : plan.steps()) {
            if (step.action().statement() != null) {
                currentCatalog = ENGINE.apply(currentCatalog, SESSION, Sql.parse(step.text()))
                        .catalog();
            }
        }
        return currentCatalog;
    }

    /** Returns the recorded tables that depend on no other object, without duplicates. */
    private static List<Table> readTables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (Script script : RECORDING.scripts()) {
            Catalog catalog = replay(script);
            for (Table table :
                    catalog.findDatabase("t").orElse(Database.of("t")).tables().values()) {
                if (RecordedTablePair.isIndependent(table)) {
                    tables.put(ShowCreate.render(ENGINE.profile(), table.withName("a")), table.withName("a"));
                }
            }
        }
        return List.copyOf(tables.values());
    }

    private static Catalog replay(Script script) {
        StatementResult currentResult =
                new StatementResult(Catalog.EMPTY.withDatabase(Database.of("t")), SESSION, ChangeCost.IMMEDIATE);
        for (Script.Step step : script.steps()) {
            if (!step.isAccepted() || step.isWait() || !StatementFamilies.isKnown(step.sql())) {
                continue;
            }
            try {
                Statement statement = Sql.parse(step.sql());
                currentResult = ENGINE.apply(currentResult.catalog(), currentResult.session(), statement);
            } catch (SqlSyntaxException | Refusal ignored) {
                return currentResult.catalog();
            }
        }
        return currentResult.catalog();
    }
}
