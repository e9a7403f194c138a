package dev.cairn.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A question before something that is not easily undone. */
final class Consenting {
    @Option(
            names = {"-y", "--yes"},
            description = "Do it without a question.")
    private boolean yes;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Goes on only where somebody agrees. */
    void require(String whatWillBeDone) {
        if (yes) {
            return;
        }
        String answer = Cairn.surroundings(command).answer().apply(whatWillBeDone + " Go on? [y/N] ");
        if (answer == null) {
            throw new CommandException(
                    ExitCode.CONSENT_NEEDED, whatWillBeDone + " Nobody was there to agree: say --yes.");
        }
        String said = answer.strip();
        if (!said.equalsIgnoreCase("y") && !said.equalsIgnoreCase("yes")) {
            throw new CommandException(ExitCode.CONSENT_NEEDED, "Nothing was done.");
        }
    }
}
