package dev.cairn.cli.option;

import dev.cairn.schema.SchemaDescriptor;

/**
 * The migrations between two states of a schema: {@code 2:4}, {@code base:head}, {@code :3}.
 *
 * @param startNumber the number of the migration before the range; 0 is before the first migration
 * @param endNumber the number of the last migration
 */
public record VersionRange(int startNumber, int endNumber) {
    /**
     * Parses the start and the end of a range. A missing start is before the first migration, a missing end is the last
     * migration, and a single version is the end. For a downgrade, the start is after the end.
     *
     * @throws CommandException if there is no such migration
     */
    public static VersionRange parse(String range, SchemaDescriptor schema) {
        String[] bounds = split(range);
        return new VersionRange(
                bounds.length < 2 || bounds[0].isEmpty() ? 0 : VersionArgument.resolve(bounds[0], schema),
                resolveEnd(bounds, schema));
    }

    /**
     * Parses one migration, or the first and the last one of several, such as {@code V0003:V0012}.
     *
     * @throws CommandException if there is no such migration, or if the range has none
     */
    public static VersionRange parseMigrations(String range, SchemaDescriptor schema) {
        String[] bounds = split(range);
        int firstNumber = bounds[0].isEmpty() ? 1 : VersionArgument.resolve(bounds[0], schema);
        int lastNumber = resolveEnd(bounds, schema);
        if (firstNumber > lastNumber || lastNumber == 0) {
            throw CommandException.usage("There is no migration in " + range + ".");
        }
        return new VersionRange(firstNumber - 1, lastNumber);
    }

    private static String[] split(String range) {
        String[] bounds = range.split(":", -1);
        if (bounds.length > 2) {
            throw CommandException.usage("'" + range + "' is not a range. Example: 2:4");
        }
        return bounds;
    }

    private static int resolveEnd(String[] bounds, SchemaDescriptor schema) {
        String endVersion = bounds[bounds.length - 1];
        return endVersion.isEmpty() ? schema.lastMigrationNumber() : VersionArgument.resolve(endVersion, schema);
    }
}
