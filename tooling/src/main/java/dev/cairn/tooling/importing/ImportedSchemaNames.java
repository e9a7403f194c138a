package dev.cairn.tooling.importing;

/**
 * The names of the schema that an import writes.
 *
 * @param packageName the package of the records; empty for the unnamed package
 * @param rootName the simple name of the interface that lists the records
 * @param schemaName the name of the schema. At compile time, the database that connections select has this name.
 *     Therefore, if queries contain the name of that database, the schema must have the same name
 * @param database the database that connections select; the records of its objects do not set {@code database}
 */
public record ImportedSchemaNames(String packageName, String rootName, String schemaName, String database) {}
