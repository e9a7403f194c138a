package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.QueryOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.ExplainReport;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.query.QueryExplainer;
import dev.cairn.tooling.query.QueryExplainer.ExplainedQuery;
import dev.cairn.tooling.query.QueryExplainer.UnplannedQueriesException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn explain}: shows the server's plans of the checked queries. Without a server, it prints the
 * EXPLAIN statements that it would send.
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
    private final QueryOptions queryOptions = new QueryOptions();

    @Mixin
    private final ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Option(
            names = "--value",
            paramLabel = "NAME=LITERAL",
            description = "The literal for the parameters of this name, instead of the one that its type determines;"
                    + " may be repeated. Quote texts and dates: --value \"from='2026-01-31'\"."
                    + " An IN list may have several, separated by commas.")
    private Map<String, String> literalByParameter = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private CompiledQueries applyLiterals(CompiledQueries queries) {
        return CommandException.requireValid(() -> queries.withLiterals(literalByParameter));
    }

    @Override
    public Integer call() {
        CompiledQueries compiledQueries = queryOptions.readQueries();
        CompiledQueries queries = literalByParameter.isEmpty() ? compiledQueries : applyLiterals(compiledQueries);
        if (queries.listings().isEmpty()) {
            output.printText(queryOptions.describeEmptySelection());
            return ExitCode.DONE.number();
        }
        Optional<ServerAddress> address = serverOptions.findAddress(CommandEnvironment.of(spec));
        if (address.isEmpty()) {
            queries.listings().forEach(listing -> listing.queries().forEach(this::printStatement));
            return ExitCode.DONE.number();
        }
        ServerOptions.requireDatabase(address.get(), "that of the schema");
        List<ExplainedQuery> explainedQueries = explainQueries(queries, address.get());
        ExplainReport report = new ExplainReport(explainedQueries);
        report.toJson().forEach(output::printObject);
        output.printTable(report.createTable());
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

    private void printStatement(CheckedQuery query) {
        String statement = QueryExplainer.createExplainStatement(query);
        output.printObject(new JsonObject().put("query", query.name()).put("statement", statement));
        output.printCode("-- " + query.name() + "\n" + statement + ";");
    }
}
