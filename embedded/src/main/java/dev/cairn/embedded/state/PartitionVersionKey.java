package dev.cairn.embedded.state;

import dev.cairn.sql.ast.Name;

/**
 * The key of a partition among the versions of an object. A temporary partition, and a dropped one that can be
 * recovered, may have the name of another partition, so their keys have a prefix.
 */
public record PartitionVersionKey(Kind kind, String partitionName) {
    /** The key of the only partition of an unpartitioned table. */
    public static final String UNPARTITIONED = "*";

    /** The key of the partition that a table with automatic partitions has from the beginning. */
    public static final String SHADOW = "$shadow_automatic_partition";

    /** The kinds of partitions, each with the prefix of its keys. */
    enum Kind {
        VISIBLE(""),
        TEMPORARY("temporary."),
        RECYCLED("recycled.");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        String format(String partitionName) {
            return prefix + partitionName;
        }
    }

    static PartitionVersionKey parse(String text) {
        for (Kind kind : new Kind[] {Kind.TEMPORARY, Kind.RECYCLED}) {
            if (text.startsWith(kind.prefix)) {
                return new PartitionVersionKey(kind, text.substring(kind.prefix.length()));
            }
        }
        return new PartitionVersionKey(Kind.VISIBLE, text);
    }

    /** Returns the text of the key of a partition of a partitioned table. */
    public static String format(String partitionName, boolean isTemporary) {
        return (isTemporary ? Kind.TEMPORARY : Kind.VISIBLE).format(partitionName);
    }

    /** Returns whether the partition is neither a temporary nor a dropped one. */
    boolean isVisible() {
        return kind == Kind.VISIBLE;
    }

    /** Returns whether a statement means the partition by this name, which it may write in another case. */
    boolean isNamed(Name name, boolean isTemporary) {
        return kind == (isTemporary ? Kind.TEMPORARY : Kind.VISIBLE) && name.equalsIgnoreCase(partitionName);
    }
}
