package dev.cairn.random;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.ArrayList;
import java.util.List;

/** Creates random clauses of ALTER TABLE. */
final class RandomAlterations {
    private final Dice dice;
    private final RandomTexts texts;
    private final RandomTables tables;
    private final RandomExpressions expressions;

    RandomAlterations(Dice dice) {
        this.dice = dice;
        this.tables = new RandomTables(dice);
        this.texts = tables.texts;
        this.expressions = tables.expressions;
    }

    List<AlterClause> clauses() {
        return switch (dice.below(8)) {
            case 0 -> dice.list(1, () -> new AlterClause.AddRollup(tables.rollup(), Span.NONE));
            case 1 -> dice.list(1, () -> new AlterClause.DropRollup(texts.name(), Span.NONE));
            case 2 ->
                List.of(new AlterClause.ChangePartitionColumns(
                        dice.coin(), dice.list(1, expressions::expression), Span.NONE));
            default -> dice.list(1, this::clause);
        };
    }

    private AlterClause clause() {
        return dice.pickFrom(
                this::columnClause,
                this::columnClause,
                this::fieldClause,
                this::tableClause,
                this::partitionClause,
                this::storageClause);
    }

    private AlterClause columnClause() {
        return switch (dice.below(7)) {
            case 0 -> addColumn();
            case 1 -> addColumns();
            case 2 -> new AlterClause.DropColumn(texts.name(), dice.orNull(texts::name), properties(), Span.NONE);
            case 3 -> modifyColumn();
            case 4 -> new AlterClause.ModifyColumnComment(texts.name(), texts.text(), Span.NONE);
            case 5 -> new AlterClause.RenameColumn(texts.name(), texts.name(), Span.NONE);
            default ->
                new AlterClause.ReorderColumns(tables.names(), dice.orNull(texts::name), properties(), Span.NONE);
        };
    }

    /**
     * A generated column has no position and no rollup, because it follows all other columns and belongs to no rollup.
     */
    private AlterClause addColumn() {
        ColumnDefinition column = newColumn();
        return column.generatedValue() == null
                ? new AlterClause.AddColumn(column, position(), dice.orNull(texts::name), properties(), Span.NONE)
                : new AlterClause.AddColumn(column, null, null, List.of(), Span.NONE);
    }

    private AlterClause modifyColumn() {
        ColumnDefinition column = newColumn();
        return column.generatedValue() == null
                ? new AlterClause.ModifyColumn(column, position(), dice.orNull(texts::name), properties(), Span.NONE)
                : new AlterClause.ModifyColumn(column, null, null, List.of(), Span.NONE);
    }

    private AlterClause addColumns() {
        List<ColumnDefinition> columns = dice.list(1, this::newColumn);
        boolean hasGeneratedColumn = columns.stream().anyMatch(column -> column.generatedValue() != null);
        return hasGeneratedColumn
                ? new AlterClause.AddColumns(columns, null, List.of(), Span.NONE)
                : new AlterClause.AddColumns(columns, dice.orNull(texts::name), properties(), Span.NONE);
    }

    /** Returns a column without AUTO_INCREMENT, which the parser refuses here. */
    private ColumnDefinition newColumn() {
        ColumnDefinition column = tables.column();
        while (column.isAutoIncrement()) {
            column = tables.column();
        }
        return column;
    }

    private Position position() {
        return dice.pickFrom(() -> null, Position.First::new, () -> new Position.After(texts.name()));
    }

    private List<Property> properties() {
        return dice.oneIn(4) ? dice.list(1, texts::property) : List.of();
    }

    private AlterClause fieldClause() {
        return dice.coin()
                ? new AlterClause.AddField(
                        texts.name(), path(), tables.types.type(), position(), properties(), Span.NONE)
                : new AlterClause.DropField(texts.name(), path(), properties(), Span.NONE);
    }

