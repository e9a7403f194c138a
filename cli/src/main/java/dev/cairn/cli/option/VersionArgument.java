package dev.cairn.cli.option;

import dev.cairn.schema.RecordedMigration;
import dev.cairn.schema.SchemaDescriptor;
import java.util.List;
import java.util.regex.Pattern;

/** A place in the history of a schema, as one says it: {@code 3}, {@code V0003AddNote}, {@code base}, {@code head}. */
public final class VersionArgument {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern STEPS = Pattern.compile("[+-]\\d{1,9}");

    private VersionArgument() {}

    /** The number of a migration; 0 is before the first. */
    public static int of(String said, SchemaDescriptor schema) {
        List<RecordedMigration> migrations = schema.migrations();
        if (said.equals("base")) {
            return 0;
        }
        if (said.equals("head")) {
            return migrations.size();
        }
        if (NUMBER.matcher(said).matches() && Integer.parseInt(said) <= migrations.size()) {
            return Integer.parseInt(said);
        }
        return migrations.stream()
                .filter(each -> each.name().equals(said))
                .map(RecordedMigration::number)
                .findFirst()
                .orElseThrow(() -> CommandException.usage("There is no migration '" + said + "': " + schema.name()
                        + (migrations.isEmpty()
                                ? " has none."
                                : " has " + MigrationText.range(migrations.size())
                                        + "; base is before the first, and head the last one.")));
    }

    /** Whether it says how many from here, and not where. */
    public static boolean isRelative(String said) {
        return STEPS.matcher(said).matches();
    }

    /** So many migrations on, or back. */
    public static int from(int here, String steps, SchemaDescriptor schema) {
        int there = here + Integer.parseInt(steps);
        if (there < 0 || there > schema.migrations().size()) {
            throw CommandException.usage("From migration " + here + ", " + steps + " leads to no migration: "
                    + schema.name() + " has " + schema.migrations().size() + ".");
        }
        return there;
    }
}
