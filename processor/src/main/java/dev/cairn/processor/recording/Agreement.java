package dev.cairn.processor.recording;

/**
 * What who records agrees to.
 *
 * @param destructive data is dropped
 * @param rebuild what can't be altered is made anew, and its rows are copied
 * @param grantLoss where the grants of what is made anew can't be read, it is without them
 */
public record Agreement(boolean destructive, boolean rebuild, boolean grantLoss) {
    /** To nothing that could surprise anybody. */
    public static final Agreement NONE = new Agreement(false, false, false);
}
