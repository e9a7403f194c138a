package dev.cairn.integration.chaos;

/**
 * A mishap at a statement of a migrator, or at the first later statement to which the mishap applies. The statements of
 * all connections of the migrator are counted together.
 *
 * @param statementNumber 1 for the first statement
 */
record Incident(Mishap mishap, int statementNumber) {
    Incident {
        if (statementNumber < 1) {
            throw new IllegalArgumentException("The first statement is number 1");
        }
    }

    static Incident parse(String text) {
        String[] words = text.split("@", 2);
        if (words.length < 2) {
            throw new IllegalArgumentException("Not as in cut-before@17: " + text);
        }
        return new Incident(Mishap.parse(words[0]), Integer.parseInt(words[1]));
    }

    /** Returns the incident as {@link #parse} reads it: {@code cut-before@17}. */
    @Override
    public String toString() {
        return mishap + "@" + statementNumber;
    }
}
