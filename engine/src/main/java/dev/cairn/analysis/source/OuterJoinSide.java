package dev.cairn.analysis.source;

import dev.cairn.analysis.type.NullCause;
import dev.cairn.sql.ast.Span;

/** A side of an outer join that may have no row for a row of the other side. Two sides are never equal. */
public final class OuterJoinSide {
    private final NullCause.Kind causeKind;
    private final Span span;

    /**
     * Creates a side.
     *
     * @param causeKind the kind of the outer join
     * @param span the span of the relation on this side
     */
    public OuterJoinSide(NullCause.Kind causeKind, Span span) {
        this.causeKind = causeKind;
        this.span = span;
    }

    /** Returns why a column of the side may be NULL. */
    NullCause createNullCause(RelationField field) {
        String name = field.relationName() == null
                ? field.name()
                : field.relationName().table();
        return NullCause.of(causeKind, span, name);
    }
}
