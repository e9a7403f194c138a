package dev.cairn.engine.advice;

import dev.cairn.analysis.source.QueryObserver;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what the parts of a query are while it is analysed, by their places in its text. */
public final class QueryFacts implements QueryObserver {
    private final Map<Place, Type> types = new HashMap<>();
    private final Map<Place, List<RelationField>> fields = new HashMap<>();
    private final Map<Place, List<RelationField>> stars = new HashMap<>();
    private final Map<Place, NamedSource> sources = new HashMap<>();

    @Override
    public void typed(Expression expression, ExpressionType type) {
        if (type.type() != null) {
            types.put(Place.of(expression.span()), type.type());
        }
    }

    @Override
    public void column(Expression.Reference reference, RelationField field) {
        List<RelationField> known = fields.computeIfAbsent(Place.of(reference.span()), unseen -> new ArrayList<>(1));
        if (!known.contains(field)) {
            known.add(field);
        }
    }

    @Override
    public void star(Query.Item.Star star, List<RelationField> columns) {
        stars.put(Place.of(star.span()), columns);
    }

    @Override
    public void source(Relation.Named relation, RelationName name, Source source) {
        sources.put(Place.of(relation.span()), new NamedSource(name, source));
    }

    /** Returns the type of an expression; null if it is unknown. */
    public @Nullable Type type(Expression expression) {
        return types.get(Place.of(expression.span()));
    }

    /** Returns the columns that the name at this place refers to: two in USING, none for the name of an output. */
    public List<RelationField> fields(Span name) {
        return fields.getOrDefault(Place.of(name), List.of());
    }

    /** Returns the columns that {@code *} expands to. */
    public List<RelationField> fields(Query.Item.Star star) {
        return stars.getOrDefault(Place.of(star.span()), List.of());
    }

    /** Returns the table or view that a relation is; null for a common table. */
    public @Nullable NamedSource source(Relation.Named relation) {
        return sources.get(Place.of(relation.span()));
    }

    /**
     * A table or view that a relation is.
     *
     * @param name the relation name of the columns
     */
    public record NamedSource(RelationName name, Source source) {}

    /** All spans are equal, so a span can't be a key itself. */
    private record Place(int offset, int length) {
        static Place of(Span span) {
            return new Place(span.offset(), span.length());
        }
    }
}
