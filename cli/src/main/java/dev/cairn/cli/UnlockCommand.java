package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import java.util.Optional;
import picocli.CommandLine.Command;

/**
 * The command {@code cairn unlock}: takes the ledger from a migrator that does not release it. This is safe even if
 * that migrator is alive, because it then stops before its next step.
 */
@Command(
        name = "unlock",
        mixinStandardHelpOptions = true,
        description = "Takes over the ledger of a dead migrator. A migrator that is still alive stops before its next"
                + " step.")
final class UnlockCommand extends ConfirmedCommand {
    @Override
    int run(SchemaDescriptor schema) {
        Migrator migrator = factory.createMigrator(schema);
        Optional<String> currentOwner = migrator.status().owner();
        currentOwner.ifPresent(owner -> confirmationOptions.requireConfirmation("The ledger of " + schema.name()
                + " will be taken from " + owner + ". If this migrator is alive, it stops before its next step."));
        Optional<String> formerOwner = currentOwner.isPresent() ? migrator.unlock() : Optional.empty();
        output.print(
                new JsonObject().put("owner", formerOwner.orElse("")),
                formerOwner
                        .map(owner -> "The ledger was taken from " + owner + ".")
                        .orElse("The ledger had no owner."));
        return ExitCode.DONE.number();
    }
}
