package dev.cairn.cli.option;

import dev.cairn.schema.SchemaDescriptor;

/**
 * Two migrations: {@code 2:4}, {@code base:head}, {@code :3}.
 *
 * @param startNumber the number of the migration before the range; 0 is before the first migration
 * @param endNumber the number of the last migration
 */
public record VersionRange(int startNumber, int endNumber) {
    public static VersionRange parse(String range, SchemaDescriptor schema) {
        String[] bounds = range.split(":", -1);
        if (bounds.length > 2) {
            throw CommandException.usage("'" + range + "' is not a range. Example: 2:4");
        }
        String endVersion = bounds[bounds.length - 1];
        return new VersionRange(
                bounds.length < 2 || bounds[0].isEmpty() ? 0 : VersionArgument.resolve(bounds[0], schema),
                endVersion.isEmpty() ? schema.lastMigration() : VersionArgument.resolve(endVersion, schema));
    }
}
