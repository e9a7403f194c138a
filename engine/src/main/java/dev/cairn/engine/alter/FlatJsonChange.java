package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;

/** Applies the properties {@code flat_json.*}. Once flat JSON is enabled, all of them have a value. */
final class FlatJsonChange {
    static final String ENABLE = "flat_json.enable";

    private static final String NULLS = "flat_json.null.factor";
    private static final String SPARSITY = "flat_json.sparsity.factor";
    private static final String COLUMNS = "flat_json.column.max";

    private FlatJsonChange() {}

    static void check(Table table, Property property, Span at) {
        if (!isEnabled(table)) {
            throw Refusal.analysis(at, ServerError.COMMON, "Property flat_json.enable haven't been enabled");
        }
        switch (property.name()) {
            case NULLS -> checkFactor(property.value(), "null factor", at);
            case SPARSITY -> checkFactor(property.value(), "sparsity factor", at);
            default -> checkColumns(property.value(), at);
        }
    }

    private static void checkFactor(String value, String what, Span at) {
        double factor;
        try {
            factor = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw Refusal.analysis(at, "Flat json " + what + ": " + e.getMessage());
        }
        if (factor < 0 || factor > 1) {
            throw Refusal.analysis(at, "Illegal flat json " + what + ": " + factor);
        }
    }

    private static void checkColumns(String value, Span at) {
        int columns;
        try {
            columns = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw Refusal.analysis(at, "Flat json column max: " + e.getMessage());
        }
        if (columns < 0) {
            throw Refusal.analysis(at, "Illegal flat json column max: " + columns);
        }
    }

    private static boolean isEnabled(Table table) {
        return table.properties().value(ENABLE).orElse("false").equalsIgnoreCase("true");
    }

    static Table set(Table table, Property property) {
        StoredProperties properties = table.properties();
        if (property.name().equals(ENABLE)) {
            boolean enabled = property.value().equalsIgnoreCase("true");
            properties = properties.with(ENABLE, Boolean.toString(enabled));
            return table.withProperties(
                    assuming(assuming(assuming(properties, NULLS, "0.3"), SPARSITY, "0.3"), COLUMNS, "100"));
        }
        String value = property.name().equals(COLUMNS)
                ? property.value()
                : Double.toString(Double.parseDouble(property.value()));
        return table.withProperties(properties.with(property.name(), value));
    }

    private static StoredProperties assuming(StoredProperties properties, String name, String value) {
        return properties.has(name) ? properties : properties.assuming(name, value);
    }
}
