package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks for a confirmation before it changes a database or its ledger. */
abstract class ConfirmedCommand extends MigratorCommand {
    @Mixin
    final ConfirmationOptions confirmationOptions = new ConfirmationOptions();

    /** Reports the position that the ledger records now. */
    final void printPosition(SchemaDescriptor schema, int number, String position) {
        output.print(
                new JsonObject().put("schema", schema.name()).put("number", number),
                schema.name() + " is " + position + ".");
    }

    /**
     * The option {@code --yes}, and the question that it answers: whether to do something that is not easily undone.
     */
    static final class ConfirmationOptions {
        @Option(
                names = {"-y", "--yes"},
                description = "Don't ask for a confirmation.")
        private boolean isConfirmed;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec commandSpec = CommandSpec.create();

        /**
         * Asks the user to confirm, unless {@code --yes} is passed. Returns only after a confirmation.
         *
         * @param consequence a sentence that says what the command will do
         * @throws CommandException if the user does not confirm, or can't be asked
         */
        void requireConfirmation(String consequence) {
            if (isConfirmed) {
                return;
            }
            String answer = CommandEnvironment.of(commandSpec).prompt().apply(consequence + " Continue? [y/N] ");
            if (answer == null) {
                throw new CommandException(
                        ExitCode.CONSENT_NEEDED, consequence + " Confirmation required: pass --yes.");
            }
            String normalizedAnswer = answer.strip();
            if (!normalizedAnswer.equalsIgnoreCase("y") && !normalizedAnswer.equalsIgnoreCase("yes")) {
                throw new CommandException(ExitCode.CONSENT_NEEDED, "Nothing was done.");
            }
        }
    }
}
