package dev.cairn.cli;

import dev.cairn.cli.option.ProjectOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.internal.ExitCode;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.tooling.recording.MigrationRecorder;
import dev.cairn.tooling.recording.RecordedFile;
import dev.cairn.tooling.recording.RecordingOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn record "add discount"}: writes the migration from the recorded state of a schema to the
 * declared one. It compiles the sources itself, so it needs no compiled classes of the schema.
 */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = "Records all declared changes that no migration contains yet as one migration.")
final class RecordCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "MESSAGE",
            defaultValue = "",
            description = "A short description of the change; it names the migration.")
    private String message = "";

    @Option(names = "--empty", description = "Write a migration without statements, to be filled by hand.")
    private boolean isWithoutStatements;

    @Option(
            names = "--check",
            description = "Write nothing; show the changes that are not recorded, and exit with 3 if there are any.")
    private boolean checksOnly;

    @Option(names = "--dry-run", description = "Write nothing; print the file that would be written.")
    private boolean isDryRun;

    @Option(
            names = "--queries",
            description = "Only list the checked queries next to the migrations, for the migrations of later releases.")
    private boolean listsQueriesOnly;

    @Option(names = "--destructive", description = "Allow changes that drop data.")
    private boolean allowsDataLoss;

    @Option(names = "--rebuild", description = "Rebuild tables that StarRocks can't alter, and copy their rows.")
    private boolean allowsRebuild;

    @Option(
            names = "--accept-grant-loss",
            description = "Allow the loss of the grants of rebuilt tables if they can't be read.")
    private boolean allowsGrantLoss;

    @Option(
            names = "--fill",
            paramLabel = "COLUMN=EXPRESSION",
            description =
                    "The value of a NOT NULL column for rows that have none when their table is rebuilt, for example"
                            + " orders.region='EU': an expression over the columns of the old table; may be"
                            + " repeated.")
    private List<String> fills = new ArrayList<>();

    @Option(
            names = "--exact-downgrade",
            description = "Let the downgrade narrow columns that the upgrade widened, which rebuilds their table and"
                    + " loses longer values. Default: the downgrade keeps the wider type.")
    private boolean requiresExactDowngrade;

    @Mixin
    private final ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private final ProjectOptions projectOptions = new ProjectOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        checkArguments();
        MigrationRecorder recorder = projectOptions.openRecorder(spec, serverOptions, CommandEnvironment.of(spec));
        if (checksOnly) {
            return printPendingChanges(recorder).number();
        }
        if (!listsQueriesOnly) {
            recorder.findComparedRelease()
                    .ifPresent(release -> spec.commandLine().getErr().println(release.renderNote()));
            Optional<RecordedFile> draftedFile = isWithoutStatements
                    ? Optional.of(recorder.draftEmpty(message))
                    : recorder.draft(message, createOptions());
            if (isDryRun) {
                draftedFile.ifPresentOrElse(
                        file -> file.preview().forEach(writer()::println), () -> printNothingToRecord(recorder));
                return ExitCode.DONE.number();
            }
            draftedFile
                    .map(RecordedFile::write)
                    .ifPresentOrElse(
                            file -> file.summary().forEach(writer()::println), () -> printNothingToRecord(recorder));
        }
        Optional<Path> queriesFile = listsQueriesOnly ? recorder.recordAllQueries() : recorder.recordQueries();
        queriesFile.ifPresent(file -> writer().println("Wrote " + file));
        return ExitCode.DONE.number();
    }

    /**
     * Requires a message, unless {@code --check} or {@code --queries} is passed. These two exclude each other, a
     * message, and the options for what is written.
     *
     * @throws ParameterException if a message is missing, or if arguments exclude each other
     */
    private void checkArguments() {
        boolean recordsMigration = !checksOnly && !listsQueriesOnly;
        if (recordsMigration && message.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing message. Example: cairn record \"add discount\"");
        }
        boolean hasOtherOptions =
                isWithoutStatements || isDryRun || checksOnly == listsQueriesOnly || !message.isEmpty();
        if (!recordsMigration && hasOtherOptions) {
            throw new ParameterException(
                    spec.commandLine(),
                    (checksOnly ? "--check" : "--queries")
                            + " records no migration, so it takes neither a message nor --empty, --dry-run or "
                            + (checksOnly ? "--queries" : "--check") + ".");
        }
    }

    private RecordingOptions createOptions() {
        return new RecordingOptions(allowsDataLoss, allowsRebuild, allowsGrantLoss)
                .withExactDowngrade(requiresExactDowngrade)
                .withFills(fills)
                .withLintInputCompleter(
                        input -> serverOptions.withServerStatistics(input, CommandEnvironment.of(spec)));
    }

    /** Prints the changes that are not recorded, and returns whether there are any, as an exit code. */
    private ExitCode printPendingChanges(MigrationRecorder recorder) {
        recorder.findOutdatedQueriesFile()
                .ifPresent(file -> spec.commandLine()
                        .getErr()
                        .println(file
                                + " does not list the queries of the sources: cairn record --queries updates it."));
        recorder.findComparedRelease()
                .ifPresent(release -> spec.commandLine().getErr().println(release.renderNote()));
        Optional<Plan> pendingPlan = recorder.findPendingPlan();
        if (pendingPlan.isEmpty()) {
            printNothingToRecord(recorder);
            return ExitCode.DONE;
        }
        for (Step step : pendingPlan.get().steps()) {
            writer().println(MigrationFormatter.withSemicolon(step.text()));
        }
        recorder.describeChanges(pendingPlan.get(), createOptions()).forEach(line -> writer().println("-- " + line));
        return ExitCode.ACTION_REQUIRED;
    }

    /** Prints that there is nothing to record, and the effects of changes that need no migration. */
    private void printNothingToRecord(MigrationRecorder recorder) {
        writer().println("Nothing to record.");
        recorder.describeUnrecordedEffects().forEach(writer()::println);
    }

    private PrintWriter writer() {
        return spec.commandLine().getOut();
    }
}
