package dev.cairn.processor.model;

/**
 * The first line of generated sources, which distinguishes them from written sources.
 *
 * @param origin the type from which the source is generated
 */
public record GeneratedSourceHeader(JavaName origin) {
    private static final String BEGIN = "Generated from ";
    private static final String END = " by Cairn. Changes to this file are lost at the next compile.";
    private static final String END_UP_TO_0_1 = ". Whatever is changed here is lost.";

    /** The text of the comment, without its slashes. */
    public String text() {
        return BEGIN + origin.qualifiedName() + END;
    }

    /** Whether a source begins with the header, as this or an earlier version writes it. */
    public static boolean isOn(String source) {
        String first = source.lines().findFirst().orElse("");
        return first.startsWith("// " + BEGIN) && (first.endsWith(END) || first.endsWith(END_UP_TO_0_1));
    }
}
