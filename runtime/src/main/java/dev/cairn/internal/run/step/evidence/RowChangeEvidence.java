package dev.cairn.internal.run.step.evidence;

import dev.cairn.internal.run.step.RowChangeInspector;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The evidence that the ledger notes before an UPDATE, DELETE or TRUNCATE is sent, from which {@link RowChangeInspector}
 * determines whether the statement has run.
 *
 * @param tableFingerprint the fingerprint of the table: the versions of the rows of its partitions, as a short text
 * @param connectionId the connection over which the statement is sent
 * @param timeoutSeconds the timeout of the statement; 0 for the timeout of the session
 * @param lastLoadId the id of the last load of the same kind before the statement; 0 if there was none, or if the
 *     statement is not fenced
 */
public record RowChangeEvidence(String tableFingerprint, String connectionId, int timeoutSeconds, long lastLoadId) {
    private static final Pattern EVIDENCE_PATTERN = Pattern.compile("([^.]*)\\.([^.]*)\\.([0-9]{1,9})\\.([0-9]{1,18})");

    /** Returns the text that the ledger records; {@link #parse} reads it. */
    public String format() {
        return tableFingerprint + "." + connectionId + "." + timeoutSeconds + "." + lastLoadId;
    }

    /** Parses the output of {@link #format}; empty for any other text. */
    public static Optional<RowChangeEvidence> parse(String evidenceText) {
        Matcher matcher = EVIDENCE_PATTERN.matcher(evidenceText);
        return matcher.matches()
                ? Optional.of(new RowChangeEvidence(
                        matcher.group(1),
                        matcher.group(2),
                        Integer.parseInt(matcher.group(3)),
                        Long.parseLong(matcher.group(4))))
                : Optional.empty();
    }

    /** Returns the hint with which the statement is sent; an empty string if it needs none. */
    public String renderHint() {
        return timeoutSeconds == 0 ? "" : " /*+ SET_VAR(insert_timeout = " + timeoutSeconds + ") */";
    }
}
