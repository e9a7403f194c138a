package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.RecordShape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** How a row becomes a record with the records in it, and the other way round. */
final class ShapeCode {
    private final RecordShape shape;
    private final List<DeclaredColumn> columns;
    private final RowCode row;
    private final List<String> reads = new ArrayList<>();
    private final List<String> writes = new ArrayList<>();

    ShapeCode(RecordShape shape, List<DeclaredColumn> columns, ValueTypes types) {
        this.shape = shape;
        this.columns = columns;
        this.row = new RowCode(types);
        addReads(shape);
        addWrites(shape, "value");
    }

    private void addReads(RecordShape part) {
        for (RecordShape.Part each : part.parts()) {
            if (each instanceof RecordShape.Group group) {
                addReads(group.shape());
            } else {
                int column = ((RecordShape.Leaf) each).column();
                reads.add(row.read(column, each.accessor(), columns.get(column).type()));
            }
        }
    }

    private void addWrites(RecordShape part, String value) {
        for (RecordShape.Part each : part.parts()) {
            String component = value + "." + each.accessor() + "()";
            if (each instanceof RecordShape.Group group) {
                addWrites(group.shape(), component);
            } else {
                int column = ((RecordShape.Leaf) each).column();
                writes.add(
                        row.write(column, each.accessor(), columns.get(column).type(), component));
            }
        }
    }

    /** Whether there are no records in it. */
    boolean isFlat() {
        return shape.parts().stream().noneMatch(RecordShape.Group.class::isInstance);
    }

    /** What returns the record; the values of a flat one are marked. */
    CodeBlock read(ClassName record) {
        CodeBlock.Builder code = CodeBlock.builder().add("return ");
        if (isFlat()) {
            code.add("new $T(\n$>$>$L)$<$<", record, DescriptorSlot.READ.text());
        } else {
            construct(code, shape, reads.iterator());
        }
        return code.add(";\n").build();
    }

    private static void construct(CodeBlock.Builder code, RecordShape shape, Iterator<String> reads) {
        code.add("new $T(\n$>$>", JavaTypes.name(shape.record()));
        String separator = "";
        for (RecordShape.Part part : shape.parts()) {
            code.add(separator);
            if (part instanceof RecordShape.Group group) {
                construct(code, group.shape(), reads);
            } else {
                code.add("$L", reads.next());
            }
            separator = ",\n";
        }
        code.add(")$<$<");
    }

    /** All values that are read, as arguments. */
    String reads() {
        return String.join(",\n", reads);
    }

    /** The statements that write all values. */
    String writes() {
        return String.join("\n", writes);
    }
}
