package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Dice;
import dev.cairn.random.RandomValidTables;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chained and swapped renames of columns lose no data. */
class RandomRenamesTest {
    private static final int TABLE_COUNT = 1_000;
    private static final Session SESSION = new Session("t");
    private static final List<String> COLUMN_NAMES = List.of("v0", "v1", "day", "x", "y", "z");

    private final Engine engine = new Engine(ServerProfile.DEFAULT.withReplicas(1, 3));

    @Test
    void declaredRenamesLoseNoData() {
        for (long seed = 0; seed < TABLE_COUNT; seed++) {
            Dice dice = new Dice(seed);
            Catalog from = engine.apply(
                            Catalog.EMPTY.withDatabase(Database.of("t")),
                            SESSION,
                            new RandomValidTables(dice).table("a"))
                    .catalog();
            Map<String, String> oldNames = new LinkedHashMap<>();
            Catalog to = renameColumns(dice, from, oldNames);
            Plan plan = new Planner(engine, SESSION).plan(from, to, createRenames(oldNames));
            assertThat(plan.findObjections(AllowedChanges.NONE))
                    .as("seed %d", seed)
                    .isEmpty();
            Simulation simulation = new Simulation(engine, SESSION, from);
            plan.steps().forEach(step -> simulation.apply(step.action()));
            assertThat(ShownCatalog.showObjects(engine.profile(), simulation.catalog()))
                    .as("seed %d", seed)
                    .isEqualTo(ShownCatalog.showObjects(engine.profile(), to));
        }
    }

    private Catalog renameColumns(Dice dice, Catalog from, Map<String, String> oldNames) {
        Catalog currentCatalog = from;
        table(from).columns().forEach(column -> oldNames.put(column.name(), column.name()));
        for (int i = dice.below(5); i > 0; i--) {
            List<Column> columns = table(currentCatalog).columns();
            String column = columns.get(dice.below(columns.size())).name();
            String newName = COLUMN_NAMES.get(dice.below(COLUMN_NAMES.size()));
            if (table(currentCatalog).findColumn(newName).isEmpty()) {
                AlterClause clause = new AlterClause.RenameColumn(Name.of(column), Name.of(newName), Span.NONE);
                currentCatalog = engine.apply(
                                currentCatalog,
                                SESSION,
                                new Statement.AlterTable(QualifiedName.of("a"), List.of(clause), Span.NONE))
                        .catalog();
                oldNames.put(newName, oldNames.remove(column));
            }
        }
        return currentCatalog;
    }

    private static Renames createRenames(Map<String, String> oldNames) {
        List<Rename> renames = new ArrayList<>();
        oldNames.forEach((name, oldName) -> {
            if (!name.equals(oldName)) {
                renames.add(new Rename.ColumnRename(new ObjectName("t", "a"), oldName, name));
            }
        });
        return new Renames(renames);
    }

    private static Table table(Catalog catalog) {
        return catalog.findTable("t", "a").orElseThrow();
    }
}
