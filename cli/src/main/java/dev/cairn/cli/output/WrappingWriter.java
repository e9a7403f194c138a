package dev.cairn.cli.output;

import java.io.IOException;
import java.io.Writer;
import java.util.function.IntSupplier;

/**
 * Writes each line when it is complete, {@linkplain TextWrapper broken between words}. A line that is not complete is
 * written by {@link #flush}, as it is.
 */
public final class WrappingWriter extends Writer {
    private final Writer out;
    private final IntSupplier widthSupplier;
    private final StringBuilder pendingText = new StringBuilder();

    public WrappingWriter(Writer out, IntSupplier widthSupplier) {
        this.out = out;
        this.widthSupplier = widthSupplier;
    }

    @Override
    public void write(char[] text, int start, int length) throws IOException {
        pendingText.append(text, start, length);
        int completeLength = pendingText.lastIndexOf("\n") + 1;
        if (completeLength > 0) {
            out.write(new TextWrapper(pendingText.substring(0, completeLength)).wrapProse(widthSupplier.getAsInt()));
            pendingText.delete(0, completeLength);
        }
    }

    /** Also writes an incomplete line, because a question has no line break. */
    @Override
    public void flush() throws IOException {
        if (pendingText.length() > 0) {
            out.write(pendingText.toString());
            pendingText.setLength(0);
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
