package dev.cairn.processor.model;

import java.util.Set;

/**
 * The declarations of a schema that this compilation compiles from source. If the compiler reports an error in one of them,
 * the declarations that Cairn reads may be incomplete. All names are qualified.
 *
 * @param rootName the type with {@code @Schema}
 * @param typeNames the root, the records, the roles, the types of components, and their enclosing types
 * @param migrationNames the migrations of the schema, the migrations that do not name a root, and the classes and
 *     interfaces that all of these extend
 * @param migrationsPackage the package in which Cairn finds migrations
 * @param packageNames the packages of the types, because annotations of a package apply to the types in it
 */
public record SchemaSources(
        JavaClassName rootName,
        Set<String> typeNames,
        Set<String> migrationNames,
        String migrationsPackage,
        Set<String> packageNames) {
    public SchemaSources {
        typeNames = Set.copyOf(typeNames);
        migrationNames = Set.copyOf(migrationNames);
        packageNames = Set.copyOf(packageNames);
    }
}
