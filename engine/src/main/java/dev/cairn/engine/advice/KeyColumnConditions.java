package dev.cairn.engine.advice;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationField.Cell;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.advice.SelectParts.Condition;
import dev.cairn.engine.advice.SelectParts.FromItem;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The conditions of a statement on the partition columns and on the first sort column of a table in a FROM clause. */
final class KeyColumnConditions {
    private static final Set<String> OF_METADATA = Set.of("count", "min", "max");

    /** The text of a part of the statement. */
    interface PartText {
        String of(Expression part);
    }

    private final List<SelectParts> all;
    private final SelectParts parts;
    private final FromItem item;
    private final Table table;
    private final PartText text;

    /** @param all all SELECTs of the statement, since an outer one may restrict a column of an inner one */
    KeyColumnConditions(List<SelectParts> all, SelectParts parts, FromItem item, Table table, PartText text) {
        this.all = all;
        this.parts = parts;
        this.item = item;
        this.table = table;
        this.text = text;
    }

    List<QueryWarning> warnings() {
        List<QueryWarning> warnings = new ArrayList<>();
        List<String> partitions = table.partitioning().columnsRead();
        boolean prunes = partitions.stream().anyMatch(this::isSearched);
        if (!partitions.isEmpty() && !prunes && canTellPruning()) {
            for (String name : partitions) {
                table.column(name).ifPresent(column -> addHidden(column, true, warnings));
            }
        }
        Column sorted = sortColumn();
        boolean partitionColumn = sorted != null && partitions.stream().anyMatch(sorted::is);
        if (sorted != null && !partitionColumn && !isSearched(sorted.name())) {
            addHidden(sorted, false, warnings);
        }
        return warnings;
    }

    /** Whether the statement has no condition on any column that determines the partition of a row. */
    static boolean readsAllPartitions(List<SelectParts> all, SelectParts parts, FromItem item, List<String> columns) {
        return !columns.isEmpty()
                && columns.stream().noneMatch(column -> isNamedInAnyCondition(all, parts, item, column))
                && !stopsEarly(parts)
                && !readsMetadata(parts);
    }

    /** The columns of a partitioned table that a condition has to name: a generated column follows from others. */
    static List<String> restrictable(Table table) {
        List<String> columns = new ArrayList<>(table.partitioning().columnsRead());
        for (String name : table.partitioning().columnsRead()) {
            table.column(name).map(Column::generated).ifPresent(generated -> columns.addAll(generated.columnNames()));
        }
        return columns;
    }

    /** Whether a condition names a column that passes on this one. */
    static boolean isRestricted(List<SelectParts> all, FromItem item, String column) {
        return all.stream().anyMatch(select -> isNamed(select, item, column));
    }

    private @Nullable Column sortColumn() {
        if (!table.sortKey().isEmpty()) {
            return table.column(table.sortKey().get(0)).orElse(null);
        }
        return table.keyColumns().stream().findFirst().orElse(null);
    }

    /** Whether it is known what the server prunes: not for expressions other than truncated times. */
    private boolean canTellPruning() {
        Partitioning partitioning = table.partitioning();
        List<Expression> expressions = partitioning instanceof Partitioning.RangeBy range
                ? List.of(range.by())
                : partitioning.hiddenExpressions();
        return expressions.stream().allMatch(RangeExpression::isColumnOrTruncation)
                && partitioning.columnsRead().stream()
                        .allMatch(name -> table.column(name)
                                        .filter(column -> column.generated() == null)
                                        .isPresent()
                                && table.columnGeneratedFrom(name)
                                        .filter(hidden -> !hidden.startsWith(Partitioning.HIDDEN_COLUMN))
                                        .isEmpty());
    }

    /** Whether a condition on the column lets the server search for rows, or whether that is not certain. */
    private boolean isSearched(String column) {
        for (Condition condition : parts.conditions()) {
            if (names(parts, item, column, condition) && !isHidden(column, condition)) {
                return true;
            }
        }
        return isJoined(parts, item, column) || isRestricted(all, item, column);
    }

    private boolean isHidden(String name, Condition condition) {
        Column column = table.column(name).orElse(null);
        return column != null && (hiding(column, condition) != null || cast(column, condition.expression()) != null);
    }

    private @Nullable HidingExpression hiding(Column column, Condition condition) {
        return HidingExpression.in(
                condition.expression(),
                part -> isColumn(part, column.name()),
                column.type(),
                byRangeOrSort(column.name()),
                text);
    }

    /** Casts of the values of LIST partitions are evaluated; casts of sort columns never are. */
    private boolean byRangeOrSort(String column) {
        return table.partitioning().byRange()
                || table.partitioning().columnsRead().stream().noneMatch(column::equalsIgnoreCase);
    }

