package dev.cairn.plan.change;

import dev.cairn.analysis.type.TypeFit;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans columns that are dropped, added, moved, or redefined. */
final class ColumnChanges {
    private static final Type TEXT = new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.STRING_LENGTH);

    private final Table current;
    private final Table desired;
    private final TableDifference difference;
    private final ColumnDefinitions before;
    private final ColumnDefinitions after;
    private final Set<String> moved;
    private final List<TableChange> changes = new ArrayList<>();

    private ColumnChanges(TableDifference difference) {
        this.current = difference.currentTable();
        this.desired = difference.desiredTable();
        this.difference = difference;
        this.before = new ColumnDefinitions(current, ShowCreate.writtenStatement(difference.profile(), current));
        this.after = new ColumnDefinitions(desired, ShowCreate.writtenStatement(difference.profile(), desired));
        this.moved = difference.differsIn(Kind.COLUMN_ORDER) ? columnsToMove() : Set.of();
    }

    static List<TableChange> plan(TableDifference difference) {
        boolean differs = difference.differsIn(Kind.COLUMN) || difference.differsIn(Kind.COLUMN_ORDER);
        return differs ? new ColumnChanges(difference).planChanges() : List.of();
    }

    /**
     * Returns the drops, then the changes and moves, then the additions, each in its order: the server can move a
     * column only after one that existed before the statement.
     */
    private List<TableChange> planChanges() {
        for (Column column : current.columns()) {
            if (desired.column(column.name()).isEmpty()) {
                addChange(column, new AlterClause.DropColumn(Name.of(column.name()), null, List.of(), Span.NONE));
            }
        }
        Position position = new Position.First();
        for (Column column : desired.columns()) {
            Optional<Column> present = current.column(column.name());
            if (present.isPresent()) {
                changeColumn(present.get(), column, position);
                position = new Position.After(Name.of(column.name()));
            }
        }
        position = new Position.First();
        for (Column column : desired.columns()) {
            if (current.column(column.name()).isEmpty()) {
                addNew(column, positionOfNew(column, position));
            }
            position = new Position.After(Name.of(column.name()));
        }
        return changes;
    }

    private void addNew(Column column, @Nullable Position position) {
        ColumnDefinition definition = after.alteredDefinition(column);
        List<AlterClause> alternatives = new ArrayList<>();
        for (Rollup rollup : desired.rollups()) {
            boolean has = rollup.query() == null && rollup.columns().stream().anyMatch(each -> each.is(column.name()));
            if (has && current.rollups().stream().anyMatch(each -> each.name().equals(rollup.name()))) {
                alternatives.add(
                        new AlterClause.AddColumn(definition, position, Name.of(rollup.name()), List.of(), Span.NONE));
            }
        }
        alternatives.add(new AlterClause.AddColumn(definition, position, null, List.of(), Span.NONE));
        changes.add(TableChange.of(ObjectPart.column(column.name()), alternatives.toArray(AlterClause[]::new)));
    }

    private void addChange(Column column, AlterClause clause) {
        changes.add(TableChange.of(ObjectPart.column(column.name()), clause));
    }

    /** A generated column is always added last, and its definition may not specify a position. */
    private @Nullable Position positionOfNew(Column column, Position position) {
        return column.generatedValue() != null || isLastAnyway(column) ? null : position;
    }

    private boolean isLastAnyway(Column column) {
        List<Column> columns = desired.columns();
        boolean lastOnes = columns.subList(columns.indexOf(column), columns.size()).stream()
                .allMatch(each -> !each.isKey() && current.column(each.name()).isEmpty());
        return lastOnes
                && columns.stream().allMatch(each -> each.generatedValue() == null)
                && current.columns().stream().allMatch(each -> each.generatedValue() == null);
    }

    private void changeColumn(Column current, Column column, Position position) {
        boolean moves = moved.contains(toLowerCase(column.name()));
        boolean differs = difference.differsIn(ObjectPart.column(column.name()));
        if (!moves && !differs) {
            return;
        }
        ColumnDefinition definition = after.alteredDefinition(column);
        if (!moves && before.isSameButForComment(current, definition)) {
            addChange(column, new AlterClause.ModifyColumnComment(Name.of(column.name()), column.comment(), Span.NONE));
            return;
        }
        List<AlterClause> fields =
                moves ? List.of() : StructFieldChanges.planClauses(column.name(), current.type(), column.type());
        if (!fields.isEmpty()) {
            fields.forEach(field -> addChange(column, field));
            return;
        }
        List<AlterClause> alternatives = new ArrayList<>();
        alternatives.add(new AlterClause.ModifyColumn(definition, moves ? position : null, null, List.of(), Span.NONE));
        if (!current.type().equals(column.type()) && TypeFit.of(current.type(), column.type()) == TypeFit.KEEPS) {
            // Some values can be converted from one type to the other only by means of a text.
            alternatives.add(new AlterClause.ModifyColumn(definition.withType(TEXT), null, null, List.of(), Span.NONE));
        }
        changes.add(TableChange.of(
                differs ? ObjectPart.column(column.name()) : ObjectPart.of(Kind.COLUMN_ORDER),
                alternatives.toArray(AlterClause[]::new)));
    }

    /** Returns the fewest columns to move: all but the longest sequence of columns that are already in order. */
    private Set<String> columnsToMove() {
        List<String> kept = desired.columns().stream()
                .map(Column::name)
                .filter(name -> current.column(name).isPresent())
                .map(ColumnChanges::toLowerCase)
                .toList();
        List<Integer> places = current.columns().stream()
                .map(column -> kept.indexOf(toLowerCase(column.name())))
                .filter(position -> position >= 0)
                .toList();
        Set<String> moved = new HashSet<>(kept);
        LongestIncreasingSubsequence.of(places).forEach(position -> moved.remove(kept.get(position)));
        return moved;
    }

    private static String toLowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Finds the longest ascending subsequence of numbers, which need not be adjacent. */
    private static final class LongestIncreasingSubsequence {
        private LongestIncreasingSubsequence() {}

        static List<Integer> of(List<Integer> numbers) {
            int size = numbers.size();
            int[] length = new int[size];
            int[] previous = new int[size];
            Arrays.fill(previous, -1);
            int last = -1;
            for (int i = 0; i < size; i++) {
                length[i] = 1;
                for (int j = 0; j < i; j++) {
                    if (numbers.get(j) < numbers.get(i) && length[j] + 1 > length[i]) {
                        length[i] = length[j] + 1;
                        previous[i] = j;
                    }
                }
                if (last < 0 || length[i] > length[last]) {
                    last = i;
                }
            }
            Deque<Integer> run = new ArrayDeque<>();
            for (int i = last; i >= 0; i = previous[i]) {
                run.push(numbers.get(i));
            }
            return List.copyOf(run);
        }
    }

    /**
     * Column definitions for ALTER TABLE. An attribute that a definition omits would be lost, so each definition is
     * complete, including whether the column is a key and whether it may be NULL.
     */
    private record ColumnDefinitions(Table table, CreateTable written) {
        ColumnDefinition alteredDefinition(Column column) {
            ColumnDefinition definition = written.columns().get(table.columns().indexOf(column));
            return definition
                    .withKey(column.isKey() && table.model() != KeyModel.PRIMARY)
                    .withNullable(nullable(column, definition));
        }

        /**
         * The grammar allows no NULL in the definition of a generated column, or of one that holds an aggregate state.
         */
        private static @Nullable Boolean nullable(Column column, ColumnDefinition definition) {
            boolean silent = column.generatedValue() != null || column.aggregation() instanceof Aggregation.State;
            return (column.nullable() && !silent) ? Boolean.TRUE : definition.nullable();
        }

        boolean isSameButForComment(Column column, ColumnDefinition other) {
            return alteredDefinition(column).withComment(null).equals(other.withComment(null));
        }
    }
}
