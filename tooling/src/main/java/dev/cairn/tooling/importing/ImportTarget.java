package dev.cairn.tooling.importing;

/**
 * Where the records go.
 *
 * @param inPackage empty for the unnamed one
 * @param root the simple name of the interface that lists the records
 * @param schema the name of the schema. At compile time the database that connections select goes by it: where queries say
 *     the name of that database, the schema must have it too
 * @param database the one that connections select: what it holds needs no {@code database = …}
 */
public record ImportTarget(String inPackage, String root, String schema, String database) {}
