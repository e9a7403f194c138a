package dev.cairn.cli;

import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.cli.option.ReportOptions;
import dev.cairn.schema.SchemaDescriptor;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** A command that works with a migrator of a compiled schema. */
abstract class MigratorCommand implements Callable<Integer> {
    @Mixin
    final MigratorFactory factory = new MigratorFactory();

    @Mixin
    final CommandOutput output = new CommandOutput();

    @Override
    public final Integer call() {
        validate();
        return run(factory.requireSchema());
    }

    /** Checks the arguments that can be checked without a schema. */
    void validate() {}

    /** Runs the command, and returns the number of an exit code. */
    abstract int run(SchemaDescriptor schema);

    /** A command that can also write its result as a report. */
    abstract static class ReportingCommand extends MigratorCommand {
        @Mixin
        final ReportOptions reportOptions = new ReportOptions();

        @Override
        void validate() {
            reportOptions.requireValidFile();
        }

        /** Prints and reports the results of several databases, and returns the worst exit code. */
        <T> int printFleetResult(
                String title,
                SchemaDescriptor schema,
                Fleet fleet,
                FleetResult<T> result,
                Function<T, FleetOutput.Description> describer) {
            int exitCode = new FleetOutput(output, fleet.names().size()).print(schema.name(), result, describer);
            reportOptions.write(() -> FleetOutput.createReport(title + " of " + schema.name(), result, describer));
            return exitCode;
        }
    }
}
