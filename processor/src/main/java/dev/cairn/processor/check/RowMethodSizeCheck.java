package dev.cairn.processor.check;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.RecordShape;

/**
 * Reports a table whose generated method for writing a row would exceed the limit of class files. This limit is reached
 * long before the server's limit of columns.
 */
final class RowMethodSizeCheck {
    private static final int MAX_METHOD_BYTES = 65_535;
    /** The size of {@code row.put(300, TEXT, value.name())}: two locals, a number, a constant, and two calls. */
    private static final int PUT_CALL_BYTES = 14;

    /** The size of {@code value.audit()}, the call that leads into an embedded record. */
    private static final int ACCESSOR_CALL_BYTES = 3;

    private RowMethodSizeCheck() {}

    static void check(ObjectDeclaration declaration, Findings findings) {
        if (countWriteBytes(declaration.shape(), PUT_CALL_BYTES) >= MAX_METHOD_BYTES) {
            findings.add(
                    CompileRule.TOO_MANY_COLUMNS,
                    declaration.place(),
                    declaration.recordName(),
                    declaration.columns().size());
        }
    }

    /** Estimates the size of the method that writes a row; {@code putBytes} is that of the call for one component. */
    private static int countWriteBytes(RecordShape shape, int putBytes) {
        int byteCount = 0;
        for (RecordShape.ShapeComponent component : shape.components()) {
            byteCount += component instanceof RecordShape.Group group
                    ? countWriteBytes(group.shape(), putBytes + ACCESSOR_CALL_BYTES)
                    : putBytes;
        }
        return byteCount;
    }
}
