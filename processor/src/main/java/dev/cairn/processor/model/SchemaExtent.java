package dev.cairn.processor.model;

import java.util.Set;

/**
 * The declarations of a schema that are source in this compilation. If the compiler reports an error in one of them,
 * the declarations that Cairn reads may be incomplete. All names are qualified.
 *
 * @param root the type with {@code @Schema}
 * @param types the root, the records, the roles, the types of components, and their enclosing types
 * @param migrations the migrations, and the classes and interfaces that they extend
 * @param migrationsPackage the package in which Cairn finds migrations
 * @param packages the packages of the types, because annotations of a package apply to the types in it
 */
public record SchemaExtent(
        JavaName root, Set<String> types, Set<String> migrations, String migrationsPackage, Set<String> packages) {
    public SchemaExtent {
        types = Set.copyOf(types);
        migrations = Set.copyOf(migrations);
        packages = Set.copyOf(packages);
    }
}
