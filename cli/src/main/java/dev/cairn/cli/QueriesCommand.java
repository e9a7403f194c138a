package dev.cairn.cli;

import dev.cairn.cli.option.QueryOptions;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.TextTable;
import dev.cairn.internal.ExitCode;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command {@code cairn queries --reads orders.city}: lists the checked queries of compiled classes, for example to
 * find those that a change of a column affects.
 */
@Command(
        name = "queries",
        mixinStandardHelpOptions = true,
        description = "Lists the checked queries of the compiled classes and of the class path, with the tables and"
                + " views that they read and change. Connects to no server.")
final class QueriesCommand implements Callable<Integer> {
    @Mixin
    private final QueryOptions queryOptions = new QueryOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Override
    public Integer call() {
        CompiledQueries queries = queryOptions.readQueries();
        TextTable table = new TextTable(List.of("QUERY", "USE", "RELATION", "COLUMNS", "THROUGH"));
        for (QueryListing listing : queries.listings()) {
            for (CheckedQuery query : listing.queries()) {
                output.printObject(toJson(listing, query));
                addRows(query, table);
            }
        }
        if (queries.listings().isEmpty()) {
            output.printText(queryOptions.describeEmptySelection());
        } else {
            output.printTable(table);
        }
        return ExitCode.DONE.number();
    }

    /**
     * Adds a row for each relation of a query, and one row for a query without relations. Only the first has its name.
     */
    private static void addRows(CheckedQuery query, TextTable table) {
        if (query.sourceRelations().isEmpty() && query.changedRelations().isEmpty()) {
            table.addRow(query.name());
        }
        String nameCell = query.name();
        for (RelationUse relation : query.sourceRelations()) {
            table.addRow(
                    nameCell,
                    "reads",
                    relation.name(),
                    String.join(", ", relation.columnNames()),
                    relation.readingView());
            nameCell = "";
        }
        for (RelationUse relation : query.changedRelations()) {
            table.addRow(nameCell, "changes", relation.name(), String.join(", ", relation.columnNames()));
            nameCell = "";
        }
    }

    private static JsonObject toJson(QueryListing listing, CheckedQuery query) {
        return new JsonObject()
                .put("query", query.name())
                .put("interface", listing.interfaceName())
                .put("signature", query.signature())
                .put("kind", query.isQuery() ? "query" : "execute")
                .put("schema", listing.schemaName())
                .put("server", listing.serverVersion())
                .put("sql", query.sql())
                .put("sample", query.sample())
                .put("reads", relationsToJson(query.sourceRelations()))
                .put("changes", relationsToJson(query.changedRelations()));
    }

    private static List<JsonObject> relationsToJson(List<RelationUse> relations) {
        return relations.stream()
                .map(relation -> new JsonObject()
                        .put("name", relation.name())
                        .put("columns", relation.columnNames())
                        .put("through", relation.readingView().isEmpty() ? null : relation.readingView()))
                .toList();
    }
}
