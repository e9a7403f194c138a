package dev.cairn.lineage;

import dev.cairn.plan.part.ObjectName;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Columns of an object that a change affects, directly or through other readers.
 *
 * @param object the object under its former name
 * @param columns the names of the columns in lower case; null for the whole object
 * @param reason why the readers of the object are affected; empty if the change is self-explanatory
 */
record AffectedColumns(
        ObjectName object, @Nullable Set<String> columns, Impact.EffectSeverity severity, String reason) {
    /** Creates affected columns without a reason. */
    AffectedColumns(ObjectName object, @Nullable Set<String> columns, Impact.EffectSeverity severity) {
        this(object, columns, severity, "");
    }

    static AffectedColumns ofWholeObject(ObjectName object, Impact.EffectSeverity severity) {
        return new AffectedColumns(object, null, severity);
    }

    static AffectedColumns ofWholeObject(ObjectName object, Impact.EffectSeverity severity, String reason) {
        return new AffectedColumns(object, null, severity, reason);
    }

    /** Returns whether the change makes the server refuse the queries that read these columns. */
    boolean isBreaking() {
        return severity == Impact.EffectSeverity.BREAKS;
    }

    boolean isWholeObject() {
        return columns == null;
    }

    boolean contains(String column) {
        return columns == null || columns.contains(column.toLowerCase(Locale.ROOT));
    }
}
