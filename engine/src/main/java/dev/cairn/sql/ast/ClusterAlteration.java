package dev.cairn.sql.ast;

/**
 * A form of ALTER for a kind of cluster object.
 *
 * @param words the words with which it begins, an equals sign included
 * @param clause the name of the clause of CREATE that it changes
 */
public record ClusterAlteration(String words, String clause, AlterationEffect effect) {
    /** The effect of an alteration on the parts of its clause. */
    public enum AlterationEffect {
        /** It sets those that it names, and keeps all others. */
        SET,
        /** It adds elements to a set. */
        ADD,
        /** It removes those that it names. */
        REMOVE,
        /** It gives another name to the one that it names. */
        RENAME,
        /** It removes all of them; nothing follows its words. */
        CLEAR
    }
}
