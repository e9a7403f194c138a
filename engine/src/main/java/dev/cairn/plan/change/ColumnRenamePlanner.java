package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongBiFunction;

/** Plans renames of columns, each in a separate statement, in an order in which each new name is free. */
public record ColumnRenamePlanner(Simulation simulation, ObjectName tableName, Table desiredTable) {
    /** Plans the declared renames that apply, then changes of the upper and lower case of names. */
    public void planRenames(List<Rename.ColumnRename> declaredRenames) {
        createOrder(declaredRenames, simulation.requireTable(tableName), desiredTable)
                .steps()
                .forEach(step -> rename(step.oldName(), step.newName()));
        for (Column column : desiredTable.columns()) {
            // Names are case-insensitive to the server, but it shows the original spelling.
            simulation
                    .requireTable(tableName)
                    .findColumn(column.name())
                    .map(Column::name)
                    .filter(currentName -> !currentName.equals(column.name()))
                    .ifPresent(currentName -> respell(currentName, column.name()));
        }
    }

    /** Returns the order of renames between two states of a table. */
    public static RenameOrder createOrder(
            List<Rename.ColumnRename> declaredRenames, Table tableBefore, Table tableAfter) {
        return createOrder(
                declaredRenames,
                tableName -> findDefinition(tableBefore, tableName),
                tableName -> findDefinition(tableAfter, tableName));
    }

    /**
     * Returns the order of renames between two states, whose columns these functions find. A rename has no effect while
     * a column with the old name is declared, too: that column keeps its name and its values.
     *
     * @param oldDefinitionFinder returns the definition of an old column, without its name, by its name; empty if there
     *     is no such column
     * @param newDefinitionFinder does the same for the new columns
     */
    static RenameOrder createOrder(
            List<Rename.ColumnRename> declaredRenames,
            Function<String, Optional<?>> oldDefinitionFinder,
            Function<String, Optional<?>> newDefinitionFinder) {
        Predicate<String> existsBefore =
                tableName -> oldDefinitionFinder.apply(tableName).isPresent();
        Predicate<String> existsAfter =
                tableName -> newDefinitionFinder.apply(tableName).isPresent();
        List<RenameOrder.RenameStep> renames = declaredRenames.stream()
                .map(rename -> new RenameOrder.RenameStep(rename.oldName(), rename.newName()))
                .toList();
        return new RenameOrder(
                RenameOrder.selectWithReleasedOldName(renames, existsBefore, existsAfter),
                existsBefore,
                existsAfter,
                (oldName, tableName) ->
                        oldDefinitionFinder.apply(oldName).equals(newDefinitionFinder.apply(tableName)));
    }

    /**
     * Returns why the declared renames are ambiguous, so rows could get values of other columns; empty if the renames
     * are clear.
     */
    public static Optional<String> findProblem(
            List<Rename.ColumnRename> declaredRenames, Table tableBefore, Table tableAfter) {
        return findProblem(
                createOrder(declaredRenames, tableBefore, tableAfter),
                tableName -> tableBefore.findColumn(tableName).map(Column::type),
                tableName -> tableAfter.findColumn(tableName).map(Column::type));
    }

    /**
     * Returns why renames are ambiguous; empty if they are clear.
     *
     * @param oldTypeFinder returns the type of an old column by its name; empty if there is no such column
     * @param newTypeFinder does the same for the new columns
     */
    static Optional<String> findProblem(
            RenameOrder renameOrder,
            Function<String, Optional<?>> oldTypeFinder,
            Function<String, Optional<?>> newTypeFinder) {
        Optional<RenameOrder.RenameStep> blockedStep =
                renameOrder.findBlockedSteps().stream().findFirst();
        if (blockedStep.isPresent()) {
            return blockedStep.map(step -> describeOccupiedName("column", step.oldName(), step.newName()));
        }
        ToLongBiFunction<String, String> sameTypeCount =
                (oldName, newName) -> oldTypeFinder.apply(oldName).equals(newTypeFinder.apply(newName)) ? 1 : 0;
        return renameOrder.ambiguousCycles().stream()
                .filter(cycle -> cycle.sumIfKept(sameTypeCount) <= cycle.sumIfRenamed(sameTypeCount))
                .findFirst()
                .map(cycle -> cycle.describe(name -> name)
                        + ", while the columns change in other ways, too; rename them in a migration of their own,"
                        + " and change them in the next one; if a migration has renamed them, remove @RenamedFrom");
    }

    /**
     * Describes a rename to a name that is not free.
     *
     * @param objectKind the kind of the renamed objects, such as {@code column}
     */
    static String describeOccupiedName(String objectKind, String oldName, String newName) {
        return "@RenamedFrom(\"" + oldName + "\") makes \"" + oldName + "\" the new \"" + newName
                + "\", but there is a " + objectKind
                + " \"" + newName + "\" already; drop that one in a migration of its own, or remove @RenamedFrom if \""
                + oldName
                + "\" is to be dropped";
    }

    private static Optional<Column> findDefinition(Table table, String columnName) {
        return table.findColumn(columnName)
                .map(namedColumn -> namedColumn.withName("").withId(""));
    }

    /**
     * Changes the case of a name via a temporary name, because the server ignores the case when it checks whether the
     * new name is in use.
     */
    private void respell(String oldName, String newName) {
        String temporaryName = RenameOrder.temporaryName(oldName);
        rename(oldName, temporaryName);
        rename(temporaryName, newName);
    }

    /**
     * Renames a column. If the server refuses, the column keeps its name, and the difference is a dropped and an added
     * column. Rollups that read the column are dropped first: some block the rename, and the others would keep the old
     * name.
     */
    private void rename(String oldName, String newName) {
        Simulation fork = simulation.fork();
        for (Rollup rollup : simulation.requireTable(tableName).rollups()) {
            if (rollup.reads(oldName)) {
                fork.attempt(fork.definitionStatements().buildDropRollup(tableName, rollup));
            }
        }
        AlterClause clause = new AlterClause.RenameColumn(Name.of(oldName), Name.of(newName), Span.NONE);
        if (fork.attempt(fork.definitionStatements().buildAlter(tableName, clause))
                .isEmpty()) {
            simulation.adopt(fork);
        }
    }
}
