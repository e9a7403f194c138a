package dev.cairn.internal.run.rebuild;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The label of a load that copies rows of a table during its rebuild. It begins with the label of the step:
 *
 * <ul>
 *   <li>{@code cairn_shop_4_3_17_9f3a01bc_sx5fd0c1d2a3b4e5f6_0}: a copy of all rows by one statement, with a
 *       fingerprint of the table before the copy, and the number of the copy
 *   <li>{@code cairn_shop_4_3_17_9f3a01bc_10552_7_t21_3}: a copy of one unit, with its fingerprint, the sequence of the
 *       migrator and the number of its copy
 *   <li>{@code cairn_shop_4_3_17_9f3a01bc} and {@code cairn_shop_4_3_17_9f3a01bc_21}: a copy of all rows by one
 *       statement without a fingerprint, as the server did not show the partitions of the table; and such a copy into
 *       the emptied table, with the sequence of the migrator
 * </ul>
 *
 * @param fingerprint the fingerprint of the copied rows; empty if the label has none
 * @param copyNumber the number of a copy of all rows, or the sequence of its migrator in a label without a fingerprint;
 *     0 if the label has neither, and for a copy of one unit
 */
record CopyLabel(Scope scope, String fingerprint, long copyNumber) {
    /** Which rows a load copies. */
    enum Scope {
        TABLE,
        UNIT
    }

    /** Returns the part that follows the label of the step in the label of a copy of all rows. */
    static String renderTableSuffix(String fingerprint, long copyNumber) {
        return "_s" + fingerprint + "_" + copyNumber;
    }

    /**
     * Returns the part that follows the label of the step in the label of a copy of one unit.
     *
     * @param sequence the sequence with which the migrator has acquired the ledger
     * @param attemptNumber a number that no other copy of the migrator has
     */
    static String renderUnitSuffix(String fingerprint, long sequence, int attemptNumber) {
        return "_" + fingerprint + "_t" + sequence + "_" + attemptNumber;
    }

    /**
     * Parses the label of a load.
     *
     * @param stepLabel the label of the step
     * @return empty if the load does not belong to the step
     */
    static Optional<CopyLabel> parse(String label, String stepLabel) {
        if (label.equals(stepLabel)) {
            return Optional.of(new CopyLabel(Scope.TABLE, "", 0));
        }
        Matcher matcher = Pattern.compile(
                        Pattern.quote(stepLabel) + "_(?:s(x[0-9a-f]+)_(\\d{1,18})|(.+)_t\\d+_\\d+|(\\d{1,18}))")
                .matcher(label);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(1) != null) {
            return Optional.of(new CopyLabel(Scope.TABLE, matcher.group(1), Long.parseLong(matcher.group(2))));
        }
        return Optional.of(
                matcher.group(3) == null
                        ? new CopyLabel(Scope.TABLE, "", Long.parseLong(matcher.group(4)))
                        : new CopyLabel(Scope.UNIT, matcher.group(3), 0));
    }

    boolean hasFingerprint() {
        return !fingerprint.isEmpty();
    }
}
