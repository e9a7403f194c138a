package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.Code;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Shape;

/** A row is written by one method, whose code a class file limits long before the server limits the columns. */
public final class RowLength {
    private static final int LONGEST = 65_535;
    /** {@code row.put(300, TEXT, value.name())}: two locals, a number, a constant, and two calls. */
    private static final int PUT = 14;
    /** {@code value.audit()}, the call that leads into an embedded record. */
    private static final int CALL = 3;

    private RowLength() {}

    public static void check(Declaration declaration, Findings findings) {
        if (bytes(declaration.shape(), PUT) >= LONGEST) {
            findings.add(
                    Code.TOO_MANY_COLUMNS,
                    declaration.place(),
                    declaration.record(),
                    declaration.columns().size());
        }
    }

    private static int bytes(Shape shape, int put) {
        int bytes = 0;
        for (Shape.Part part : shape.parts()) {
            bytes += part instanceof Shape.Group group ? bytes(group.shape(), put + CALL) : put;
        }
        return bytes;
    }
}
