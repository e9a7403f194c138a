package dev.cairn.cli;

import dev.cairn.cli.option.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn unlock}. */
@Command(
        name = "unlock",
        mixinStandardHelpOptions = true,
        description = "Takes the ledger from a dead migrator. One that is still alive stops before its next step.")
final class UnlockCommand implements Callable<Integer> {
    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final ConfirmationOptions consenting = new ConfirmationOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        consenting.require("The ledger of " + schema.name() + " will be taken from its owner.");
        Optional<String> owner = of.migrator(schema).unlock();
        output.tell(
                Map.<String, Object>of("owner", owner.orElse("")),
                owner.map(name -> "The ledger was taken from " + name + ".").orElse("The ledger had no owner."));
        return ExitCode.DONE.number();
    }
}
