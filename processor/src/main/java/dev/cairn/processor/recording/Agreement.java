package dev.cairn.processor.recording;

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
public record Agreement(
        boolean destructive, boolean rebuild, boolean grantLoss, boolean exactDowngrade, List<String> fills) {
    /** To nothing that could surprise anybody. */
    public static final Agreement NONE = new Agreement(false, false, false);

    public Agreement {
        fills = List.copyOf(fills);
    }

    public Agreement(boolean destructive, boolean rebuild, boolean grantLoss) {
        this(destructive, rebuild, grantLoss, false, List.of());
    }

    public Agreement withExactDowngrade(boolean exact) {
        return new Agreement(destructive, rebuild, grantLoss, exact, fills);
    }

    public Agreement filling(List<String> values) {
        return new Agreement(destructive, rebuild, grantLoss, exactDowngrade, values);
    }
}
