package dev.cairn.processor.query;

import static dev.cairn.processor.query.QueryGrammar.Kind.BIGINT;
import static dev.cairn.processor.query.QueryGrammar.Kind.BOOLEAN;
import static dev.cairn.processor.query.QueryGrammar.Kind.DATE;
import static dev.cairn.processor.query.QueryGrammar.Kind.DATETIME;
import static dev.cairn.processor.query.QueryGrammar.Kind.DECIMAL;
import static dev.cairn.processor.query.QueryGrammar.Kind.DOUBLE;
import static dev.cairn.processor.query.QueryGrammar.Kind.INT;
import static dev.cairn.processor.query.QueryGrammar.Kind.TINYINT;
import static dev.cairn.processor.query.QueryGrammar.Kind.VARCHAR;

import dev.cairn.random.Dice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Generates random methods without mistakes for the schema of {@code Shop.javaType}. */
final class QueryGrammar {
    /** The types of columns and expressions, each with the Java type that a person would choose. */
    enum Kind {
        TINYINT("byte"),
        INT("int"),
        BIGINT("long"),
        DECIMAL("BigDecimal"),
        DOUBLE("double"),
        BOOLEAN("boolean"),
        VARCHAR("String"),
        DATE("LocalDate"),
        DATETIME("LocalDateTime");

        private final String javaType;

        Kind(String javaType) {
            this.javaType = javaType;
        }

        String javaType() {
            return javaType;
        }
    }

    record Column(String name, Kind kind, boolean nullable) {}

