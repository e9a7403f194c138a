package dev.cairn.analysis.resolution;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.IgnoreNulls;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Renders calls as the server prints them, including calls that it rewrites and prints in the rewritten form. */
final class CallTitle {
    private static final Set<String> OF_SESSION = Set.of(
            "catalog",
            "database",
            "schema",
            "user",
            "current_user",
            "current_role",
            "current_group",
            "current_warehouse",
            "connection_id",
            "session_user",
            "session_id");

    private static final Set<String> WITH_INTERVAL = Set.of("date_add", "adddate", "date_sub", "subdate", "days_sub");

    private static final Set<String> WITH_UNIT = Set.of("timestampadd", "timestampdiff");
    private static final Set<String> SLICES = Set.of("time_slice", "date_slice");
    private static final Set<String> OF_NEIGHBOURS = Set.of("first_value", "last_value", "lead", "lag");

    private static final Map<String, String> OPERATORS = Map.of(
            "multiply", "*",
            "divide", "/",
            "int_divide", "DIV",
            "add", "+",
            "subtract", "-",
            "bitand", "&",
            "bitor", "|",
            "bitxor", "^");

    private final ColumnTitle out;

    CallTitle(ColumnTitle out) {
        this.out = out;
    }

    void write(Expression expression) {
        if (expression instanceof Windowed windowed) {
            windowed(windowed);
        } else if (expression instanceof Aggregated aggregated) {
            aggregated(aggregated);
        } else if (expression instanceof Expression.Extract extract) {
            out.put(extract.field().text().toLowerCase(Locale.ROOT)).put("(");
            out.write(extract.value());
            out.put(")");
        } else {
            call((Call) expression, false);
        }
    }

    private void call(Call call, boolean ignoreNulls) {
        String name = CallRewrites.name(call);
        List<Expression> arguments = call.arguments();
        boolean two = arguments.size() == 2;
        if (OF_SESSION.contains(name)) {
            out.put(name.toUpperCase(Locale.ROOT)).put("()");
        } else if (WITH_UNIT.contains(name)) {
            plain(name.toUpperCase(Locale.ROOT), false, arguments);
        } else if (two && WITH_INTERVAL.contains(name)) {
            interval(name, arguments);
        } else if (two && OPERATORS.containsKey(name)) {
            out.operand(arguments.get(0));
            out.put(" ").put(OPERATORS.getOrDefault(name, name)).put(" ");
            out.operand(arguments.get(1));
        } else {
            Expression read = name.equals("date_part") || name.startsWith("aes_") ? call : CallRewrites.of(call);
            if (read instanceof Call plain) {
                read(plain, ignoreNulls);
            } else {
                out.write(read);
            }
        }
    }

    private void interval(String name, List<Expression> arguments) {
        out.put(name).put("(");
        out.write(arguments.get(0));
        out.put(", ");
        if (arguments.get(1) instanceof Expression.Interval) {
            out.write(arguments.get(1));
        } else {
            out.put("INTERVAL ");
            out.write(arguments.get(1));
            out.put(" DAY");
        }
        out.put(")");
    }

    private void read(Call call, boolean ignoreNulls) {
        String name = CallRewrites.name(call);
        List<Expression> arguments = call.arguments();
        if (SLICES.contains(name)
                && arguments.size() == 4
                && arguments.get(2) instanceof Expression.Text unit
                && arguments.get(3) instanceof Expression.Text boundary) {
            out.put(name).put("(");
            out.write(arguments.get(0));
            out.put(", INTERVAL ");
            out.write(arguments.get(1));
            out.put(" ").put(unit.value()).put(", ").put(boundary.value()).put(")");
        } else if (name.equals("group_concat")) {
            int last = arguments.size() - 1;
            collecting(name, call.distinct(), arguments.subList(0, last), List.of(), arguments.get(last));
        } else if (call.star()) {
            out.put(name).put("(*)");
        } else if (ignoreNulls && OF_NEIGHBOURS.contains(name)) {
            out.put(name).put("(");
            out.write(arguments.get(0));
            out.put(" ignore nulls");
            arguments
                    .subList(1, arguments.size())
                    .forEach(argument -> out.put(", ").write(argument));
            out.put(")");
        } else {
            plain(name.equals("grouping_id") ? "grouping" : name, call.distinct(), arguments);
        }
    }

