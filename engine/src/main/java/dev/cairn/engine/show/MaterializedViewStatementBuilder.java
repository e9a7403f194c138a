package dev.cairn.engine.show;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.RefreshVariables;
import dev.cairn.engine.value.ServerHashMapOrder;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the CREATE MATERIALIZED VIEW of a view, as SHOW CREATE MATERIALIZED VIEW prints it and as a user would write
 * it.
 */
final class MaterializedViewStatementBuilder {
    /** The properties that are printed last, in this order. */
    private static final List<KnownProperty> LAST_PRINTED_PROPERTIES = List.of(
            KnownProperty.DATACACHE_ENABLE,
            KnownProperty.ENABLE_ASYNC_WRITE_BACK,
            KnownProperty.STORAGE_VOLUME,
            KnownProperty.BLOOM_FILTER_COLUMNS,
            KnownProperty.COLOCATE_WITH,
            KnownProperty.WAREHOUSE);

    private final ServerProfile profile;
    private final MaterializedView view;

    MaterializedViewStatementBuilder(ServerProfile profile, MaterializedView view) {
        this.profile = profile;
        this.view = view;
    }

    /**
     * Returns the statement that the server prints, with the defaults of the server, and without quotes around the sort
     * key.
     */
    CreateMaterializedView shownStatement() {
        return new CreateMaterializedView(
                false,
                QualifiedName.of(view.name()),
                ShowCreate.toViewColumns(view.columns()),
                CreateClauses.of(
                        new IndexClause(view.indexes().stream()
                                .map(TableStatementBuilder::toShownIndex)
                                .toList()),
                        CreateClause.toCommentClause(shownComment()),
                        new ViewPartitionClause(view.partitionBy(), true),
                        view.distribution(),
                        new SortClause(view.declaredSortKey().stream()
                                .map(column -> SortItem.of(Name.ofUnquoted(column, Span.NONE)))
                                .toList()),
                        view.refresh(),
                        new PropertyClause(collectShownProperties())),
                view.definition().query(),
                Span.NONE);
    }

    /** Returns the statement that a user would write, without the defaults of the server. */
    CreateMaterializedView writtenStatement() {
        return new CreateMaterializedView(
                false,
                QualifiedName.of(view.name()),
                collectWrittenColumns(),
                CreateClauses.of(
                        new IndexClause(view.indexes()),
                        CreateClause.toCommentClause(ShowCreate.emptyToNull(view.comment())),
                        new ViewPartitionClause(view.partitionBy(), true),
                        omitDefaultDistribution(view.distribution().withoutAssumedBuckets()),
                        new SortClause(TableStatementBuilder.toSortItems(view.declaredSortKey())),
                        view.refresh(),
                        new PropertyClause(collectWrittenProperties())),
                view.definition().query(),
                Span.NONE);
    }

    /**
     * Returns the declared columns; none if one of their names can't be declared, such as {@code count(*)}. The server
     * derived such a name from the query, and derives it again.
     */
    private List<ViewStatement.DeclaredViewColumn> collectWrittenColumns() {
        return view.columns().stream().allMatch(column -> NameValidation.isDeclarableColumnName(profile, column.name()))
                ? ShowCreate.toViewColumns(view.columns())
                : List.of();
    }

    private static @Nullable Distribution omitDefaultDistribution(Distribution distribution) {
        return distribution instanceof Distribution.Random && distribution.buckets() == null ? null : distribution;
    }

    /** Returns the declared properties, in the order in which they are shown. */
    private List<Property> collectWrittenProperties() {
        return collectShownProperties().stream()
                .filter(property -> view.properties().settingByName().containsKey(property.name())
                        && !view.properties()
                                .settingByName()
                                .get(property.name())
                                .isAssumed())
                .toList();
    }

    /** Returns the comment; a shared-data server shows the kind of the object if there is no comment. */
    private @Nullable String shownComment() {
        return view.comment().isEmpty()
                ? ShowCreate.findDefaultViewComment(profile).orElse(null)
                : view.comment();
    }

    /** Returns the stored properties and the shown defaults, in the order in which the server prints them. */
    private List<Property> collectShownProperties() {
        StoredProperties properties = view.properties();
        List<Property> shownProperties =
                new ArrayList<>(properties.settingByName().size() + 1);
        // The server inserts the properties in the order in which CREATE reads them, and then the variables.
        List<String> insertedNames = new ArrayList<>();
        for (KnownProperty property : KnownProperty.viewProperties()) {
            if (property.isSetIn(properties) && !LAST_PRINTED_PROPERTIES.contains(property)) {
                insertedNames.add(property.propertyName());
            }
        }
        properties.settingByName().keySet().stream()
                .filter(name -> name.startsWith(RefreshVariables.PREFIX))
                .forEach(insertedNames::add);
        // With ORDER BY, the map of the server preserves this order.
        Collection<String> printedNames =
                view.declaredSortKey().isEmpty() ? ServerHashMapOrder.sort(insertedNames) : insertedNames;
        printedNames.forEach(name -> addStoredProperty(shownProperties, name));
        if (!profile.isSharedData() && !KnownProperty.STORAGE_MEDIUM.isSetIn(properties)) {
            shownProperties.add(Property.of(KnownProperty.STORAGE_MEDIUM.propertyName(), "HDD"));
        }
        LAST_PRINTED_PROPERTIES.forEach(property -> addStoredProperty(shownProperties, property.propertyName()));
        return shownProperties;
    }

    private void addStoredProperty(List<Property> shownProperties, String name) {
        view.properties().findValue(name).ifPresent(value -> shownProperties.add(Property.of(name, value)));
    }
}
