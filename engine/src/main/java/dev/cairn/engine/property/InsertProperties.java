package dev.cairn.engine.property;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
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
                throw refused(property, property.name() + " is invalid property");
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
                    throw refused(property, name + " must between 0.0 and 1.0.");
                }
            }
            case "timeout", "spark_load_submit_timeout" -> {
                if (whole(property) < 0) {
                    throw refused(property, name + " must be greater than 0");
                }
            }
            case "load_mem_limit" -> {
                if (whole(property) < 0) {
                    throw refused(property, name + " must be equal or greater than 0");
                }
            }
            case "log_rejected_record_num" -> {
                if (whole(property) < -1) {
                    throw refused(property, name + " must be equal or greater than -1");
                }
            }
            case "strict_mode" -> {
                if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                    throw refused(property, name + " is not a boolean");
                }
            }
            case "priority" -> {
                if (!PRIORITIES.contains(value.toUpperCase(Locale.ROOT))) {
                    throw refused(property, "priority should in HIGHEST/HIGH/NORMAL/LOW/LOWEST");
                }
            }
            default -> {}
        }
    }

    private static double number(Property property) {
        try {
            return Double.parseDouble(property.value());
        } catch (NumberFormatException none) {
            throw refused(property, property.name() + " is not a number.");
        }
    }

    private static long whole(Property property) {
        try {
            return Long.parseLong(property.value());
        } catch (NumberFormatException none) {
            throw refused(property, property.name() + " is not a number.");
        }
    }

    private static Refusal refused(Property property, String words) {
        return Refusal.analysis(property.span(), ServerError.COMMON, words);
    }
}
