package dev.cairn.cli;

import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.cli.option.FleetOptions;
import dev.cairn.cli.option.MigratorFactory;
import dev.cairn.cli.option.ReportOptions;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.schema.SchemaDescriptor;
import java.util.Optional;
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

    /**
     * Checks the arguments that can be checked without a schema; by default none.
     *
     * @throws dev.cairn.cli.option.CommandException if an argument is invalid
     */
    void validate() {}

    /** Runs the command, and returns the number of an exit code. */
    abstract int run(SchemaDescriptor schema);

    /** A command about one or several databases, which can also write its result as a report. */
    abstract static class ReportingCommand extends MigratorCommand {
        @Mixin
        final FleetOptions fleetOptions = new FleetOptions();

        @Mixin
        final ReportOptions reportOptions = new ReportOptions();

        @Override
        void validate() {
            reportOptions.requireValidFile();
        }

        @Override
        final int run(SchemaDescriptor schema) {
            Optional<Fleet> fleet = fleetOptions.findFleet(factory, schema);
            return fleet.isPresent() ? runFleet(schema, fleet.get()) : runSingle(schema);
        }

        /** Runs the command for several databases, and returns the number of the worst exit code. */
        abstract int runFleet(SchemaDescriptor schema, Fleet fleet);

        /** Runs the command for one database, and returns the number of an exit code. */
        abstract int runSingle(SchemaDescriptor schema);

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
