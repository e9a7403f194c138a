package dev.cairn.sql.cluster;

/**
 * A form of ALTER for a kind of cluster object.
 *
 * @param words the words with which the alteration begins, including an equals sign
 * @param clause the name of the clause of CREATE that the alteration changes
 */
public record ClusterAlteration(String words, String clause, AlterationEffect effect) {
    /** The effect of an alteration on the parts of its clause. */
    public enum AlterationEffect {
        /** The alteration sets the parts that it names, and keeps all others. */
        SET,
        /** The alteration adds elements to a set. */
        ADD,
        /** The alteration removes the parts that it names. */
        REMOVE,
        /** The alteration renames the part that it names. */
        RENAME,
        /** The alteration removes all parts; nothing follows its words. */
        CLEAR
    }
}
