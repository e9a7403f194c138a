package dev.cairn.tooling.recording;

import dev.cairn.tooling.lint.LintInput;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The options for recording a migration.
 *
 * @param allowsDataLoss whether data may be dropped
 * @param allowsRebuild whether objects that can't be altered may be rebuilt: tables and partitions with a copy of their
 *     rows, materialized views with a refresh
 * @param allowsGrantLoss whether the grants of rebuilt tables may be lost if they can't be read
 * @param requiresExactDowngrade whether the downgrade narrows columns that the upgrade widened, although that rebuilds
 *     their table
 * @param fills values of columns for rows without a value, such as {@code orders.region='EU'}
 * @param lintInputCompleter adds facts that the sources do not contain to the input of lint: the statistics of a
 *     server, and the queries of the previous release
 */
public record RecordingOptions(
        boolean allowsDataLoss,
        boolean allowsRebuild,
        boolean allowsGrantLoss,
        boolean requiresExactDowngrade,
        List<String> fills,
        UnaryOperator<LintInput> lintInputCompleter) {
    /** Options that consent to nothing. */
    public static final RecordingOptions NO_CONSENT = new RecordingOptions(false, false, false);

    public RecordingOptions {
        fills = List.copyOf(fills);
    }

    public RecordingOptions(boolean allowsDataLoss, boolean allowsRebuild, boolean allowsGrantLoss) {
        this(allowsDataLoss, allowsRebuild, allowsGrantLoss, false, List.of(), UnaryOperator.identity());
    }

    public RecordingOptions withExactDowngrade(boolean isExact) {
        return new RecordingOptions(allowsDataLoss, allowsRebuild, allowsGrantLoss, isExact, fills, lintInputCompleter);
    }

    public RecordingOptions withFills(List<String> newFills) {
        return new RecordingOptions(
                allowsDataLoss, allowsRebuild, allowsGrantLoss, requiresExactDowngrade, newFills, lintInputCompleter);
    }

    /** Returns the options with another function that completes the input of lint. */
    public RecordingOptions withLintInputCompleter(UnaryOperator<LintInput> newCompleter) {
        return new RecordingOptions(
                allowsDataLoss, allowsRebuild, allowsGrantLoss, requiresExactDowngrade, fills, newCompleter);
    }
}
