package dev.cairn.tooling.lint;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a table or view from which a query selects {@code *}, so that the columns of the result depend on it. */
final class SelectStarFinder {
    private final Bindings bindings;
    private final List<BoundRelation> visitedRelations = new ArrayList<>();

    private SelectStarFinder(Bindings bindings) {
        this.bindings = bindings;
    }

    /**
     * Returns the first table or view whose columns {@code *} adds to the result, under its name in the query; empty if
     * the query has no such relation, or if a server would now refuse the query.
     */
    static Optional<String> findIn(ServerProfile profile, Catalog catalog, ViewDefinition definition) {
        QueryAnalysis analysis = new QueryAnalysis(
                profile, new CatalogSourceResolver(profile, catalog), definition.defaultDatabaseName());
        Query query = definition.query().query();
        try {
            return new SelectStarFinder(analysis.analyze(query).bindings()).findIn(query.body());
        } catch (Refusal ignored) {
            return Optional.empty();
        }
    }

    private Optional<String> findIn(Query.Body body) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            return findIn(nestedQuery.query().body());
        }
        if (body instanceof Query.SetOperation setOperation) {
            return findIn(setOperation.left()).or(() -> findIn(setOperation.right()));
        }
        return body instanceof Query.Select select
                ? select.items().stream()
                        .filter(SelectItem.Star.class::isInstance)
                        .flatMap(star -> bindings.columns((SelectItem.Star) star).stream())
                        .map(RelationField::baseColumns)
                        .flatMap(List::stream)
                        .map(BoundColumn::relation)
                        .distinct()
                        .flatMap(relation -> findIn(relation).stream())
                        .findFirst()
                : Optional.empty();
    }

    private Optional<String> findIn(BoundRelation relation) {
        if (visitedRelations.contains(relation)) {
            return Optional.empty(); // a recursive common table reads itself
        }
        visitedRelations.add(relation);
        if (relation.source() != null && relation.relation() instanceof Relation.Named namedRelation) {
            return Optional.of(namedRelation.name().toString());
        }
        if (relation.commonTable() != null) {
            return findIn(relation.commonTable().query().body());
        }
        return relation.relation() instanceof Relation.Derived derivedRelation
                ? findIn(derivedRelation.query().body())
                : Optional.empty();
    }
}
