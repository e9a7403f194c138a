package dev.cairn.tooling.recording.compile;

import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * An error of a compilation.
 *
 * @param text the location and the message, and the attribute of an annotation if its value contains the error
 * @param isFromProcessor whether an annotation processor, such as Cairn's, reported it instead of javac itself
 * @param location the declaration that contains it; null if a processor reported it, or if it belongs to no source
 */
public record CompileError(
        String text, boolean isFromProcessor, @Nullable ErrorLocation location) {
    /** The key of all messages of annotation processors. */
    private static final String PROCESSOR_CODE = "compiler.err.proc.messager";

    private static final String ATTRIBUTE_LINE = "\n  attribute: ";

    static boolean isFromProcessor(Diagnostic<? extends JavaFileObject> diagnostic) {
        return PROCESSOR_CODE.equals(diagnostic.getCode());
    }

    static CompileError of(Diagnostic<? extends JavaFileObject> diagnostic, @Nullable ErrorLocation location) {
        JavaFileObject file = diagnostic.getSource();
        String position = file == null ? "" : file.getName() + ":" + diagnostic.getLineNumber() + ": ";
        String attribute =
                location == null || location.attribute().isEmpty() ? "" : ATTRIBUTE_LINE + location.attribute();
        return new CompileError(
                position + diagnostic.getMessage(Locale.ROOT) + attribute, isFromProcessor(diagnostic), location);
    }

    public Optional<ErrorLocation> findLocation() {
        return Optional.ofNullable(location);
    }
}
