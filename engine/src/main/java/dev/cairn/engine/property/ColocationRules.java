package dev.cairn.engine.property;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks colocation groups: rows with equal keys are stored on the same backends, so the tables of a group must have
 * the same distribution.
 */
public final class ColocationRules {
    private static final int MAX_SMALL_CLUSTER_SIZE = 12;
    private static final int MAX_MEDIUM_CLUSTER_SIZE = 24;
    private static final int MAX_BUCKET_COUNT = 48;

    private ColocationRules() {}

    /** Returns the declared number of buckets; 0 if the distribution has none, a placeholder or an assumed number. */
    public static int declaredBucketCount(Distribution distribution) {
        return distribution.buckets() instanceof Buckets.Count count ? count.value() : 0;
    }

    /**
     * Returns the tables that a table must agree with in order to join a group: one member of the group in its
     * database. If this database has no member yet, returns one member in each other database, including those that can
     * be recovered. Groups with the same name in different databases share their placement.
     */
    public static List<Table> findRelevantMembers(Catalog catalog, Database database, String groupName) {
        Optional<Table> localMember = findMember(database, groupName);
        if (localMember.isPresent()) {
            return List.of(localMember.get());
        }
        List<Table> otherMembers = new ArrayList<>();
        for (Database otherDatabase : catalog.databases().values()) {
            if (!otherDatabase.name().equals(database.name())) {
                findMember(otherDatabase, groupName).ifPresent(otherMembers::add);
            }
        }
        for (Database recycledDatabase : catalog.recycledDatabases().values()) {
            findMember(recycledDatabase, groupName).ifPresent(otherMembers::add);
        }
        return otherMembers;
    }

    /**
     * Returns a table of the group, or else the storage of a materialized view of the group; preferably one that
     * declares a number of buckets.
     */
    private static Optional<Table> findMember(Database database, String groupName) {
        Optional<Table> member = database.findTableOfColocationGroup(groupName);
        if (member.filter(table -> !hasAssumedBuckets(table.distribution())).isPresent()) {
            return member;
        }
        List<Table> viewMembers = new ArrayList<>();
        for (MaterializedView view : database.materializedViews().values()) {
            if (KnownProperty.COLOCATE_WITH
                    .findValueIn(view.properties())
                    .filter(groupName::equals)
                    .isPresent()) {
                viewMembers.add(Table.of(view.name(), KeyModel.DUPLICATE, view.toTableColumns(), view.distribution())
                        .withProperties(view.properties()));
            }
        }
        return viewMembers.stream()
                .filter(table -> !hasAssumedBuckets(table.distribution()))
                .findFirst()
                .or(() -> member)
                .or(() -> viewMembers.stream().findFirst());
    }

    /**
     * Returns the distribution that a statement has to declare for an object. If the number of buckets is assumed and
     * the object joins a group, the distribution has the number that a member of the group declares. The server infers
     * a number only for the first member.
     */
    public static Distribution createDeclaredDistribution(
            Catalog catalog, String databaseName, StoredProperties properties, Distribution distribution) {
        Optional<String> groupName =
                KnownProperty.COLOCATE_WITH.findValueIn(properties).filter(name -> !name.isEmpty());
        if (!(distribution instanceof Distribution.Hash hashDistribution)
                || !hasAssumedBuckets(distribution)
                || groupName.isEmpty()) {
            return distribution.withoutAssumedBuckets();
        }
        return catalog.findDatabase(databaseName).stream()
                .flatMap(database -> findRelevantMembers(catalog, database, groupName.get()).stream())
                .map(Table::distribution)
                .filter(memberDistribution -> !hasAssumedBuckets(memberDistribution))
                .findFirst()
                .<Distribution>map(memberDistribution -> hashDistribution.withBuckets(memberDistribution.buckets()))
                .orElse(distribution.withoutAssumedBuckets());
    }

    private static boolean hasAssumedBuckets(Distribution distribution) {
        return distribution.buckets() instanceof Buckets.AssumedCount;
    }

