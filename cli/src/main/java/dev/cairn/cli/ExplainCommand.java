package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.QueryOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.TextTable;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.query.QueryExplainer;
import dev.cairn.tooling.query.QueryExplainer.ExplainedQuery;
import dev.cairn.tooling.query.QueryExplainer.UnplannedQueriesException;
import dev.cairn.tooling.query.QueryPlan;
import dev.cairn.tooling.query.QueryPlan.Scan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn explain}: shows the server's plans of the checked queries. Without a server it prints the
 * statements that it would have sent.
 */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Shows how the server would run each checked query, with literals in place of its"
                + " parameters: the partitions and tablets that it reads, the materialized views that answer it, and"
                + " the estimated rows. Runs EXPLAIN only; without a server, prints these statements. Exits with 1"
                + " if the server refuses a query.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private final QueryOptions options = new QueryOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Option(
            names = "--value",
            paramLabel = "NAME=LITERAL",
            description = "The literal for the parameters of this name, instead of the one that its type determines;"
                    + " may be repeated. Quote texts and dates: --value \"from='2026-01-31'\"."
                    + " An IN list may have several, separated by commas.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private CompiledQueries applyValues(CompiledQueries queries) {
        try {
            return queries.withValues(values);
        } catch (IllegalArgumentException exception) {
            throw CommandException.usage(String.valueOf(exception.getMessage()));
        }
    }

    @Override
    public Integer call() {
        CompiledQueries compiledQueries = options.readQueries();
        CompiledQueries queries = values.isEmpty() ? compiledQueries : applyValues(compiledQueries);
        if (queries.listings().isEmpty()) {
            output.printText(options.describeNone());
            return ExitCode.DONE.number();
        }
        Optional<ServerAddress> address = server.findAddress(Cairn.environment(spec));
        if (address.isEmpty()) {
            queries.listings().forEach(listing -> listing.queries().forEach(this::printStatement));
            return ExitCode.DONE.number();
        }
        ServerOptions.requireDatabase(address.get(), "that of the schema");
        List<ExplainedQuery> explainedQueries = explainQueries(queries, address.get());
        explainedQueries.forEach(query -> output.printObject(toJson(query)));
        output.printTable(createTable(explainedQueries));
        boolean hasRefusals =
                explainedQueries.stream().anyMatch(query -> !query.error().isEmpty());
        return (hasRefusals ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    private static List<ExplainedQuery> explainQueries(CompiledQueries queries, ServerAddress address) {
        try {
            return new QueryExplainer(address).explainAll(queries);
        } catch (UnplannedQueriesException failure) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(failure.getMessage()), failure);
        }
    }

    static TextTable createTable(List<ExplainedQuery> explainedQueries) {
        TextTable table =
                new TextTable(List.of("QUERY", "QUERY ROWS", "SCAN", "SCAN ROWS", "PARTITIONS", "TABLETS", "REMARK"));
        explainedQueries.forEach(query -> addRows(query, table));
        return table;
    }

    private void printStatement(CheckedQuery query) {
        String statement = QueryExplainer.createExplainStatement(query);
        output.printObject(new JsonObject().put("query", query.name()).put("statement", statement));
        output.printCode("-- " + query.name() + "\n" + statement + ";");
    }

    private static void addRows(ExplainedQuery explainedQuery, TextTable table) {
        String name = explainedQuery.query().name();
        QueryPlan plan = explainedQuery.plan();
        if (plan == null) {
            String remark = explainedQuery.error().isEmpty()
                    ? "not explained: " + explainedQuery.unexplainedReason()
                    : "refused: "
                            + String.join(" ", explainedQuery.error().lines().toList());
            table.addRow(name, "", "", "", "", "", remark);
            return;
        }
        String rows = formatRowCount(plan.rows());
        if (plan.scans().isEmpty()) {
            table.addRow(name, rows, "", "", "", "", plan.isEmpty() ? "nothing to read" : "reads no table");
        }
        for (Scan scan : plan.scans()) {
            table.addRow(
                    name,
                    rows,
                    scan.name(),
                    formatRowCount(scan.rows()),
                    formatRatio(scan.partitions()),
                    formatRatio(scan.tablets()),
                    describeScan(explainedQuery, scan));
            name = "";
            rows = "";
        }
    }

    private static String describeScan(ExplainedQuery explainedQuery, Scan scan) {
        boolean isRewritten = explainedQuery.isRewritten(scan);
        if (scan.isMaterializedView()) {
            return isRewritten ? "materialized view, by rewrite" : "materialized view";
        }
        return isRewritten ? "rollup" : "";
    }

    private static String formatRowCount(long rows) {
        return rows < 0 ? "" : Long.toString(rows);
    }

    private static String formatRatio(Optional<QueryPlan.Ratio> ratio) {
        return ratio.map(QueryPlan.Ratio::toString).orElse("");
    }

    static JsonObject toJson(ExplainedQuery explainedQuery) {
        JsonObject object = new JsonObject().put("query", explainedQuery.query().name());
        QueryPlan plan = explainedQuery.plan();
        if (plan == null) {
            return explainedQuery.error().isEmpty()
                    ? object.put("unexplained", explainedQuery.unexplainedReason())
                    : object.put("error", explainedQuery.error());
        }
        return object.put("rows", toRowCountOrNull(plan.rows()))
                .put("empty", plan.isEmpty())
                .put(
                        "scans",
                        plan.scans().stream()
                                .map(scan -> toJson(explainedQuery, scan))
                                .toList());
    }

    private static JsonObject toJson(ExplainedQuery explainedQuery, Scan scan) {
        JsonObject object = new JsonObject()
                .put("name", scan.name())
                .put("materializedView", scan.isMaterializedView())
                .put("rewritten", explainedQuery.isRewritten(scan))
                .put("rows", toRowCountOrNull(scan.rows()));
        scan.partitions().ifPresent(ratio -> putRatio("partitions", ratio, object));
        scan.tablets().ifPresent(ratio -> putRatio("tablets", ratio, object));
        return object;
    }

    private static void putRatio(String name, QueryPlan.Ratio ratio, JsonObject object) {
        object.put(name, ratio.readCount()).put(name + "Total", ratio.totalCount());
    }

    private static @Nullable Long toRowCountOrNull(long rows) {
        return rows < 0 ? null : Long.valueOf(rows);
    }
}
