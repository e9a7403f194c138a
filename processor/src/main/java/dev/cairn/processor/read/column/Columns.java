package dev.cairn.processor.read.column;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.OldName;
import dev.cairn.processor.model.Shape;
import dev.cairn.processor.read.written.Written;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a record, with those of what is embedded in it.
 *
 * @param indexes what {@code @Index} on components says
 */
public record Columns(List<DeclaredColumn> columns, List<OwnIndex> indexes, Shape shape) {
    public Columns {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
    }

    /** An index on a component, the column that it is of where it says none, and what stands before all names there. */
    public record OwnIndex(Written annotation, String prefix, String column) {}

    /** As they are among others: with something before each name, and that many columns before them. */
    Columns embedded(String prefix, int before) {
        List<DeclaredColumn> renamed = columns;
        List<OwnIndex> indexed = indexes;
        if (!prefix.isEmpty()) {
            renamed = columns.stream().map(column -> prefixed(prefix, column)).toList();
            indexed = indexes.stream()
                    .map(index -> new OwnIndex(index.annotation(), prefix + index.prefix(), prefix + index.column()))
                    .toList();
        }
        return new Columns(renamed, indexed, before == 0 ? shape : shifted(shape, before));
    }

    private static Shape shifted(Shape shape, int by) {
        List<Shape.Part> parts = new ArrayList<>();
        for (Shape.Part part : shape.parts()) {
            parts.add(
                    part instanceof Shape.Leaf leaf
                            ? new Shape.Leaf(leaf.accessor(), leaf.column() + by)
                            : new Shape.Group(part.accessor(), shifted(((Shape.Group) part).shape(), by)));
        }
        return new Shape(shape.record(), parts);
    }

    private static DeclaredColumn prefixed(String prefix, DeclaredColumn column) {
        Name name = column.definition().name();
        OldName old = column.renamedFrom();
        return new DeclaredColumn(
                column.definition().withName(new Name(prefix + name.text(), name.quote(), name.span())),
                column.accessor(),
                column.type(),
                old == null ? null : new OldName(prefix + old.name(), old.place()),
                column.allowed(),
                column.place(),
                column.parts());
    }
}
