package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.RecordShape;

/** A row is written by one method, whose code a class file limits long before the server limits the columns. */
public final class RowMethodSize {
    private static final int LONGEST = 65_535;
    /** {@code row.put(300, TEXT, value.name())}: two locals, a number, a constant, and two calls. */
    private static final int PUT = 14;
    /** {@code value.audit()}, the call that leads into an embedded record. */
    private static final int CALL = 3;

    private RowMethodSize() {}

    public static void check(Declaration declaration, Findings findings) {
        if (bytes(declaration.shape(), PUT) >= LONGEST) {
            findings.add(
                    FindingCode.TOO_MANY_COLUMNS,
                    declaration.place(),
                    declaration.record(),
                    declaration.columns().size());
        }
    }

    private static int bytes(RecordShape shape, int put) {
        int bytes = 0;
        for (RecordShape.Part part : shape.parts()) {
            bytes += part instanceof RecordShape.Group group ? bytes(group.shape(), put + CALL) : put;
        }
        return bytes;
    }
}
