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
    private final ValueAccessGenerator valueAccessGenerator;
    private final List<String> readExpressions = new ArrayList<>();

    /** @param columnTypes the types of the values of a row */
    RecordConversionCode(RecordShape shape, List<JavaType> columnTypes, ValueAccessGenerator valueAccessGenerator) {
        this.shape = shape;
        this.columnTypes = columnTypes;
        this.valueAccessGenerator = valueAccessGenerator;
        addReadExpressions(shape);
    }

    private void addReadExpressions(RecordShape recordShape) {
        for (RecordShape.ShapeComponent component : recordShape.components()) {
            if (component instanceof RecordShape.Group group) {
                addReadExpressions(group.shape());
            } else {
                int columnIndex = ((RecordShape.Leaf) component).columnIndex();
                readExpressions.add(valueAccessGenerator.renderRead(
                        columnIndex, component.accessor(), columnTypes.get(columnIndex)));
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
                writeStatements.add(valueAccessGenerator.renderWrite(
                        columnIndex, component.accessor(), columnTypes.get(columnIndex), valueExpression));
            }
        }
    }

    /** Returns the expression that creates the record from the variable {@code row}. */
    CodeBlock generateConstruction() {
        CodeBlock.Builder codeBuilder = CodeBlock.builder();
        appendConstruction(codeBuilder, shape, readExpressions.iterator());
        return codeBuilder.build();
    }

    private static void appendConstruction(
            CodeBlock.Builder codeBuilder, RecordShape shape, Iterator<String> readExpressions) {
        codeBuilder.add("new $T(\n$>$>", JavaTypes.toClassName(shape.recordName()));
        String separator = "";
        for (RecordShape.ShapeComponent component : shape.components()) {
            codeBuilder.add(separator);
            if (component instanceof RecordShape.Group group) {
                appendConstruction(codeBuilder, group.shape(), readExpressions);
            } else {
                codeBuilder.add("$L", readExpressions.next());
            }
            separator = ",\n";
        }
        codeBuilder.add(")$<$<");
    }

    /** Returns the statements that write all values of the record in the variable {@code value}, one on each line. */
    String generateWrites() {
        List<String> writeStatements = new ArrayList<>();
        addWriteStatements(shape, "value", writeStatements);
        return String.join("\n", writeStatements);
    }
}
