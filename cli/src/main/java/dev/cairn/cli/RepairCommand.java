package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.Repair;
import dev.cairn.Status;
import dev.cairn.schema.SchemaDescriptor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn repair --done}. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description =
                "Says of steps that were begun, and of which nobody can see whether they ran, that they did or did"
                        + " not. The next upgrade goes on from there.")
final class RepairCommand implements Callable<Integer> {
    /** The one or the other. */
    static final class Finding {
        @Option(names = "--done", description = "They ran to their end.")
        private boolean done;

        @Option(names = "--again", description = "They did not run, or may run again.")
        private boolean again;
    }

    @ArgGroup(multiplicity = "1")
    private Finding finding = new Finding();

    @Mixin
    private final MigratorOf of = new MigratorOf();

    @Mixin
    private final Consenting consenting = new Consenting();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        Migrator migrator = of.migrator(schema);
        Status status = migrator.status();
        if (status.unfinished().isEmpty()) {
            output.tell(
                    Map.<String, Object>of("steps", List.of()), "Nothing to repair: no step was begun and not ended.");
            return ExitCode.DONE.number();
        }
        consenting.require("The steps " + status.unfinished() + " of migration "
                + status.run().map(run -> String.valueOf(run.number())).orElse("?")
                + (finding.done ? " will be taken for done." : " will be run again by the next upgrade."));
        List<Integer> steps = migrator.repair(finding.again ? Repair.AGAIN : Repair.DONE);
        output.tell(
                Map.<String, Object>of("steps", steps),
                finding.done ? "Taken for done: " + steps + "." : "To be run again: " + steps + ".");
        return ExitCode.DONE.number();
    }
}
