package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.TableKey;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Determines how the rows of a partition are distributed over its buckets. */
public final class Distributions {
    private static final int MOST_BUCKETS = 1024;

    private Distributions() {}

    /** The declared distribution or the server's default, checked as far as the statement alone allows. */
    public static Distribution analysed(
            ServerProfile profile,
            @Nullable Distribution declared,
            TableKey key,
            PartitionDraft partitioning,
            List<DraftColumn> columns,
            Map<String, String> properties) {
        Distribution distribution = declared == null ? assumed(key, properties) : declared;
        if (distribution instanceof Distribution.Random && key.model() != KeyModel.DUPLICATE) {
            throw Refusal.analysis(
                    distribution.span(),
                    profile.atLeast(Version.V4_0)
                            ? PartitionRule.RANDOM_DISTRIBUTION
                            : PartitionRule.RANDOM_DISTRIBUTION_BEFORE_4_0,
                    key.words());
        }
        if (distribution.buckets() instanceof Buckets.Count count
                && count.value() > MOST_BUCKETS
                && !(partitioning instanceof PartitionDraft.None)) {
            throw Refusal.analysis(distribution.span(), ServerError.TOO_MANY_BUCKETS, MOST_BUCKETS);
        }
        if (distribution instanceof Distribution.Hash hash) {
            for (Name column : hash.columns()) {
                if (columns.stream().noneMatch(present -> present.is(column.text()))) {
                    throw Refusal.analysis(column.span(), PartitionRule.DISTRIBUTION_COLUMN_NOT_FOUND, column);
                }
            }
        }
        return distribution;
    }

    private static Distribution assumed(TableKey key, Map<String, String> properties) {
        if (properties.containsKey("colocate_with")) {
            throw Refusal.analysis(key.span(), PartitionRule.COLOCATION_WITHOUT_DISTRIBUTION);
        }
        return switch (key.model()) {
            case PRIMARY -> new Distribution.Hash(key.columns(), null, key.span());
            case DUPLICATE -> new Distribution.Random(null, key.span());
            case AGGREGATE, UNIQUE ->
                throw Refusal.analysis(key.span(), PartitionRule.NO_DEFAULT_DISTRIBUTION, key.serverName());
        };
    }

    /**
     * The distribution as the server stores it: with the table's spelling of column names, and without a number of zero
     * buckets.
     */
    public static Distribution stored(ServerProfile profile, Distribution distribution, List<DraftColumn> columns) {
        Buckets buckets = distribution.buckets() instanceof Buckets.Count count && count.value() == 0
                ? null
                : distribution.buckets();
        if (!(distribution instanceof Distribution.Hash hash)) {
            return new Distribution.Random(buckets, distribution.span());
        }
        List<Name> names = new ArrayList<>(hash.columns().size());
        for (Name name : hash.columns()) {
            names.add(column(profile, name, columns).definition().name());
        }
        return new Distribution.Hash(names, buckets, hash.span());
    }

    private static DraftColumn column(ServerProfile profile, Name name, List<DraftColumn> columns) {
        for (DraftColumn column : columns) {
            if (column.is(name.text())) {
                if (column.merged()) {
                    throw Refusal.execution(name.span(), PartitionRule.DISTRIBUTION_COLUMN_NOT_KEY, name);
                }
                if (!TypeRules.canBeKey(profile, column.type())) {
                    throw Refusal.execution(
                            name.span(), PartitionRule.DISTRIBUTION_COLUMN_TYPE, TypeText.named(column.type()));
                }
                return column;
            }
        }
        throw Refusal.execution(name.span(), PartitionRule.DISTRIBUTION_COLUMN_UNKNOWN, name);
    }
}
