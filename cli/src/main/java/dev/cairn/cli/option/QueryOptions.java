package dev.cairn.cli.option;

import dev.cairn.tooling.query.CompiledQueries;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select checked queries of compiled classes. */
public final class QueryOptions {
    @Mixin
    private final SchemaOptions schemaOptions = new SchemaOptions();

    @Option(
            names = "--reads",
            paramLabel = "TABLE[.COLUMN]",
            defaultValue = "",
            description = "Only the queries that read this table, view or column, directly or through views, or that"
                    + " change it.")
    private String relationName = "";

    /**
     * Reads the checked queries of the compiled classes, and returns those that the options select.
     *
     * @throws CommandException if there are neither queries nor compiled classes
     */
    public CompiledQueries readQueries() {
        CompiledQueries queries = CompiledQueries.read(schemaOptions.collectQueryPaths());
        if (queries.listings().isEmpty()) {
            schemaOptions.requireClasses();
        }
        queries = schemaOptions.schemaName().isEmpty() ? queries : queries.filterBySchema(schemaOptions.schemaName());
        return relationName.isEmpty() ? queries : queries.filterByRelation(relationName);
    }

    /** Returns the message that a command prints if the options select no query. */
    public String describeEmptySelection() {
        String schemaName = schemaOptions.schemaName();
        if (relationName.isEmpty()) {
            return (schemaName.isEmpty() ? "The compiled classes have" : "The schema " + schemaName + " has")
                    + " no checked queries.";
        }
        return "No checked query" + (schemaName.isEmpty() ? "" : " of the schema " + schemaName) + " reads or changes "
                + relationName + ".";
    }
}
