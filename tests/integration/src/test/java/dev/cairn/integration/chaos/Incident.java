package dev.cairn.integration.chaos;

/**
 * A mishap at the n-th statement of a migrator, counted over all its connections, or at the first later statement to
 * which it applies.
 *
 * @param at 1 for the first statement
 */
record Incident(Mishap mishap, int at) {
    Incident {
        if (at < 1) {
            throw new IllegalArgumentException("The first statement is number 1");
        }
    }

    static Incident parse(String text) {
        String[] words = text.split("@", 2);
        if (words.length < 2) {
            throw new IllegalArgumentException("Not as in cut-before@17: " + text);
        }
        return new Incident(Mishap.of(words[0]), Integer.parseInt(words[1]));
    }

    /** {@code cut-before@17} */
    @Override
    public String toString() {
        return mishap + "@" + at;
    }
}
