package dev.cairn.random;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.ColumnDefinition.Domain;
import dev.cairn.sql.ast.ColumnDefinition.ModelRole;
import dev.cairn.sql.ast.ColumnDefinition.ValueSource;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;

/** Creates random parts of statements about tables. */
final class RandomTables {
    private static final Expression DATE_COLUMN = new Expression.Reference(QualifiedName.of("d"), Span.NONE);
    private static final Expression UNIT_LITERAL = new Expression.StringLiteral("day", '\'', Span.NONE);
    private static final Expression FORMAT_LITERAL = new Expression.StringLiteral("%Y-%m-%d", '\'', Span.NONE);

    final Dice dice;
    final RandomTexts texts;
    final RandomTypes types;
    final RandomExpressions expressions;

    RandomTables(Dice dice) {
        this(dice, new RandomTexts(dice));
    }

    RandomTables(Dice dice, RandomTexts texts) {
        this.dice = dice;
        this.texts = texts;
        this.types = new RandomTypes(dice);
        this.expressions = new RandomExpressions(dice);
    }

    ColumnDefinition column() {
        int valueKind = dice.below(4);
        Aggregation aggregation = dice.oneIn(4) && valueKind != 2 ? aggregation() : null;
        // The parser refuses AUTO_INCREMENT with NULL, and NOT NULL on generated columns and states.
        boolean hasImpliedNullability = valueKind == 1 || valueKind == 2 || aggregation instanceof Aggregation.State;
        Boolean nullable = hasImpliedNullability ? null : dice.orNull(dice::coin);
        return new ColumnDefinition(
                texts.name(),
                new Domain(types.type(), dice.oneIn(8) ? Name.of("utf8") : null, nullable),
                new ModelRole(valueKind != 2 && dice.oneIn(8), aggregation),
                new ValueSource(
                        valueKind == 0 ? defaultValue() : null,
                        valueKind == 1,
                        valueKind == 2 ? expressions.expression() : null),
                dice.orNull(texts::text),
                Span.NONE);
    }

    private Aggregation aggregation() {
        return dice.coin()
                ? dice.pick(Aggregation.Function.values())
                : new Aggregation.State(
                        dice.pick("avg", "array_agg", "min_by"),
                        dice.list(1, () -> new Aggregation.StateArgument(types.type(), dice.orNull(dice::coin))));
    }

    ColumnDefault defaultValue() {
        return dice.pickFrom(
                () -> new ColumnDefault.TextDefault(texts.text()),
                ColumnDefault.NullDefault::new,
                () -> dice.pick(
                        new ColumnDefault.CurrentTimestamp(null, false),
                        new ColumnDefault.CurrentTimestamp(null, true),
                        new ColumnDefault.CurrentTimestamp(3, true)),
                () -> new ColumnDefault.FunctionDefault(QualifiedName.of("uuid")),
                () -> new ColumnDefault.ComputedDefault(dice.pickFrom(expressions::array, expressions::map)));
    }

    IndexDefinition index() {
        IndexDefinition.Kind kind = dice.orNull(() -> dice.pick(IndexDefinition.Kind.values()));
        return new IndexDefinition(
                texts.name(),
                names(),
                kind,
                kind == null ? List.of() : dice.maybeList(texts::property),
                dice.orNull(texts::text),
                Span.NONE);
    }

    KeyClause key() {
        return new KeyClause(dice.pick(KeyModel.values()), names(), Span.NONE);
    }

    List<Name> names() {
        return dice.list(1, texts::name);
    }

    Distribution distribution() {
        Buckets buckets = dice.orNull(this::buckets);
        return dice.coin()
                ? new Distribution.Hash(names(), buckets, Span.NONE)
                : new Distribution.Random(buckets, Span.NONE);
    }

    Buckets buckets() {
        return dice.pickFrom(
                () -> new Buckets.Count(dice.below(1000)),
                () -> new Buckets.PlaceholderBuckets(Placeholder.of("n")),
                () -> new Buckets.PlaceholderBuckets(new Placeholder("n", "8")));
    }

