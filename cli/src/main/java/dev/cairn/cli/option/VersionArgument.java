package dev.cairn.cli.option;

import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the migration that an argument names: {@code 3}, {@code V0003}, {@code V0003AddNote}, {@code base}, {@code
 * head}, or, relative to the current migration, {@code +2}.
 */
public final class VersionArgument {
    private static final Pattern NUMBER_PATTERN = Pattern.compile("[Vv]?(\\d{1,9})");
    private static final Pattern RELATIVE_PATTERN = Pattern.compile("[+-]\\d{1,9}");

    private VersionArgument() {}

    /**
     * Returns the number of the migration that a version names, which must not be relative; 0 is before the first
     * migration.
     *
     * @throws CommandException if there is no such migration
     */
    public static int resolve(String version, SchemaDescriptor schema) {
        List<RecordedMigration> migrations = schema.migrations();
        if (version.equals("base")) {
            return 0;
        }
        if (version.equals("head")) {
            return schema.lastMigrationNumber();
        }
        Matcher numberMatcher = NUMBER_PATTERN.matcher(version);
        int parsedNumber = numberMatcher.matches() ? Integer.parseInt(numberMatcher.group(1)) : -1;
        if (parsedNumber == 0) {
            return 0;
        }
        return migrations.stream()
                .filter(migration -> migration.name().equals(version) || migration.number() == parsedNumber)
                .map(RecordedMigration::number)
                .findFirst()
                .orElseThrow(() -> CommandException.usage("There is no migration '" + version + "': "
                        + describeAvailable(schema)
                        + (migrations.isEmpty()
                                ? "."
                                : "; base is before the first, and head the last one."
                                        + describeCheckpoint(migrations.get(0), parsedNumber))));
    }

    private static String describeAvailable(SchemaDescriptor schema) {
        return schema.name() + " has "
                + (schema.migrations().isEmpty() ? "none" : MigrationFormatter.describeNumbers(schema.migrations()));
    }

    /** Returns a sentence that says why a number is missing; empty if a checkpoint does not explain it. */
    private static String describeCheckpoint(RecordedMigration firstMigration, int missingNumber) {
        return missingNumber > 0 && missingNumber < firstMigration.number()
                ? " The checkpoint " + firstMigration.name() + " replaces the migrations before it."
                : "";
    }

    /** Returns whether the version is relative, such as {@code +2}. */
    public static boolean isRelative(String version) {
        return RELATIVE_PATTERN.matcher(version).matches();
    }

    /**
     * Returns the number of the migration that a command runs to.
     *
     * @param currentNumberSupplier reads the number of the database's migration; only called for a relative version
     * @throws CommandException if there is no such migration
     */
    public static int resolveTarget(String version, IntSupplier currentNumberSupplier, SchemaDescriptor schema) {
        return isRelative(version)
                ? resolveRelative(currentNumberSupplier.getAsInt(), version, schema)
                : resolve(version, schema);
    }

    /**
     * Returns the number of a migration by its distance from another one; 0 is before the first migration. The numbers
     * of a schema are consecutive, but may begin with that of a checkpoint.
     *
     * @throws CommandException if there is no such migration
     */
    private static int resolveRelative(int currentNumber, String relativeVersion, SchemaDescriptor schema) {
        List<RecordedMigration> migrations = schema.migrations();
        int firstNumber = migrations.isEmpty() ? 1 : migrations.get(0).number();
        int doneCount = (currentNumber == 0 ? 0 : currentNumber - firstNumber + 1) + Integer.parseInt(relativeVersion);
        if (doneCount < 0 || doneCount > migrations.size()) {
            throw CommandException.usage(relativeVersion + " relative to migration " + currentNumber
                    + " is not a migration: " + describeAvailable(schema) + ".");
        }
        return doneCount == 0 ? 0 : firstNumber + doneCount - 1;
    }
}
