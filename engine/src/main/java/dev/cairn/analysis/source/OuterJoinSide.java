package dev.cairn.analysis.source;

import dev.cairn.analysis.type.NullCause;
import dev.cairn.sql.ast.Span;

/** A side of an outer join that may have no row for a row of the other side. Two sides are never equal. */
public final class OuterJoinSide {
    private final NullCause.Kind joinCause;
    private final Span span;

    /** @param span the span of the relation on this side */
    public OuterJoinSide(NullCause.Kind joinCause, Span span) {
        this.joinCause = joinCause;
        this.span = span;
    }

    /** Returns why a column of the side may be NULL. */
    NullCause causeOf(RelationField field) {
        String name = field.relation() == null ? field.name() : field.relation().table();
        return NullCause.of(joinCause, span, name);
    }
}
