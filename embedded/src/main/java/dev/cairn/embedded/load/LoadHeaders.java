package dev.cairn.embedded.load;

import dev.cairn.embedded.http.HttpRequest;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the headers of a load say. Others than the server knows mean nothing to it. */
final class LoadHeaders {
    /** What a server can do and this one can't: rather than to load something else, it fails. */
    private static final List<String> UNSUPPORTED = List.of(
            "partitions",
            "temporary_partitions",
            "negative",
            "json_root",
            "envelope",
            "merge_condition",
            "enable_merge_commit",
            "compression",
            "content-encoding");

    private final HttpRequest request;

    LoadHeaders(HttpRequest request) {
        this.request = request;
    }

    /** @throws UnloadableException if one asks for what can't be done */
    void check() {
        for (String name : UNSUPPORTED) {
            if (request.header(name).filter(value -> !value.equals("false")).isPresent()) {
                throw new UnloadableException("The embedded server does not load with the header " + name);
            }
        }
        String zone = text("timezone", "UTC");
        if (!zone.equals("UTC") && !zone.equals("+00:00")) {
            throw new UnloadableException("The embedded server knows no other time zone than UTC, and not " + zone);
        }
        String format = text("format", "csv");
        if (!isJson() && !format.equalsIgnoreCase("csv")) {
            throw new UnloadableException("unknown data format, format=" + format);
        }
    }

    boolean isJson() {
        return text("format").equalsIgnoreCase("json");
    }

    /** Empty where none is said. */
    String text(String name) {
        return text(name, "");
    }

    String text(String name, String otherwise) {
        return request.header(name).filter(value -> !value.isEmpty()).orElse(otherwise);
    }

    boolean truth(String name) {
        return text(name).equalsIgnoreCase("true");
    }

    /**
     * What becomes of the rows.
     *
     * @param columns of the table, for loads that name none
     */
    LoadMapping mapping(List<String> columns) {
        List<String> fields = new ArrayList<>();
        Map<String, Expression> computed = new LinkedHashMap<>();
        for (Expression item : expressions(text("columns"))) {
            if (item instanceof Expression.Reference field) {
                fields.add(field.name().last().text());
            } else if (item instanceof Expression.Binary made
                    && made.operator() == Expression.Operator.EQUAL
                    && made.left() instanceof Expression.Reference column) {
                computed.put(column.name().last().text(), made.right());
            } else {
                throw new UnloadableException("The embedded server can't read the columns " + text("columns"));
            }
        }
        return new LoadMapping(
                fields.isEmpty() ? columns : fields,
                computed,
                where(),
                truth("strict_mode"),
                truth("partial_update"),
                ratio());
    }

    private @Nullable Expression where() {
        return text("where").isEmpty() ? null : expressions(text("where")).get(0);
    }

    private double ratio() {
        try {
            return Double.parseDouble(text("max_filter_ratio", "0"));
        } catch (NumberFormatException none) {
            return 0; // as the server takes it
        }
    }

    private static List<Expression> expressions(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        try {
            if (Sql.parseQuery("SELECT " + text).body() instanceof Query.Select select) {
                return select.items().stream()
                        .filter(Query.Item.Value.class::isInstance)
                        .map(item -> ((Query.Item.Value) item).value())
                        .toList();
            }
        } catch (SqlSyntaxException malformed) {
            throw new UnloadableException("parse columns header failed: " + malformed.problem());
        }
        throw new UnloadableException("The embedded server can't read " + text);
    }
}
