package dev.cairn.internal;

import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException;
import dev.cairn.upgrade.MigrationException.LedgerHeldException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.OlderReleaseRequiredException;

/**
 * The exit codes of the command line, and of applications that migrate when they start; scripts rely on the numbers.
 */
public enum ExitCode {
    /** Done, or nothing to do. */
    DONE(0),
    FAILED(1),
    WRONG_USAGE(2),
    /** Unrecorded changes, pending migrations, drift, failed data tests, or findings. */
    ACTION_REQUIRED(3),
    /** A confirmation is required. */
    CONSENT_NEEDED(4),
    /** Another migrator holds the ledger. */
    LEDGER_HELD(5),
    /** A release of the application that still contains the replaced migrations has to upgrade the database first. */
    OLDER_RELEASE_REQUIRED(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** Returns the code as the process reports it to its caller. */
    public int number() {
        return number;
    }

    /** Returns the exit code for a process that ends because a migrator failed. */
    public static ExitCode of(MigrationException failure) {
        if (failure instanceof MissingConsentException) {
            return CONSENT_NEEDED;
        }
        if (failure instanceof DatabaseNotCurrentException) {
            return ACTION_REQUIRED;
        }
        if (failure instanceof OlderReleaseRequiredException) {
            return OLDER_RELEASE_REQUIRED;
        }
        return failure instanceof LedgerHeldException ? LEDGER_HELD : FAILED;
    }
}
