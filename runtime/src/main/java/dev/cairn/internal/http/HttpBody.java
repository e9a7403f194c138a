package dev.cairn.internal.http;

import java.io.IOException;
import java.io.OutputStream;

/** What is sent when the server asks for it. */
@FunctionalInterface
public interface HttpBody {
    void writeTo(OutputStream out) throws IOException;
}
