package dev.cairn.engine.materialized;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.partition.PartitionCondition;
import dev.cairn.engine.table.Periods;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A property of a new or existing materialized view; validates its value and returns its normal form. */
final class MaterializedProperty {
    static final String SESSION = "session.";

    private static final Set<String> CONSISTENCY = Set.of("DISABLE", "LOOSE", "CHECKED", "NOCHECK", "FORCE_MV");
    private static final String CONSISTENCY_LIST = "DISABLE,LOOSE,CHECKED,NOCHECK,FORCE_MV";
    private static final Set<String> SWITCH = Set.of("DEFAULT", "TRUE", "FALSE");
    private static final Set<String> TRANSPARENT =
            Set.of("FALSE", "TRUE", "TRANSPARENT_OR_ERROR", "TRANSPARENT_OR_DEFAULT");
    private static final Set<String> REFRESH_MODES = Set.of("AUTO", "PCT", "FULL", "INCREMENTAL");
    private static final Set<String> STRATEGIES = Set.of("FORCE", "STRICT", "ADAPTIVE");
    private static final int UNSAID = -1;

    private final String name;
    private final String value;
    private final Span at;

    MaterializedProperty(String name, String value, Span at) {
        this.name = name;
        this.value = value;
        this.at = at;
    }

    /**
     * A number greater than zero, or -1 if the property is not set. The beginning of the error text differs between
     * properties.
     */
    String count(String notANumber, String illegal) {
        int number = number(notANumber);
        if (number <= 0 && number != UNSAID) {
            throw Refusal.analysis(at, MaterializedViewRule.NUMBER_ILLEGAL, illegal, number);
        }
        return Integer.toString(number);
    }

    String staleness() {
        int seconds = number("Invalid maxMVRewriteStaleness Number");
        if (seconds < 0 && seconds != UNSAID) {
            throw Refusal.analysis(at, MaterializedViewRule.STALENESS_ILLEGAL, seconds);
        }
        return Integer.toString(seconds);
    }

    private int number(String otherwise) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw Refusal.analysis(at, MaterializedViewRule.NOT_A_NUMBER, otherwise, String.valueOf(e.getMessage()));
        }
    }

    String refreshedPartitions(MaterializedView view) {
        if (view.refresh().scheme() == Refresh.Scheme.MANUAL) {
            throw Refusal.analysis(at, MaterializedViewRule.REFRESH_LIMIT_OF_MANUAL_REFRESH);
        }
        return count("Auto Refresh Partitions Limit", "Auto Refresh Partitions Limit");
    }

    String strategy() {
        if (!STRATEGIES.contains(value.toUpperCase(Locale.ROOT))) {
            throw Refusal.execution(at, MaterializedViewRule.PARTITION_REFRESH_STRATEGY, value);
        }
        return value;
    }

    String refreshMode() {
        if (!REFRESH_MODES.contains(value.toUpperCase(Locale.ROOT))) {
            throw Refusal.execution(at, MaterializedViewRule.REFRESH_MODE, value);
        }
        return value;
    }

    void checkPeriod() {
        try {
            Periods.normal(value);
        } catch (InvalidValueException e) {
            throw Refusal.analysis(at, MaterializedViewRule.VALUE_ILLEGAL, name, e.problem());
        }
    }

    void checkRetention(MaterializedView view) {
        PartitionCondition.checkRetention(view, value, at);
    }

    /** A comma-separated list of tables that the view reads. */
    String excludedTables(MaterializedView view) {
        if (view.refresh().scheme() != Refresh.Scheme.ASYNC) {
            throw Refusal.analysis(at, MaterializedViewRule.ONLY_FOR_ASYNCHRONOUS_REFRESH, name);
        }
        List<String> tables = new ArrayList<>();
        for (String item : value.split(",", 0)) {
            String table = item.trim();
            if (!table.isEmpty()) {
                requireBase(view, table);
                tables.add(table);
            }
        }
        return String.join(",", tables);
    }

    private void requireBase(MaterializedView view, String table) {
        String[] parts = table.split("\\.");
        String last = parts[parts.length - 1];
        String database = parts.length > 1 ? parts[parts.length - 2] : "";
        for (BaseRelation base : view.definition().bases()) {
            if (base.name().equals(last)
                    && (database.isEmpty() || base.database().equals(database))) {
                return;
            }
        }
        String quoted = "`" + String.join("`.`", parts) + "`";
        throw Refusal.analysis(at, MaterializedViewRule.NOT_A_BASE_TABLE, quoted, view.name());
    }

    /** The mode of rewrites over external tables; true and false are accepted for compatibility with older versions. */
    String externalRewrite() {
        if (value.equalsIgnoreCase("true")) {
            return "CHECKED";
        }
        return value.equalsIgnoreCase("false") ? "DISABLE" : consistency();
    }

    String consistency() {
        String normal = value.toUpperCase(Locale.ROOT);
        if (!CONSISTENCY.contains(normal)) {
            throw Refusal.analysis(at, MaterializedViewRule.REWRITE_CONSISTENCY, name, CONSISTENCY_LIST, value);
        }
        return normal;
    }

    String rewriteSwitch() {
        return oneOf(SWITCH, "DEFAULT", "DEFAULT,TRUE,FALSE");
    }

    String transparency() {
        return oneOf(TRANSPARENT, "FALSE", "FALSE,TRUE,TRANSPARENT_OR_ERROR,TRANSPARENT_OR_DEFAULT");
    }

    private String oneOf(Set<String> words, String empty, String list) {
        String normal = value.isEmpty() ? empty : value.toUpperCase(Locale.ROOT);
        if (!words.contains(normal)) {
            throw Refusal.analysis(at, MaterializedViewRule.VALUE_NOT_IN_LIST, name, list, value);
        }
        return normal;
    }
}