    PartitionClause partitioning() {
        return switch (dice.below(4)) {
            case 0 ->
                new PartitionClause.RangePartitioning(
                        dice.list(1, expressions::column), dice.maybeList(this::rangePartition), Span.NONE);
            case 1 ->
                new PartitionClause.RangePartitioning(
                        List.of(call("str2date", DATE_COLUMN, FORMAT_LITERAL)),
                        dice.maybeList(this::rangePartition),
                        Span.NONE);
            case 2 -> listPartitioning();
            default -> expressionPartitioning();
        };
    }

    private PartitionClause listPartitioning() {
        boolean hasListKeyword = dice.coin();
        boolean hasPartitions = dice.coin();
        List<PartitionDefinition> partitions =
                hasListKeyword && hasPartitions ? dice.maybeList(this::listPartition) : List.of();
        return new PartitionClause.ListPartitioning(names(), hasListKeyword, hasPartitions, partitions, Span.NONE);
    }

    private PartitionClause expressionPartitioning() {
        if (dice.coin()) {
            boolean hasPartitions = dice.coin();
            return new PartitionClause.ExpressionPartitioning(
                    List.of(call("date_trunc", UNIT_LITERAL, DATE_COLUMN)),
                    false,
                    hasPartitions,
                    hasPartitions ? dice.maybeList(this::rangePartition) : List.of(),
                    Span.NONE);
        }
        List<Expression> items = new java.util.ArrayList<>(dice.list(1, expressions::column));
        items.add(call("substr", DATE_COLUMN, FORMAT_LITERAL));
        return new PartitionClause.ExpressionPartitioning(items, dice.coin(), false, List.of(), Span.NONE);
    }

    private static Expression call(String name, Expression... arguments) {
        return new Expression.Call(
                new QualifiedName(List.of(Name.ofUnquoted(name, Span.NONE))),
                false,
                false,
                false,
                List.of(arguments),
                Span.NONE);
    }

    PartitionDefinition rangePartition() {
        return dice.pickFrom(this::lessThanPartition, this::fixedRange, this::partitionBatch);
    }

    PartitionDefinition singlePartition() {
        return dice.pickFrom(this::lessThanPartition, this::fixedRange, this::listPartition);
    }

    private PartitionDefinition lessThanPartition() {
        boolean isMaximum = dice.oneIn(4);
        return new PartitionDefinition.LessThanPartition(
                dice.oneIn(4),
                texts.name(),
                isMaximum ? List.of() : bounds(),
                isMaximum,
                dice.maybeList(texts::property),
                Span.NONE);
    }

    private PartitionDefinition fixedRange() {
        return new PartitionDefinition.RangePartition(
                dice.oneIn(4), texts.name(), bounds(), bounds(), dice.maybeList(texts::property), Span.NONE);
    }

    private List<Bound> bounds() {
        return dice.list(1, () -> dice.oneIn(4) ? new Bound.MaximumBound() : new Bound.LiteralBound(texts.text()));
    }

    PartitionDefinition.PartitionBatch partitionBatch() {
        return new PartitionDefinition.PartitionBatch(
                texts.text(), texts.text(), 1 + dice.below(9), dice.pick("DAY", "MONTH", null), Span.NONE);
    }

    PartitionDefinition.ListPartition listPartition() {
        boolean listsRows = dice.coin();
        return new PartitionDefinition.ListPartition(
                dice.oneIn(4),
                texts.name(),
                dice.list(1, () -> listsRows ? dice.list(1, this::partitionValue) : List.of(partitionValue())),
                listsRows,
                dice.maybeList(texts::property),
                Span.NONE);
    }

    private Bound partitionValue() {
        return dice.oneIn(4) ? new Bound.NullBound() : new Bound.LiteralBound(texts.text());
    }

    SortItem sortedColumn() {
        return new SortItem(expressions.column(), dice.orNull(dice::coin), dice.orNull(dice::coin));
    }

    RollupDefinition rollup() {
        return new RollupDefinition(
                texts.name(),
                names(),
                dice.coin() ? List.of() : names(),
                dice.orNull(texts::name),
                dice.maybeList(texts::property),
                Span.NONE);
    }
}