    private List<String> path() {
        List<String> path = new ArrayList<>();
        if (dice.oneIn(3)) {
            path.add("[*]");
        }
        path.addAll(dice.list(1, texts::nameText));
        return path;
    }

    private AlterClause tableClause() {
        return switch (dice.below(8)) {
            case 0 -> new AlterClause.AddIndex(tables.index(), Span.NONE);
            case 1 -> new AlterClause.DropIndex(texts.name(), Span.NONE);
            case 2 -> new AlterClause.RenameTable(texts.name(), Span.NONE);
            case 3 -> new AlterClause.SwapTable(texts.name(), Span.NONE);
            case 4 -> new AlterClause.SetProperties(dice.list(1, texts::property), Span.NONE);
            case 5 -> new AlterClause.SetComment(texts.text(), Span.NONE);
            case 6 -> new AlterClause.SetAutoIncrement(dice.below(1 << 30), Span.NONE);
            default -> new AlterClause.RenameRollup(texts.name(), texts.name(), Span.NONE);
        };
    }

    private AlterClause partitionClause() {
        return switch (dice.below(6)) {
            case 0 -> addPartition();
            case 1 -> dropPartitions();
            case 2 -> new AlterClause.TruncatePartitions(partitionNames(), Span.NONE);
            case 3 ->
                new AlterClause.ModifyPartitions(
                        dice.coin() ? List.of() : tables.names(), dice.list(1, texts::property), Span.NONE);
            case 4 -> new AlterClause.ReplacePartitions(partitionNames(), partitionNames(), properties(), Span.NONE);
            default -> new AlterClause.RenamePartition(texts.name(), texts.name(), Span.NONE);
        };
    }

    private AlterClause addPartition() {
        PartitionDefinition partition = dice.oneIn(4) ? tables.partitionBatch() : tables.singlePartition();
        return new AlterClause.AddPartition(
                dice.oneIn(4), partition, dice.orNull(tables::distribution), properties(), Span.NONE);
    }

    private AlterClause dropPartitions() {
        PartitionSelection selection = dice.pickFrom(
                () -> new PartitionSelection.SinglePartition(texts.name()),
                () -> new PartitionSelection.ListedPartitions(tables.names()),
                () -> new PartitionSelection.BatchSelection(tables.partitionBatch()),
                () -> new PartitionSelection.ConditionalSelection(expressions.expression()),
                PartitionSelection.AllTemporaryPartitions::new);
        boolean isAllTemporary = selection instanceof PartitionSelection.AllTemporaryPartitions;
        return new AlterClause.DropPartitions(
                isAllTemporary || dice.oneIn(4), !isAllTemporary && dice.oneIn(4), selection, dice.oneIn(4), Span.NONE);
    }

    PartitionNames partitionNames() {
        return new PartitionNames(dice.oneIn(3), tables.names(), Span.NONE);
    }

    private AlterClause storageClause() {
        return switch (dice.below(5)) {
            case 0 -> new AlterClause.ModifyPartitionDistribution(tables.distribution(), Span.NONE);
            case 1 ->
                new AlterClause.SetDefaultBuckets(
                        new Distribution.Hash(tables.names(), new Buckets.Count(8), Span.NONE), Span.NONE);
            case 2 ->
                new AlterClause.Compact(
                        dice.pick(null, "BASE", "CUMULATIVE"), dice.coin() ? List.of() : tables.names(), Span.NONE);
            case 3 -> new AlterClause.DropPersistentIndex(dice.list(1, () -> (long) dice.below(1 << 30)), Span.NONE);
            default ->
                new AlterClause.Optimize(
                        new AlterClause.OptimizedRows(
                                dice.orNull(this::partitionNames),
                                dice.orNull(() -> new AlterClause.OptimizedTimeRange(texts.text(), texts.text()))),
                        dice.orNull(tables::key),
                        dice.orNull(tables::partitioning),
                        dice.maybeList(tables::sortedColumn),
                        tables.distribution(),
                        Span.NONE);
        };
    }
}
