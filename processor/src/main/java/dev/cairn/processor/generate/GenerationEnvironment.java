package dev.cairn.processor.generate;

import java.util.List;

/**
 * The environment in which generated code is compiled.
 *
 * @param marked whether {@code javax.annotation.processing.Generated} is available
 * @param inModule whether it is part of a named module, where javac may warn about the types that a class exports
 * @param crowded whether the package has a class with the simple name of one of {@code java.lang}
 */
public record GenerationEnvironment(boolean marked, boolean inModule, boolean crowded) {
    /** The environment of most code. */
    public static final GenerationEnvironment PLAIN = new GenerationEnvironment(true, false, false);

    /**
     * The warnings that all generated code suppresses: {@code @Deprecated} on a record concerns the users of the record, and the
     * exports of a module concern its author.
     */
    List<String> suppressed() {
        return inModule ? List.of("deprecation", "removal", "exports") : List.of("deprecation", "removal");
    }
}