    record Table(String name, List<Column> columns) {
        Column column(String name) {
            return columns.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static final Table ORDERS = new Table(
            "orders",
            List.of(
                    new Column("id", BIGINT, false),
                    new Column("order_date", DATE, false),
                    new Column("city", VARCHAR, false),
                    new Column("amount", DECIMAL, true),
                    new Column("quantity", INT, false),
                    new Column("account_id", BIGINT, true)));
    static final Table ACCOUNT = new Table(
            "account",
            List.of(
                    new Column("id", BIGINT, false),
                    new Column("name", VARCHAR, false),
                    new Column("active", BOOLEAN, false),
                    new Column("seen", DATETIME, true),
                    new Column("score", DOUBLE, false)));
    static final Table DAILY =
            new Table("daily", List.of(new Column("day", DATE, false), new Column("orders", BIGINT, false)));
    static final List<Table> TABLES = List.of(ORDERS, ACCOUNT, DAILY);

    /** The use of a parameter in a statement. */
    enum Use {
        COMPARED,
        STORED,
        /** The pattern of LIKE. */
        PATTERN,
        /** An argument that is a point in time. */
        TIME,
        ROW_COUNT
    }

    /**
     * A parameter, which occurs once.
     *
     * @param isList whether the parameter is the list of an IN predicate
     * @param optionalPart the number of the optional part that contains the parameter; -1 if it is in none
     */
    record Parameter(String name, Kind kind, Use use, boolean isList, boolean nullable, int optionalPart) {}

    /** A column of the result. */
    record Output(String name, Kind kind, boolean nullable) {}

    /** A part of a statement. */
    sealed interface SqlSegment {
        record Text(String sql) implements SqlSegment {}

        record TableName(Table table) implements SqlSegment {}

        record FunctionName(String name) implements SqlSegment {}

        /**
         * The name of a column.
         *
         * @param qualifier the alias of its table, if the statement contains it; otherwise null
         * @param parameter the index of the parameter that is compared with the column; -1 without a comparison
         */
        record ColumnName(@Nullable String qualifier, Table table, Column column, int parameter)
                implements SqlSegment {}

        record Value(int parameter) implements SqlSegment {}
    }

    /**
     * A method.
     *
     * @param outputs empty for a statement that changes data
     */
    record GeneratedMethod(List<SqlSegment> segments, List<Parameter> parameters, List<Output> outputs) {}

    /** A table in a FROM clause. */
    private record Relation(Table table, @Nullable String alias) {}

    private final Dice dice;
    private final List<SqlSegment> segments = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private int optionalPartCount;
    private int currentPart = -1;

    private QueryGrammar(Dice dice) {
        this.dice = dice;
    }

    static GeneratedMethod generate(Dice dice) {
        QueryGrammar grammar = new QueryGrammar(dice);
        switch (dice.below(10)) {
            case 0 -> grammar.appendChange();
            case 1, 2 -> grammar.appendGroupedQuery();
            case 3, 4 -> grammar.appendJoin();
            case 5 -> grammar.appendNestedQuery();
            case 6 -> grammar.appendUnion();
            default -> grammar.appendPlainQuery();
        }
        return new GeneratedMethod(
                List.copyOf(grammar.segments), List.copyOf(grammar.parameters), List.copyOf(grammar.outputs));
    }

    private void appendText(String sql) {
        segments.add(new SqlSegment.Text(sql));
    }

    private void appendColumn(Relation relation, Column column, int parameter) {
        segments.add(new SqlSegment.ColumnName(relation.alias(), relation.table(), column, parameter));
    }

    private int addParameter(Kind kind, Use use, boolean isList) {
        return addParameter(kind, use, isList, currentPart >= 0);
    }

    private int addParameter(Kind kind, Use use, boolean isList, boolean nullable) {
        parameters.add(new Parameter("p" + parameters.size(), kind, use, isList, nullable, currentPart));
        return parameters.size() - 1;
    }

    private void appendValue(int parameter) {
        segments.add(new SqlSegment.Value(parameter));
    }

    private Column chooseColumn(List<Column> columns) {
        return columns.get(dice.below(columns.size()));
    }

    private void appendPlainQuery() {
        Table table = TABLES.get(dice.below(TABLES.size()));
        Relation relation = new Relation(table, dice.oneIn(3) ? "t" : null);
        appendText("SELECT ");
        appendSelectItems(relation, chooseColumns(table.columns()));
        appendText(" FROM ");
        segments.add(new SqlSegment.TableName(table));
        appendText(relation.alias() == null ? "" : " " + relation.alias());
        appendWhere(relation);
        if (dice.coin()) {
            appendText(" ORDER BY ");
            appendColumn(relation, table.columns().get(0), -1);
            appendLimit();
        }
    }

    private List<Column> chooseColumns(List<Column> columns) {
        int first = dice.below(columns.size());
        return columns.subList(first, first + 1 + dice.below(columns.size() - first));
    }

    private void appendSelectItems(Relation relation, List<Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            appendText(i == 0 ? "" : ", ");
            appendColumn(relation, columns.get(i), -1);
            String name = columns.get(i).name();
            if (dice.oneIn(3)) {
                name = "renamed_" + i;
                appendText(" AS " + name);
            }
            outputs.add(new Output(name, columns.get(i).kind(), columns.get(i).nullable()));
        }
    }

    private void appendLimit() {
        switch (dice.below(3)) {
            case 0 -> {
                appendText(" LIMIT ");
                appendValue(addParameter(INT, Use.ROW_COUNT, false));
            }
            case 1 -> {
                appendText(" LIMIT 10 OFFSET ");
                appendValue(addParameter(BIGINT, Use.ROW_COUNT, false));
            }
            default -> appendText(" LIMIT 10");
        }
    }

    /**
     * Appends conditions on columns that are NOT NULL, because a condition on another column changes whether it can be
     * NULL.
     */
    private void appendWhere(Relation relation) {
        List<Column> columns = relation.table().columns().stream()
                .filter(column -> !column.nullable())
                .toList();
        appendText(" WHERE ");
        appendCondition(relation, chooseColumn(columns));
        while (dice.oneIn(3)) {
            appendText(dice.oneIn(4) ? " OR " : " AND ");
            appendCondition(relation, chooseColumn(columns));
        }
        if (dice.oneIn(3)) {
            appendText(" /*? AND ");
            currentPart = optionalPartCount++;
            appendCondition(relation, chooseColumn(columns));
            currentPart = -1;
            appendText(" */");
        }
    }

