package dev.cairn.internal.run.step.evidence;

import dev.cairn.internal.copy.PartitionSnapshot;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the ledger notes before an INSERT OVERWRITE is sent: the number at the end of its label, and the partitions of
 * its table. The server replaces the partitions only after the load has finished, so the label alone does not show
 * whether the rows of the load are in the table.
 *
 * @param labelNumber the number at the end of the label; 0 if it has none
 * @param tableFingerprint the fingerprint of the table before the statement; empty if the server does not show its
 *     partitions
 * @param lastPartitionId the greatest id of a partition before the statement: a partition that replaces another one has a
 *     greater id
 * @param partitionCount the number of partitions before the statement: those of them that were replaced are missing
 */
public record OverwriteEvidence(long labelNumber, String tableFingerprint, long lastPartitionId, long partitionCount) {
    private static final Pattern EVIDENCE_PATTERN =
            Pattern.compile("([0-9]{1,18})(?:\\.([^.]+)\\.([0-9]{1,18})\\.([0-9]{1,18}))?");

    /** Whether the rows of the load have replaced those of the table. */
    public enum Outcome {
        REPLACED,
        NOT_REPLACED,

        /** Other clients have changed the table. */
        ROWS_CHANGED
    }

    /** Returns the evidence before a load into a table whose partitions the server shows. */
    public static OverwriteEvidence of(long labelNumber, PartitionSnapshot snapshot) {
        return new OverwriteEvidence(
                labelNumber,
                snapshot.fingerprint(),
                snapshot.lastPartitionId(),
                snapshot.countPartitionsUpTo(snapshot.lastPartitionId()));
    }

    /** Returns the evidence before a load into a table whose partitions the server does not show. */
    public static OverwriteEvidence ofLabel(long labelNumber) {
        return new OverwriteEvidence(labelNumber, "", 0, 0);
    }

    /** Parses the output of {@link #format}, or the label number that an older Cairn has noted. */
    public static Optional<OverwriteEvidence> parse(String evidenceText) {
        Matcher matcher = EVIDENCE_PATTERN.matcher(evidenceText);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long labelNumber = Long.parseLong(matcher.group(1));
        String fingerprint = matcher.group(2);
        return Optional.of(
                fingerprint == null
                        ? ofLabel(labelNumber)
                        : new OverwriteEvidence(
                                labelNumber,
                                fingerprint,
                                Long.parseLong(matcher.group(3)),
                                Long.parseLong(matcher.group(4))));
    }

    /** Returns the text that the ledger records. */
    public String format() {
        return showsTable()
                ? labelNumber + "." + tableFingerprint + "." + lastPartitionId + "." + partitionCount
                : Long.toString(labelNumber);
    }

    /** Returns whether the partitions of the table are known. If not, only the label of the load counts. */
    public boolean showsTable() {
        return !tableFingerprint.isEmpty();
    }

    /** Returns the outcome of a load that has finished, from the partitions of the table after it. */
    public Outcome determineOutcome(PartitionSnapshot snapshot) {
        if (snapshot.fingerprint().equals(tableFingerprint)) {
            return Outcome.NOT_REPLACED;
        }
        boolean arePartitionsMissing =
                partitionCount == 0 || snapshot.countPartitionsUpTo(lastPartitionId) < partitionCount;
        return arePartitionsMissing && snapshot.lastPartitionId() > lastPartitionId
                ? Outcome.REPLACED
                : Outcome.ROWS_CHANGED;
    }
}
