package dev.cairn.internal.reflection.show;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.PartitioningKind;
import dev.cairn.catalog.MaterializedView.RefreshState;
import dev.cairn.catalog.MaterializedView.ViewColumns;
import dev.cairn.catalog.MaterializedView.ViewLayout;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a view whose query can't be analyzed, because its base relations are dropped or have changed; the server keeps
 * such a view. SHOW CREATE prints the columns of a view without their types, so the columns of the result have no
 * types.
 */
final class LenientViewReader {
    private final ServerProfile profile;
    private final ObjectName viewName;

    LenientViewReader(ServerProfile profile, ObjectName viewName) {
        this.profile = profile;
        this.viewName = viewName;
    }

    View read(CreateView shownView) {
        return new View(
                viewName.name(),
                readColumns(shownView.columns()),
                Objects.toString(shownView.comment(), ""),
                shownView.security() == null ? Security.NONE : shownView.security(),
                readDefinition(shownView.queryText()));
    }

    MaterializedView read(CreateMaterializedView shownView) {
        List<String> sortKey = shownView.orderBy().stream()
                .map(SortItem::value)
                .flatMap(value -> value instanceof Expression.Reference columnReference
                        ? Stream.of(columnReference)
                        : Stream.of())
                .map(columnReference -> columnReference.name().lastPart().text())
                .toList();
        return new MaterializedView(
                viewName.name(),
                new ViewColumns(readColumns(shownView.columns()), sortKey, sortKey, shownView.indexes()),
                Objects.toString(shownView.comment(), ""),
                new ViewLayout(
                        shownView.partitionBy().isEmpty() ? PartitioningKind.UNPARTITIONED : PartitioningKind.RANGE,
                        shownView.partitionBy(),
                        Set.of(),
                        readDistribution(shownView.distribution())),
                RefreshState.ofActive(
                        Objects.requireNonNull(shownView.refresh(), "a server always prints it"),
                        readProperties(shownView.properties())),
                readDefinition(shownView.queryText()));
    }

    private static List<ViewColumn> readColumns(List<ViewStatement.DeclaredViewColumn> shownColumns) {
        return shownColumns.stream()
                .map(column -> new ViewColumn(column.name().text(), null, true, Objects.toString(column.comment(), "")))
                .toList();
    }

    private static Distribution readDistribution(@Nullable Distribution shownDistribution) {
        if (shownDistribution instanceof Distribution.Hash hashDistribution) {
            List<Name> columnNames = hashDistribution.columns().stream()
                    .map(column -> Name.of(column.text()))
                    .toList();
            return new Distribution.Hash(columnNames, hashDistribution.buckets(), Span.NONE);
        }
        return new Distribution.Random(shownDistribution == null ? null : shownDistribution.buckets(), Span.NONE);
    }

    private static StoredProperties readProperties(List<Property> shownProperties) {
        StoredProperties properties = StoredProperties.NONE;
        for (Property property : shownProperties) {
            boolean isDefault = KnownProperty.STORAGE_MEDIUM.isNamed(property.name())
                    && property.value().equals("HDD");
            properties = isDefault ? properties : properties.withProperty(property.name(), property.value());
        }
        return properties;
    }

    private ViewDefinition readDefinition(QueryText query) {
        List<BaseRelation> baseRelations =
                ReferencedNameCollector.collectNames(profile, query.query(), viewName.database()).stream()
                        .map(baseName -> new BaseRelation(baseName.database(), baseName.name(), true, List.of()))
                        .toList();
        return new ViewDefinition(query, viewName.database(), baseRelations);
    }
}
