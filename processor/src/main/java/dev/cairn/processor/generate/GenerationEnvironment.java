package dev.cairn.processor.generate;

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
}
