package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.LocationLabels;
import dev.cairn.engine.property.FlatJson;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.property.TableProperty;
import dev.cairn.engine.table.Periods;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks which properties SET accepts, and refuses those values that can be refused before the statement is applied.
 */
final class PropertyCheck {
    private static final Set<String> QUORUMS = Set.of("MAJORITY", "ONE", "ALL");

    private final AlterTableContext alteration;
    private final Property property;
    private final Span at;

    private PropertyCheck(AlterTableContext alteration, Property property, Span at) {
        this.alteration = alteration;
        this.property = property;
        this.at = at;
    }

    static void check(AlterTableContext alteration, SetProperties clause) {
        List<Property> properties = clause.properties();
        boolean together = allBegin(properties, "dynamic_partition") || allBegin(properties, "binlog");
        if (properties.size() > 1 && !together) {
            throw Refusal.wrapped(clause.span(), ServerError.COMMON, AlterRule.SEVERAL_PROPERTIES);
        }
        if (allBegin(properties, "dynamic_partition.")) {
            return;
        }
        for (Property property : properties) {
            new PropertyCheck(alteration, property, clause.span()).check(properties);
        }
    }

    private static boolean allBegin(List<Property> properties, String prefix) {
        return properties.stream().allMatch(property -> property.name().startsWith(prefix));
    }

    private void check(List<Property> all) {
        String name = property.name();
        Optional<TableProperty> known = TableProperty.find(name);
        if (known.isPresent() && !known.get().isKnownToAlter(alteration.profile())) {
            throw unknown(all);
        }
        if (known.filter(TableProperty::isCheckedLater).isPresent()) {
            return;
        }
        if (property.isPlaceholder()) {
            if (known.filter(entry -> entry.isAlterable(alteration.profile())).isEmpty()) {
                throw unknown(all);
            }
            return;
        }
        switch (name) {
            case "storage_type" -> throw refused(AlterRule.STORAGE_TYPE_CHANGED);
            case "tablet_type" -> throw refused(AlterRule.TABLET_TYPE_CHANGED);
            case "distribution_type" -> require(isValue("hash"), AlterRule.DISTRIBUTION_NOT_HASH);
            case "send_clear_alter_tasks" -> requireValid(isValue("true"), "should be set to true");
            case "write_quorum" ->
                requireValid(QUORUMS.contains(property.value().toUpperCase(Locale.ROOT)), "not valid");
            case LocationLabels.PROPERTY -> requireLocation();
            case "enable_persistent_index", "replicated_storage" -> requireTruth();
            case "persistent_index_type" ->
                requireValid(isValue("CLOUD_NATIVE") || isValue("LOCAL"), "must be CLOUD_NATIVE or LOCAL");
            case "base_compaction_forbidden_time_ranges" ->
                requireValid(
                        !alteration.isModel(KeyModel.PRIMARY) && !sharedData(),
                        "not support primary keys table or cloud native table");
            default -> checkNumber(all);
        }
        if (name.equals("replicated_storage") && isValue("true") && hasGin()) {
            throw Refusal.analysis(at, ServerError.GIN_IS_NOT_REPLICATED);
        }
    }

    private void checkNumber(List<Property> all) {
        String value = property.value();
        switch (property.name()) {
            case "replication_num", "default.replication_num" -> Replicas.checkAltered(alteration.profile(), value, at);
            case "partition_live_number",
                    "bucket_size",
                    "mutable_bucket_num",
                    "primary_index_cache_expire_sec",
                    "table_query_timeout",
                    "partition_ttl",
                    "storage_cooldown_ttl",
                    "datacache.partition_duration" -> PropertyNumbers.check(property, at);
            case "flat_json.null.factor", "flat_json.sparsity.factor", "flat_json.column.max" ->
                new FlatJson(alteration.table()).check(property, at);
            case "binlog_enable" ->
                requireValid(value.equals("true") || value.equals("false"), "must be true of false");
            case "binlog_ttl_second", "binlog_max_size" -> requireBinlogNumber(all);
            default -> {
                if (!SharedDataProperties.check(alteration, property, at)) {
                    throw unknown(all);
                }
            }
        }
    }

    /**
     * Requires a number; the server validates these numbers only if {@code binlog_enable} is set in the same clause.
     */
    private void requireBinlogNumber(List<Property> all) {
        boolean beside = all.stream().anyMatch(each -> each.name().equals("binlog_enable"));
        if (beside && !isLong(property.value())) {
            throw refused(AlterRule.PROPERTY_NOT_LONG, property.name());
        }
    }

    private static boolean isLong(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private Refusal unknown(List<Property> all) {
        return refused(
                AlterRule.UNKNOWN_PROPERTIES,
                all.stream().map(each -> each.name() + "=" + each.value()).collect(Collectors.joining(", ", "{", "}")));
    }

    private boolean sharedData() {
        return alteration.profile().sharedData();
    }

    private boolean hasGin() {
        return alteration.table().indexes().stream().anyMatch(index -> index.kind() == Kind.GIN);
    }

    private boolean isValue(String value) {
        return property.value().equalsIgnoreCase(value);
    }

    private void requireLocation() {
        try {
            LocationLabels.normal(property.value(), alteration.profile(), at);
        } catch (Refusal refusal) {
            throw refused(AlterRule.PROPERTY_INVALID, property.name());
        }
    }

    private void requireTruth() {
        requireValid(isValue("true") || isValue("false"), "must be bool type(false/true)");
    }

    private void requireValid(boolean valid, String otherwise) {
        require(valid, AlterRule.PROPERTY_VALUE, property.name(), otherwise);
    }

    private void require(boolean condition, RefusalRule rule, Object... arguments) {
        if (!condition) {
            throw refused(rule, arguments);
        }
    }

    private Refusal refused(RefusalRule rule, Object... arguments) {
        return Refusal.wrapped(at, ServerError.COMMON, rule, arguments);
    }

    /** Checks properties whose value is a number or a duration; each has its own error text. */
    private static final class PropertyNumbers {
        private final Property property;
        private final Span at;

        private PropertyNumbers(Property property, Span at) {
            this.property = property;
            this.at = at;
        }

        static void check(Property property, Span at) {
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
                throw Refusal.analysis(at, AlterRule.INPUT_NOT_A_NUMBER, capital, property.value());
            }
            if (number < least && number != exception) {
                throw Refusal.analysis(at, AlterRule.NUMBER_ILLEGAL, small, number);
            }
        }

        private void requireSeconds() {
            int seconds;
            try {
                seconds = Integer.parseInt(property.value());
            } catch (NumberFormatException e) {
                throw refused(AlterRule.PROPERTY_NOT_INTEGER, property.name(), property.value());
            }
            if (seconds < 0) {
                throw refused(AlterRule.PROPERTY_NEGATIVE, property.name());
            }
        }

        private void requireTimeout() {
            int seconds;
            try {
                seconds = Integer.parseInt(property.value());
            } catch (NumberFormatException e) {
                throw refused(AlterRule.PROPERTY_NOT_VALID_INTEGER, property.name(), property.value());
            }
            if (seconds <= 0 && seconds != -1) {
                throw refused(AlterRule.PROPERTY_NOT_POSITIVE_OR_RESET, property.name(), property.value());
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
                    throw Refusal.execution(at, e.rule(), e.arguments());
                }
                throw refused(e.rule(), e.arguments());
            }
        }

        private Refusal refused(RefusalRule rule, Object... arguments) {
            return Refusal.wrapped(at, ServerError.COMMON, rule, arguments);
        }
    }
}
