package dev.cairn.processor.model;

/**
 * The first line of generated sources, which distinguishes them from others.
 *
 * @param from the record or the schema of which the source is generated
 */
public record GeneratedSourceHeader(JavaName from) {
    private static final String BEGIN = "Generated from ";
    private static final String END = ". Whatever is changed here is lost.";

    /** The text of the comment, without its slashes. */
    public String text() {
        return BEGIN + from.qualified() + END;
    }

    /** Whether a source begins with the header. */
    public static boolean isOn(String source) {
        String first = source.lines().findFirst().orElse("");
        return first.startsWith("// " + BEGIN) && first.endsWith(END);
    }
}
