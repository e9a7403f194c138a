package dev.cairn.cli.option;

import dev.cairn.schema.SchemaDescriptor;

/**
 * Two migrations: {@code 2:4}, {@code base:head}, {@code :3}.
 *
 * @param start the number of the first one; 0 is before the first migration
 */
public record VersionRange(int start, int end) {
    public static VersionRange of(String range, SchemaDescriptor schema) {
        String[] ends = range.split(":", -1);
        if (ends.length > 2) {
            throw CommandException.usage("'" + range + "' is not a range. Example: 2:4");
        }
        String last = ends[ends.length - 1];
        return new VersionRange(
                ends.length < 2 || ends[0].isEmpty() ? 0 : VersionArgument.resolve(ends[0], schema),
                last.isEmpty() ? schema.lastMigration() : VersionArgument.resolve(last, schema));
    }
}
