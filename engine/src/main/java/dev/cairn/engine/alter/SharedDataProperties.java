package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.Locale;

/** Checks and applies the properties that only a shared-data server can change. */
final class SharedDataProperties {
    private final AlterTableContext alteration;
    private final Property property;
    private final Span at;

    private SharedDataProperties(AlterTableContext alteration, Property property, Span at) {
        this.alteration = alteration;
        this.property = property;
        this.at = at;
    }

    /** Checks the property; false if it is not one of these properties. */
    static boolean check(AlterTableContext alteration, Property property, Span at) {
        return new SharedDataProperties(alteration, property, at).check();
    }

    private boolean check() {
        switch (property.name()) {
            case "file_bundling" -> checkBundling();
            case "compaction_strategy" -> checkCompactionStrategy();
            case "cloud_native_fast_schema_evolution_v2" -> checkEvolution();
            case "lake_compaction_max_parallel" -> checkParallel();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void checkCompactionStrategy() {
        require(isValue("default") || isValue("real_time"), AlterRule.COMPACTION_STRATEGY, property.value());
        requireValid(alteration.profile().sharedData(), "can be only set to the cloud native table");
        require(alteration.isModel(KeyModel.PRIMARY), AlterRule.COMPACTION_STRATEGY_WITHOUT_PRIMARY_KEY);
    }

    private void checkEvolution() {
        require(alteration.profile().sharedData(), AlterRule.ONLY_IN_SHARED_DATA, property.name());
        if (!isValue("true") && !isValue("false")) {
            throw Refusal.analysis(
                    at, ServerError.INVALID_VALUE, property.name(), property.value(), "'true' or 'false'");
        }
    }

    private void checkParallel() {
        requireValid(alteration.profile().sharedData(), "can only be set for cloud native tables");
        int most;
        try {
            most = Integer.parseInt(property.value());
        } catch (NumberFormatException e) {
            throw refused(AlterRule.COMPACTION_PARALLEL_NOT_INTEGER, property.value());
        }
        require(most >= 0, AlterRule.COMPACTION_PARALLEL_NEGATIVE, property.value());
    }

    private void checkBundling() {
        requireValid(isValue("true") || isValue("false"), "must be bool type(false/true)");
        requireValid(alteration.profile().sharedData(), "only support cloud native table");
        boolean now = isTrue("file_bundling");
        require(
                isValue("true") != now,
                AlterRule.FILE_BUNDLING_UNCHANGED,
                alteration.table().name(),
                now);
    }

    private boolean isTrue(String name) {
        return value(name).equalsIgnoreCase("true");
    }

    private String value(String name) {
        return alteration.table().properties().value(name).orElse("");
    }

    private boolean isValue(String value) {
        return property.value().equalsIgnoreCase(value);
    }

    private void requireValid(boolean valid, String otherwise) {
        require(valid, AlterRule.PROPERTY_VALUE, property.name(), otherwise);
    }

    private void require(boolean condition, RefusalRule rule, Object... arguments) {
        if (!condition) {
            throw Refusal.wrapped(at, ServerError.COMMON, rule, arguments);
        }
    }

    private Refusal refused(RefusalRule rule, Object... arguments) {
        return Refusal.wrapped(at, ServerError.COMMON, rule, arguments);
    }

    /**
     * Applies the property. If it is stored only in the metadata of tablets, the server changes it in a job that no
     * listing of jobs shows.
     */
    static StatementResult apply(AlterTableContext alteration, Property property, Span at) {
        return new SharedDataProperties(alteration, property, at).apply();
    }

    private StatementResult apply() {
        return switch (property.name()) {
            case "enable_persistent_index" -> applyPersistentIndex();
            case "persistent_index_type" -> applyIndexType();
            case "compaction_strategy", "file_bundling" ->
                to(property.value().toUpperCase(Locale.ROOT), Cost.HIDDEN_JOB);
            case "cloud_native_fast_schema_evolution_v2" -> applyEvolution();
            default -> to(property.value(), Cost.IMMEDIATE);
        };
    }

    private StatementResult applyPersistentIndex() {
        boolean enabled = isValue("true");
        boolean local = value("persistent_index_type").equalsIgnoreCase("LOCAL");
        return enabled == isTrue("enable_persistent_index") && !local
                ? alteration.unchanged()
                : to(Boolean.toString(enabled), Cost.HIDDEN_JOB);
    }

    private StatementResult applyIndexType() {
        if (!isTrue("enable_persistent_index")) {
            throw Refusal.execution(at, AlterRule.PERSISTENT_INDEX_TYPE_WITHOUT_INDEX);
        }
        return value("persistent_index_type").equals(property.value())
                ? alteration.unchanged()
                : to(property.value().toUpperCase(Locale.ROOT), Cost.HIDDEN_JOB);
    }

    private StatementResult applyEvolution() {
        boolean after = isValue("true");
        if (after == isTrue(property.name())) {
            return alteration.unchanged();
        }
        return to(Boolean.toString(after), after ? Cost.IMMEDIATE : Cost.COLUMN_JOB);
    }

    private StatementResult to(String value, Cost cost) {
        Table table = alteration.table();
        return alteration.to(table.withProperties(table.properties().with(property.name(), value)), cost);
    }
}