    private void addHidden(Column column, boolean partition, List<QueryWarning> warnings) {
        for (Condition condition : parts.conditions()) {
            if (!names(parts, item, column.name(), condition)) {
                continue;
            }
            ColumnCast cast = cast(column, condition.expression());
            HidingExpression hiding = hiding(column, condition);
            if (cast != null) {
                warnings.add(new QueryWarning(
                        partition ? QueryAdviceRule.PARTITION_COLUMN_CAST : QueryAdviceRule.SORT_COLUMN_CAST,
                        List.of(
                                column.name(),
                                TypeText.listed(column.type()),
                                TypeText.listed(cast.other()),
                                table.name()),
                        condition.expression().span(),
                        cast.replacement()));
            } else if (hiding != null) {
                warnings.add(new QueryWarning(
                        partition ? QueryAdviceRule.PARTITION_COLUMN_HIDDEN : QueryAdviceRule.SORT_COLUMN_HIDDEN,
                        List.of(text.of(hiding.expression()), column.name(), table.name()),
                        hiding.expression().span(),
                        hiding.replacement()));
            }
        }
    }

    private boolean isColumn(Expression part, String column) {
        return part instanceof Expression.Reference reference
                && parts.fields(reference).stream()
                        .anyMatch(field -> item.is(field) && field.name().equalsIgnoreCase(column));
    }

    /** A comparison for which the server casts the column and not the other side. */
    private record ColumnCast(Type other, @Nullable String replacement) {}

    private @Nullable ColumnCast cast(Column column, Expression condition) {
        if (!(condition.unwrapped() instanceof Expression.Binary binary)
                || !ComparisonTypes.compares(binary.operator())
                || binary.operator().meaning() == Operator.NOT_EQUAL) {
            return null;
        }
        boolean left = isColumn(binary.left().unwrapped(), column.name());
        if (!left && !isColumn(binary.right().unwrapped(), column.name())) {
            return null;
        }
        Expression value = left ? binary.right() : binary.left();
        Type type = parts.facts().type(value);
        if (type == null
                || value.contains(part -> part instanceof Expression.Reference || part.query() != null)
                || !isCast(PrimitiveType.of(column.type()), PrimitiveType.of(type), byRangeOrSort(column.name()))) {
            return null;
        }
        boolean number = value.unwrapped() instanceof Expression.Number literal
                && text.of(literal).equals(literal.text())
                && PrimitiveType.of(column.type()).isCharacters();
        String operator = binary.operator().text();
        String quoted = "'" + text.of(value.unwrapped()) + "'";
        String plain = left
                ? text.of(binary.left()) + " " + operator + " " + quoted
                : quoted + " " + operator + " " + text.of(binary.right());
        return new ColumnCast(type, number ? plain : null);
    }

    private static boolean isCast(PrimitiveType column, PrimitiveType value, boolean byRangeOrSort) {
        return column.isCharacters()
                ? value.isNumeric() || value.isDate() || value == PrimitiveType.BOOLEAN
                : byRangeOrSort && column.isInteger() && value.isDecimal();
    }

    private static boolean isNamedInAnyCondition(
            List<SelectParts> all, SelectParts parts, FromItem item, String column) {
        return all.stream()
                .anyMatch(select -> select == parts
                        ? select.conditions().stream().anyMatch(condition -> names(select, item, column, condition))
                                || isJoined(select, item, column)
                                || isNamed(select, item, column)
                        : isNamed(select, item, column));
    }

    /** Whether a condition names the column of this relation directly. */
    private static boolean names(SelectParts select, FromItem item, String column, Condition condition) {
        return condition.references().stream()
                .flatMap(reference -> select.fields(reference).stream())
                .anyMatch(field -> item.is(field) && field.name().equalsIgnoreCase(column));
    }

