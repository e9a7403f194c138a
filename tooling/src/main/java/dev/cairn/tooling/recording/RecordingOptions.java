package dev.cairn.tooling.recording;

import dev.cairn.tooling.lint.LintInput;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The options for recording a migration.
 *
 * @param destructive whether data may be dropped
 * @param rebuild whether tables that can't be altered may be rebuilt, with a copy of their rows
 * @param grantLoss whether the grants of rebuilt tables may be lost if they can't be read
 * @param exactDowngrade whether the downgrade narrows columns that the upgrade widened, although that rebuilds their table
 * @param fills values of columns for rows that have none, such as {@code orders.region='EU'}
 * @param known completes the input of the rules by what is known beyond the sources: the figures of a server, and the
 *     queries of the previous release
 */
public record RecordingOptions(
        boolean destructive,
        boolean rebuild,
        boolean grantLoss,
        boolean exactDowngrade,
        List<String> fills,
        UnaryOperator<LintInput> known) {
    /** No consent to anything. */
    public static final RecordingOptions NONE = new RecordingOptions(false, false, false);

    public RecordingOptions {
        fills = List.copyOf(fills);
    }

    public RecordingOptions(boolean destructive, boolean rebuild, boolean grantLoss) {
        this(destructive, rebuild, grantLoss, false, List.of(), UnaryOperator.identity());
    }

    public RecordingOptions withExactDowngrade(boolean exact) {
        return new RecordingOptions(destructive, rebuild, grantLoss, exact, fills, known);
    }

    public RecordingOptions withFills(List<String> values) {
        return new RecordingOptions(destructive, rebuild, grantLoss, exactDowngrade, values, known);
    }

    /** Sets the function that completes the input of the rules. */
    public RecordingOptions withLintInput(UnaryOperator<LintInput> facts) {
        return new RecordingOptions(destructive, rebuild, grantLoss, exactDowngrade, fills, facts);
    }
}
