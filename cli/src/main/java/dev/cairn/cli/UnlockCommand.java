package dev.cairn.cli;

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
        description =
                "Takes the ledger from a migrator that does not live any more. One that does live stops at its next"
                        + " step.")
final class UnlockCommand implements Callable<Integer> {
    @Mixin
    private final MigratorOf of = new MigratorOf();

    @Mixin
    private final Consenting consenting = new Consenting();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        consenting.require("Whoever has the ledger of " + schema.name() + " will lose it.");
        Optional<String> owner = of.migrator(schema).unlock();
        output.tell(
                Map.<String, Object>of("owner", owner.orElse("")),
                owner.map(name -> "The ledger was taken from " + name + ".").orElse("Nobody had the ledger."));
        return ExitCode.DONE.number();
    }
}
