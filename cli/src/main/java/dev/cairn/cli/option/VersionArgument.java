package dev.cairn.cli.option;

import dev.cairn.cli.output.MigrationText;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a version: {@code 3}, {@code V0003}, {@code V0003AddNote}, {@code base}, {@code head}. */
public final class VersionArgument {
    private static final Pattern NUMBER = Pattern.compile("V?(\\d{1,9})");
    private static final Pattern STEPS = Pattern.compile("[+-]\\d{1,9}");

    private VersionArgument() {}

    /** The number of a migration; 0 is before the first. */
    public static int resolve(String version, SchemaDescriptor schema) {
        List<RecordedMigration> migrations = schema.migrations();
        if (version.equals("base")) {
            return 0;
        }
        if (version.equals("head")) {
            return schema.lastMigration();
        }
        Matcher number = NUMBER.matcher(version);
        int numbered = number.matches() ? Integer.parseInt(number.group(1)) : -1;
        if (numbered == 0) {
            return 0;
        }
        return migrations.stream()
                .filter(migration -> migration.name().equals(version) || migration.number() == numbered)
                .map(RecordedMigration::number)
                .findFirst()
                .orElseThrow(() -> CommandException.usage("There is no migration '" + version + "': " + schema.name()
                        + (migrations.isEmpty()
                                ? " has none."
                                : " has " + MigrationText.formatRange(migrations)
                                        + "; base is before the first, and head the last one."
                                        + (numbered > 0
                                                        && numbered
                                                                < migrations
                                                                        .get(0)
                                                                        .number()
                                                ? " The checkpoint "
                                                        + migrations.get(0).name()
                                                        + " replaces the migrations before it."
                                                : ""))));
    }

    /** Whether the version is relative, such as {@code +2}. */
    public static boolean isRelative(String version) {
        return STEPS.matcher(version).matches();
    }

    /** Resolves a relative version. */
    public static int resolveRelative(int current, String steps, SchemaDescriptor schema) {
        List<RecordedMigration> migrations = schema.migrations();
        int first = migrations.isEmpty() ? 1 : migrations.get(0).number();
        int target = (current == 0 ? 0 : current - first + 1) + Integer.parseInt(steps);
        if (target < 0 || target > migrations.size()) {
            throw CommandException.usage(
                    steps + " relative to migration " + current + " is not a migration: " + schema.name() + " has "
                            + (migrations.isEmpty() ? "none" : MigrationText.formatRange(migrations)) + ".");
        }
        return target == 0 ? 0 : first + target - 1;
    }
}
