package dev.cairn.internal.ledger;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.migration.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One attempt of a process to read or to hold the ledger, with its options and its clock.
 *
 * @param token the unique token of the attempt
 * @param applicationRows the migrations of the application, from which a lost history can be restored
 */
record LedgerParticipant(
        String token,
        OptionValues options,
        Ticker ticker,
        List<HistoryRow> applicationRows,
        LedgerExceptions exceptions) {
    LedgerParticipant {
        applicationRows = List.copyOf(applicationRows);
    }

    /**
     * Returns the participant with the token that it uses as the owner.
     *
     * @param acquiredState the state in which the participant found the ledger
     * @param serverTime the time of the server before the acquisition; empty if it was not read
     */
    LedgerParticipant withOwnerToken(LedgerState acquiredState, Optional<Instant> serverTime) {
        return new LedgerParticipant(
                OwnerToken.createForAcquirer(token, acquiredState, serverTime),
                options,
                ticker,
                applicationRows,
                exceptions);
    }

    /**
     * Returns the identifier for a new ledger, in case this participant writes the first state; it is as random as the
     * token.
     */
    String newLedgerIdentifier() {
        return Sha256.shortHash(token);
    }

    Duration lease() {
        return options.get(MigratorOption.LEASE);
    }

    /** Returns half of the lease: the time within which a participant must finish or confirm what it does. */
    Duration halfLease() {
        return leaseFraction(2);
    }

    /**
     * Returns the lease divided by a number, in whole milliseconds. {@link Duration#dividedBy} would be slower, because
     * it calculates with {@code BigDecimal}.
     */
    Duration leaseFraction(int divisor) {
        return Duration.ofMillis(lease().toMillis() / divisor);
    }
}
