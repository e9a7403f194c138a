package dev.cairn.tooling.lint.effect;

/**
 * One effect of a statement on the database, on its rows or on their readers, as a sentence for the author of the
 * migration.
 *
 * @param text the sentence without a full stop
 * @param isNotable whether a summary mentions it; harmless effects are not notable
 */
public record Effect(Kind kind, String text, boolean isNotable) {
    /** The kinds, in the order in which they are shown. */
    public enum Kind {
        /** The work of the server for which the migration waits. */
        COST("Cost"),
        /** The changes that other sessions can't make until the statement ends. */
        BLOCKS("Blocks"),
        /** The rows and values that are lost. */
        DATA("Data"),
        /** The access that roles, users and groups gain or lose. */
        ACCESS("Access"),
        /** The views and the statements of applications that the server refuses afterwards. */
        BREAKS("Breaks"),
        /** The materialized views that are no longer refreshed. */
        INACTIVE("Inactive afterwards"),
        /** The materialized views that a later statement of the migration activates again. */
        TEMPORARILY_INACTIVE("Temporarily inactive"),
        /** The reasons why the statement may fail. */
        FAILURE("May fail"),
        /** What else a reviewer should know, such as findings about layout and policies. */
        REMARK("Remark"),
        /** The option without which the statement is not recorded. */
        CONSENT("Consent"),
        /** The statements that revert the step. */
        REVERSAL("Reversible");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    static Effect ofNotable(Kind kind, String text) {
        return new Effect(kind, text, true);
    }

    /** Returns a line, such as {@code Cost: metadata only}. */
    @Override
    public String toString() {
        return kind.title + ": " + text;
    }
}
