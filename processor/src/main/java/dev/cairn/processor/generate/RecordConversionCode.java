package dev.cairn.processor.generate;

import com.palantir.javapoet.CodeBlock;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.RecordShape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The code that converts between rows and records, which may contain embedded records. */
final class RecordConversionCode {
    private final RecordShape shape;
    private final List<JavaType> columnTypes;
    private final ValueAccessGenerator valueAccess;
    private final List<String> reads = new ArrayList<>();

    /** @param columnTypes the types of the values of a row */
    RecordConversionCode(RecordShape shape, List<JavaType> columnTypes, ValueAccessGenerator valueAccess) {
        this.shape = shape;
        this.columnTypes = columnTypes;
        this.valueAccess = valueAccess;
        addReads(shape);
    }

    private void addReads(RecordShape recordShape) {
        for (RecordShape.ShapeComponent component : recordShape.components()) {
            if (component instanceof RecordShape.Group group) {
                addReads(group.shape());
            } else {
                int columnIndex = ((RecordShape.Leaf) component).column();
                reads.add(valueAccess.renderRead(columnIndex, component.accessor(), columnTypes.get(columnIndex)));
            }
        }
    }

    private void addWrites(RecordShape recordShape, String recordExpression, List<String> writes) {
        for (RecordShape.ShapeComponent component : recordShape.components()) {
            String valueExpression = recordExpression + "." + component.accessor() + "()";
            if (component instanceof RecordShape.Group group) {
                addWrites(group.shape(), valueExpression, writes);
            } else {
                int columnIndex = ((RecordShape.Leaf) component).column();
                writes.add(valueAccess.renderWrite(
                        columnIndex, component.accessor(), columnTypes.get(columnIndex), valueExpression));
            }
        }
    }

    /** Returns the expression that creates the record. */
    CodeBlock generateConstruction() {
        CodeBlock.Builder code = CodeBlock.builder();
        appendConstruction(code, shape, reads.iterator());
        return code.build();
    }

    private static void appendConstruction(CodeBlock.Builder code, RecordShape shape, Iterator<String> reads) {
        code.add("new $T(\n$>$>", JavaTypes.toClassName(shape.record()));
        String separator = "";
        for (RecordShape.ShapeComponent component : shape.components()) {
            code.add(separator);
            if (component instanceof RecordShape.Group group) {
                appendConstruction(code, group.shape(), reads);
            } else {
                code.add("$L", reads.next());
            }
            separator = ",\n";
        }
        code.add(")$<$<");
    }

    /** Returns the statements that write all values. */
    String generateWrites() {
        List<String> writes = new ArrayList<>();
        addWrites(shape, "value", writes);
        return String.join("\n", writes);
    }
}
