package dev.cairn.processor.model;

/**
 * The first line of generated sources, which distinguishes them from written sources.
 *
 * @param origin the type from which the source is generated
 */
public record GeneratedSourceHeader(JavaName origin) {
    private static final String HEADER_START = "Generated from ";
    private static final String HEADER_END = " by Cairn. Changes to this file are lost at the next compile.";
    /** The suffix of the header that versions up to 0.1 wrote. */
    private static final String HEADER_END_UP_TO_0_1 = ". Whatever is changed here is lost.";

    /** Returns the text of the comment, without its slashes. */
    public String text() {
        return HEADER_START + origin.qualifiedName() + HEADER_END;
    }

    /** Returns whether a source begins with the header, as this or an earlier version writes it. */
    public static boolean isPresentIn(String source) {
        String firstLine = source.lines().findFirst().orElse("");
        return firstLine.startsWith("// " + HEADER_START)
                && (firstLine.endsWith(HEADER_END) || firstLine.endsWith(HEADER_END_UP_TO_0_1));
    }
}
