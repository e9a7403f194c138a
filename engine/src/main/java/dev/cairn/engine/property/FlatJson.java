package dev.cairn.engine.property;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;

/**
 * The properties {@code flat_json.*} of a table, which control how JSON is split into columns. They exist since 4.0.
 */
public record FlatJson(Table table) {
    static final String ENABLE = "flat_json.enable";
    private static final String NULL_FACTOR = "flat_json.null.factor";
    private static final String SPARSITY = "flat_json.sparsity.factor";
    private static final String MOST_COLUMNS = "flat_json.column.max";

    /** Takes the properties of a new table. */
    public static void take(ServerProfile profile, PropertyBag properties) {
        boolean details = properties.has(NULL_FACTOR) || properties.has(SPARSITY) || properties.has(MOST_COLUMNS);
        boolean declared = properties.has(ENABLE) || details;
        if (!declared || !profile.atLeast(Version.V4_0)) {
            return;
        }
        boolean enabled = properties.takeTruth(ENABLE, false);
        if (!enabled && details) {
            throw properties.refusal(ENABLE, PropertyRule.FLAT_JSON_NOT_ENABLED);
        }
        boolean hasNullFactor = properties.has(NULL_FACTOR);
        boolean hasSparsity = properties.has(SPARSITY);
        boolean hasMostColumns = properties.has(MOST_COLUMNS);
        String nullFactor = Double.toString(properties.takeDouble(NULL_FACTOR, 0.3));
        String sparsity = Double.toString(properties.takeDouble(SPARSITY, 0.3));
        String most = Integer.toString(properties.takeInt(MOST_COLUMNS, 100));
        if (profile.sharedData()) {
            return;
        }
        properties.store(ENABLE, Boolean.toString(enabled));
        if (enabled) {
            properties.storeOrAssume(NULL_FACTOR, hasNullFactor ? nullFactor : null, nullFactor);
            properties.storeOrAssume(SPARSITY, hasSparsity ? sparsity : null, sparsity);
            properties.storeOrAssume(MOST_COLUMNS, hasMostColumns ? most : null, most);
        }
    }

    /** Checks a change of a property other than the switch. */
    public void check(Property property, Span at) {
        if (!isEnabled()) {
            throw Refusal.wrapped(at, ServerError.COMMON, PropertyRule.FLAT_JSON_DISABLED);
        }
        switch (property.name()) {
            case NULL_FACTOR -> checkFactor(property.value(), "null factor", at);
            case SPARSITY -> checkFactor(property.value(), "sparsity factor", at);
            default -> checkColumns(property.value(), at);
        }
    }

    private static void checkFactor(String value, String name, Span at) {
        double factor;
        try {
            factor = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw Refusal.analysis(at, PropertyRule.FLAT_JSON_NOT_A_NUMBER, name, String.valueOf(e.getMessage()));
        }
        if (factor < 0 || factor > 1) {
            throw Refusal.analysis(at, PropertyRule.FLAT_JSON_OUT_OF_RANGE, name, factor);
        }
    }

    private static void checkColumns(String value, Span at) {
        int columns;
        try {
            columns = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw Refusal.analysis(at, PropertyRule.FLAT_JSON_COLUMNS_NOT_A_NUMBER, String.valueOf(e.getMessage()));
        }
        if (columns < 0) {
            throw Refusal.analysis(at, PropertyRule.FLAT_JSON_COLUMNS_OUT_OF_RANGE, columns);
        }
    }

    private boolean isEnabled() {
        return table.properties().value(ENABLE).orElse("false").equalsIgnoreCase("true");
    }

    /** The table with a changed property; once flat JSON is enabled, all properties have a value. */
    public Table with(Property property) {
        StoredProperties properties = table.properties();
        if (property.name().equals(ENABLE)) {
            boolean enabled = property.value().equalsIgnoreCase("true");
            properties = properties.with(ENABLE, Boolean.toString(enabled));
            return table.withProperties(
                    assuming(assuming(assuming(properties, NULL_FACTOR, "0.3"), SPARSITY, "0.3"), MOST_COLUMNS, "100"));
        }
        String value = property.name().equals(MOST_COLUMNS)
                ? property.value()
                : Double.toString(Double.parseDouble(property.value()));
        return table.withProperties(properties.with(property.name(), value));
    }

    private static StoredProperties assuming(StoredProperties properties, String name, String value) {
        return properties.has(name) ? properties : properties.assuming(name, value);
    }
}
