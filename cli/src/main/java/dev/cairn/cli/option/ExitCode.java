package dev.cairn.cli.option;

import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.upgrade.ConsentException;
import dev.cairn.upgrade.LedgerHeldException;
import dev.cairn.upgrade.MigrationException;

/** The exit codes; scripts rely on the numbers. */
public enum ExitCode {
    /** Done, or nothing to do. */
    DONE(0),
    FAILED(1),
    WRONG_USAGE(2),
    /** Unrecorded changes, pending migrations, or drift. */
    PENDING(3),
    /** A confirmation is required. */
    CONSENT_NEEDED(4),
    /** Another migrator holds the ledger. */
    LEDGER_HELD(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static ExitCode of(Reason reason) {
        return switch (reason) {
            case USAGE -> WRONG_USAGE;
            case CONSENT -> CONSENT_NEEDED;
            case SOURCES, IMPOSSIBLE, FILES -> FAILED;
        };
    }

    static ExitCode of(MigrationException stopped) {
        if (stopped instanceof ConsentException) {
            return CONSENT_NEEDED;
        }
        return stopped instanceof LedgerHeldException ? LEDGER_HELD : FAILED;
    }
}