    private void plain(String name, boolean distinct, List<Expression> arguments) {
        out.put(name).put("(").put(distinct ? "DISTINCT " : "");
        out.list(arguments, ", ", out::write).put(")");
    }

    private void aggregated(Aggregated aggregated) {
        Call call = aggregated.call();
        Call read = CallRewrites.of(call) instanceof Call plain ? plain : call;
        String name = CallRewrites.name(read);
        if (aggregated.filter() != null) {
            List<Expression> arguments = new ArrayList<>(read.arguments());
            arguments.add(aggregated.filter());
            plain(name + "_if", read.distinct(), arguments);
        } else if (name.equals("array_agg")) {
            List<Expression> first =
                    read.arguments().isEmpty() ? List.of() : read.arguments().subList(0, 1);
            collecting(name, read.distinct(), first, aggregated.orderBy(), null);
        } else if (name.equals("group_concat")) {
            List<Expression> arguments = read.arguments();
            int last = arguments.size() - 1;
            Expression separator = aggregated.separator() == null ? arguments.get(last) : aggregated.separator();
            collecting(name, read.distinct(), arguments.subList(0, last), aggregated.orderBy(), separator);
        } else {
            call(call, false);
        }
    }

    private void collecting(
            String name,
            boolean distinct,
            List<Expression> values,
            List<SortItem> orderBy,
            @Nullable Expression separator) {
        out.put(name).put("(").put(distinct ? "DISTINCT " : "");
        out.list(values, ",", out::write);
        List<SortItem> varying = orderBy.stream()
                .filter(item -> !ConstantExpressions.isConstant(item.value()))
                .toList();
        if (!varying.isEmpty()) {
            out.put(" ORDER BY ");
            sortItems(varying);
        }
        if (separator != null) {
            out.put(" SEPARATOR ");
            out.write(separator);
        }
        out.put(")");
    }

    void sortItems(List<SortItem> items) {
        out.list(items, ", ", this::sortItem);
    }

    /**
     * The default is NULLS FIRST for an ascending and NULLS LAST for a descending order; the server does not print the
     * default.
     */
    private void sortItem(SortItem item) {
        boolean ascending = item.ascending() == null || item.ascending();
        boolean nullsFirst = item.nullsFirst() == null ? ascending : item.nullsFirst();
        out.write(item.value());
        out.put(ascending ? " ASC" : " DESC");
        if (ascending != nullsFirst) {
            out.put(nullsFirst ? " NULLS FIRST" : " NULLS LAST");
        }
    }

    private void windowed(Windowed windowed) {
        if (RestrictedPart.losesOver(windowed)) {
            out.write(windowed.function());
            return;
        }
        if (windowed.function() instanceof Call call) {
            call(call, windowed.ignoreNulls() != IgnoreNulls.UNSAID);
        } else {
            out.write(windowed.function());
        }
        out.put(" OVER (");
        if (!windowed.partitionBy().isEmpty()) {
            out.put("PARTITION BY ")
                    .list(windowed.partitionBy(), ", ", out::write)
                    .put(" ");
        }
        if (!windowed.orderBy().isEmpty()) {
            out.put("ORDER BY ");
            sortItems(windowed.orderBy());
            out.put(" ");
        }
        if (windowed.frame() != null) {
            frame(windowed.frame());
        }
        out.put(")");
    }

    private void frame(Frame frame) {
        out.put(frame.rows() ? "ROWS " : "RANGE ");
        if (frame.to() == null) {
            bound(frame.from());
            return;
        }
        out.put("BETWEEN ");
        bound(frame.from());
        out.put(" AND ");
        bound(frame.to());
    }

    private void bound(Frame.Bound bound) {
        if (bound.amount() != null) {
            out.write(bound.amount());
            out.put(" ");
        }
        out.put(bound.kind().name().replace('_', ' '));
    }
}
