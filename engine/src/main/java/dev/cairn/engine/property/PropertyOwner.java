package dev.cairn.engine.property;

import dev.cairn.catalog.MaterializedView.PartitioningKind;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.List;

/**
 * The object for which a statement sets properties, with its server. The validity and the defaults of properties depend
 * on what these methods return. The properties of partitions and loads depend only on the server, so such an owner has
 * the defaults of this interface.
 */
public interface PropertyOwner {
    ServerProfile profile();

    default boolean hasPrimaryKey() {
        return false;
    }

    default PartitioningKind partitioningKind() {
        return PartitioningKind.UNPARTITIONED;
    }

    /** Returns whether the rows are distributed randomly. */
    default boolean hasRandomDistribution() {
        return false;
    }

    default List<IndexDefinition> indexes() {
        return List.of();
    }

    default Refresh.Scheme refreshScheme() {
        return Refresh.Scheme.MANUAL;
    }

    /** Returns whether the object has a value of another property. */
    default boolean hasProperty(KnownProperty property) {
        return false;
    }

    /** Returns whether another property of the object is true. */
    default boolean isTrue(KnownProperty property) {
        return false;
    }

    /** Returns the owner of properties that depend only on the server. */
    static PropertyOwner of(ServerProfile profile) {
        return () -> profile;
    }

    static PropertyOwner of(ServerProfile profile, Table table) {
        return new TableOwner(profile, table);
    }

    /** A table in its state before the statement. */
    class TableOwner implements PropertyOwner {
        private final ServerProfile profile;
        private final Table table;

        public TableOwner(ServerProfile profile, Table table) {
            this.profile = profile;
            this.table = table;
        }

        @Override
        public ServerProfile profile() {
            return profile;
        }

        @Override
        public boolean hasPrimaryKey() {
            return table.model() == KeyModel.PRIMARY;
        }

        @Override
        public PartitioningKind partitioningKind() {
            if (table.partitioning().isByRange()) {
                return PartitioningKind.RANGE;
            }
            return table.partitioning() instanceof Partitioning.None
                    ? PartitioningKind.UNPARTITIONED
                    : PartitioningKind.LIST;
        }

        @Override
        public boolean hasRandomDistribution() {
            return table.distribution() instanceof Distribution.Random;
        }

        @Override
        public List<IndexDefinition> indexes() {
            return table.indexes();
        }

        @Override
        public boolean hasProperty(KnownProperty property) {
            return property.isSetIn(table.properties());
        }

        @Override
        public boolean isTrue(KnownProperty property) {
            return property.isTrueIn(table.properties());
        }
    }
}
