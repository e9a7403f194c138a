package dev.cairn.engine.materialized;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.PartitioningKind;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.partition.PartitionConditionCheck;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyTarget;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.table.TimeDriftConstraint;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The properties of a materialized view while a statement sets some of them: the stored properties, and the properties
 * that the statement declares. A check that involves another property finds it in {@link #target}, which contains both.
 */
abstract class MaterializedViewPropertyDraft {
    final ServerState server;
    final ServerProfile profile;
    final String databaseName;
    final MaterializedView view;
    final PropertyTarget target = new ViewPropertyTarget();
    final DeclaredMaterializedViewProperties declaredProperties;
    final Span statementSpan;
    StoredProperties storedProperties;

    MaterializedViewPropertyDraft(
            ServerState server,
            String databaseName,
            MaterializedView view,
            List<Property> declaredProperties,
            Span statementSpan) {
        this.server = server;
        this.profile = server.profile();
        this.databaseName = databaseName;
        this.view = view;
        this.statementSpan = statementSpan;
        this.declaredProperties = new DeclaredMaterializedViewProperties(declaredProperties, statementSpan);
        this.storedProperties = view.properties();
    }

    /** Returns the text of unknown properties with advice about the prefix of variables, which users often forget. */
    static String appendVariableAdvice(Object unknownProperties) {
        return unknownProperties
                + "; a session variable of the refresh begins with `session.`, as in \"session.insert_timeout\" ="
                + " \"30000\"";
    }

    /** Returns whether the statement creates the view. */
    abstract boolean isNew();

    /** Returns the number of replicas of a view that declares none. */
    abstract int defaultReplicaCount();

    /** Stores the value of a property, or removes the property if the value means that it is absent. */
    final void store(KnownProperty property, String value) {
        boolean isRemoved = property.findDefinition(OwnerKind.MATERIALIZED_VIEW)
                .orElseThrow()
                .isRemovedBy(value);
        storedProperties = isRemoved
                ? storedProperties.withoutProperty(property.propertyName())
                : storedProperties.withProperty(property.propertyName(), value);
    }

    /** Checks the rate of the bloom filters, which the server does not print. */
    final void requireValidBloomFilterRate() {
        PropertyValue rateValue = declaredProperties.consume(KnownProperty.BLOOM_FILTER_FPP);
        if (rateValue != null) {
            BloomFilterColumns.parseRate(rateValue.text(), rateValue.span());
        }
    }

    /** The view with the properties that the statement declares, and the properties that the view has already. */
    private final class ViewPropertyTarget implements PropertyTarget {
        @Override
        public ServerProfile profile() {
            return profile;
        }

        @Override
        public PartitioningKind partitioningKind() {
            return view.partitioningKind();
        }

        @Override
        public boolean hasRandomDistribution() {
            return view.distribution() instanceof Distribution.Random;
        }

        @Override
        public List<IndexDefinition> indexes() {
            return view.indexes();
        }

        @Override
        public Refresh.Scheme refreshScheme() {
            return view.refresh().scheme();
        }

        @Override
        public boolean hasProperty(KnownProperty property) {
            return declaredProperties.hasRemainingProperty(property) || property.isSetIn(storedProperties);
        }

        @Override
        public boolean isTrue(KnownProperty property) {
            return declaredProperties.hasRemainingProperty(property)
                    ? declaredProperties.isTrue(property)
                    : property.isTrueIn(storedProperties);
        }

        @Override
        public ServerState server() {
            return server;
        }

        @Override
        public ResolvedTableName resolvedName() {
            return new ResolvedTableName(InternalCatalog.NAME, databaseName, view.name(), statementSpan);
        }

        @Override
        public boolean isNew() {
            return MaterializedViewPropertyDraft.this.isNew();
        }

        @Override
        public List<Column> columns() {
            return view.toTableColumns();
        }

        @Override
        public Distribution distribution() {
            return view.distribution();
        }

        @Override
        public Optional<String> findValue(KnownProperty property) {
            return property.findValueIn(storedProperties);
        }

        @Override
        public int defaultReplicaCount() {
            return MaterializedViewPropertyDraft.this.defaultReplicaCount();
        }

        @Override
        public List<BaseRelation> baseRelations() {
            return view.definition().baseRelations();
        }

        @Override
        public void checkRetentionCondition(String condition, Span span) {
            PartitionConditionCheck.checkRetentionCondition(view, condition, span);
        }

        @Override
        public void checkTimeDrift(String constraint, Span span) {
            List<String> partitionColumnNames = view.partitionBy().stream()
                    .flatMap(item -> item.collectReferenceNames().stream())
                    .flatMap(name -> view.findColumn(name).stream())
                    .map(ViewColumn::name)
                    .toList();
            TimeDriftConstraint.parse(constraint, span)
                    .check(
                            view.name(),
                            columns().stream().collect(Collectors.toMap(Column::name, Column::type)),
                            partitionColumnNames,
                            span);
        }
    }
}
