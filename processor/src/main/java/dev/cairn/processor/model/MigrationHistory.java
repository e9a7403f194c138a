package dev.cairn.processor.model;

import java.util.List;

/**
 * The recorded and repeatable migrations, as the generated class of a schema contains them.
 *
 * @param migrationNames the classes that are generated for the recorded migrations, from the first one
 * @param repeatableNames the classes that are generated for repeatable migrations
 * @param declarationHash the hash of the declared statements; empty if the migrations do not lead to the declared
 *     schema
 */
public record MigrationHistory(
        List<JavaClassName> migrationNames, List<JavaClassName> repeatableNames, String declarationHash) {
    /** A history without migrations. */
    public static final MigrationHistory EMPTY = new MigrationHistory(List.of(), List.of(), "");

    public MigrationHistory {
        migrationNames = List.copyOf(migrationNames);
        repeatableNames = List.copyOf(repeatableNames);
    }
}
