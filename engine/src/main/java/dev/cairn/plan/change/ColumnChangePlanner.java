package dev.cairn.plan.change;

import dev.cairn.analysis.type.TypeConvertibility;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.ColumnConversion;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ColumnOrder;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans which columns to drop, add, move or redefine, with as few moves as possible, because each change of the order
 * rewrites the rows of some tables.
 */
final class ColumnChangePlanner {

    private final Table currentTable;
    private final Table desiredTable;
    private final TableDifference difference;
    private final ColumnDefinitions currentDefinitions;
    private final ColumnDefinitions desiredDefinitions;
    private final Set<String> movedColumnNames;
    private final List<TableChange> changes = new ArrayList<>();

    private ColumnChangePlanner(TableDifference difference) {
        this.currentTable = difference.currentTable();
        this.desiredTable = difference.desiredTable();
        this.difference = difference;
        this.currentDefinitions =
                new ColumnDefinitions(currentTable, ShowCreate.writtenStatement(difference.profile(), currentTable));
        this.desiredDefinitions =
                new ColumnDefinitions(desiredTable, ShowCreate.writtenStatement(difference.profile(), desiredTable));
        this.movedColumnNames = difference.hasDifferingPart(Kind.COLUMN_ORDER) ? findNamesToMove() : Set.of();
    }

    static List<TableChange> plan(TableDifference difference) {
        boolean hasColumnChanges =
                difference.hasDifferingPart(Kind.COLUMN) || difference.hasDifferingPart(Kind.COLUMN_ORDER);
        return hasColumnChanges ? new ColumnChangePlanner(difference).planChanges() : List.of();
    }

    /**
     * Returns the drops, then the changes and moves, then the additions; each group is in the order of the columns. The
     * server can move a column only to a place after a column that existed before the statement.
     */
    private List<TableChange> planChanges() {
        for (Column column : currentTable.columns()) {
            if (desiredTable.findColumn(column.name()).isEmpty()) {
                addChange(column, new AlterClause.DropColumn(Name.of(column.name()), null, List.of(), Span.NONE));
            }
        }
        Position position = new Position.First();
        for (Column column : desiredTable.columns()) {
            Optional<Column> currentColumn = currentTable.findColumn(column.name());
            if (currentColumn.isPresent()) {
                planColumnChange(currentColumn.get(), column, position);
                position = new Position.After(Name.of(column.name()));
            }
        }
        position = new Position.First();
        for (Column column : desiredTable.columns()) {
            if (currentTable.findColumn(column.name()).isEmpty()) {
                planAddition(column, findNewPosition(column, position));
            }
            position = new Position.After(Name.of(column.name()));
        }
        return changes;
    }

    private void planAddition(Column column, @Nullable Position position) {
        ColumnDefinition definition = desiredDefinitions.createCompleteDefinition(column);
        if (isIdOfOtherColumn(column.name())) {
            changes.add(new TableChange(
                    ObjectPart.ofColumn(column.name()), List.of(createRenamedAddition(definition, position))));
            return;
        }
        List<AlterClause> alternativeClauses = new ArrayList<>();
        for (Rollup rollup : desiredTable.rollups()) {
            boolean hasColumn = rollup.query() == null
                    && rollup.columns().stream().anyMatch(rollupColumn -> rollupColumn.isNamed(column.name()));
            if (hasColumn
                    && currentTable.rollups().stream()
                            .anyMatch(currentRollup -> currentRollup.name().equals(rollup.name()))) {
                alternativeClauses.add(
                        new AlterClause.AddColumn(definition, position, Name.of(rollup.name()), List.of(), Span.NONE));
            }
        }
        alternativeClauses.add(new AlterClause.AddColumn(definition, position, null, List.of(), Span.NONE));
        changes.add(TableChange.of(ObjectPart.ofColumn(column.name()), alternativeClauses.toArray(AlterClause[]::new)));
    }

    /** Returns whether another column was created with this name: the server then refuses to add a column with it. */
    private boolean isIdOfOtherColumn(String columnName) {
        return currentTable.columns().stream().anyMatch(column -> column.id().equalsIgnoreCase(columnName));
    }

    /** Returns the statements that add a column with a temporary name, and then rename it. */
    private TableChange.Alternative createRenamedAddition(ColumnDefinition definition, @Nullable Position position) {
        Name name = definition.name();
        Name temporaryName = Name.of(RenameOrder.temporaryName(name.text()));
        List<AlterClause> clauses = List.of(
                new AlterClause.AddColumn(definition.withName(temporaryName), position, null, List.of(), Span.NONE),
                new AlterClause.RenameColumn(temporaryName, name, Span.NONE));
        return new TableChange.Alternative.ActionSequence(clauses.stream()
                .map(clause -> difference.simulation().definitionStatements().buildAlter(difference.name(), clause))
                .map(MigrationAction::of)
                .toList());
    }

    private void addChange(Column column, AlterClause clause) {
        changes.add(TableChange.of(ObjectPart.ofColumn(column.name()), clause));
    }

    /**
     * Returns the position that ADD COLUMN specifies; null if the server appends the column, which it always does with
     * a generated one.
     */
    private @Nullable Position findNewPosition(Column column, Position position) {
        return column.generatedValue() != null || isAppendedLast(column) ? null : position;
    }

