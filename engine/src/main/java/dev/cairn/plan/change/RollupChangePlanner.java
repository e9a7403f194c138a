package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans the changes of rollups, including the synchronous materialized views, which are rollups with a query. */
record RollupChangePlanner(TableDifference difference) {
    List<TableChange> planChanges() {
        List<TableChange> changes = new ArrayList<>();
        for (Rollup rollup : difference.currentTable().rollups()) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name());
            if (difference.hasDifferingPart(part)) {
                changes.add(planRename(part, rollup)
                        .or(() -> planNarrowing(part, rollup))
                        .orElseGet(() -> planDrop(part, rollup)));
            }
        }
        for (Rollup rollup : difference.desiredTable().rollups()) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name());
            if (difference.hasDifferingPart(part)
                    && difference.currentTable().findRollup(rollup.name()).isEmpty()) {
                changes.add(planAddition(part, rollup));
            }
        }
        return changes;
    }

    /** Returns the rename of a rollup; empty unless a new one has the same columns in the same order. */
    private Optional<TableChange> planRename(ObjectPart part, Rollup rollup) {
        return difference.desiredTable().rollups().stream()
                .filter(desiredRollup -> rollup.query() == null
                        && desiredRollup.equals(rollup.withName(desiredRollup.name()))
                        && difference
                                .currentTable()
                                .findRollup(desiredRollup.name())
                                .isEmpty())
                .findFirst()
                .map(desiredRollup -> TableChange.of(
                        part,
                        new AlterClause.RenameRollup(
                                Name.of(rollup.name()), Name.of(desiredRollup.name()), Span.NONE)));
    }

    /** Returns the removal of one surplus column; empty unless a rollup without a query only loses columns. */
    private Optional<TableChange> planNarrowing(ObjectPart part, Rollup rollup) {
        List<String> desiredColumnNames = difference.desiredTable().rollups().stream()
                .filter(desiredRollup -> desiredRollup.name().equals(rollup.name()) && desiredRollup.query() == null)
                .flatMap(desiredRollup -> desiredRollup.columns().stream().map(Column::name))
                .toList();
        List<String> remainingColumnNames =
                new ArrayList<>(rollup.columns().stream().map(Column::name).toList());
        Optional<String> surplusColumnName = remainingColumnNames.stream()
                .filter(column -> !desiredColumnNames.contains(column))
                .findFirst();
        remainingColumnNames.retainAll(desiredColumnNames);
        return surplusColumnName
                .filter(column -> rollup.query() == null
                        && !remainingColumnNames.isEmpty()
                        && remainingColumnNames.equals(desiredColumnNames))
                .map(column -> TableChange.of(
                        part,
                        new AlterClause.DropColumn(Name.of(column), Name.of(rollup.name()), List.of(), Span.NONE),
                        new AlterClause.DropRollup(Name.of(rollup.name()), Span.NONE)));
    }

    private TableChange planDrop(ObjectPart part, Rollup rollup) {
        return rollup.query() == null
                ? TableChange.of(part, new AlterClause.DropRollup(Name.of(rollup.name()), Span.NONE))
                : TableChange.of(part, definitionStatements().buildDropRollup(difference.name(), rollup));
    }

    private TableChange planAddition(ObjectPart part, Rollup rollup) {
        Map<String, String> columnNameByFormerName = findFormerNames(rollup);
        QueryText query = rollup.query();
        if (query == null && columnNameByFormerName.isEmpty()) {
            return TableChange.of(part, createAddClause(rollup));
        }
        List<Statement> statements = new ArrayList<>();
        columnNameByFormerName.forEach(
                (formerName, columnName) -> statements.add(buildColumnRename(columnName, formerName)));
        statements.add(
                query == null
                        ? definitionStatements().buildAlter(difference.name(), createAddClause(rollup))
                        : createSynchronousView(rollup, query));
        columnNameByFormerName.forEach(
                (formerName, columnName) -> statements.add(buildColumnRename(formerName, columnName)));
        return TableChange.of(part, statements.toArray(Statement[]::new));
    }

    /**
     * Returns the current names of the columns that a rollup reads by a former name, by the former name. A rollup keeps
     * the name when its column is renamed, so the column must have this name when the rollup is created.
     */
    private Map<String, String> findFormerNames(Rollup rollup) {
        Map<String, String> columnNameByFormerName = new LinkedHashMap<>();
        rollup.sourceColumnNames()
                .filter(sourceName ->
                        difference.desiredTable().findColumn(sourceName).isEmpty())
                .forEach(formerName -> {
                    String id = rollup.columns().stream()
                            .filter(column -> column.isNamed(formerName))
                            .map(Column::id)
                            .findFirst()
                            .orElse(formerName);
                    difference.desiredTable().columns().stream()
                            .filter(column -> column.id().equalsIgnoreCase(id))
                            .findFirst()
                            .ifPresent(column -> columnNameByFormerName.put(formerName, column.name()));
                });
        return columnNameByFormerName;
    }

    private Statement buildColumnRename(String oldName, String newName) {
        return definitionStatements()
                .buildAlter(
                        difference.name(), new AlterClause.RenameColumn(Name.of(oldName), Name.of(newName), Span.NONE));
    }

    private AlterClause createAddClause(Rollup rollup) {
        RollupDefinition definition =
                ShowCreate.writtenRollups(difference.profile(), difference.desiredTable()).stream()
                        .filter(candidate -> candidate.name().text().equals(rollup.name()))
                        .findFirst()
                        .orElseThrow();
        return new AlterClause.AddRollup(definition, Span.NONE);
    }

    private ViewStatement createSynchronousView(Rollup rollup, QueryText query) {
        return ViewStatement.CreateMaterializedView.ofSynchronousView(
                difference.toSqlName(difference.name().withName(rollup.name())), query);
    }

    private DefinitionStatements definitionStatements() {
        return difference.simulation().definitionStatements();
    }
}