    /**
     * Returns the distribution of a new table that joins a group. If the first table of a group declares no number of
     * buckets, the server chooses one. Refuses a distribution that is random or differs from a member.
     *
     * @param members the tables with which the joining object must agree
     */
    public static Distribution requireDistributionAtCreation(
            ServerProfile profile,
            List<Table> members,
            String groupName,
            List<Column> columns,
            Distribution distribution,
            String replicaCount,
            Span span) {
        if (!(distribution instanceof Distribution.Hash hashDistribution)) {
            throw Refusal.ofExecution(
                    span,
                    CommonRule.UNSUPPORTED,
                    "A table with RANDOM distribution",
                    KnownProperty.COLOCATE_WITH.propertyName());
        }
        for (Table member : members) {
            requireSameDistribution(member, groupName, columns, hashDistribution, span);
            requireSameReplicaCount(member, groupName, replicaCount, span);
        }
        return members.isEmpty() ? withDefaultBuckets(profile, hashDistribution) : distribution;
    }

    /**
     * Returns the distribution of a table or view that joins a group after its creation. Refuses a distribution that is
     * random or differs from a member.
     *
     * @param members the tables with which the joining object must agree
     * @param replicaCounts the numbers of replicas of the partitions of the table or view
     */
    public static Distribution.Hash requireDistributionAfterCreation(
            List<Table> members,
            String groupName,
            List<Column> columns,
            Distribution distribution,
            Collection<String> replicaCounts,
            Span span) {
        if (!(distribution instanceof Distribution.Hash hashDistribution)) {
            throw members.isEmpty()
                    ? Refusal.ofExecution(
                            span,
                            CommonRule.UNSUPPORTED,
                            "A table with RANDOM distribution",
                            KnownProperty.COLOCATE_WITH.propertyName())
                    : Refusal.ofExecution(span, ServerError.COLOCATE_DIFFERS, groupName, "distribution by HASH");
        }
        for (Table member : members) {
            requireSameDistribution(member, groupName, columns, hashDistribution, span);
            replicaCounts.forEach(replicaCount -> requireSameReplicaCount(member, groupName, replicaCount, span));
        }
        return hashDistribution;
    }

    /** Requires that a materialized view fits the tables of its group, and returns the name of the group. */
    static String requireFittingGroup(PropertyTarget view, PropertyValue groupValue) {
        if (!groupValue.text().isEmpty()) {
            Catalog catalog = view.server().catalog();
            List<Table> members = catalog.findDatabase(view.resolvedName().databaseName())
                    .map(database -> findRelevantMembers(catalog, database, groupValue.text()))
                    .orElse(List.of());
            String replicaCount = view.findValue(KnownProperty.REPLICATION_NUM).orElse("");
            requireDistributionAfterCreation(
                    members,
                    groupValue.text(),
                    view.columns(),
                    view.distribution(),
                    List.of(replicaCount),
                    groupValue.span());
        }
        return groupValue.text();
    }

    /** Returns a new member of a group with the number of buckets that the server infers if the view declares none. */
    public static MaterializedView withInferredBuckets(ServerProfile profile, MaterializedView view) {
        boolean isInGroup = KnownProperty.COLOCATE_WITH
                .findValueIn(view.properties())
                .filter(group -> !group.isEmpty())
                .isPresent();
        return isInGroup && view.distribution() instanceof Distribution.Hash hashDistribution
                ? view.withDistribution(withDefaultBuckets(profile, hashDistribution))
                : view;
    }

    /** Returns whether a table may be in a group with another one. */
    public static boolean mayShareGroup(Table table, Table member) {
        List<String> replicaCounts = KnownProperty.REPLICATION_NUM.findValueIn(table.properties()).stream()
                .toList();
        try {
            requireDistributionAfterCreation(
                    List.of(member), "", table.columns(), table.distribution(), replicaCounts, Span.NONE);
            return true;
        } catch (Refusal ignored) {
            return false;
        }
    }

    /**
     * Returns the distribution of the first table of a group. If the distribution declares no number of buckets, the
     * server derives one from the number of its backends. The result marks this number as assumed, because the number
     * of backends may be a default.
     */
    public static Distribution.Hash withDefaultBuckets(ServerProfile profile, Distribution.Hash hashDistribution) {
        return hashDistribution.buckets() == null
                ? hashDistribution.withBuckets(new Buckets.AssumedCount(defaultBucketCount(profile.backendCount())))
                : hashDistribution;
    }

