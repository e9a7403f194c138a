package dev.cairn.engine.table;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;

/** Properties whose value is a number or a span of time, each refused in words of its own. */
public final class PropertyNumbers {
    private final Property property;
    private final Span at;

    private PropertyNumbers(Property property, Span at) {
        this.property = property;
        this.at = at;
    }

    public static void check(Property property, Span at) {
        PropertyNumbers numbers = new PropertyNumbers(property, at);
        switch (property.name()) {
            case "partition_live_number" ->
                numbers.requireAtLeast(1, -1, "Partition Live Number", "Partition Live Number");
            case "bucket_size" -> numbers.requireAtLeast(0, 0, "Bucket size", "bucket size");
            case "mutable_bucket_num" -> numbers.requireAtLeast(0, 0, "Mutable bucket num", "mutable bucket num");
            case "primary_index_cache_expire_sec" -> numbers.requireSeconds();
            case "table_query_timeout" -> numbers.requireTimeout();
            default -> numbers.requirePeriod();
        }
    }

    private void requireAtLeast(long least, long exception, String capital, String small) {
        long number;
        try {
            number = Long.parseLong(property.value());
        } catch (NumberFormatException e) {
            throw Refusal.analysis(at, capital + ": For input string: \"" + property.value() + "\"");
        }
        if (number < least && number != exception) {
            throw Refusal.analysis(at, "Illegal " + small + ": " + number);
        }
    }

    private void requireSeconds() {
        int seconds;
        try {
            seconds = Integer.parseInt(property.value());
        } catch (NumberFormatException e) {
            throw refused("Property " + property.name() + " must be integer: " + property.value());
        }
        if (seconds < 0) {
            throw refused("Property " + property.name() + " must not be less than 0");
        }
    }

    private void requireTimeout() {
        int seconds;
        try {
            seconds = Integer.parseInt(property.value());
        } catch (NumberFormatException e) {
            throw refused("Property " + property.name() + " must be a valid integer, got: " + property.value());
        }
        if (seconds <= 0 && seconds != -1) {
            throw refused("Property " + property.name() + " must be greater than 0, or -1 to reset to default, got: "
                    + property.value());
        }
    }

    private void requirePeriod() {
        if (property.value().isEmpty() && property.name().equals("storage_cooldown_ttl")) {
            return;
        }
        try {
            Periods.normal(property.value());
        } catch (InvalidValueException e) {
            if (property.name().equals("partition_ttl")) {
                throw Refusal.execution(at, e.problem());
            }
            throw refused(e.problem());
        }
    }

    private Refusal refused(String message) {
        return Refusal.analysis(at, ServerError.COMMON, message);
    }
}
