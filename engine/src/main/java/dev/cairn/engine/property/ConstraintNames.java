package dev.cairn.engine.property;

import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Placeholder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names in a table's declared constraints: they go with what they name. */
public final class ConstraintNames {
    /** {@code (k1,k2) REFERENCES default_catalog.d.t(c,d)}: what stands in the first parentheses are the table's own. */
    private static final Pattern FOREIGN = Pattern.compile("\\(([^)]*)\\)(.*)", Pattern.DOTALL);

    private ConstraintNames() {}

    public static Table withColumn(Table table, String from, String to) {
        Table unique = changed(table, UniqueConstraints.PROPERTY, constraint -> {
            int columns = constraint.lastIndexOf('.') + 1;
            return constraint.substring(0, columns) + columns(constraint.substring(columns), from, to);
        });
        return changed(unique, ForeignKeys.PROPERTY, constraint -> {
            Matcher parts = FOREIGN.matcher(constraint);
            return parts.matches() ? "(" + columns(parts.group(1), from, to) + ")" + parts.group(2) : constraint;
        });
    }

    /** After the table itself got another name. */
    public static Table withTable(Table table, String from) {
        return changed(table, UniqueConstraints.PROPERTY, constraint -> {
            int columns = constraint.lastIndexOf('.');
            int name = constraint.lastIndexOf('.', columns - 1) + 1;
            return constraint.substring(name, columns).equals(from)
                    ? constraint.substring(0, name) + table.name() + constraint.substring(columns)
                    : constraint;
        });
    }

    private static String columns(String list, String from, String to) {
        return Arrays.stream(list.split(","))
                .map(name -> name.equalsIgnoreCase(from) ? to : name)
                .collect(Collectors.joining(","));
    }

    private static Table changed(Table table, String property, UnaryOperator<String> change) {
        Optional<String> constraints = table.properties().value(property).filter(value -> !value.isBlank());
        if (constraints.isEmpty() || Placeholder.isWhole(constraints.get())) {
            return table;
        }
        String changed = Arrays.stream(constraints.get().split(";")).map(change).collect(Collectors.joining(";"));
        return table.withProperties(table.properties().with(property, changed));
    }
}
