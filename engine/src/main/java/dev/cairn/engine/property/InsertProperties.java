package dev.cairn.engine.property;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks the properties of an INSERT, which are those of any load. */
public final class InsertProperties {
    public static final String WAREHOUSE = "warehouse";

    private static final Set<String> KNOWN = Set.of(
            "timeout",
            "max_filter_ratio",
            "load_delete_flag",
            "load_mem_limit",
            "cluster",
            "strict_mode",
            "version",
            "timezone",
            "partial_update",
            "priority",
            "case_sensitive",
            "log_rejected_record_num",
            "partial_update_mode",
            "spark_load_submit_timeout",
            "merge_condition",
            "strip_outer_array",
            "jsonpaths",
            "json_root",
            WAREHOUSE);

    private static final Set<String> PRIORITIES = Set.of("HIGHEST", "HIGH", "NORMAL", "LOW", "LOWEST");

    private InsertProperties() {}

    public static void check(List<Property> properties) {
        for (Property property : properties) {
            if (!KNOWN.contains(property.name())) {
                throw refused(property, PropertyRule.INSERT_PROPERTY_UNKNOWN, property.name());
            }
            if (!Placeholder.isWhole(property.value())) {
                check(property);
            }
        }
    }

    private static void check(Property property) {
        String name = property.name();
        String value = property.value();
        switch (name) {
            case "max_filter_ratio" -> {
                double ratio = number(property);
                if (ratio < 0 || ratio > 1) {
                    throw refused(property, PropertyRule.NOT_A_FRACTION, name);
                }
            }
            case "timeout", "spark_load_submit_timeout" -> {
                if (whole(property) < 0) {
                    throw refused(property, PropertyRule.NOT_POSITIVE, name);
                }
            }
            case "load_mem_limit" -> {
                if (whole(property) < 0) {
                    throw refused(property, PropertyRule.NEGATIVE, name);
                }
            }
            case "log_rejected_record_num" -> {
                if (whole(property) < -1) {
                    throw refused(property, PropertyRule.BELOW_MINUS_ONE, name);
                }
            }
            case "strict_mode" -> {
                if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                    throw refused(property, PropertyRule.NOT_BOOLEAN, name);
                }
            }
            case "priority" -> {
                if (!PRIORITIES.contains(value.toUpperCase(Locale.ROOT))) {
                    throw refused(property, PropertyRule.PRIORITY);
                }
            }
            default -> {}
        }
    }

    private static double number(Property property) {
        try {
            return Double.parseDouble(property.value());
        } catch (NumberFormatException none) {
            throw refused(property, PropertyRule.INSERT_PROPERTY_NOT_A_NUMBER, property.name());
        }
    }

    private static long whole(Property property) {
        try {
            return Long.parseLong(property.value());
        } catch (NumberFormatException none) {
            throw refused(property, PropertyRule.INSERT_PROPERTY_NOT_A_NUMBER, property.name());
        }
    }

    private static Refusal refused(Property property, RefusalRule rule, Object... arguments) {
        return Refusal.wrapped(property.span(), ServerError.COMMON, rule, arguments);
    }
}