    /**
     * Returns whether the server puts the column in its place without a position: only new columns follow it, none of
     * them is a key, and neither table has a generated column.
     */
    private boolean isAppendedLast(Column addedColumn) {
        List<Column> columns = desiredTable.columns();
        boolean isFollowedByNewColumnsOnly = columns.subList(columns.indexOf(addedColumn), columns.size()).stream()
                .allMatch(column -> !column.isKey()
                        && currentTable.findColumn(column.name()).isEmpty());
        return isFollowedByNewColumnsOnly
                && columns.stream().allMatch(column -> column.generatedValue() == null)
                && currentTable.columns().stream().allMatch(column -> column.generatedValue() == null);
    }

    private void planColumnChange(Column currentColumn, Column desiredColumn, Position position) {
        boolean isMoved = movedColumnNames.contains(toLowerCase(desiredColumn.name()));
        boolean isDifferent = difference.hasDifferingPart(ObjectPart.ofColumn(desiredColumn.name()));
        if (!isMoved && !isDifferent) {
            return;
        }
        ColumnDefinition definition = desiredDefinitions.createCompleteDefinition(desiredColumn);
        if (!isMoved && currentDefinitions.isSameExceptComment(currentColumn, definition)) {
            addChange(
                    desiredColumn,
                    new AlterClause.ModifyColumnComment(
                            Name.of(desiredColumn.name()), desiredColumn.comment(), Span.NONE));
            return;
        }
        List<AlterClause> fieldClauses = isMoved
                ? List.of()
                : StructFieldPlanner.planClauses(desiredColumn.name(), currentColumn.type(), desiredColumn.type());
        if (!fieldClauses.isEmpty()) {
            fieldClauses.forEach(fieldClause -> addChange(desiredColumn, fieldClause));
            return;
        }
        List<AlterClause> alternativeClauses = new ArrayList<>();
        if (ColumnConversion.isPossibleForStoredValues(currentColumn.type(), desiredColumn.type())) {
            alternativeClauses.add(
                    new AlterClause.ModifyColumn(definition, isMoved ? position : null, null, List.of(), Span.NONE));
        }
        if (isConvertibleViaString(currentColumn.type(), desiredColumn.type())) {
            // The server converts values of some types to others only via a string.
            alternativeClauses.add(new AlterClause.ModifyColumn(
                    definition.withType(Type.Text.STRING), null, null, List.of(), Span.NONE));
        }
        changes.add(TableChange.of(
                isDifferent ? ObjectPart.ofColumn(desiredColumn.name()) : ObjectPart.of(Kind.COLUMN_ORDER),
                alternativeClauses.toArray(AlterClause[]::new)));
    }

    private static boolean isConvertibleViaString(Type currentType, Type desiredType) {
        return !currentType.equals(desiredType)
                && TypeConvertibility.of(currentType, desiredType) == TypeConvertibility.LOSSLESS
                && isConvertible(currentType, Type.Text.STRING)
                && isConvertible(Type.Text.STRING, desiredType);
    }

    private static boolean isConvertible(Type sourceType, Type targetType) {
        return ColumnConversion.isPossible(sourceType, targetType)
                && ColumnConversion.isPossibleForStoredValues(sourceType, targetType);
    }

    /** Returns the fewest columns to move: all but the longest sequence of columns that are already in order. */
    private Set<String> findNamesToMove() {
        List<String> desiredNames = lowerCaseNames(desiredTable);
        Set<String> movedNames = new HashSet<>(desiredNames);
        movedNames.removeAll(ColumnOrder.findUnmovedNames(lowerCaseNames(currentTable), desiredNames, name -> 1));
        return movedNames;
    }

    private static List<String> lowerCaseNames(Table table) {
        return table.columns().stream()
                .map(column -> toLowerCase(column.name()))
                .toList();
    }

    private static String toLowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * Column definitions for ALTER TABLE. An attribute that a definition omits would be lost, so each definition is
     * complete, including whether the column is a key and whether it may be NULL.
     */
    private record ColumnDefinitions(Table table, CreateTable createStatement) {
        ColumnDefinition createCompleteDefinition(Column column) {
            ColumnDefinition definition =
                    createStatement.columns().get(table.columns().indexOf(column));
            return definition
                    .withKey(column.isKey() && table.model() != KeyModel.PRIMARY)
                    .withNullable(findNullability(column, definition));
        }

        /**
         * Returns true for NULL, false for NOT NULL, and null if the definition has neither. The grammar does not allow
         * NULL for a generated column, or for a column that holds an aggregate state.
         */
        private static @Nullable Boolean findNullability(Column column, ColumnDefinition definition) {
            boolean mustOmitNull = column.generatedValue() != null || column.aggregation() instanceof Aggregation.State;
            return (column.isNullable() && !mustOmitNull) ? Boolean.TRUE : definition.nullable();
        }

        boolean isSameExceptComment(Column column, ColumnDefinition desiredDefinition) {
            return createCompleteDefinition(column).withComment(null).equals(desiredDefinition.withComment(null));
        }
    }
}
