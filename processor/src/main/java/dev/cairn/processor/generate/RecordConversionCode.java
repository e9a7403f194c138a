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
    private final List<String> readExpressions = new ArrayList<>();

    /** @param columnTypes the types of the values of a row */
    RecordConversionCode(RecordShape shape, List<JavaType> columnTypes, ValueAccessGenerator valueAccess) {
        this.shape = shape;
        this.columnTypes = columnTypes;
        this.valueAccess = valueAccess;
        addReadExpressions(shape);
    }

    private void addReadExpressions(RecordShape recordShape) {
        for (RecordShape.ShapeComponent component : recordShape.components()) {
            if (component instanceof RecordShape.Group group) {
                addReadExpressions(group.shape());
            } else {
                int columnIndex = ((RecordShape.Leaf) component).columnIndex();
                readExpressions.add(
                        valueAccess.renderRead(columnIndex, component.accessor(), columnTypes.get(columnIndex)));
            }
        }
    }

    private void addWriteStatements(RecordShape recordShape, String recordExpression, List<String> writeStatements) {
        for (RecordShape.ShapeComponent component : recordShape.components()) {
            String valueExpression = recordExpression + "." + component.accessor() + "()";
            if (component instanceof RecordShape.Group group) {
                addWriteStatements(group.shape(), valueExpression, writeStatements);
            } else {
                int columnIndex = ((RecordShape.Leaf) component).columnIndex();
                writeStatements.add(valueAccess.renderWrite(
                        columnIndex, component.accessor(), columnTypes.get(columnIndex), valueExpression));
            }
        }
    }

    /** Returns the expression that creates the record from the variable {@code row}. */
    CodeBlock generateConstruction() {
        CodeBlock.Builder code = CodeBlock.builder();
        appendConstruction(code, shape, readExpressions.iterator());
        return code.build();
    }

    private static void appendConstruction(
            CodeBlock.Builder code, RecordShape shape, Iterator<String> readExpressions) {
        code.add("new $T(\n$>$>", JavaTypes.toClassName(shape.record()));
        String separator = "";
        for (RecordShape.ShapeComponent component : shape.components()) {
            code.add(separator);
            if (component instanceof RecordShape.Group group) {
                appendConstruction(code, group.shape(), readExpressions);
            } else {
                code.add("$L", readExpressions.next());
            }
            separator = ",\n";
        }
        code.add(")$<$<");
    }

    /** Returns the statements that write all values of the record in the variable {@code value}, one on each line. */
    String generateWrites() {
        List<String> writeStatements = new ArrayList<>();
        addWriteStatements(shape, "value", writeStatements);
        return String.join("\n", writeStatements);
    }
}
