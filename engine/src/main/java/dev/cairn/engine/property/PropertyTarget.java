package dev.cairn.engine.property;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Column;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;

/**
 * A table or materialized view that a statement creates or alters. Its properties may name the objects that this
 * interface returns.
 */
public interface PropertyTarget extends PropertyOwner {
    ServerState server();

    /** Returns the name of the object, which may not exist yet. */
    ResolvedTableName resolvedName();

    /** Returns whether the statement creates the object. */
    boolean isNew();

    List<Column> columns();

    Distribution distribution();

    /** Returns the value that a property has before it is set; empty if it has none. */
    Optional<String> findValue(KnownProperty property);

    /** Returns the number of replicas of an object that declares none. */
    default int defaultReplicaCount() {
        return ReplicaCount.defaultCount(profile());
    }

    /** Returns the tables and views that the object reads. */
    default List<BaseRelation> baseRelations() {
        return List.of();
    }

    /** Refuses an invalid condition that selects the partitions to keep. */
    void checkRetentionCondition(String condition, Span span);

    /** Refuses an invalid constraint on the difference of two time columns. */
    void checkTimeDrift(String constraint, Span span);
}
