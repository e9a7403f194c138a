package dev.cairn.processor.model;

/** How each generated source begins: by that it is told from those that people write, or other processors. */
public final class GeneratedSourceHeader {
    private static final String BEGIN = "Generated from ";
    private static final String END = ". Whatever is changed here is lost.";

    private GeneratedSourceHeader() {}

    /** The comment, without what makes it one. */
    public static String of(JavaName from) {
        return BEGIN + from.qualified() + END;
    }

    /** Whether a source has it in its first line. */
    public static boolean isOn(String source) {
        String first = source.lines().findFirst().orElse("");
        return first.startsWith("// " + BEGIN) && first.endsWith(END);
    }
}
