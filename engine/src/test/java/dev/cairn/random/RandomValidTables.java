package dev.cairn.random;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.EngineClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates random tables that every server accepts. They have the key columns {@code k}, {@code day} and perhaps {@code
 * state}, and random value columns.
 */
public final class RandomValidTables {
    private static final List<String> KEY_NAMES = List.of("k", "day");
    private static final String STATE_COLUMN = "state";

    private final Dice dice;
    private final RandomTexts texts;

    public RandomValidTables(Dice dice) {
        this.dice = dice;
        this.texts = new RandomTexts(dice);
    }

    public CreateTable table(String name) {
        KeyModel model = dice.pick(KeyModel.values());
        boolean hasStateColumn = dice.coin();
        List<ColumnDefinition> columns = columns(model, hasStateColumn);
        List<Name> keys = new ArrayList<>(KEY_NAMES.stream().map(Name::of).toList());
        if (hasStateColumn) {
            keys.add(Name.of(STATE_COLUMN));
        }
        return CreateTable.of(
                QualifiedName.of(name),
                columns,
                Span.NONE,
                new IndexClause(dice.oneIn(3) ? List.of(index()) : List.of()),
                dice.oneIn(3) ? new EngineClause(Name.of("OLAP")) : null,
                new KeyClause(model, keys, Span.NONE),
                CreateClause.toCommentClause(dice.orNull(texts::text)),
                partitioning(hasStateColumn),
                distribution(model),
                new SortClause(dice.oneIn(3) ? sortKey(keys) : List.of()),
                new PropertyClause(properties()));
    }

    private List<ColumnDefinition> columns(KeyModel model, boolean hasStateColumn) {
        List<ColumnDefinition> columns = new ArrayList<>();
        columns.add(column("k", new Type.Scalar(Type.Scalar.Kind.BIGINT), null, false));
        columns.add(column("day", new Type.Scalar(Type.Scalar.Kind.DATE), null, false));
        if (hasStateColumn) {
            columns.add(column(STATE_COLUMN, new Type.Text(Type.Text.Kind.VARCHAR, 20), null, false));
        }
        int valueCount = 1 + dice.below(6);
        for (int i = 0; i < valueCount; i++) {
            columns.add(
                    valueColumn(model, "v" + i + dice.pick("", " x", "´", "ü", "\uD83D\uDE00", "'", "\"", "\\", "\t")));
        }
        if (model == KeyModel.DUPLICATE && dice.oneIn(3)) {
            columns.add(generatedColumn());
        }
        return columns;
    }

    private ColumnDefinition valueColumn(KeyModel model, String name) {
        boolean isAggregated = model == KeyModel.AGGREGATE;
        return switch (dice.below(4)) {
            case 0 ->
                column(
                        name,
                        new Type.Text(Type.Text.Kind.VARCHAR, 65533),
                        isAggregated ? Aggregation.Function.MAX : null,
                        true);
            case 1 ->
                column(
                        name,
                        new Type.Decimal(dice.pick(Type.Decimal.Kind.DECIMAL, Type.Decimal.Kind.DECIMAL32), 9, 2),
                        isAggregated ? dice.pick(Aggregation.Function.SUM, Aggregation.Function.MIN) : null,
                        false);
            case 2 ->
                column(
                        name,
                        new Type.Array(new Type.Struct(List.of(
                                new Type.Field("a", new Type.Scalar(Type.Scalar.Kind.INT)),
                                new Type.Field("my field", new Type.Text(Type.Text.Kind.VARCHAR, 5))))),
                        isAggregated ? Aggregation.Function.REPLACE : null,
                        false);
            default ->
                column(
                        name,
                        new Type.Scalar(
                                dice.pick(Type.Scalar.Kind.INT, Type.Scalar.Kind.DOUBLE, Type.Scalar.Kind.DATETIME)),
                        isAggregated ? Aggregation.Function.REPLACE_IF_NOT_NULL : null,
                        false);
        };
    }

    private ColumnDefinition column(String name, Type type, @Nullable Aggregation aggregation, boolean mayHaveDefault) {
        boolean isKey = KEY_NAMES.contains(name) || name.equals(STATE_COLUMN);
        Boolean nullable = (isKey || dice.coin()) ? Boolean.FALSE : dice.orNull(() -> true);
        return ColumnDefinition.of(Name.of(name), type, Span.NONE)
                .withAggregation(aggregation)
                .withNullable(aggregation == Aggregation.Function.REPLACE_IF_NOT_NULL ? null : nullable)
                .withDefaultValue(mayHaveDefault && dice.coin() ? new ColumnDefault.TextDefault(texts.text()) : null)
                .withComment(dice.orNull(texts::text));
    }

