package dev.cairn.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code DISTRIBUTED BY HASH(a, b) BUCKETS 8} or {@code DISTRIBUTED BY RANDOM}; buckets are null if not specified. */
public sealed interface Distribution extends CreateClause {
    @Nullable
    Buckets buckets();

    /** Returns the buckets as the server stores them: null for the number 0, and unchanged otherwise. */
    default @Nullable Buckets storedBuckets() {
        return buckets() instanceof Buckets.Count count && count.value() == 0 ? null : buckets();
    }

    Span span();

    /** Returns the distribution as a statement declares it, without a number of buckets that the server chose. */
    default Distribution withoutAssumedBuckets() {
        return this instanceof Hash hashDistribution && hashDistribution.buckets() instanceof Buckets.AssumedCount
                ? hashDistribution.withBuckets(null)
                : this;
    }

    record Hash(List<Name> columns, @Nullable Buckets buckets, Span span) implements Distribution {
        public Hash {
            columns = List.copyOf(columns);
        }

        public Hash withBuckets(@Nullable Buckets newBuckets) {
            return new Hash(columns, newBuckets, span);
        }

        /** Returns whether the columns are the same, in the same order and ignoring case. */
        public boolean hasSameColumns(Hash otherHash) {
            boolean matchesSoFar = columns.size() == otherHash.columns.size();
            for (int i = 0; matchesSoFar && i < columns.size(); i++) {
                matchesSoFar =
                        columns.get(i).equalsIgnoreCase(otherHash.columns.get(i).text());
            }
            return matchesSoFar;
        }
    }

    record Random(@Nullable Buckets buckets, Span span) implements Distribution {}
}