    private void appendCondition(Relation relation, Column column) {
        Kind kind = column.kind();
        int conditionForm = dice.below(9);
        if (conditionForm == 0 && kind != BOOLEAN) {
            int low = addParameter(kind, Use.COMPARED, false);
            int high = addParameter(kind, Use.COMPARED, false);
            // Both parameters are compared with the column, so no mutation exchanges it.
            segments.add(new SqlSegment.ColumnName(relation.alias(), relation.table(), column, -1));
            appendText(" BETWEEN ");
            appendValue(low);
            appendText(" AND ");
            appendValue(high);
        } else if (conditionForm == 1) {
            int list = addParameter(kind, Use.COMPARED, true);
            appendColumn(relation, column, list);
            appendText(dice.coin() ? " IN (" : " NOT IN (");
            appendValue(list);
            appendText(")");
        } else if (conditionForm == 2 && kind == VARCHAR) {
            appendColumn(relation, column, -1);
            appendText(" LIKE ");
            appendValue(addParameter(VARCHAR, Use.PATTERN, false));
        } else if (conditionForm == 3 && kind == VARCHAR) {
            appendCall("length", relation, column, " < ", INT);
        } else if (conditionForm == 4 && (kind == DATE || kind == DATETIME)) {
            appendCall("month", relation, column, " = ", TINYINT);
        } else if (conditionForm == 5 && (kind == DATE || kind == DATETIME)) {
            appendColumn(relation, column, -1);
            appendText(" >= ");
            segments.add(new SqlSegment.FunctionName("date_sub"));
            appendText("(");
            appendValue(addParameter(DATETIME, Use.TIME, false));
            appendText(", INTERVAL 7 DAY)");
        } else if (conditionForm == 6) {
            int parameter = addParameter(kind, Use.COMPARED, false);
            appendValue(parameter);
            appendText(dice.pick(" = ", " >= ", " <> "));
            appendColumn(relation, column, parameter);
        } else {
            int parameter = addParameter(kind, Use.COMPARED, false);
            appendColumn(relation, column, parameter);
            appendText(dice.pick(" = ", " < ", " >= ", " <> ", " <=> "));
            appendValue(parameter);
        }
    }

    private void appendCall(String function, Relation relation, Column column, String operator, Kind kind) {
        segments.add(new SqlSegment.FunctionName(function));
        appendText("(");
        appendColumn(relation, column, -1);
        appendText(")" + operator);
        appendValue(addParameter(kind, Use.COMPARED, false));
    }

    private void appendGroupedQuery() {
        Relation relation = new Relation(ORDERS, null);
        Column key = dice.coin() ? ORDERS.column("city") : ORDERS.column("order_date");
        appendText("SELECT ");
        appendColumn(relation, key, -1);
        outputs.add(new Output(key.name(), key.kind(), false));
        appendText(", ");
        segments.add(new SqlSegment.FunctionName("count"));
        appendText("(*) AS total");
        outputs.add(new Output("total", BIGINT, false));
        appendAggregate(relation, "sum", "quantity", BIGINT, false);
        appendAggregate(relation, "max", "amount", DECIMAL, true);
        appendAggregate(relation, "avg", "quantity", DOUBLE, false);
        appendAggregate(relation, "min", "account_id", BIGINT, true);
        appendText(" FROM ");
        segments.add(new SqlSegment.TableName(ORDERS));
        appendWhere(relation);
        appendText(" GROUP BY ");
        appendColumn(relation, key, -1);
        if (dice.coin()) {
            appendText(" HAVING count(*) > ");
            appendValue(addParameter(BIGINT, Use.COMPARED, false));
        }
        if (dice.coin()) {
            appendText(" ORDER BY total DESC");
            appendLimit();
        }
    }

    private void appendAggregate(Relation relation, String function, String name, Kind kind, boolean nullable) {
        if (dice.coin()) {
            String alias = function + "_" + name;
            appendText(", ");
            segments.add(new SqlSegment.FunctionName(function));
            appendText("(");
            appendColumn(relation, ORDERS.column(name), -1);
            appendText(") AS " + alias);
            outputs.add(new Output(alias, kind, nullable));
        }
    }

