package dev.cairn.tooling.recording;

import java.util.List;

/**
 * The consent and the choices with which a migration is recorded.
 *
 * @param destructive data is dropped
 * @param rebuild what can't be altered is made anew, and its rows are copied
 * @param grantLoss where the grants of what is made anew can't be read, it is without them
 * @param exactDowngrade the downgrade narrows columns that the upgrade widened, although that rebuilds their table
 * @param fills values of columns for rows that have none, {@code orders.region='EU'}
 */
public record RecordingOptions(
        boolean destructive, boolean rebuild, boolean grantLoss, boolean exactDowngrade, List<String> fills) {
    /** To nothing that could surprise anybody. */
    public static final RecordingOptions NONE = new RecordingOptions(false, false, false);

    public RecordingOptions {
        fills = List.copyOf(fills);
    }

    public RecordingOptions(boolean destructive, boolean rebuild, boolean grantLoss) {
        this(destructive, rebuild, grantLoss, false, List.of());
    }

    public RecordingOptions withExactDowngrade(boolean exact) {
        return new RecordingOptions(destructive, rebuild, grantLoss, exact, fills);
    }

    public RecordingOptions filling(List<String> values) {
        return new RecordingOptions(destructive, rebuild, grantLoss, exactDowngrade, values);
    }
}
