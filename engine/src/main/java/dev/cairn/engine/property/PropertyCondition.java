package dev.cairn.engine.property;

import dev.cairn.catalog.MaterializedView.PartitioningKind;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.ViewStatement.Refresh.Scheme;
import dev.cairn.sql.token.RefusalRule;

/**
 * A condition on the owner of a property or on its server, and the rule that the server reports if the condition is not
 * met.
 */
public enum PropertyCondition {
    SHARED_DATA(CommonRule.ONLY_IN_SHARED_DATA),
    SHARED_NOTHING(CommonRule.NOT_IN_SHARED_DATA),
    PRIMARY_KEY(CommonRule.SUPPORTED_ONLY_FOR, "tables with PRIMARY KEY"),
    SHARED_NOTHING_WITHOUT_PRIMARY_KEY(
            CommonRule.SUPPORTED_ONLY_FOR, "tables without PRIMARY KEY on shared-nothing clusters"),
    RANDOM_DISTRIBUTION(CommonRule.SUPPORTED_ONLY_FOR, "tables with RANDOM distribution and automatic buckets"),
    HASH_DISTRIBUTION(CommonRule.UNSUPPORTED, "A table with RANDOM distribution"),
    NOT_COLOCATED(CommonRule.UNSUPPORTED, "A colocated table"),
    PARTITIONS(CommonRule.REQUIREMENT_MISSING, "partitions"),
    RANGE_PARTITIONS(
            CommonRule.REQUIREMENT_MISSING,
            "range partitions (PARTITION BY RANGE, or a single date_trunc or time_slice)"),
    /** The view is refreshed by the server, periodically or after changes of its base tables. */
    AUTOMATIC_REFRESH(CommonRule.SUPPORTED_ONLY_FOR, "automatic refreshes"),
    ASYNC_REFRESH(CommonRule.SUPPORTED_ONLY_FOR, "asynchronous refreshes"),
    NO_GIN_INDEX(ServerError.GIN_IS_NOT_REPLICATED),
    /** Older servers could keep the index of a primary key in memory; no supported server accepts that. */
    NO_PRIMARY_KEY(PropertyRule.IN_MEMORY_INDEX),
    /** A condition that is never met: no supported server accepts the value. */
    NEVER(PropertyRule.ASYNC_WRITE_BACK_DISABLED);

    @SuppressWarnings("ImmutableEnumChecker") // each rule is a constant
    private final RefusalRule rule;

    private final String messageObject;

    PropertyCondition(RefusalRule rule) {
        this(rule, "");
    }

    PropertyCondition(RefusalRule rule, String messageObject) {
        this.rule = rule;
        this.messageObject = messageObject;
    }

    public boolean isMet(PropertyOwner owner) {
        return switch (this) {
            case SHARED_DATA -> owner.profile().isSharedData();
            case SHARED_NOTHING -> !owner.profile().isSharedData();
            case PRIMARY_KEY -> owner.hasPrimaryKey();
            case NO_PRIMARY_KEY -> !owner.hasPrimaryKey();
            case SHARED_NOTHING_WITHOUT_PRIMARY_KEY ->
                !owner.hasPrimaryKey() && !owner.profile().isSharedData();
            case RANDOM_DISTRIBUTION -> owner.hasRandomDistribution();
            case HASH_DISTRIBUTION -> !owner.hasRandomDistribution();
            case NOT_COLOCATED -> !owner.hasProperty(KnownProperty.COLOCATE_WITH);
            case PARTITIONS -> owner.partitioningKind() != PartitioningKind.UNPARTITIONED;
            case RANGE_PARTITIONS -> owner.partitioningKind() == PartitioningKind.RANGE;
            case AUTOMATIC_REFRESH -> owner.refreshScheme() != Scheme.MANUAL;
            case ASYNC_REFRESH -> owner.refreshScheme() == Scheme.ASYNC;
            case NO_GIN_INDEX -> owner.indexes().stream().noneMatch(index -> index.kind() == Kind.GIN);
            case NEVER -> false;
        };
    }

    public RefusalRule rule() {
        return rule;
    }

    /**
     * Returns the object in the message of the rule: the required object, or for {@link CommonRule#UNSUPPORTED} the
     * refused one; empty if the message names none.
     */
    public String messageObject() {
        return messageObject;
    }

    /** Returns the arguments of the rule for a property. */
    Object[] arguments(String propertyName) {
        if (!(rule instanceof CommonRule)) {
            return new Object[0];
        }
        if (messageObject.isEmpty()) {
            return new Object[] {propertyName};
        }
        return rule == CommonRule.UNSUPPORTED
                ? new Object[] {messageObject, propertyName}
                : new Object[] {propertyName, messageObject};
    }
}
