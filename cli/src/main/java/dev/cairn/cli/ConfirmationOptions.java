package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks for a confirmation before something that is not easily undone. */
final class ConfirmationOptions {
    @Option(
            names = {"-y", "--yes"},
            description = "Don't ask for a confirmation.")
    private boolean yes;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Continues only after a confirmation. */
    void require(String whatWillBeDone) {
        if (yes) {
            return;
        }
        String answer = Cairn.surroundings(command).answer().apply(whatWillBeDone + " Continue? [y/N] ");
        if (answer == null) {
            throw new CommandException(ExitCode.CONSENT_NEEDED, whatWillBeDone + " Confirmation required: pass --yes.");
        }
        String reply = answer.strip();
        if (!reply.equalsIgnoreCase("y") && !reply.equalsIgnoreCase("yes")) {
            throw new CommandException(ExitCode.CONSENT_NEEDED, "Nothing was done.");
        }
    }
}