    private ColumnDefinition generatedColumn() {
        Expression expression = Sql.parseExpression(dice.pick(
                "k + 1", "(k + 1) * 2", "-k", "if(k > 0 and day is not null, k, 0 - k)", "CAST(k % 7 AS BIGINT)"));
        Type bigint = new Type.Scalar(Type.Scalar.Kind.BIGINT);
        return ColumnDefinition.of(Name.of("g"), bigint, Span.NONE)
                .withGeneratedValue(new Expression.Cast("CAST", expression, bigint, Span.NONE))
                .withComment(dice.orNull(texts::text));
    }

    private IndexDefinition index() {
        return new IndexDefinition(
                Name.of(dice.pick("i", "my index", "it's", "select")),
                List.of(Name.of("k")),
                IndexDefinition.Kind.BITMAP,
                List.of(),
                dice.orNull(texts::text),
                Span.NONE);
    }

    private @Nullable PartitionClause partitioning(boolean hasStateColumn) {
        return switch (dice.below(hasStateColumn ? 6 : 4)) {
            case 0 -> null;
            case 1 ->
                new PartitionClause.RangePartitioning(
                        List.of(reference("k")),
                        List.of(fixedRange("p1", "0", "10"), fixedRange("p2", "10", "2000")),
                        Span.NONE);
            case 2 ->
                new PartitionClause.RangePartitioning(
                        List.of(reference("day")),
                        List.of(new PartitionDefinition.PartitionBatch(
                                "2024-01-01", "2024-01-0" + (2 + dice.below(7)), 1, "DAY", Span.NONE)),
                        Span.NONE);
            case 3 ->
                new PartitionClause.ExpressionPartitioning(
                        List.of(Sql.parseExpression("date_trunc('month', day)")), false, false, List.of(), Span.NONE);
            case 4 ->
                new PartitionClause.ListPartitioning(
                        List.of(Name.of(STATE_COLUMN)),
                        true,
                        true,
                        List.of(listPartition("p1"), listPartition("p2")),
                        Span.NONE);
            default ->
                new PartitionClause.ListPartitioning(
                        List.of(Name.of(STATE_COLUMN)), false, false, List.of(), Span.NONE);
        };
    }

    private PartitionDefinition fixedRange(String name, String lower, String upper) {
        return new PartitionDefinition.RangePartition(
                false,
                Name.of(name),
                List.of(new Bound.LiteralBound(lower)),
                List.of(new Bound.LiteralBound(upper)),
                dice.oneIn(4) ? List.of(Property.of("replication_num", "2")) : List.of(),
                Span.NONE);
    }

    private PartitionDefinition listPartition(String name) {
        return new PartitionDefinition.ListPartition(
                false,
                Name.of(name),
                List.of(
                        List.of(new Bound.LiteralBound(name + texts.text())),
                        List.of(new Bound.LiteralBound(name + "'\\"))),
                false,
                List.of(),
                Span.NONE);
    }

    private @Nullable Distribution distribution(KeyModel model) {
        Buckets buckets = dice.orNull(() -> new Buckets.Count(1 + dice.below(9)));
        return model == KeyModel.DUPLICATE && dice.oneIn(3)
                ? new Distribution.Random(buckets, Span.NONE)
                : new Distribution.Hash(List.of(Name.of("k")), buckets, Span.NONE);
    }

    private List<SortItem> sortKey(List<Name> keys) {
        return keys.stream()
                .map(name -> new SortItem(reference(name.text()), null, null))
                .toList();
    }

    private static Expression reference(String name) {
        return new Expression.Reference(QualifiedName.of(name), Span.NONE);
    }

    private List<Property> properties() {
        List<Property> properties = new ArrayList<>();
        if (dice.coin()) {
            properties.add(Property.of("replication_num", "1"));
        }
        if (dice.coin()) {
            properties.add(Property.of("compression", dice.pick("LZ4", "ZSTD", "zlib")));
        }
        if (dice.oneIn(4)) {
            properties.add(Property.of("bloom_filter_columns", "k"));
            properties.add(Property.of("bloom_filter_fpp", "0.02"));
        }
        return properties;
    }
}