    /**
     * Returns the number of buckets that a server derives from the number of its backends. The number never decreases:
     * the largest medium cluster has 36 buckets, and a large one has at least as many.
     */
    public static int defaultBucketCount(int backendCount) {
        if (backendCount <= MAX_SMALL_CLUSTER_SIZE) {
            return 2 * backendCount;
        }
        return backendCount <= MAX_MEDIUM_CLUSTER_SIZE
                ? backendCount + backendCount / 2
                : Math.min(Math.max(backendCount, 36), MAX_BUCKET_COUNT);
    }

    /**
     * Requires that a table has as many buckets as a member of the group, and distribution columns of the same types.
     */
    private static void requireSameDistribution(
            Table member, String groupName, List<Column> columns, Distribution.Hash hashDistribution, Span span) {
        Distribution.Hash memberDistribution = (Distribution.Hash) member.distribution();
        if (!mayHaveSameBucketCount(hashDistribution.buckets(), memberDistribution.buckets())) {
            throw Refusal.ofExecution(
                    span,
                    ServerError.COLOCATE_DIFFERS,
                    groupName,
                    memberDistribution.buckets() instanceof Buckets.Count memberCount
                            ? "number of buckets, " + memberCount.value()
                            : "number of buckets, and " + member.name() + " already determines it");
        }
        requireSameColumnTypes(member, memberDistribution, groupName, columns, hashDistribution, span);
    }

    private static void requireSameReplicaCount(Table member, String groupName, String replicaCount, Span span) {
        String memberReplicaCount =
                KnownProperty.REPLICATION_NUM.findValueIn(member.properties()).orElse(replicaCount);
        if (!memberReplicaCount.equals(replicaCount)) {
            throw Refusal.ofExecution(
                    span, ServerError.COLOCATE_DIFFERS, groupName, "replication_num, " + memberReplicaCount);
        }
    }

    /** Returns whether the numbers of buckets may be equal. The server infers a number only for the first member. */
    private static boolean mayHaveSameBucketCount(@Nullable Buckets buckets, @Nullable Buckets memberBuckets) {
        if (buckets instanceof Buckets.PlaceholderBuckets || memberBuckets instanceof Buckets.PlaceholderBuckets) {
            return true;
        }
        if (buckets instanceof Buckets.AssumedCount || memberBuckets instanceof Buckets.AssumedCount) {
            return buckets != null && memberBuckets != null;
        }
        return Objects.equals(buckets, memberBuckets);
    }

    private static void requireSameColumnTypes(
            Table member,
            Distribution.Hash memberDistribution,
            String groupName,
            List<Column> columns,
            Distribution.Hash hashDistribution,
            Span span) {
        if (hashDistribution.columns().size() != memberDistribution.columns().size()) {
            throw Refusal.ofExecution(
                    span,
                    ServerError.COLOCATE_DIFFERS,
                    groupName,
                    "number of distribution columns, "
                            + memberDistribution.columns().size());
        }
        List<Column> hashColumns = findHashColumns(hashDistribution, columns);
        List<Column> memberColumns = findHashColumns(memberDistribution, member.columns());
        for (int i = 0; i < hashColumns.size(); i++) {
            Type memberType = memberColumns.get(i).type();
            if (!hashColumns.get(i).type().equals(memberType)) {
                throw Refusal.ofExecution(
                        span,
                        ServerError.COLOCATE_DIFFERS,
                        groupName,
                        "type of the distribution column " + hashColumns.get(i).name() + ", "
                                + TypeFormat.formatForMessages(memberType));
            }
        }
    }

    private static List<Column> findHashColumns(Distribution.Hash hashDistribution, List<Column> columns) {
        List<Column> hashColumns = new ArrayList<>(hashDistribution.columns().size());
        for (Name name : hashDistribution.columns()) {
            columns.stream().filter(column -> column.isNamed(name.text())).forEach(hashColumns::add);
        }
        return hashColumns;
    }
}
