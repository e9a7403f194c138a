package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.ComparisonSideOptions;
import dev.cairn.cli.option.SourceOption;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.rows.RowFormat;
import dev.cairn.cli.rows.RowPrinter;
import dev.cairn.cli.rows.RunningQuery;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ReceivedColumn;
import dev.cairn.internal.connection.ReceivedRow;
import dev.cairn.internal.connection.RowReceiver;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.tooling.query.AdHocStatement;
import dev.cairn.tooling.query.AdHocStatement.AdHocEffect;
import dev.cairn.tooling.query.AdHocStatementCheck;
import dev.cairn.tooling.query.InvalidStatementException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn query "SELECT * FROM account"}: checks a statement against definitions, sends it, and prints
 * the rows while they arrive. Ctrl-C cancels it on the server, too.
 */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Shows rows: of a query, of SHOW, DESC or EXPLAIN, or of the table or view of this name. A query"
                + " is checked against the compiled schema of the project, or the definitions that"
                + " --definitions names, before it is sent. Ctrl-C cancels it on the server.")
final class QueryCommand implements Callable<Integer> {
    private static final long DEFAULT_LIMIT = 100;

    @Parameters(index = "0", paramLabel = "SQL", description = "The statement, or the name of a table or view.")
    private String sql = "";

    @Mixin
    private final SourceOption sourceOption = new SourceOption();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "The number of rows that are shown at most; 0 shows all. Default: the LIMIT of the query, or 100")
    private @Nullable Long limit;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, vertical, csv or json. Default: table, or vertical if the table is wider than the"
                    + " terminal")
    private @Nullable RowFormat format;

    @Option(names = "--write", description = "Permit INSERT, UPDATE and DELETE.")
    private boolean allowsWrites;

    @Option(
            names = "--unchecked",
            description = "Send the statement without checking it, because the server has other definitions.")
    private boolean isUnchecked;

    @Mixin
    private final ComparisonSideOptions sideOptions = new ComparisonSideOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        RowFormat chosenFormat = chooseFormat();
        if (limit != null && limit < 0) {
            throw CommandException.usage("--limit must be a number of rows, but was " + limit + ".");
        }
        if (sql.isBlank()) {
            throw CommandException.usage("Pass a statement, or the name of a table or view.");
        }
        AdHocStatement enteredStatement = AdHocStatement.parse(sql);
        requirePermittedEffect(enteredStatement);
        long maxRows = limit != null ? limit : enteredStatement.hasLimit() ? 0 : DEFAULT_LIMIT;
        // One more row shows that there are more.
        AdHocStatement statement = maxRows == 0 ? enteredStatement : enteredStatement.withLimit(maxRows + 1);
        CommandEnvironment environment = CommandEnvironment.of(spec);
        ServerAddress address = sideOptions.requireServerAddress(environment);
        if (!isUnchecked) {
            findStatementCheck(address.findDatabaseName().orElse(""), environment)
                    .ifPresent(check -> findWarnings(check, statement)
                            .forEach(warning -> output.printRemark("warning: " + warning)));
        }
        PrintWriter out = spec.commandLine().getOut();
        runStatement(
                statement,
                new FirstRows(chosenFormat.createPrinter(out, maxTableWidth(), output.colours()), maxRows),
                address);
        return ExitCode.DONE.number();
    }

    private RowFormat chooseFormat() {
        if (!output.isJson()) {
            return format == null ? RowFormat.TABLE : format;
        }
        if (format != null && format != RowFormat.JSON) {
            throw CommandException.usage("Pass either --json or another --format.");
        }
        return RowFormat.JSON;
    }

    /**
     * Requires that the command may run a statement.
     *
     * @throws CommandException if it neither returns nor changes rows, or changes rows without {@code --write}
     */
    private void requirePermittedEffect(AdHocStatement statement) {
        if (statement.effect() == AdHocEffect.OTHER) {
            throw CommandException.usage(statement.describeRejection() + " cairn run-sql runs any statement.");
        }
        if (statement.effect() == AdHocEffect.CHANGES_ROWS && !allowsWrites) {
            throw new CommandException(
                    ExitCode.CONSENT_NEEDED,
                    statement.keyword() + " changes rows. Confirmation required: pass --write.");
        }
    }

    /** Returns the check against the definitions of an option or of the project; empty if there are none. */
    private Optional<AdHocStatementCheck> findStatementCheck(String database, CommandEnvironment environment) {
        return sourceOption
                .resolveSource("")
                .map(source -> sideOptions.resolveSide(source, environment))
                .or(() -> sideOptions.findProjectSide(database))
                .map(knownSide -> AdHocStatementCheck.of(knownSide, database));
    }

    private static List<String> findWarnings(AdHocStatementCheck check, AdHocStatement statement) {
        try {
            return check.findWarnings(statement);
        } catch (InvalidStatementException failure) {
            throw new CommandException(
                    ExitCode.FAILED,
                    failure.getMessage() + "\nThe statement was checked against the definitions of the schema, and not"
                            + " sent. --unchecked sends it to a server with other definitions.",
                    failure);
        }
    }

    private void runStatement(AdHocStatement statement, FirstRows rows, ServerAddress address) {
        ConnectionFactory connectionFactory =
                new ConnectionFactory(address, address.toString(), Ticker.system(), sideOptions.collectValues());
        try (ServerConnection connection = connectionFactory.open();
                RunningQuery runningQuery = RunningQuery.start(
                        connection,
                        output.printsToTerminal(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())) {
            runningQuery
                    .streamRows(statement.textWithoutSemicolon(), rows)
                    .ifPresent(rowCount -> reportResult(statement, rows, rowCount));
        }
    }

    /**
     * Prints the end of the output: the number of changed rows, or a remark if there are no rows or more than the
     * limit.
     *
     * @param rowCount the number of rows that the statement returned or changed
     */
    private void reportResult(AdHocStatement statement, FirstRows rows, long rowCount) {
        rows.printer.finish();
        if (statement.effect() == AdHocEffect.CHANGES_ROWS) {
            output.print(
                    new JsonObject().put("changed", rowCount),
                    rowCount == 1 ? "1 row changed." : rowCount + " rows changed.");
        } else if (rowCount == 0) {
            output.printRemark("No rows.");
        } else if (rows.exceedsLimit(rowCount)) {
            output.printRemark("There are more rows than these " + rows.limit + "; --limit 0 shows all.");
        }
    }

    /**
     * Returns the width of the terminal, beyond which a table becomes vertical; unlimited if the user chose a format,
     * or if the output is not a terminal.
     */
    private int maxTableWidth() {
        return output.printsToTerminal() && format == null
                ? CommandEnvironment.of(spec).columnSupplier().getAsInt()
                : Integer.MAX_VALUE;
    }

    /**
     * Passes the first rows to a printer, and drops the others. It counts the rows that it receives, so it is for one
     * result.
     *
     * @param limit the number of rows to pass on; 0 for all
     */
    private record FirstRows(RowPrinter printer, long limit, AtomicLong receivedRowCount) implements RowReceiver {
        FirstRows(RowPrinter printer, long maxRows) {
            this(printer, maxRows, new AtomicLong());
        }

        @Override
        public void acceptColumns(List<ReceivedColumn> columns) {
            printer.acceptColumns(columns);
        }

        @Override
        public void acceptRow(ReceivedRow row) {
            if (!exceedsLimit(receivedRowCount.incrementAndGet())) {
                printer.acceptRow(row);
            }
        }

        /** Returns whether a number of rows exceeds the limit for printed rows. */
        boolean exceedsLimit(long rowCount) {
            return limit > 0 && rowCount > limit;
        }
    }
}
