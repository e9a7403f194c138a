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

/** Random methods without mistakes over the schema of {@code Shop.java}. */
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

        private final String java;

        Kind(String java) {
            this.java = java;
        }

        String java() {
            return java;
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
     * @param several whether it is the list of an IN predicate
     * @param part the number of the optional part that contains it, or -1
     */
    record Parameter(String name, Kind kind, Use use, boolean several, boolean nullable, int part) {}

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
         * @param qualifier the alias of its table, if the statement writes it
         * @param parameter the index of the parameter with which it is compared, or -1
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
    record Generated(List<SqlSegment> pieces, List<Parameter> parameters, List<Output> outputs) {}

    /** A table in a FROM clause. */
    private record Relation(Table table, @Nullable String alias) {}

    private final Dice dice;
    private final List<SqlSegment> pieces = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private int parts;
    private int part = -1;

    private QueryGrammar(Dice dice) {
        this.dice = dice;
    }

    static Generated method(Dice dice) {
        QueryGrammar grammar = new QueryGrammar(dice);
        switch (dice.below(10)) {
            case 0 -> grammar.change();
            case 1, 2 -> grammar.grouped();
            case 3, 4 -> grammar.joined();
            case 5 -> grammar.nested();
            case 6 -> grammar.union();
            default -> grammar.plain();
        }
        return new Generated(
                List.copyOf(grammar.pieces), List.copyOf(grammar.parameters), List.copyOf(grammar.outputs));
    }

    private void text(String sql) {
        pieces.add(new SqlSegment.Text(sql));
    }

    private void column(Relation of, Column column, int parameter) {
        pieces.add(new SqlSegment.ColumnName(of.alias(), of.table(), column, parameter));
    }

    private int parameter(Kind kind, Use use, boolean several) {
        return parameter(kind, use, several, part >= 0);
    }

    private int parameter(Kind kind, Use use, boolean several, boolean nullable) {
        parameters.add(new Parameter("p" + parameters.size(), kind, use, several, nullable, part));
        return parameters.size() - 1;
    }

    private void value(int parameter) {
        pieces.add(new SqlSegment.Value(parameter));
    }

    private Column any(List<Column> columns) {
        return columns.get(dice.below(columns.size()));
    }

    private void plain() {
        Table table = TABLES.get(dice.below(TABLES.size()));
        Relation relation = new Relation(table, dice.oneIn(3) ? "t" : null);
        text("SELECT ");
        select(relation, some(table.columns()));
        text(" FROM ");
        pieces.add(new SqlSegment.TableName(table));
        text(relation.alias() == null ? "" : " " + relation.alias());
        where(relation);
        if (dice.coin()) {
            text(" ORDER BY ");
            column(relation, table.columns().get(0), -1);
            limit();
        }
    }

    private List<Column> some(List<Column> columns) {
        int first = dice.below(columns.size());
        return columns.subList(first, first + 1 + dice.below(columns.size() - first));
    }

    private void select(Relation relation, List<Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            text(i == 0 ? "" : ", ");
            column(relation, columns.get(i), -1);
            String name = columns.get(i).name();
            if (dice.oneIn(3)) {
                name = "renamed_" + i;
                text(" AS " + name);
            }
            outputs.add(new Output(name, columns.get(i).kind(), columns.get(i).nullable()));
        }
    }

    private void limit() {
        switch (dice.below(3)) {
            case 0 -> {
                text(" LIMIT ");
                value(parameter(INT, Use.ROW_COUNT, false));
            }
            case 1 -> {
                text(" LIMIT 10 OFFSET ");
                value(parameter(BIGINT, Use.ROW_COUNT, false));
            }
            default -> text(" LIMIT 10");
        }
    }

    /** Conditions on columns that are never NULL, because a condition changes whether its column may be. */
    private void where(Relation relation) {
        List<Column> columns = relation.table().columns().stream()
                .filter(column -> !column.nullable())
                .toList();
        text(" WHERE ");
        condition(relation, any(columns));
        while (dice.oneIn(3)) {
            text(dice.oneIn(4) ? " OR " : " AND ");
            condition(relation, any(columns));
        }
        if (dice.oneIn(3)) {
            text(" /*? AND ");
            part = parts++;
            condition(relation, any(columns));
            part = -1;
            text(" */");
        }
    }

    private void condition(Relation relation, Column column) {
        Kind kind = column.kind();
        int form = dice.below(9);
        if (form == 0 && kind != BOOLEAN) {
            int low = parameter(kind, Use.COMPARED, false);
            int high = parameter(kind, Use.COMPARED, false);
            // Both parameters are compared with the column, so it is not exchanged.
            pieces.add(new SqlSegment.ColumnName(relation.alias(), relation.table(), column, -1));
            text(" BETWEEN ");
            value(low);
            text(" AND ");
            value(high);
        } else if (form == 1) {
            int list = parameter(kind, Use.COMPARED, true);
            column(relation, column, list);
            text(dice.coin() ? " IN (" : " NOT IN (");
            value(list);
            text(")");
        } else if (form == 2 && kind == VARCHAR) {
            column(relation, column, -1);
            text(" LIKE ");
            value(parameter(VARCHAR, Use.PATTERN, false));
        } else if (form == 3 && kind == VARCHAR) {
            call("length", relation, column, " < ", INT);
        } else if (form == 4 && (kind == DATE || kind == DATETIME)) {
            call("month", relation, column, " = ", TINYINT);
        } else if (form == 5 && (kind == DATE || kind == DATETIME)) {
            column(relation, column, -1);
            text(" >= ");
            pieces.add(new SqlSegment.FunctionName("date_sub"));
            text("(");
            value(parameter(DATETIME, Use.TIME, false));
            text(", INTERVAL 7 DAY)");
        } else if (form == 6) {
            int compared = parameter(kind, Use.COMPARED, false);
            value(compared);
            text(dice.of(" = ", " >= ", " <> "));
            column(relation, column, compared);
        } else {
            int compared = parameter(kind, Use.COMPARED, false);
            column(relation, column, compared);
            text(dice.of(" = ", " < ", " >= ", " <> ", " <=> "));
            value(compared);
        }
    }

    private void call(String function, Relation relation, Column column, String operator, Kind kind) {
        pieces.add(new SqlSegment.FunctionName(function));
        text("(");
        column(relation, column, -1);
        text(")" + operator);
        value(parameter(kind, Use.COMPARED, false));
    }

    private void grouped() {
        Relation relation = new Relation(ORDERS, null);
        Column key = dice.coin() ? ORDERS.column("city") : ORDERS.column("order_date");
        text("SELECT ");
        column(relation, key, -1);
        outputs.add(new Output(key.name(), key.kind(), false));
        text(", ");
        pieces.add(new SqlSegment.FunctionName("count"));
        text("(*) AS total");
        outputs.add(new Output("total", BIGINT, false));
        aggregate(relation, "sum", "quantity", BIGINT, false);
        aggregate(relation, "max", "amount", DECIMAL, true);
        aggregate(relation, "avg", "quantity", DOUBLE, false);
        aggregate(relation, "min", "account_id", BIGINT, true);
        text(" FROM ");
        pieces.add(new SqlSegment.TableName(ORDERS));
        where(relation);
        text(" GROUP BY ");
        column(relation, key, -1);
        if (dice.coin()) {
            text(" HAVING count(*) > ");
            value(parameter(BIGINT, Use.COMPARED, false));
        }
        if (dice.coin()) {
            text(" ORDER BY total DESC");
            limit();
        }
    }

    private void aggregate(Relation relation, String function, String name, Kind kind, boolean nullable) {
        if (dice.coin()) {
            String alias = function + "_" + name;
            text(", ");
            pieces.add(new SqlSegment.FunctionName(function));
            text("(");
            column(relation, ORDERS.column(name), -1);
            text(") AS " + alias);
            outputs.add(new Output(alias, kind, nullable));
        }
    }

    private void joined() {
        Relation orders = new Relation(ORDERS, "o");
        Relation account = new Relation(ACCOUNT, "a");
        boolean outer = dice.coin();
        text("SELECT ");
        List<Column> columns = some(ORDERS.columns());
        select(orders, columns);
        Column other = any(ACCOUNT.columns().subList(1, ACCOUNT.columns().size()));
        text(", ");
        column(account, other, -1);
        text(" AS other");
        outputs.add(new Output("other", other.kind(), outer || other.nullable()));
        text(" FROM ");
        pieces.add(new SqlSegment.TableName(ORDERS));
        text(outer ? " o LEFT JOIN " : " o JOIN ");
        pieces.add(new SqlSegment.TableName(ACCOUNT));
        text(" a ON a.id = o.quantity");
        if (dice.oneIn(3)) {
            int active = parameter(BOOLEAN, Use.COMPARED, false);
            text(" AND ");
            column(account, ACCOUNT.column("active"), active);
            text(" = ");
            value(active);
        }
        where(orders);
    }

    private void nested() {
        if (dice.coin()) {
            Relation orders = new Relation(ORDERS, null);
            text("WITH few AS (SELECT id, amount FROM ");
            pieces.add(new SqlSegment.TableName(ORDERS));
            where(orders);
            text(") SELECT few.id, few.amount FROM few WHERE few.id > ");
            outputs.add(new Output("id", BIGINT, false));
            outputs.add(new Output("amount", DECIMAL, true));
            value(parameter(BIGINT, Use.COMPARED, false));
        } else {
            Relation account = new Relation(ACCOUNT, null);
            Relation orders = new Relation(ORDERS, null);
            text("SELECT ");
            select(account, ACCOUNT.columns().subList(0, 2));
            text(" FROM ");
            pieces.add(new SqlSegment.TableName(ACCOUNT));
            text(" WHERE account.id IN (SELECT orders.id FROM ");
            pieces.add(new SqlSegment.TableName(ORDERS));
            where(orders);
            text(")");
        }
    }

    private void union() {
        Relation orders = new Relation(ORDERS, null);
        Relation daily = new Relation(DAILY, null);
        text("SELECT order_date AS moment, id AS number FROM ");
        pieces.add(new SqlSegment.TableName(ORDERS));
        where(orders);
        text(dice.coin() ? " UNION ALL SELECT day, orders FROM " : " EXCEPT SELECT day, orders FROM ");
        pieces.add(new SqlSegment.TableName(DAILY));
        where(daily);
        outputs.add(new Output("moment", DATE, false));
        outputs.add(new Output("number", BIGINT, false));
    }

    private void change() {
        switch (dice.below(3)) {
            case 0 -> {
                text("INSERT INTO ");
                pieces.add(new SqlSegment.TableName(ORDERS));
                text(" (id, order_date, city, amount, quantity, account_id, tags) VALUES (");
                for (Column column : ORDERS.columns()) {
                    stored(column);
                    text(", ");
                }
                text("['new'])");
            }
            case 1 -> {
                text("UPDATE ");
                pieces.add(new SqlSegment.TableName(ORDERS));
                Column column = any(ORDERS.columns().subList(2, 6));
                text(" SET " + column.name() + " = ");
                stored(column);
                where(new Relation(ORDERS, null));
            }
            default -> {
                text("DELETE FROM ");
                pieces.add(new SqlSegment.TableName(ORDERS));
                where(new Relation(ORDERS, null));
            }
        }
    }

    private void stored(Column column) {
        value(parameter(column.kind(), Use.STORED, false, column.nullable()));
    }
}
