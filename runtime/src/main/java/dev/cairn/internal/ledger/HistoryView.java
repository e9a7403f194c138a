package dev.cairn.internal.ledger;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The history as a view over constant values, readable with {@code SELECT * FROM __cairn_shop_history}. People and
 * tools read it, and it shows which migrations ran if the state is lost.
 */
final class HistoryView {
    private static final String COLUMN_LIST = "(`number`, `title`, `hash`, `applied_at`, `applied_by`, `milliseconds`)";
    private static final DateTimeFormatter TIME_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    /** Stands for an empty history, because a view needs at least one row. */
    private static final HistoryRow EMPTY_ROW = HistoryRow.of(0, "", "");

    private HistoryView() {}

    static String renderCreateView(String viewName, List<HistoryRow> rows) {
        StringBuilder sql = new StringBuilder(200 + 150 * rows.size());
        sql.append("CREATE OR REPLACE VIEW `").append(viewName).append("` ").append(COLUMN_LIST);
        sql.append(" COMMENT \"The migrations that were applied; times are UTC\" AS SELECT * FROM (VALUES ");
        if (rows.isEmpty()) {
            appendRow(sql, EMPTY_ROW);
        }
        for (int i = 0; i < rows.size(); i++) {
            appendRow(sql.append(i == 0 ? "" : ", "), rows.get(i));
        }
        sql.append(") AS history ").append(COLUMN_LIST);
        return sql.append(rows.isEmpty() ? " WHERE `number` > 0" : "").toString();
    }

    private static void appendRow(StringBuilder sql, HistoryRow row) {
        Instant completionTime = row.completedAt();
        String timeText = completionTime == null ? "" : TIME_FORMAT.format(completionTime.atOffset(ZoneOffset.UTC));
        sql.append('(').append(row.number()).append(", ").append(quote(row.title()));
        sql.append(", ").append(quote(row.hash())).append(", ").append(quote(timeText));
        sql.append(", ").append(quote(row.completedBy())).append(", ");
        sql.append(row.milliseconds()).append(')');
    }

    private static String quote(String value) {
        return Sql.render(new Expression.StringLiteral(value, '\'', Span.NONE));
    }

    /** Parses the rows from the output of SHOW CREATE VIEW; an empty list if Cairn did not write the view. */
    static List<HistoryRow> parseRows(String createViewSql) {
        List<HistoryRow> rows = new ArrayList<>();
        try {
            for (List<Expression> values : findValueRows(Sql.parseShowCreateOutput(createViewSql))) {
                HistoryRow row = readRow(values);
                if (!row.equals(EMPTY_ROW)) {
                    rows.add(row);
                }
            }
        } catch (SqlSyntaxException | IllegalArgumentException | DateTimeException ignored) {
            return List.of();
        }
        return rows;
    }

    private static List<List<Expression>> findValueRows(Statement statement) {
        if (statement instanceof ViewStatement.CreateView createView
                && createView.queryText().query().body() instanceof Query.Select select
                && select.from().size() == 1
                && select.from().get(0) instanceof Relation.Values values) {
            return values.rows();
        }
        return List.of();
    }

    /**
     * Reads a row from its values, which are in the order of the column list.
     *
     * @throws IllegalArgumentException if the values are not a row of the history
     */
    private static HistoryRow readRow(List<Expression> values) {
        if (values.size() != 6) {
            throw new IllegalArgumentException("Not a row of a history: " + values.size() + " values");
        }
        String timeText = readText(values.get(3));
        Instant completionTime = timeText.isEmpty()
                ? null
                : LocalDateTime.parse(timeText, TIME_FORMAT).toInstant(ZoneOffset.UTC);
        return new HistoryRow(
                (int) readNumber(values.get(0)),
                readText(values.get(1)),
                readText(values.get(2)),
                completionTime,
                readText(values.get(4)),
                readNumber(values.get(5)));
    }

    private static String readText(Expression value) {
        if (value instanceof Expression.StringLiteral textLiteral) {
            return textLiteral.value();
        }
        throw new IllegalArgumentException("Not a text");
    }

    private static long readNumber(Expression value) {
        if (value instanceof Expression.NumberLiteral number) {
            return Long.parseLong(number.text());
        }
        throw new IllegalArgumentException("Not a number");
    }
}