    private static boolean isJoined(SelectParts select, FromItem item, String column) {
        for (Name name : select.using()) {
            if (name.is(column) && select.facts().fields(name.span()).stream().anyMatch(item::is)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a condition names a column that passes on this one, as those of a subquery in FROM do. */
    private static boolean isNamed(SelectParts select, FromItem item, String column) {
        return select.conditions().stream()
                        .flatMap(condition -> condition.references().stream())
                        .anyMatch(reference -> mayPassOn(select, reference, item, column))
                || select.using().stream()
                        .flatMap(name -> select.facts().fields(name.span()).stream())
                        .anyMatch(field -> !isTable(select, field) && originatesIn(field, item, column));
    }

    private static boolean mayPassOn(SelectParts select, Expression.Reference reference, FromItem item, String column) {
        List<RelationField> fields = select.fields(reference);
        if (fields.isEmpty()) {
            return aliased(select, reference.name().last()).stream()
                    .flatMap(inner -> select.fields(inner).stream())
                    .anyMatch(field -> originatesIn(field, item, column));
        }
        return fields.stream().anyMatch(field -> !isTable(select, field) && originatesIn(field, item, column));
    }

    /** The names in the output that HAVING refers to by its alias. */
    private static List<Expression.Reference> aliased(SelectParts select, Name alias) {
        List<Expression.Reference> references = new ArrayList<>();
        for (Item output : select.select().items()) {
            if (output instanceof Item.Value value
                    && value.alias() != null
                    && value.alias().is(alias.text())) {
                references.addAll(SelectParts.references(value.value()));
            }
        }
        return references;
    }

    /** Whether a column belongs to a table of the SELECT itself: then it does not pass on a column of another one. */
    private static boolean isTable(SelectParts select, RelationField field) {
        FromItem relation = select.relation(field);
        return relation != null
                && relation.source() != null
                && relation.source().source().definition() == null;
    }

    private static boolean originatesIn(RelationField field, FromItem item, String column) {
        for (Cell cell : field.origins()) {
            var origin = cell.use().origin(cell.column());
            if (item.source() != null
                    && origin.source().name().equals(item.source().source().name())
                    && origin.source().database().equals(item.source().source().database())
                    && origin.column().name().equalsIgnoreCase(column)) {
                return true;
            }
        }
        return false;
    }

    /** A LIMIT without an order ends the scan as soon as it has enough rows. */
    private static boolean stopsEarly(SelectParts parts) {
        return parts.query() != null
                && parts.query().limit() != null
                && parts.query().orderBy().isEmpty()
                && parts.select().groupBy() == null
                && parts.select().quantifier() == null
                && parts.select().items().stream().noneMatch(KeyColumnConditions::combinesRows);
    }

    private static boolean combinesRows(Item item) {
        return item instanceof Item.Value value
                && (RestrictedPart.AGGREGATE.isIn(value.value()) || RestrictedPart.WINDOW_FUNCTION.isIn(value.value()));
    }

    /** The number of rows and the bounds of columns of a whole table are in its metadata. */
    private static boolean readsMetadata(SelectParts parts) {
        return parts.relations().size() == 1
                && parts.select().where() == null
                && parts.select().groupBy() == null
                && parts.select().items().stream()
                        .allMatch(item -> item instanceof Item.Value value
                                && value.value().unwrapped() instanceof Expression.Call call
                                && !call.distinct()
                                && OF_METADATA.contains(
                                        call.function().last().text().toLowerCase(Locale.ROOT))
                                && call.arguments().stream()
                                        .allMatch(argument -> argument.unwrapped() instanceof Expression.Reference
                                                || argument instanceof Expression.Number));
    }

    /**
     * A comparison with a constant that hides a column from the server: it neither prunes partitions nor searches the sort key
     * by it.
     *
     * <p>The server prunes by more than plain columns: see {@link FunctionTrait#RESTRICTS_PARTITIONS}. It also moves additions
     * and most casts to the other side.
     *
     * @param expression the expression around the column
     * @param replacement a condition with the same meaning that does not hide the column; null if there is none
     */
    private record HidingExpression(
            Expression expression, @Nullable String replacement) {
        /**
         * Returns the expression that hides a column in a condition; null if there is none, or if the server may still see the
         * column.
         *
         * @param type the type of the column
         * @param casts whether a cast of the column hides it; the server evaluates casts of the values of LIST partitions
         * @param text returns the text of an expression
         */
        static @Nullable HidingExpression in(
                Expression condition, Predicate<Expression> column, Type type, boolean casts, PartText text) {
            Expression value = comparedValue(condition.unwrapped(), column);
            if (value == null || !isHiding(value, column, type, casts)) {
                return null;
            }
            return new HidingExpression(value, replacement(condition.unwrapped(), value, column, type, text));
        }

        /** Returns the side with the column if the other side is constant and a plain column would be searched for. */
        private static @Nullable Expression comparedValue(Expression condition, Predicate<Expression> column) {
            if (condition instanceof Expression.Binary binary
                    && ComparisonTypes.compares(binary.operator())
                    && binary.operator().meaning() != Operator.NOT_EQUAL) {
                if (binary.left().contains(column)) {
                    return alone(binary.left(), List.of(binary.right()));
                }
                return alone(binary.right(), List.of(binary.left()));
            }
            if (condition instanceof Expression.In in && !in.negated()) {
                return alone(in.value(), in.candidates());
            }
            if (condition instanceof Expression.Between between && !between.negated()) {
                return alone(between.value(), List.of(between.low(), between.high()));
            }
            return condition instanceof Expression.Like like && !like.negated()
                    ? alone(like.value(), List.of(like.pattern()))
                    : null;
        }

        private static @Nullable Expression alone(Expression value, List<Expression> others) {
            return others.stream().allMatch(ConstantExpressions::isConstant) ? value.unwrapped() : null;
        }

        /** Whether any operation on the way from the expression to the column hides it. */
        private static boolean isHiding(Expression expression, Predicate<Expression> column, Type type, boolean casts) {
            if (column.test(expression) || !expression.contains(column)) {
                return false;
            }
            if (expression instanceof Expression.Cast cast) {
                if (casts && column.test(cast.value().unwrapped()) && isHidingCast(type, cast.type())) {
                    return true;
                }
            } else if (isHidingOperation(expression)) {
                return true;
            }
            return expression.parts().stream().anyMatch(part -> isHiding(part.unwrapped(), column, type, casts));
        }

        private static boolean isHidingCall(Expression.Call call) {
            String name = CallRewrites.name(call);
            boolean unordered = name.equals("date_format")
                    && call.arguments().size() == 2
                    && call.arguments().get(1).unwrapped() instanceof Expression.Text format
                    && !format.value().startsWith("%Y");
            return isHidingFunction(name) || unordered;
        }

        /** A user-defined function may be inlined, and is therefore not certain to hide the column. */
        private static boolean isHidingFunction(String name) {
            return BuiltinFunctions.areNamed(name)
                    && !BuiltinFunctions.named(name).is(FunctionTrait.RESTRICTS_PARTITIONS);
        }

        /** The server moves a number that is added or subtracted to the other side, but no other arithmetic. */
        private static boolean isHidingOperation(Expression expression) {
            if (expression instanceof Expression.Call call) {
                return isHidingCall(call);
            }
            if (expression instanceof Expression.Extract extract) {
                return isHidingFunction(extract.field().text().toLowerCase(Locale.ROOT));
            }
            if (expression instanceof Expression.Unary unary) {
                return unary.operator() == Operator.MINUS || unary.operator() == Operator.BIT_NOT;
            }
            return expression instanceof Expression.Binary binary
                    && switch (binary.operator().meaning()) {
                        case TIMES,
                                MODULO,
                                INT_DIVIDE,
                                BIT_AND,
                                BIT_OR,
                                BIT_XOR,
                                SHIFT_LEFT,
                                SHIFT_RIGHT,
                                SHIFT_RIGHT_LOGICAL -> true;
                        default -> false;
                    };
        }

        private static boolean isHidingCast(Type from, Type to) {
            PrimitiveType source = PrimitiveType.of(from);
            PrimitiveType target = PrimitiveType.of(to);
            if (source.isDate()) {
                return target.isCharacters() || target.isInteger();
            }
            if (source.isCharacters()) {
                return target.isNumeric() || target.isDate();
            }
            return source.isInteger() && (target.isCharacters() || target.isDecimal());
        }

        private static @Nullable String replacement(
                Expression condition, Expression value, Predicate<Expression> column, Type type, PartText text) {
            if (!(condition instanceof Expression.Binary binary)) {
                return null;
            }
            boolean right = binary.right().contains(column);
            String other = text.of(right ? binary.left() : binary.right());
            String plain = plain(value, binary, type, text);
            if (plain == null) {
                return null;
            }
            String operator = binary.operator().text();
            return right ? other + " " + operator + " " + plain : plain + " " + operator + " " + other;
        }

        /** Returns what to compare instead of the expression; null if the other side has to change too. */
        private static @Nullable String plain(Expression value, Expression.Binary condition, Type type, PartText text) {
            if (value instanceof Expression.Call call
                    && CallRewrites.name(call).equals("date")
                    && call.arguments().size() == 1
                    && call.arguments().get(0).unwrapped() instanceof Expression.Reference) {
                String column = text.of(call.arguments().get(0));
                return PrimitiveType.of(type) == PrimitiveType.DATE ? column : "CAST(" + column + " AS DATE)";
            }
            boolean ofText = isQuotedText(condition.left(), text) || isQuotedText(condition.right(), text);
            return value instanceof Expression.Cast cast
                            && PrimitiveType.of(type) == PrimitiveType.DATE
                            && PrimitiveType.of(cast.type()).isCharacters()
                            && condition.operator() == Operator.EQUAL
                            && ofText
                    ? text.of(cast.value())
                    : null;
        }

        /** Whether an expression is a text literal, and does not only stand for a parameter. */
        private static boolean isQuotedText(Expression expression, PartText text) {
            return expression.unwrapped() instanceof Expression.Text literal
                    && text.of(literal).equals(literal.quote() + literal.value() + literal.quote());
        }
    }
}
