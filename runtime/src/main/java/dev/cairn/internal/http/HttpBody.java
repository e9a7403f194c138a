package dev.cairn.internal.http;

import java.io.IOException;
import java.io.OutputStream;

/** The body of a request, which is written only after the server has agreed to receive it. */
@FunctionalInterface
public interface HttpBody {
    /** Writes the body. Called at most once for each request; not called if the server answers without the body. */
    void writeTo(OutputStream out) throws IOException;
}
