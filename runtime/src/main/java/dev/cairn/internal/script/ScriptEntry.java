package dev.cairn.internal.script;

import dev.cairn.internal.run.prepare.Direction;
import dev.cairn.internal.run.prepare.Footprint;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.schema.RecordedMigration;
import java.util.List;
import java.util.Map;

/**
 * One step of a script.
 *
 * @param migrations those that it is of: several where statements were merged
 * @param settings of the session in which it runs
 */
public record ScriptEntry(
        List<RecordedMigration> migrations, Direction direction, Map<String, String> settings, RunStep step) {
    public ScriptEntry {
        migrations = List.copyOf(migrations);
    }

    Footprint footprint() {
        return Footprint.of(step);
    }
}