    private void appendJoin() {
        Relation orders = new Relation(ORDERS, "o");
        Relation account = new Relation(ACCOUNT, "a");
        boolean isOuterJoin = dice.coin();
        appendText("SELECT ");
        List<Column> columns = chooseColumns(ORDERS.columns());
        appendSelectItems(orders, columns);
        Column accountColumn =
                chooseColumn(ACCOUNT.columns().subList(1, ACCOUNT.columns().size()));
        appendText(", ");
        appendColumn(account, accountColumn, -1);
        appendText(" AS other");
        outputs.add(new Output("other", accountColumn.kind(), isOuterJoin || accountColumn.nullable()));
        appendText(" FROM ");
        segments.add(new SqlSegment.TableName(ORDERS));
        appendText(isOuterJoin ? " o LEFT JOIN " : " o JOIN ");
        segments.add(new SqlSegment.TableName(ACCOUNT));
        appendText(" a ON a.id = o.quantity");
        if (dice.oneIn(3)) {
            int active = addParameter(BOOLEAN, Use.COMPARED, false);
            appendText(" AND ");
            appendColumn(account, ACCOUNT.column("active"), active);
            appendText(" = ");
            appendValue(active);
        }
        appendWhere(orders);
    }

    private void appendNestedQuery() {
        if (dice.coin()) {
            Relation orders = new Relation(ORDERS, null);
            appendText("WITH few AS (SELECT id, amount FROM ");
            segments.add(new SqlSegment.TableName(ORDERS));
            appendWhere(orders);
            appendText(") SELECT few.id, few.amount FROM few WHERE few.id > ");
            outputs.add(new Output("id", BIGINT, false));
            outputs.add(new Output("amount", DECIMAL, true));
            appendValue(addParameter(BIGINT, Use.COMPARED, false));
        } else {
            Relation account = new Relation(ACCOUNT, null);
            Relation orders = new Relation(ORDERS, null);
            appendText("SELECT ");
            appendSelectItems(account, ACCOUNT.columns().subList(0, 2));
            appendText(" FROM ");
            segments.add(new SqlSegment.TableName(ACCOUNT));
            appendText(" WHERE account.id IN (SELECT orders.id FROM ");
            segments.add(new SqlSegment.TableName(ORDERS));
            appendWhere(orders);
            appendText(")");
        }
    }

    private void appendUnion() {
        Relation orders = new Relation(ORDERS, null);
        Relation daily = new Relation(DAILY, null);
        appendText("SELECT order_date AS moment, id AS number FROM ");
        segments.add(new SqlSegment.TableName(ORDERS));
        appendWhere(orders);
        appendText(dice.coin() ? " UNION ALL SELECT day, orders FROM " : " EXCEPT SELECT day, orders FROM ");
        segments.add(new SqlSegment.TableName(DAILY));
        appendWhere(daily);
        outputs.add(new Output("moment", DATE, false));
        outputs.add(new Output("number", BIGINT, false));
    }

    private void appendChange() {
        switch (dice.below(3)) {
            case 0 -> {
                appendText("INSERT INTO ");
                segments.add(new SqlSegment.TableName(ORDERS));
                appendText(" (id, order_date, city, amount, quantity, account_id, tags) VALUES (");
                for (Column column : ORDERS.columns()) {
                    appendStoredValue(column);
                    appendText(", ");
                }
                appendText("['new'])");
            }
            case 1 -> {
                appendText("UPDATE ");
                segments.add(new SqlSegment.TableName(ORDERS));
                Column column = chooseColumn(ORDERS.columns().subList(2, 6));
                appendText(" SET " + column.name() + " = ");
                appendStoredValue(column);
                appendWhere(new Relation(ORDERS, null));
            }
            default -> {
                appendText("DELETE FROM ");
                segments.add(new SqlSegment.TableName(ORDERS));
                appendWhere(new Relation(ORDERS, null));
            }
        }
    }

    private void appendStoredValue(Column column) {
        appendValue(addParameter(column.kind(), Use.STORED, false, column.nullable()));
    }
}
